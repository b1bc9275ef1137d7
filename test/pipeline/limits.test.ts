import { describe, expect, it } from 'vitest';
import { PipelineError } from '../../src/pipeline/errors.ts';
import { MAX_DECLARED, MAX_KINDS, MAX_STEPS, MAX_THREADS } from '../../src/pipeline/limits.ts';
import { resolve } from '../../src/pipeline/resolve.ts';
import type { ResolvedRepeat, ResolvedSubmit } from '../../src/pipeline/resolved.ts';
import { parsePipeline } from '../../src/pipeline/schema.ts';

const host = { kind: 'host', milliseconds: 1 };
const source = (line: number) => ({ file: 'main.cpp', line, column: 3, endLine: line, endColumn: 9 });

function resolved(extra: object, program: object[] = [host]) {
  return resolve(parsePipeline({ threads: [{ id: 't', program }], ...extra }));
}

function refusal(extra: object, program?: object[]): string {
  try {
    resolved(extra, program);
  } catch (error) {
    expect(error).toBeInstanceOf(PipelineError);
    return (error as Error).message;
  }
  return 'not refused';
}

const many = (count: number, make: (i: number) => object): object[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** What is too much, a pipeline with it, and a part of the sentence. */
type Excess = [what: string, extra: object, message: string];

describe('what can be simulated', () => {
  it.each<Excess>([
    ['processes', { processes: MAX_THREADS + 1 }, '4097 processes are more than the 4096'],
    ['devices', { devices: MAX_THREADS + 1 }, '4097 devices are more than the 4096'],
    [
      'processes on devices',
      { processes: 65, devices: 64 },
      '4160 contexts, one a process and device, are more',
    ],
    [
      'kinds of threads',
      { threads: many(MAX_KINDS + 1, (i) => ({ id: `${i}`, program: [host], source: source(i + 1) })) },
      '257 declared threads are more than the 256 that can be simulated (main.cpp:257)',
    ],
    [
      'queues',
      { queues: many(MAX_KINDS + 1, (i) => ({ id: `${i}`, source: source(7) })) },
      '257 queues are more than the 256 that can be simulated (main.cpp:7)',
    ],
    ...(['streams', 'events', 'models'] as const).map((kind): Excess => [
      kind,
      { [kind]: many(MAX_DECLARED + 1, (i) => ({ id: `${i}`, source: source(9) })) },
      `4097 ${kind} are more than the 4096 that can be simulated (main.cpp:9)`,
    ]),
    [
      'buffers',
      { buffers: many(MAX_DECLARED + 1, (i) => ({ id: `${i}`, bytes: 1 })) },
      '4097 buffers are more than the 4096 that can be simulated',
    ],
  ])('has a limit of %s', (_, extra, message) => {
    expect(refusal(extra)).toContain(message);
  });

  it('has a limit of steps, which count once a thread and process', () => {
    const program = many(MAX_STEPS / 4000, () => host);
    const threads = (replicas: number) => [
      { id: 't', entry: 'Worker::Run', replicas, program, source: source(4) },
    ];
    expect(() => resolved({ threads: threads(2000), processes: 2 })).not.toThrow();
    expect(refusal({ threads: threads(2001), processes: 2 })).toBe(
      '1000500 steps, those of Worker::Run in each of its threads included, are more than the 1000000 that can be simulated (main.cpp:4)',
    );
  });

  it('is all that reaches a limit, and no more', () => {
    const extra = {
      queues: many(MAX_KINDS, (i) => ({ id: `${i}` })),
      streams: many(MAX_DECLARED, (i) => ({ id: `${i}` })),
      threads: many(MAX_KINDS, (i) => ({ id: `${i}`, replicas: MAX_THREADS / MAX_KINDS, program: [host] })),
    };
    expect(() => resolved(extra)).not.toThrow();
    expect(() => resolved({ processes: 64, devices: 64 })).not.toThrow();
  });
});

describe('an amount', () => {
  const submit = (bytes: number | string): ResolvedSubmit =>
    resolved({}, [{ kind: 'submit', engine: 'h2d', work: { bytes } }]).threads[0]!
      .program[0] as ResolvedSubmit;

  it('beyond 1e15 is refused', () => {
    expect(submit(1e15).work.bytes).toBe(1e15);
    expect(refusal({}, [{ kind: 'host', milliseconds: '10 * 1e15', source: source(3) }])).toBe(
      'the time of host work is 10000000000000000, more than 1e15 (10 * 1e15) (main.cpp:3)',
    );
  });

  it('below 1e-9 is none', () => {
    expect(submit(1e-9).work.bytes).toBe(1e-9);
    expect(submit(9e-10).work.bytes).toBe(0);
    expect(submit(5e-324).work.bytes).toBe(0);
  });

  it('of passes beyond 1e15 is a loop that never ends, as a program sees it', () => {
    const times = (value: number | string) =>
      (
        resolved({}, [{ kind: 'repeat', times: value, body: [host] }]).threads[0]!
          .program[0] as ResolvedRepeat
      ).times;
    expect(times(1e15)).toBe(1e15);
    expect(times('2 * 1e15')).toBe(Infinity);
    expect(refusal({}, [{ kind: 'repeat', times: '1 / 0', body: [host] }])).toBe(
      'the number of passes of a loop is infinite (1 / 0)',
    );
  });
});

describe('a pipeline as JSON', () => {
  const parsed = (value: unknown): string => {
    try {
      parsePipeline(value, (path) => source(path.length));
    } catch (error) {
      expect(error).toBeInstanceOf(PipelineError);
      return (error as Error).message;
    }
    return 'taken';
  };
  const nested = (levels: number) => {
    let step: object = host;
    for (let i = 0; i < levels; i++) step = { kind: 'repeat', times: 1, body: [step] };
    return { threads: [{ id: 't', program: [step] }] };
  };

  it('may be 400 levels deep', () => {
    // A step is two levels, its list and itself; the threads and their lists come before.
    expect(parsed(nested(197))).toBe('taken');
    expect(parsed(nested(198))).toBe('steps are nested deeper than 400 levels of JSON');
    expect(parsed(nested(20_000))).toBe('steps are nested deeper than 400 levels of JSON');
  });

  it('has names of at most 500 characters, and says so without repeating them', () => {
    const named = (id: string) => ({ threads: [{ id, program: [host] }] });
    expect(parsed(named('x'.repeat(500)))).toBe('taken');
    expect(parsed(named('x'.repeat(501)))).toBe(
      'threads.0.id: a text of more than 500 characters (main.cpp:3)',
    );
    expect(parsed({ ...named('t'), processes: { x: 1 } })).toContain('processes: ');
    const wait = { kind: 'wait', target: 'x'.repeat(9999) };
    const message = parsed({ threads: [{ id: 't', program: [wait] }] });
    expect(message).toMatch(/^threads\.0\.program\.0\.target: .*x…/);
    expect(message.length).toBeLessThan(400);
  });

  it('has ranges from the smallest value to the largest', () => {
    const ranged = (range: number[]) => ({ ...nested(0), parameters: [{ name: 'N', value: 1, range }] });
    expect(parsed(ranged([1, 1]))).toBe('taken');
    expect(parsed(ranged([2, 1]))).toContain('the smallest value comes first, then the largest');
  });
});
