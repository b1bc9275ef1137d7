import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Task } from '../../../src/sim/device/task.ts';
import { IdleMeter } from '../../../src/sim/record/idle-meter.ts';

const task = (wokeAt: number, deliveredAt: number) => ({ wokeAt, deliveredAt }) as Task;
const none = { upstream: 0, host: 0, sync: 0, memory: 0, scheduler: 0, none: 0 };

describe('IdleMeter', () => {
  it('splits an idle time by what the task that ends it waited for', () => {
    const idle = new IdleMeter();
    // Idle from 0; the thread woke at 2, the task was delivered at 5, its turn came at 9, it starts at 10.
    idle.split(0, 10, 9, task(2, 5));
    expect(idle.ms).toEqual({ ...none, sync: 2, host: 3, upstream: 4, scheduler: 1 });
    idle.reset();
    expect(idle.ms).toEqual(none);
  });

  it('counts only what lies in the idle time', () => {
    const idle = new IdleMeter();
    idle.split(6, 10, 9, task(2, 5));
    expect(idle.ms).toEqual({ ...none, upstream: 3, scheduler: 1 });
    idle.reset();
    idle.split(9.5, 10, 9, task(2, 5));
    expect(idle.ms).toEqual({ ...none, scheduler: 0.5 });
    idle.split(10, 10, 9, task(2, 5));
    expect(idle.ms.scheduler).toBe(0.5);
  });

  it('leaves nothing out and counts nothing twice', () => {
    const time = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(time, time, time, time, time, (a, b, c, d, e) => {
        const [since, start] = [Math.min(a, b), Math.max(a, b)];
        const idle = new IdleMeter();
        idle.split(since, start, c, task(d, e));
        const sum = Object.values(idle.ms).reduce((x, y) => x + y);
        expect(sum).toBeCloseTo(start - since, 9);
        for (const ms of Object.values(idle.ms)) expect(ms).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
