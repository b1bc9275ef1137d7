import { describe, expect, it } from 'vitest';
import { Engine } from '../../../src/sim/engine/engine.ts';
import { TaskScheduler } from '../../../src/sim/device/scheduler.ts';

/** A scheduler of 1 ms a task that has the state of `residentStreams` at hand, and its clock. */
function scheduler(residentStreams = Infinity) {
  const engine = new Engine();
  return { engine, scheduler: new TaskScheduler(engine, { taskMs: 1, residentStreams }) };
}

describe('the task scheduler', () => {
  it('takes up one task after the other, and says when each will start', () => {
    const { engine, scheduler: ts } = scheduler();
    expect(ts.dispatch(0, 0)).toBe(1);
    expect(ts.dispatch(0, 0)).toBe(2);
    engine.now = 1.5;
    expect(ts.dispatch(0, 0)).toBe(3);
    engine.now = 10;
    expect(ts.dispatch(0, 0)).toBe(11);
    expect(ts.busyMs).toBe(4);
  });

  it('starts a task later as far as the last was likely of another stream, and goes on with others meanwhile', () => {
    const { scheduler: ts } = scheduler();
    expect(ts.dispatch(6, 0)).toBe(1);
    ts.active = 1;
    expect(ts.dispatch(6, 0)).toBe(2);
    ts.active = 2;
    expect(ts.dispatch(6, 0)).toBe(3 + 3);
    ts.active = 3;
    expect(ts.dispatch(6, 0)).toBe(4 + 4);
    expect(ts.busyMs).toBe(4);
  });

  it('fetches the state of a stream by the share of active streams that it has not at hand', () => {
    const { scheduler: ts } = scheduler(2);
    ts.active = 2;
    expect(ts.dispatch(0, 12)).toBe(1);
    ts.active = 3;
    expect(ts.dispatch(0, 12)).toBe(2 + 4);
    ts.active = 8;
    expect(ts.dispatch(0, 12)).toBe(3 + 9);
  });
});
