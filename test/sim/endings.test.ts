/** How a run ends: converged, out of budget, at the end of the program, stopped, or stuck with one sentence. */
import { describe, expect, it } from 'vitest';
import { PipelineError } from '../../src/pipeline/errors.ts';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { simulate, type SimulateOptions } from '../../src/sim/index.ts';
import { plainDevice } from './support/devices.ts';
import { longTest } from './support/scale.ts';

type Step = Record<string, unknown>;

const source = (line: number) => ({ file: 'main.cpp', line, column: 1, endLine: line, endColumn: 2 });
const at = (line: number, step: Step): Step => ({ ...step, source: source(line) });
const infer = (milliseconds = 1): Step => ({
  kind: 'submit',
  engine: 'aicore',
  stream: 's',
  work: { milliseconds },
});
const wait: Step = { kind: 'wait', target: 's' };
const host = (milliseconds: number): Step => ({ kind: 'host', milliseconds });
const forever = (...body: Step[]): Step => ({ kind: 'repeat', body });

function run(threads: object[], options: SimulateOptions = {}, extra: object = {}) {
  const base = {
    streams: [{ id: 's' }, { id: 'u' }],
    events: [{ id: 'e', scope: 'program' }],
    queues: [{ id: 'q', capacity: 2 }, { id: 'p' }],
  };
  return simulate(parsePipeline({ ...base, threads, ...extra }), plainDevice, options);
}
const one = (...program: Step[]) => [{ id: 't', entry: 'Worker', program }];

function sentence(threads: object[], options: SimulateOptions = {}): string {
  try {
    run(threads, options);
  } catch (error) {
    expect(error).toBeInstanceOf(PipelineError);
    return (error as Error).message;
  }
  return 'it ended';
}

