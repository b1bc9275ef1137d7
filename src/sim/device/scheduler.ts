import type { ActivityMeter } from '../record/activity-meter.ts';
import type { Engine } from '../engine/engine.ts';

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
  private streams = 0;
  private freeAt = 0;

  /** @param activity told when the device begins to have work, and when it has none. */
  constructor(
    private readonly engine: Engine,
    private readonly costs: SchedulerCosts,
    private readonly activity?: ActivityMeter,
  ) {}

  /** Streams that have a task at or before an engine. */
  get active(): number {
    return this.streams;
  }

  set active(streams: number) {
    const { activity } = this;
    if (activity && streams === 0) activity.change(-1);
    else if (activity && this.streams === 0) activity.change(1);
    this.streams = streams;
  }

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
    if (this.streams <= 1) return this.freeAt;
    return this.freeAt + switchMs * (1 - 1 / this.streams) + reloadMs * this.missing();
  }

  /** Share of the active streams whose state is not at hand. */
  private missing(): number {
    const { residentStreams } = this.costs;
    return this.streams > residentStreams ? 1 - residentStreams / this.streams : 0;
  }
}
