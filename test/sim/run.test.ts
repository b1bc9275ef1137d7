/** How a run measures: warm-up left out, windows until the rate is known, the rest of a program that ends. */
import { describe, expect, it } from 'vitest';
import { plainDevice } from './support/devices.ts';
import { longTest } from './support/scale.ts';
import {
  forever,
  host,
  infer,
  put,
  repeat,
  run,
  sleep,
  submit,
  take,
  thread,
  wait,
  type Step,
} from './support/programs.ts';

const simulated = (threads: Parameters<typeof run>[0], options: Parameters<typeof run>[3] = {}) =>
  run(threads, {}, plainDevice, { timeline: false, ...options });
const uneven = { kind: 'branch', share: 0.5, then: [host(0.3)], otherwise: [host(0.7)] };

describe('a run that goes on without end', () => {
  it('ends with the first 400 frames that are even', () => {
    const { qps, run: done } = simulated([thread('t', forever(infer(2), wait))]);
    expect(qps).toBe(500);
    expect(done.converged).toBe(true);
    expect(done.frames).toBeGreaterThanOrEqual(400);
    expect(done.frames).toBeLessThan(600);
  });

  it('ends with fewer frames where each is dear, and says the same rate', () => {
    const many = [...Array.from({ length: 900 }, () => host(0.01)), infer(1), wait];
    const { qps, run: done } = simulated([thread('t', forever(...many))]);
    expect(qps).toBeCloseTo(100, 0);
    expect(done.converged).toBe(true);
    expect(done.frames).toBeGreaterThanOrEqual(20);
    expect(done.frames).toBeLessThan(400);
  });

  it('has windows of whole passes: many frames a pass are as even as one', () => {
    const {
      qps,
      qpsRange,
      run: done,
    } = simulated([thread('t', forever(repeat(30, infer(1, { completes: 1 })), wait, sleep(20)))]);
    expect(qps).toBe(600);
    expect(qpsRange).toEqual([600 * 0.92, 600 * 1.08]);
    expect(done.converged).toBe(true);
  });

  it('has windows of the slowest thread', () => {
    const { qps } = simulated([
      thread('quick', forever(infer(0.5, { completes: 0 }), wait)),
      thread('slow', forever(repeat(7, submit('vpc', { completes: 1 })), wait, sleep(10))),
    ]);
    // Seven times 1 ms and its completion of 3 ms, the last of which nobody waits for.
    expect(qps).toBeCloseTo(7000 / (6 * 4 + 1 + 10), 6);
  });

  it('leaves out a warm-up in which the rate is another', () => {
    const slow = repeat(50, infer(1, { completes: 1 }), sleep(9), wait);
    expect(simulated([thread('t', slow, forever(infer(1, { completes: 1 }), wait))]).qps).toBeCloseTo(
      1000,
      3,
    );
    const ramp = { ...thread('t', sleep(300), forever(infer(3), wait)), replicas: 2 };
    expect(simulated([ramp]).qps).toBeCloseTo(1000 / 3, 3);
  });

  longTest('starts over where the rate still changes: here until another thread has ended', () => {
    const before = thread('before', repeat(250, infer(10, { completes: 0 }), wait));
    const after = thread('t', forever(infer(1, { completes: 1 }), wait));
    const { qps, run: done } = simulated([before, after], { precision: 0.1 });
    expect(qps).toBeCloseTo(1000, 6);
    expect(done.converged).toBe(true);
  });

  longTest('is narrower the more precision is asked for', () => {
    const at = (precision: number) =>
      simulated([thread('t', forever(uneven, infer(1), wait))], { precision });
    const [rough, fine] = [at(0.05), at(0.005)];
    expect(rough.run.converged && fine.run.converged).toBe(true);
    expect(fine.run.events).toBeGreaterThan(rough.run.events);
    expect(Math.abs(fine.qps / (1000 / 1.5) - 1)).toBeLessThan(0.01);
  });

  it('takes no phase of a long pass for the whole, however even', () => {
    const halves = thread('t', forever(repeat(4000, infer(1, { completes: 1 }), wait), sleep(4000)));
    for (const budgetEvents of [10_000, 20_000, 40_000]) {
      const short = simulated([halves], { budgetEvents });
      expect(short.run.converged).toBe(false);
      expect(short.qpsRange[0]).toBeLessThan(500);
      expect(short.qpsRange[1]).toBeGreaterThan(500);
    }
    expect(simulated([halves], { budgetEvents: 2_000_000 }).qps).toBeCloseTo(500, 6);
  });

  it('uses no more events than it may, and says whether that was enough', () => {
    const busy = [thread('t', forever(uneven, infer(1), wait))];
    const short = simulated(busy, { budgetEvents: 9000, precision: 1e-9 });
    expect(short.run).toMatchObject({ events: 9000, converged: false });
    expect(short.qps).toBeGreaterThan(600);
    expect(short.qps).toBeLessThan(740);
    expect(short.qpsRange[1] - short.qpsRange[0]).toBeLessThan(0.3 * short.qps);
    const few = simulated(busy, { budgetEvents: 300 });
    expect(few.run.converged).toBe(false);
    expect(few.qps).toBeGreaterThan(0);
    // Too few windows to tell: the range is as wide as the rate.
    expect(few.qpsRange[0]).toBe(0);
  });

  it('is stopped by a signal, with the name that callers look for', () => {
    const endless = [thread('t', forever(infer(1), wait))];
    expect(() => simulated(endless, { signal: { aborted: true } })).toThrow(
      expect.objectContaining({ name: 'AbortError', message: 'the simulation was stopped' }),
    );
  });
});