describe('a deadlock', () => {
  it('of a stream that waits for an event which nothing records', () => {
    const hold = at(7, { kind: 'streamWait', event: 'e', stream: 's' });
    expect(sentence(one(hold, infer(), wait))).toBe(
      'deadlock: stream s[0] of Worker waits for event e, which nothing records (main.cpp:7)',
    );
    expect(sentence(one(forever(infer(), hold, wait)))).toContain(
      'event e, which nothing records (main.cpp:7)',
    );
  });

  it('of a host that waits for an event which nothing records', () => {
    expect(sentence(one(at(3, { kind: 'wait', for: 'event', target: 'e' })))).toBe(
      'deadlock: Worker waits for event e, which nothing records (main.cpp:3)',
    );
  });

  it('of two streams of which each waits for what the other records behind its own wait', () => {
    const on = (stream: string, event: string, line: number): Step[] => [
      at(line, { kind: 'streamWait', event, stream }),
      infer(),
      at(line + 1, { kind: 'record', event: event === 'e' ? 'f' : 'e', stream }),
    ];
    const threads = one(...on('s', 'e', 1), ...on('u', 'f', 3), wait);
    const events = [{ id: 'e' }, { id: 'f' }];
    expect(() => run(threads, {}, { events })).toThrow(
      'deadlock: stream s[0] of Worker waits for event e, and nothing gets to its record at main.cpp:4 (main.cpp:1), ' +
        'stream u[0] of Worker waits for event f, and nothing gets to its record at main.cpp:2 (main.cpp:3)',
    );
  });

  it('of a host that waits for an event before it records it', () => {
    const early = at(3, { kind: 'wait', for: 'event', target: 'e' });
    expect(sentence(one(early, at(4, { kind: 'record', event: 'e', stream: 's' })))).toBe(
      'deadlock: Worker waits for event e, and nothing gets to its record at main.cpp:4 (main.cpp:3)',
    );
  });

  it('of a full queue that nobody reads', () => {
    expect(sentence(one(forever(host(1), at(5, { kind: 'enqueue', queue: 'q' }))))).toBe(
      'deadlock: Worker puts into the queue q, which is full and which no thread takes from any more (main.cpp:5)',
    );
  });

  it('of a queue that nobody fills', () => {
    expect(sentence(one(forever(at(4, { kind: 'dequeue', queue: 'q' }), infer(), wait)))).toBe(
      'deadlock: Worker takes from the queue q, which nothing fills (main.cpp:4)',
    );
  });

  it('of a queue that nobody fills, though frames are finished and other queues filled', () => {
    const taker = { id: 'c', program: [at(4, { kind: 'dequeue', queue: 'p' })] };
    const other = { id: 'o', program: [{ kind: 'enqueue', queue: 'q' }] };
    expect(sentence([...one(infer(), wait), taker, other])).toBe(
      'deadlock: c takes from the queue p, which nothing fills (main.cpp:4)',
    );
  });

  it('of two threads that wait for each other’s queue', () => {
    const ring = (from: string, to: string) => [
      forever(at(from === 'q' ? 1 : 2, { kind: 'dequeue', queue: from }), infer(), wait, {
        kind: 'enqueue',
        queue: to,
      }),
    ];
    const threads = [
      { id: 'a', program: ring('q', 'p') },
      { id: 'b', program: ring('p', 'q') },
    ];
    expect(sentence(threads)).toBe(
      'deadlock: a takes from the queue q, which b would have to fill (main.cpp:1), b takes from the queue p, which a would have to fill (main.cpp:2)',
    );
  });

  it('of a mutex that is locked twice', () => {
    const inner = at(9, { kind: 'lock', mutex: 'm', body: [host(1)] });
    expect(sentence(one({ kind: 'lock', mutex: 'm', body: [host(1), inner] }))).toBe(
      'deadlock: Worker waits for the mutex m, which is never unlocked (main.cpp:9)',
    );
  });

  it('of threads that take two mutexes in different orders', () => {
    const taking = (outer: string, inner: string, line: number) =>
      forever({
        kind: 'lock',
        mutex: outer,
        body: [host(1), at(line, { kind: 'lock', mutex: inner, body: [host(1)] })],
      });
    const threads = [
      { id: 'a', program: [taking('m', 'n', 1)] },
      { id: 'b', program: [taking('n', 'm', 2)] },
    ];
    expect(sentence(threads)).toBe(
      'deadlock: a waits for the mutex n, which b holds (main.cpp:1), b waits for the mutex m, which a holds (main.cpp:2)',
    );
  });

  it('of threads that wait for each other’s end', () => {
    const join = (line: number, target: string) => at(line, { kind: 'wait', for: 'thread', target });
    const threads = [
      { id: 'a', program: [join(1, 'b')] },
      { id: 'b', program: [join(2, 'c')] },
      { id: 'c', program: [join(3, 'a')] },
      { id: 'd', program: [join(4, 'a')] },
    ];
    const waits = (who: string, whom: string, line: number) =>
      `${who} waits for the end of ${whom}, which waits for it (main.cpp:${line})`;
    expect(sentence(threads)).toBe(
      `deadlock: ${waits('a', 'b', 1)}, ${waits('b', 'c', 2)}, ${waits('c', 'a', 3)}`,
    );
    const worker = { id: 'b', program: [forever({ kind: 'dequeue', queue: 'q' }, host(1))] };
    const giver = { id: 'g', program: [{ kind: 'enqueue', queue: 'q' }] };
    expect(sentence([{ id: 'a', program: [join(1, 'b')] }, worker, giver])).toBe('it ended');
  });

  it('of a callback for which there is no thread', () => {
    const call = at(6, { kind: 'callback', thread: 'c', stream: 's' });
    const none = { id: 'c', kind: 'callback', replicas: 0, program: [host(1)] };
    expect(sentence([...one(call, infer(), wait), none])).toContain(
      'waits for a callback that c never takes in (main.cpp:6)',
    );
    const passing = { ...call, blocking: false };
    expect(sentence([...one(passing, infer(), wait), none])).toBe('it ended');
  });

  it('of a part of the program is a warning where the rest goes on', () => {
    const hold = { kind: 'streamWait', event: 'e', stream: 's' };
    const call = { kind: 'callback', thread: 'c', stream: 's' };
    const goesOn = { id: 'b', program: [forever(infer(), wait)] };
    const stuck = (step: Step) => run([{ id: 'a', program: [step, infer(), wait] }, goesOn, deaf]);
    const deaf = { id: 'c', program: [host(1)] };
    expect(stuck(hold)).toMatchObject({
      qps: 1000,
      warnings: [{ id: 'stuck-stream', data: { stream: 's[0] of a', what: 'event', id: 'e' } }],
    });
    expect(stuck(call).warnings).toEqual([
      { id: 'stuck-stream', data: { stream: 's[0] of a', what: 'callback', id: 'c' } },
    ]);
    expect(stuck(host(1)).warnings).toEqual([]);
    const late = [
      { id: 'a', program: [forever(hold, { kind: 'resetEvent', event: 'e', stream: 's' }, infer(), wait)] },
      { id: 'b', program: [forever(infer(3), { kind: 'record', event: 'e', stream: 's' }, wait)] },
    ];
    expect(run(late).warnings).toEqual([]);
  });

  it('of a callback that no thread takes in, and of a report that never comes', () => {
    const call = at(6, { kind: 'callback', thread: 'c', stream: 's' });
    const deaf = { id: 'c', program: [host(1)] };
    expect(sentence([...one(call, infer(), wait), deaf])).toBe(
      'deadlock: stream s[0] of Worker waits for a callback that c never takes in (main.cpp:6)',
    );
    expect(sentence(one(at(8, { kind: 'wait', for: 'report' })))).toBe(
      'deadlock: Worker waits for a report that never comes (main.cpp:8)',
    );
  });
});

