import { describe, expect, it } from 'vitest';
import { frameCounters } from '../../src/pipeline/frames.ts';
import { resolve } from '../../src/pipeline/resolve.ts';
import { parsePipeline } from '../../src/pipeline/schema.ts';

/** Calls that count frames, with how many each time. */
function counted(value: object): Record<string, number> {
  const models = [
    { id: 'm4', batch: 4 },
    { id: 'm1', batch: 1 },
  ];
  const queues = ['q', 'r'].map((id) => ({ id }));
  const pipeline = parsePipeline({ models, queues, ...value });
  const names: Record<string, number> = {};
  for (const [step, frames] of frameCounters(resolve(pipeline))) {
    names[step.kind === 'submit' ? step.call : step.kind === 'host' ? step.what : step.kind] = frames;
  }
  return names;
}

const submit = (engine: string, call: string, extra: object = {}) => ({
  kind: 'submit',
  engine,
  call,
  ...extra,
});
const infer = (call: string, model = 'm4') => submit('aicore', call, { work: { model } });
const one = (...program: object[]) => ({ threads: [{ id: 't', program }] });
const repeat = (times: number, ...body: object[]) => ({ kind: 'repeat', times, body });

describe('frameCounters', () => {
  it('follows what steps say', () => {
    const says = submit('vpc', 'a', { completes: 3 });
    expect(counted(one(says, infer('b'), submit('d2h', 'c', { completes: 2 })))).toEqual({ a: 3, c: 2 });
  });

  it('else counts the last model, times its batch', () => {
    expect(counted(one(infer('a', 'm1'), infer('b'), submit('d2h', 'c')))).toEqual({ b: 4 });
    expect(counted(one(repeat(3, infer('warm up')), repeat(9, infer('b', 'm1'))))).toEqual({ b: 1 });
    expect(counted(one(infer('a', 'm1'), repeat(0, infer('b'))))).toEqual({ a: 1 });
    expect(counted(one({ kind: 'lock', mutex: 'x', body: [infer('a')] }))).toEqual({ a: 4 });
  });

  it('counts with a loop of whole batches what is done behind it with the rest', () => {
    const every = { kind: 'branch', share: 1 / 16, then: [infer('b')], otherwise: [] };
    expect(counted(one(repeat(64, submit('h2d', 'a'), every), infer('rest')))).toEqual({ b: 4, rest: 4 });
    const rest = { kind: 'branch', share: 0.5, then: [infer('rest')], otherwise: [] };
    expect(counted(one(repeat(64, infer('b')), rest))).toEqual({ b: 4, rest: 4 });
    expect(counted(one(repeat(64, infer('a', 'm1')), infer('last')))).toEqual({ last: 4 });
  });

  it('counts each of two loops in a pass that do the same, but no warm-up beside the steady one', () => {
    const halves = [repeat(8, submit('h2d', 'x'), infer('a')), repeat(8, submit('h2d', 'y'), infer('b'))];
    expect(counted(one(repeat(99, ...halves)))).toEqual({ a: 4, b: 4 });
    expect(counted(one(repeat(99, repeat(8, infer('a', 'm1')), repeat(8, infer('b')))))).toEqual({ b: 4 });
    const part = { ...repeat(8, infer('part')), part: true };
    expect(counted(one(repeat(99, part, repeat(8, infer('b')))))).toEqual({ b: 4 });
    expect(counted(one(...halves))).toEqual({ b: 4 });
  });

  it('counts executions of one model whose inputs come, or results leave, each by itself', () => {
    const both = { a: 4, b: 4 };
    const [up, down] = [submit('h2d', 'x'), submit('d2h', 'y')];
    expect(counted(one(repeat(99, up, infer('a'), up, infer('b'))))).toEqual(both);
    expect(counted(one(repeat(99, up, up, infer('a'), down, infer('b'), down)))).toEqual(both);
    expect(counted(one(repeat(99, infer('a'), submit('jpegd', 'z'), infer('b'))))).toEqual(both);
  });

  it('counts executions of one model on streams that are not ordered, also where it was loaded again', () => {
    const models = ['m', 'n', 'o'].map((id) => ({ id, path: id === 'o' ? 'other.om' : 'same.om' }));
    const streams = [{ id: 's', count: 2 }];
    const events = [{ id: 'e' }];
    const on = (call: string, index: number, model: string) => ({
      ...infer(call, model),
      stream: { id: 's', index },
    });
    const of = (...body: object[]) => counted({ models, streams, events, ...one(repeat(99, ...body)) });
    const ordered = { kind: 'streamWait', event: 'e', stream: { id: 's', index: 1 } };
    expect(of(on('a', 0, 'm'), on('b', 1, 'm'))).toEqual({ a: 1, b: 1 });
    expect(of(on('a', 0, 'm'), on('b', 1, 'n'))).toEqual({ a: 1, b: 1 });
    expect(of(on('a', 0, 'm'), on('b', 0, 'n'))).toEqual({ b: 1 });
    expect(of(on('a', 0, 'm'), on('b', 1, 'o'))).toEqual({ b: 1 });
    expect(of(on('a', 0, 'm'), ordered, on('b', 1, 'n'))).toEqual({ b: 1 });
    const expressed = models.map((model) => ({ ...model, path: 'argv[1]' }));
    const unknown = counted({
      models: expressed,
      streams,
      ...one(repeat(9, on('a', 0, 'm'), on('b', 1, 'n'))),
    });
    expect(unknown).toEqual({ b: 1 });
  });

  it('counts a cascade of one model once', () => {
    const [up, down] = [submit('h2d', 'x'), submit('d2h', 'y')];
    const wait = { kind: 'wait', for: 'device' };
    expect(counted(one(repeat(99, up, infer('a'), infer('b'), down)))).toEqual({ b: 4 });
    expect(counted(one(repeat(99, up, infer('a'), submit('vpc', 'crop'), infer('b'))))).toEqual({ b: 4 });
    expect(counted(one(repeat(99, up, infer('a'), down, wait, up, infer('b'))))).toEqual({ b: 4 });
  });

  it('counts both sides of a branch', () => {
    const branch = { kind: 'branch', share: 0.3, then: [infer('a')], otherwise: [infer('b', 'm1')] };
    expect(counted(one(branch, submit('vpc', 'c')))).toEqual({ a: 4, b: 1 });
  });

  it('else counts the last engine at work, pictures times, but not a copy within the device', () => {
    expect(
      counted(one(submit('h2d', 'a'), submit('vpc', 'b', { work: { pictures: 6 } }), submit('d2d', 'c'))),
    ).toEqual({
      b: 6,
    });
    expect(counted(one(submit('d2d', 'a'), submit('memset', 'b')))).toEqual({ b: 1 });
  });

  it('else counts the last work of the host', () => {
    const host = (what: string) => ({ kind: 'host', what, milliseconds: 1 });
    expect(counted(one(host('a'), host('b'), { kind: 'wait' }))).toEqual({ b: 1 });
    expect(counted(one({ kind: 'wait' }))).toEqual({});
  });

  it('counts a frame once where it goes from thread to thread', () => {
    const threads = [
      { id: 'detect', program: [infer('a', 'm1'), { kind: 'enqueue', queue: 'q' }] },
      {
        id: 'sort',
        program: [
          { kind: 'dequeue', queue: 'q' },
          { kind: 'enqueue', queue: 'r' },
        ],
      },
      { id: 'classify', program: [{ kind: 'dequeue', queue: 'r' }, infer('b')] },
    ];
    expect(counted({ threads })).toEqual({ b: 4 });
    expect(counted({ threads: threads.slice(0, 2) })).toEqual({ a: 1 });
  });

  it('counts what a callback goes on with, and threads that have nothing to do with each other', () => {
    const callback = { id: 'c', kind: 'callback', program: [infer('b')] };
    const caller = { id: 't', program: [infer('a'), { kind: 'callback', thread: 'c' }] };
    expect(counted({ threads: [caller, callback] })).toEqual({ b: 4 });
    expect(
      counted({
        threads: [
          { id: 'x', program: [infer('a')] },
          { id: 'y', program: [infer('b', 'm1')] },
        ],
      }),
    ).toEqual({
      a: 4,
      b: 1,
    });
  });

  it('leaves out threads of which there are none', () => {
    const threads = [
      { id: 'a', program: [infer('a')] },
      { id: 'b', replicas: 0, program: [infer('b')] },
    ];
    expect(counted({ threads })).toEqual({ a: 4 });
  });

  it('counts both where threads feed each other in a ring', () => {
    const ring = (id: string, from: string, to: string) => ({
      id,
      program: [{ kind: 'dequeue', queue: from }, infer(id), { kind: 'enqueue', queue: to }],
    });
    expect(counted({ threads: [ring('a', 'q', 'r'), ring('b', 'r', 'q')] })).toEqual({ a: 4, b: 4 });
  });

  describe('of a frame that brings several things', () => {
    const take = (queue: string) => ({ kind: 'dequeue', queue });
    const put = (queue: string) => ({ kind: 'enqueue', queue });
    const forever = (...body: object[]) => ({ kind: 'repeat', times: 'forever', body });
    const find = infer('find', 'm1');
    const sort = submit('aicore', 'sort', { work: { model: 'other' } });
    const threads = (...programs: object[][]) => ({
      models: [{ id: 'm4', batch: 4 }, { id: 'm1' }, { id: 'other' }],
      threads: programs.map((body, i) => ({ id: `t${i}`, program: [forever(...body)] })),
    });

    it('counts the frame once, whatever runs for each of them', () => {
      expect(counted(threads([find, repeat(5, sort)]))).toEqual({ sort: 1 / 5 });
      expect(counted(threads([infer('find'), repeat(8, sort)]))).toEqual({ sort: 4 / 8 });
      expect(counted(threads([find, repeat(0, sort)]))).toEqual({ find: 1 });
      expect(counted(threads([submit('jpegd', 'decode'), repeat(3, sort)]))).toEqual({ sort: 1 / 3 });
    });

    it('counts the frame whose finds are put together to a batch', () => {
      const crops = { ...repeat(4, submit('d2d', 'crop')), part: true };
      expect(counted(threads([find, crops, infer('b')]))).toEqual({ b: 1 });
      expect(counted(threads([crops, infer('b')]))).toEqual({ b: 4 });
      expect(counted(threads([find, repeat(4, submit('h2d', 'load')), infer('b')]))).toEqual({ b: 4 });
    });

    it('counts the frame where only some bring any', () => {
      const some = { kind: 'branch', share: 0.25, then: [sort], otherwise: [] };
      expect(counted(threads([find, some]))).toEqual({ find: 1 });
    });

    it('counts what an inner loop does where it has all that makes a frame', () => {
      expect(counted(threads([submit('h2d', 'copy'), repeat(5, sort)]))).toEqual({ sort: 1 });
      expect(counted(threads([sort, repeat(5, sort)]))).toEqual({ sort: 1 });
      const each = [submit('jpegd', 'decode'), sort];
      expect(counted(threads([submit('jpegd', 'cover'), repeat(5, ...each)]))).toEqual({ sort: 1 });
    });

    it('counts the frame once where the things go to another thread, one by one or all at once', () => {
      expect(counted(threads([find, repeat(5, put('q'))], [take('q'), sort]))).toEqual({ sort: 1 / 5 });
      expect(counted(threads([find, put('q')], [take('q'), repeat(5, sort)]))).toEqual({ sort: 1 / 5 });
      expect(counted(threads([find, put('q')], [take('q'), repeat(5, put('r'))], [take('r'), sort]))).toEqual(
        { sort: 1 / 5 },
      );
    });

    it('counts the frames of a batch that goes on as one', () => {
      expect(counted(threads([infer('find'), put('q')], [take('q'), infer('b')]))).toEqual({ b: 4 });
      expect(counted(threads([infer('find'), put('q')], [take('q'), repeat(4, sort)]))).toEqual({ sort: 1 });
      expect(counted(threads([find, put('q')], [repeat(4, take('q')), infer('b')]))).toEqual({ b: 4 });
    });

    it('counts the frames that went no further, too', () => {
      const some = { kind: 'branch', share: 0.25, then: [put('q')], otherwise: [] };
      expect(counted(threads([find, some], [take('q'), sort]))).toEqual({ sort: 4 });
    });

    it('counts a frame once that two threads work at, and each that goes to one of two', () => {
      const work = [
        [take('q'), find],
        [take('r'), sort],
      ];
      expect(counted(threads([put('q'), put('r')], ...work))).toEqual({ find: 0.5, sort: 0.5 });
      const either = { kind: 'branch', share: 0.5, then: [put('q')], otherwise: [put('r')] };
      expect(counted(threads([either], ...work))).toEqual({ find: 1, sort: 1 });
    });

    it('counts what comes together again once', () => {
      const apart = [
        [put('q'), put('r')],
        [take('q'), find, put('s')],
        [take('r'), infer('b', 'm1'), put('t')],
      ];
      const queues = 'qrst'.split('').map((id) => ({ id }));
      expect(counted({ ...threads(...apart, [take('s'), take('t'), sort]), queues })).toEqual({ sort: 1 });
    });
  });
});
