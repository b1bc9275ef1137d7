import { describe, expect, it } from 'vitest';
import { PipelineError } from '../../src/pipeline/errors.ts';
import { MAX_THREADS } from '../../src/pipeline/limits.ts';
import { quantityOf, resolve, settingsOf } from '../../src/pipeline/resolve.ts';
import type { ResolvedRepeat, ResolvedSubmit } from '../../src/pipeline/resolved.ts';
import { parsePipeline } from '../../src/pipeline/schema.ts';

const source = { file: 'main.cpp', line: 12, column: 3, endLine: 12, endColumn: 9 };
const wait = { kind: 'wait' };

function pipeline(program: object[], extra: object = {}, thread: object = {}) {
  return parsePipeline({ threads: [{ id: 't', entry: 'Worker::Run', program, ...thread }], ...extra });
}

const failure = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(PipelineError);
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
};

describe('settingsOf', () => {
  const two = pipeline([wait], {
    parameters: [
      { name: 'A', value: 1 },
      { name: 'B', value: 2 },
    ],
  });

  it('puts what is set in the place of the defaults', () => {
    expect(settingsOf(two)).toEqual({ A: 1, B: 2 });
    expect(settingsOf(two, { B: 5 })).toEqual({ A: 1, B: 5 });
  });

  it('refuses unknown names and what is no number', () => {
    expect(failure(() => settingsOf(two, { C: 1 }))).toBe('the pipeline has no parameter "C": it has A, B');
    expect(failure(() => settingsOf(pipeline([wait]), { C: 1 }))).toBe(
      'the pipeline has no parameter "C": it has none',
    );
    expect(failure(() => settingsOf(two, { A: NaN }))).toBe('parameter A is NaN, not a finite number');
    expect(failure(() => settingsOf(two, { A: Infinity }))).toBe(
      'parameter A is Infinity, not a finite number',
    );
    expect(failure(() => settingsOf(two, { toString: 1 }))).toContain('no parameter "toString"');
  });
});