describe('the end of a program', () => {
  it('is no deadlock where consumers only ran out of work', () => {
    const threads = [
      {
        id: 'giver',
        program: [{ kind: 'repeat', times: 5, body: [host(1), { kind: 'enqueue', queue: 'q' }] }],
      },
      { id: 'taker', program: [forever({ kind: 'dequeue', queue: 'q' }, infer(2), wait)] },
    ];
    const { qps, run: done, warnings } = run(threads);
    expect(done).toMatchObject({ frames: 5, converged: true, simulatedMs: 11 });
    expect(qps).toBeCloseTo(5000 / 11, 3);
    expect(warnings).toEqual([]);
  });

  it('is none where a callback thread waits for more', () => {
    const callback = { id: 'c', kind: 'callback', program: [host(1)] };
    const threads = [...one(infer(), { kind: 'callback', thread: 'c', stream: 's' }, wait), callback];
    expect(run(threads).run.frames).toBe(1);
  });

  it('has the whole time of a short program, start and end included, beside the rate of its loop', () => {
    const {
      qps,
      wholeMs,
      run: done,
    } = run(one(host(5), { kind: 'repeat', times: 10, body: [infer(1)] }, wait, host(5)));
    expect(done.simulatedMs).toBe(20);
    expect(wholeMs).toBe(20);
    expect(qps).toBe(1000);
  });

  it('says when nothing finishes a frame', () => {
    const { qps, warnings } = run(one(wait));
    expect(qps).toBe(0);
    expect(warnings).toContainEqual({ id: 'no-frames', data: {} });
  });
});

