import type { Engine } from '../engine.ts';

/** ms of the task scheduler's costs; see DeviceProfile.scheduler. */
export interface SchedulerCosts {
  taskMs: number;
  residentStreams: number;
}

/**
 * The device's task scheduler (TS): takes up one task after the other. With several streams at work a task is likely of
 * another stream than the last, starts later for that, and later again when that stream's state is not at hand;
 * meanwhile the scheduler goes on with others. Likely, not as it comes: which of two streams in step comes first is an
 * accident of when they began, and would make a rate one draw of many.
 */
export class TaskScheduler {
  busyMs = 0;
  /** Streams that have a task at or before an engine. */
  active = 0;
  private freeAt = 0;

  constructor(
    private readonly engine: Engine,
    private readonly costs: SchedulerCosts,
  ) {}

  /**
   * Takes up the start of a task; returns when the task will start.
   * @param switchMs what a change of stream adds to the start.
   * @param reloadMs what it adds more when the state of the task's stream has to be fetched first.
   */
  dispatch(switchMs: number, reloadMs: number): number {
    const { taskMs } = this.costs;
    const begin = this.freeAt > this.engine.now ? this.freeAt : this.engine.now;
    this.freeAt = begin + taskMs;
    this.busyMs += taskMs;
    if (this.active <= 1) return this.freeAt;
    return this.freeAt + switchMs * (1 - 1 / this.active) + reloadMs * this.missing();
  }

  /** Share of the active streams whose state is not at hand. */
  private missing(): number {
    const { residentStreams } = this.costs;
    return this.active > residentStreams ? 1 - residentStreams / this.active : 0;
  }
}
