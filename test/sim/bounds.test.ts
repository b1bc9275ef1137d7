import { describe, expect, it } from 'vitest';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { resolve } from '../../src/pipeline/resolve.ts';
import { boundsOf } from '../../src/sim/bounds/bounds.ts';
import { plainDevice } from './support/devices.ts';

const of = (value: object, device = plainDevice) => boundsOf(resolve(parsePipeline(value)), device);
const submit = (engine: string, more: object = {}) => ({ kind: 'submit', engine, stream: 's', ...more });
const infer = submit('aicore', { work: { milliseconds: 4 } });
const wait = { kind: 'wait', for: 'stream', target: 's' };
const worker = (replicas: number, body: object[]) => ({
  streams: [{ id: 's' }],
  threads: [{ id: 't', replicas, program: [{ kind: 'repeat', body }] }],
});

describe('the upper bound', () => {
  it('of one thread is its cycle: its stream, where it waits each time', () => {
    const found = of(worker(1, [submit('jpegd'), infer, wait]));
    expect(found.upper).toBeCloseTo(1000 / 14, 6);
    expect(found.load['aicore']).toBeCloseTo(4 / 14, 9);
    expect(found.load['jpegd']).toBeCloseTo(10 / 14 / 2, 9);
  });

  it('of a program that ends is that of its steady loop: a warm-up takes none of its time', () => {
    const loop = (times: number) => ({ kind: 'repeat', times, body: [infer] });
    const finite = (...program: object[]) => ({ streams: [{ id: 's' }], threads: [{ id: 't', program }] });
    const { upper, lower } = of(finite(loop(10), wait, loop(100), wait));
    expect(upper).toBeCloseTo(of(finite(loop(100), wait)).upper, 9);
    expect(lower).toBeCloseTo(of(finite(loop(100), wait)).lower, 9);
  });

  it('of many threads is the engine that is full first', () => {
    const found = of(worker(8, [submit('jpegd'), infer, wait]));
    expect(found.upper).toBeCloseTo(200, 6);
    expect(found.binding).toEqual([
      { resource: 'jpegd', kind: 'engine', elasticity: expect.closeTo(1, 9) as number },
    ]);
  });

  it('counts the host where the thread does not wait, and every frame of a batch', () => {
    const busy = { kind: 'host', milliseconds: 6 };
    expect(of(worker(1, [busy, infer])).upper).toBeCloseTo(1000 / 6, 6);
    expect(of(worker(1, [busy, infer, wait])).upper).toBeCloseTo(100, 6);
    const batch = {
      ...worker(1, [submit('aicore', { work: { model: 'm' } }), wait]),
      models: [{ id: 'm', batch: 16, milliseconds: 8 }],
    };
    expect(of(batch).upper).toBeCloseTo(2000, 6);
  });

  it('counts the completion in the stream, not at the engine', () => {
    expect(of(worker(1, [submit('vpc')])).upper).toBeCloseTo(250, 6);
    expect(of(worker(100, [submit('vpc')])).upper).toBeCloseTo(4000, 6);
  });

  it('knows that two streams of a thread overlap, and that a shared one does not', () => {
    const two = [submit('vpc'), { ...submit('vpc'), stream: 'u' }, { kind: 'wait', for: 'device' }];
    const of4 = (scope: string) =>
      of({ ...worker(4, two), streams: [{ id: 's' }, { id: 'u', scope }] }).upper;
    expect(of4('thread')).toBeCloseTo(1000, 6);
    expect(of4('program')).toBeCloseTo(250, 6);
  });

  it('waits for a synchronous call', () => {
    const sync = { ...infer, mode: 'sync' };
    expect(of(worker(1, [sync, { kind: 'host', milliseconds: 6 }])).upper).toBeCloseTo(100, 6);
  });

  it('holds a lock for all that is done in it, one thread at a time', () => {
    const lock = { kind: 'lock', mutex: 'm', body: [{ kind: 'host', milliseconds: 2 }, infer, wait] };
    const found = of(worker(4, [lock]));
    expect(found.upper).toBeCloseTo(1000 / 6, 6);
    expect(found.binding[0]?.resource).toBe('lock m');
  });

  it('has no more host cores than there are', () => {
    const found = of(worker(8, [{ kind: 'host', milliseconds: 10 }, submit('vpc')]));
    expect(found.upper).toBeCloseTo(400, 6);
    expect(found.binding[0]?.resource).toBe('host cores');
  });

  it('multiplies by processes and devices what there is of each', () => {
    const both = { ...worker(8, [submit('jpegd'), infer, wait]), devices: 2 };
    expect(of(both).upper).toBeCloseTo(400, 6);
    expect(of({ ...worker(1, [submit('jpegd'), wait]), processes: 3 }).upper).toBeCloseTo(200, 6);
  });

  it('takes branches by their share', () => {
    const branch = { kind: 'branch', share: 0.25, then: [infer], otherwise: [] };
    const found = of(worker(50, [submit('vpc', { completes: 1 }), branch, wait]));
    expect(found.upper).toBeCloseTo(1000, 6);
  });

  it('keeps the rates of threads together that a queue ties', () => {
    const pipeline = {
      streams: [{ id: 's' }],
      queues: [{ id: 'q', capacity: 3 }],
      threads: [
        {
          id: 'in',
          program: [
            {
              kind: 'repeat',
              body: [
                { kind: 'host', milliseconds: 20 },
                { kind: 'enqueue', queue: 'q' },
                { kind: 'enqueue', queue: 'q' },
              ],
            },
          ],
        },
        {
          id: 'out',
          replicas: 9,
          program: [{ kind: 'repeat', body: [{ kind: 'dequeue', queue: 'q' }, infer, wait] }],
        },
      ],
    };
    const found = of(pipeline);
    expect(found.upper).toBeCloseTo(100, 6);
    expect(found.binding[0]).toMatchObject({ resource: 'thread in', kind: 'thread' });
    expect(found.load['aicore']).toBeCloseTo(0.4, 9);
  });

  it('names what binds, the most decisive first', () => {
    const slow = [{ kind: 'host', milliseconds: 10 }, submit('vpc', { completes: 1 })];
    const fast = [submit('jpegd', { completes: 1 }), wait];
    const threads = [
      { id: 'slow', program: [{ kind: 'repeat', body: slow }] },
      { id: 'fast', replicas: 8, program: [{ kind: 'repeat', body: fast }] },
    ];
    const found = of({ streams: [{ id: 's' }], threads });
    expect(found.upper).toBeCloseTo(300, 6);
    expect(found.binding.map(({ resource, elasticity }) => [resource, elasticity])).toEqual([
      ['jpegd', expect.closeTo(2 / 3, 9)],
      ['thread slow', expect.closeTo(1 / 3, 9)],
    ]);
  });

  it('is nothing where nothing finishes a frame, and has no end where nothing takes time', () => {
    expect(of({ threads: [{ id: 't', program: [{ kind: 'allocate' }] }] })).toEqual({
      lower: 0,
      upper: 0,
      binding: [],
      load: {},
    });
    const free = { ...infer, work: { milliseconds: 0 } };
    expect(of(worker(1, [free, wait]))).toMatchObject({ upper: Infinity, binding: [], load: {} });
  });
});