describe('a program that ends', () => {
  it('has the rate of its steady loop, and its whole time beside it', () => {
    const whole = simulated([thread('t', sleep(50), repeat(10, infer(1)), wait, sleep(40))]);
    expect(whole.qps).toBe(1000);
    expect(whole.wholeMs).toBe(100);
    expect(whole.run).toMatchObject({ simulatedMs: 100, frames: 10, converged: true });
    expect(simulated([thread('t', forever(infer(1), wait))]).wholeMs).toBeUndefined();
  });

  it('takes no warm-up loop for the steady one, whatever counts frames', () => {
    const slow = repeat(10, infer(9, { completes: 1 }), wait);
    const fast = repeat(5, infer(1, { completes: 1 }), wait);
    expect(simulated([thread('t', slow, fast)]).qps).toBe(1000);
    expect(simulated([thread('t', repeat(10, infer(9), wait), repeat(5, infer(1), wait))]).qps).toBe(1000);
  });

  it('has frames that nothing waits for in its rate, up to the last', () => {
    expect(simulated([thread('t', repeat(10, infer(1)), sleep(2))]).qps).toBe(1000);
  });

  it('without a loop is the one frame', () => {
    expect(simulated([thread('t', host(1), infer(3), wait)]).qps).toBe(250);
  });

  it('has a rate of 0 where it takes no time', () => {
    expect(simulated([thread('t', wait)])).toMatchObject({
      qps: 0,
      run: { simulatedMs: 0, converged: true },
    });
  });

  it('while it is measured has the rate since the warm-up', () => {
    const taker: Step[] = [take(), uneven, infer(1), wait];
    const { qps, run: done } = simulated(
      [thread('giver', repeat(3000, put())), thread('taker', sleep(5000), forever(...taker))],
      { precision: 1e-9 },
    );
    expect(qps).toBeGreaterThan(640);
    expect(qps).toBeLessThan(690);
    expect(done.converged).toBe(true);
    expect(done.frames).toBeLessThan(3000);
    expect(done.frames).toBeGreaterThan(2000);
  });

  it('before threads that feed it have warmed up is whole all the same', () => {
    const { run: done } = simulated([
      thread('giver', host(1), put()),
      thread('taker', forever(take(), infer(1), wait)),
    ]);
    expect(done).toMatchObject({ frames: 1, simulatedMs: 2, converged: true });
  });
});

describe('threads of which one has ended', () => {
  const busy = thread('t', forever(infer(2), wait));
  /** The rate, and whether it was known soon: a thread that never leaves its warm-up holds up a run for long. */
  const measured = (...threads: Parameters<typeof run>[0]) => {
    const { qps, run: done } = simulated(threads);
    return { qps, soon: done.converged && done.events < 20_000 };
  };

  it('are measured without it', () => {
    expect(measured(thread('once', host(1)), busy)).toEqual({ qps: 500, soon: true });
  });

  it('are measured while another waits for their end', () => {
    const main = thread('main', { kind: 'wait', for: 'thread', target: 't' });
    expect(measured(main, busy)).toEqual({ qps: 500, soon: true });
  });
});