describe('a run', () => {
  const uneven = { kind: 'branch', share: 0.5, then: [host(0.3)], otherwise: [host(0.7)] };
  const busy = [{ id: 't', program: [forever(uneven, infer(1), wait)] }];

  longTest('stops by itself when its range is as narrow as asked for', () => {
    const profile = loadProfile();
    const pipeline = parsePipeline({
      streams: [{ id: 's' }],
      threads: [{ id: 't', replicas: 3, program: [forever(host(0.3), infer(1), wait)] }],
    });
    const rough = simulate(pipeline, profile, { precision: 0.05 });
    const fine = simulate(pipeline, profile, { precision: 0.0005 });
    expect(rough.run.converged).toBe(true);
    expect(fine.run.converged).toBe(true);
    expect(fine.run.events).toBeGreaterThan(2 * rough.run.events);
    expect(Math.abs(rough.qps / fine.qps - 1)).toBeLessThan(0.05);
  });

  it('stops when its events are used up, and says so', () => {
    const { run: done, warnings, qps } = run(busy, { budgetEvents: 9000, precision: 1e-12 });
    expect(done.converged).toBe(false);
    expect(done.events).toBeLessThanOrEqual(9000 + 2000);
    expect(run(busy, { budgetEvents: 10 }).run.converged).toBe(false);
    expect(qps).toBeGreaterThan(0);
    expect(warnings).toContainEqual({ id: 'not-converged', data: {} });
  });

  it('goes on beyond its events until a frame is finished, so that the rate is not 0', () => {
    const long = { kind: 'repeat', times: 3000, body: [{ kind: 'host', milliseconds: 0.5 }] };
    const { qps, run: done } = run(one(forever(long, infer(1), wait)), { budgetEvents: 2000 });
    expect(done.converged).toBe(false);
    expect(done.events).toBeGreaterThan(2000);
    expect(qps).toBeGreaterThan(0.9 * (1000 / 1501));
    expect(qps).toBeLessThan(1.1 * (1000 / 1501));
    const longer = { ...long, times: 30_000 };
    expect(() => run(one(forever(longer, infer(1), wait)), { budgetEvents: 2000 })).toThrow(PipelineError);
    const nothing = { ...infer(1), completes: 0 };
    expect(run(one(forever(long, nothing, wait)), { budgetEvents: 2000 }).run.events).toBeLessThan(4001);
  });

  it('stops when it is told to', () => {
    expect(() => run(busy, { signal: { aborted: true } })).toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    );
    expect(() => run(busy, { signal: { aborted: false } })).not.toThrow();
  });

  it('leaves the warm-up out', () => {
    const slowStart = one(host(1000), forever(infer(1), wait));
    expect(run(slowStart).qps).toBeCloseTo(1000, 3);
  });

  it('keeps going while other threads have ended', () => {
    const threads = [...one(host(1)), { id: 'u', program: [forever(infer(2), wait)] }];
    expect(run(threads).qps).toBeCloseTo(500, 3);
  });
});

describe('a program that gets nowhere', () => {
  longTest('is refused in bounded time with the line', () => {
    const spin = at(3, { kind: 'repeat', body: [{ ...infer(0), mode: 'sync' }] });
    expect(sentence(one(spin))).toMatch(/takes? no time|no time passes/);
    const nothing = at(5, { kind: 'repeat', times: 1e7, body: [{ kind: 'enqueue', queue: 'p' }] });
    expect(sentence(one(nothing))).toBe(
      'Worker runs 1000000 steps in which no time passes: it never gets anywhere (main.cpp:5)',
    );
  });

  it('is refused where the profile lacks the engine', () => {
    const venc = at(2, { kind: 'submit', engine: 'venc', call: 'aclvencSendFrame' });
    expect(sentence(one(venc))).toBe(
      'aclvencSendFrame needs the engine venc, of which the profile of Ascend 310 has no figures (main.cpp:2)',
    );
  });
});

describe('a pass of hundreds of thousands of steps in which no time passes', () => {
  it('counts as the work that it is', () => {
    const idle: Step = { kind: 'repeat', times: 400_000, body: [wait] };
    const started = run(one(forever(infer(), wait, idle)), { budgetEvents: 100_000 });
    expect(started.run.events).toBeGreaterThan(10_000);
    expect(started.run.simulatedMs).toBeLessThan(1000);
  });
});