describe('the lower bound', () => {
  it('is all work one after the other', () => {
    expect(of(worker(8, [submit('jpegd'), infer, wait])).lower).toBeCloseTo(1000 / 14, 6);
  });

  const alone = worker(1, [infer, wait]);
  const loop = (id: string, body: object[]) => ({ id, program: [{ kind: 'repeat', body }] });
  const work = (milliseconds: number) => ({ kind: 'host', milliseconds });
  const pause = (milliseconds: number) => ({ kind: 'host', milliseconds, busy: false });
  const lowerWith = (...others: object[]) =>
    of({ queues: [{ id: 'p' }], ...alone, threads: [...alone.threads, ...others] }).lower;

  it('leaves what others may take at most', () => {
    expect(lowerWith(loop('other', [work(1), pause(9)]))).toBeCloseTo(250 * 0.9, 6);
    expect(lowerWith(loop('other', [work(2), pause(8)]))).toBeCloseTo(250 * 0.8, 6);
  });

  it('is nothing where others may take all', () => {
    const greedy = (id: string) => loop(id, [work(1)]);
    expect(lowerWith(greedy('a'))).toBe(0);
    expect(lowerWith(greedy('a'), greedy('b'))).toBe(0);
  });

  it('takes threads for others that are tied to each other, but to no frame', () => {
    const giver = loop('giver', [work(1), pause(9), { kind: 'enqueue', queue: 'p' }]);
    const taker = loop('taker', [{ kind: 'dequeue', queue: 'p' }]);
    expect(lowerWith(giver, taker)).toBeCloseTo(250 * 0.9, 6);
  });

  it('has the work of all that feed a frame, through others too', () => {
    const threads = [
      loop('a', [work(2), { kind: 'enqueue', queue: 'p' }]),
      loop('b', [{ kind: 'dequeue', queue: 'p' }, work(3), { kind: 'enqueue', queue: 'q' }]),
      loop('c', [{ kind: 'dequeue', queue: 'q' }, infer, wait]),
    ];
    const queues = ['p', 'q'].map((id) => ({ id, capacity: 1 }));
    expect(of({ streams: [{ id: 's' }], queues, threads }).lower).toBeCloseTo(1000 / 9, 6);
  });
});

describe('what mean value analysis expects', () => {
  it('lies between the bounds, nearer to the upper one the more threads there are', () => {
    const at = (replicas: number) => of(worker(replicas, [submit('jpegd'), infer, wait]));
    expect(at(1).expected).toBeCloseTo(1000 / 14, 6);
    for (const n of [2, 3, 6]) expect(at(n).expected).toBeLessThan(at(n).upper);
    expect(at(40).expected).toBeCloseTo(at(40).upper, 0);
  });

  it('is left out where threads are of several kinds, or share streams or locks', () => {
    const lock = { kind: 'lock', mutex: 'm', body: [infer, wait] };
    expect(of(worker(2, [lock])).expected).toBeUndefined();
    expect(
      of({ ...worker(2, [infer, wait]), streams: [{ id: 's', scope: 'program' }] }).expected,
    ).toBeUndefined();
    const two = worker(1, [infer, wait]);
    const other = { id: 'b', program: [{ kind: 'repeat', body: [{ ...infer, completes: 0 }] }] };
    expect(
      of({
        ...two,
        threads: [
          { ...two.threads[0], program: [{ kind: 'repeat', body: [{ ...infer, completes: 1 }, wait] }] },
          other,
        ],
      }).expected,
    ).toBeUndefined();
  });
});