describe('resolve', () => {
  it('evaluates every quantity, and lets a setting change all that depends on it', () => {
    const given = pipeline(
      [
        {
          kind: 'repeat',
          times: 'DEPTH',
          body: [
            {
              kind: 'submit',
              engine: 'vpc',
              stream: { id: 's', index: 'DEPTH - 1' },
              work: { pixels: 'W * W', bytes: 'W * W * 3 / 2', milliseconds: 0.5, pictures: 2.9, model: 'm' },
              completes: 'DEPTH / 2',
            },
            { kind: 'host', milliseconds: 'W / 10' },
            {
              kind: 'branch',
              share: '1 / DEPTH',
              then: [{ kind: 'allocate', bytes: 'W' }],
              otherwise: [wait],
            },
            { kind: 'lock', mutex: 'x', body: [{ kind: 'free' }] },
          ],
        },
      ],
      {
        parameters: [
          { name: 'W', value: 10 },
          { name: 'DEPTH', value: 4 },
        ],
        processes: 'DEPTH / 2',
        devices: 2,
        streams: [{ id: 's', count: 'DEPTH' }],
        queues: [{ id: 'q', capacity: 'DEPTH * 2' }, { id: 'open' }],
        models: [{ id: 'm', batch: 'DEPTH', inputBytes: 'W * 2', weightBytes: 7, source }],
        buffers: [{ id: 'b', bytes: 'W', count: 'DEPTH' }],
      },
      { replicas: 'DEPTH' },
    );
    const resolved = resolve(given, { W: 20 });
    expect(resolved).toMatchObject({
      processes: 2,
      devices: 2,
      streams: [{ id: 's', count: 4 }],
      queues: [
        { id: 'q', capacity: 8 },
        { id: 'open', capacity: Infinity },
      ],
      models: [{ id: 'm', batch: 4, inputBytes: 40, weightBytes: 7, source }],
      buffers: [{ id: 'b', bytes: 20, count: 4 }],
    });
    const thread = resolved.threads[0]!;
    expect(thread.replicas).toBe(4);
    const loop = thread.program[0] as ResolvedRepeat;
    expect(loop.times).toBe(4);
    expect(loop.body).toMatchObject([
      {
        stream: { id: 's', index: 3 },
        work: { pixels: 400, bytes: 600, milliseconds: 0.5, pictures: 2, model: 'm', pageable: false },
        completes: 2,
      },
      { milliseconds: 2 },
      { share: 0.25, then: [{ bytes: 20 }], otherwise: [{ kind: 'wait' }] },
      { body: [{ bytes: 0 }] },
    ]);
  });

  it('leaves out what is not given', () => {
    const submit = resolve(pipeline([{ kind: 'submit', engine: 'h2d' }])).threads[0]!
      .program[0] as ResolvedSubmit;
    expect(Object.keys(submit.work).sort()).toEqual(['pageable', 'pictures']);
    expect(submit).not.toHaveProperty('stream');
    expect(submit).not.toHaveProperty('completes');
  });

  it('cuts counts as C++ does, but not for the last bit of the arithmetic', () => {
    const times = (text: string) =>
      (
        resolve(pipeline([{ kind: 'repeat', times: text, body: [wait] }])).threads[0]!
          .program[0] as ResolvedRepeat
      ).times;
    expect(times('7 / 2')).toBe(3);
    expect(times('0.1 * 30')).toBe(3);
    expect(times('(0.1 + 0.2) * 10')).toBe(3);
  });

  it('knows loops without end', () => {
    const loop = resolve(pipeline([{ kind: 'repeat', body: [wait] }])).threads[0]!
      .program[0] as ResolvedRepeat;
    expect(loop.times).toBe(Infinity);
  });

  it.each([
    [
      [{ kind: 'host', what: 'resize', milliseconds: -1, source }],
      'the time of resize is negative: -1 (main.cpp:12)',
    ],
    [
      [{ kind: 'host', what: 'resize', milliseconds: '0 / 0', source }],
      'the time of resize is not a number (0 / 0) (main.cpp:12)',
    ],
    [[{ kind: 'host', milliseconds: '1 / 0' }], 'the time of host work is infinite (1 / 0)'],
    [
      [{ kind: 'host', milliseconds: 'X' }],
      'the time of host work cannot be computed: unknown name "X" in "X"',
    ],
    [
      [{ kind: 'submit', call: 'f', engine: 'h2d', work: { bytes: -8 }, source }],
      'bytes of f is negative: -8 (main.cpp:12)',
    ],
    [
      [{ kind: 'submit', call: 'f', engine: 'h2d', work: { pictures: 0 } }],
      'pictures of f is 0, less than 1',
    ],
    [[{ kind: 'repeat', times: -2, body: [wait] }], 'the number of passes of a loop is negative: -2'],
    [[{ kind: 'branch', share: 1.5 }], 'the share of a branch is 1.5, more than 1'],
    [
      [{ kind: 'submit', engine: 'h2d', stream: { id: 's', index: '0 - 1' } }],
      'the index of s is negative: -1 (0 - 1)',
    ],
  ])('refuses %j', (program, message) => {
    expect(failure(() => resolve(pipeline(program, { streams: [{ id: 's' }] })))).toBe(message);
  });

  it('refuses names that are not declared, and those declared twice', () => {
    const using = (step: object, extra: object = {}) => failure(() => resolve(pipeline([step], extra)));
    expect(using({ kind: 'submit', engine: 'h2d', stream: 'a', source }, { streams: [{ id: 's' }] })).toBe(
      'stream "a" is not declared; declared: s (main.cpp:12)',
    );
    expect(using({ kind: 'submit', engine: 'aicore', work: { model: 'm' } })).toBe(
      'model "m" is not declared; none is declared',
    );
    expect(using({ kind: 'record', event: 'e' })).toContain('event "e" is not declared');
    expect(using({ kind: 'streamWait', event: 'e', stream: 's' }, { events: [{ id: 'e' }] })).toContain(
      'stream "s"',
    );
    expect(using({ kind: 'dequeue', queue: 'q' })).toContain('queue "q" is not declared');
    expect(using({ kind: 'callback', thread: 'c' })).toContain('thread "c" is not declared; declared: t');
    expect(using({ kind: 'wait', for: 'event', target: 'e' })).toContain('event "e"');
    expect(using({ kind: 'wait', for: 'thread', target: 'u' })).toContain('thread "u"');
    expect(using({ kind: 'wait', for: 'stream', target: 's' })).toContain('stream "s"');
    expect(using(wait, { streams: [{ id: 's' }, { id: 's', source }] })).toBe(
      'stream "s" is declared twice (main.cpp:12)',
    );
    expect(() => resolve(pipeline([{ kind: 'wait', for: 'device', target: 'any' }]))).not.toThrow();
  });

  it('refuses more threads than can be simulated, at once', () => {
    const many = (replicas: number, extra: object = {}) =>
      failure(() => resolve(pipeline([wait], extra, { replicas, createdAt: source })));
    expect(many(1_000_000)).toBe(
      `1000000 threads running Worker::Run are more than the ${MAX_THREADS} that can be simulated (main.cpp:12)`,
    );
    expect(many(MAX_THREADS / 2 + 1, { processes: 2 })).toContain(`${MAX_THREADS + 2} threads running`);
    const half = { replicas: MAX_THREADS / 2 + 1, program: [wait] };
    const both = parsePipeline({
      threads: [
        { id: 'a', ...half },
        { id: 'b', ...half },
      ],
    });
    expect(failure(() => resolve(both))).toBe(
      `${MAX_THREADS + 2} threads are more than the ${MAX_THREADS} that can be simulated`,
    );
    expect(() => resolve(pipeline([wait], {}, { replicas: MAX_THREADS }))).not.toThrow();
  });

  it.each([
    [[]],
    [[{ kind: 'host', milliseconds: 0 }]],
    [[{ kind: 'repeat', times: 0, body: [wait] }]],
    [[{ kind: 'lock', mutex: 'm', body: [{ kind: 'allocate' }] }]],
    [[{ kind: 'branch', share: 0, then: [wait] }]],
    [[{ kind: 'branch', share: 1, otherwise: [wait] }]],
    [[{ kind: 'dequeue', queue: 'q', blocking: false }]],
  ])('refuses a loop without end around %j', (body) => {
    const loop = { kind: 'repeat', body, source };
    expect(failure(() => resolve(pipeline([loop], { queues: [{ id: 'q' }] })))).toBe(
      'a loop of Worker::Run never ends and takes no time: nothing in it submits, waits or works (main.cpp:12)',
    );
  });

  it.each([
    [[wait]],
    [[{ kind: 'host', milliseconds: 0.1 }]],
    [[{ kind: 'branch', share: 0.5, otherwise: [wait] }]],
    [[{ kind: 'branch', share: 0.5, then: [wait] }]],
    [[{ kind: 'repeat', times: 2, body: [wait] }]],
    [[{ kind: 'lock', mutex: 'm', body: [wait] }]],
    [[{ kind: 'dequeue', queue: 'q' }]],
  ])('takes a loop without end around %j', (body) => {
    expect(() => resolve(pipeline([{ kind: 'repeat', body }], { queues: [{ id: 'q' }] }))).not.toThrow();
  });
});

describe('quantityOf', () => {
  it('is a quantity under the settings', () => {
    const given = pipeline([wait], { parameters: [{ name: 'N', value: 4 }] });
    expect(quantityOf(given, 'N * 2')).toBe(8);
    expect(quantityOf(given, 'N * 2', { N: 1 })).toBe(2);
  });
});
