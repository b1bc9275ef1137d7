import type { Engine } from '../engine.ts';
import type { Stream } from './stream.ts';

/** ms of the task scheduler's costs; see DeviceProfile.scheduler. */
export interface SchedulerCosts {
  taskMs: number;
  switchMs: number;
  residentStreams: number;
}

/**
 * The device's task scheduler (TS): starts one task after the other on free engines. A start costs more when it is of
 * another stream than the last, and again more when that stream's state is not at hand.
 */
export class TaskScheduler {
  busyMs = 0;
  /** Streams that have a task at or before an engine. */
  active = 0;
  private freeAt = 0;
  private last: Stream | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly costs: SchedulerCosts,
  ) {}

  /**
   * Takes up the start of a task; returns when the task will start.
   * @param reloadMs what it costs when the state of the task's stream has to be fetched first.
   */
  dispatch(stream: Stream, reloadMs: number): number {
    const { taskMs, switchMs } = this.costs;
    const cost = stream === this.last ? taskMs : switchMs + reloadMs * this.missing();
    this.last = stream;
    const begin = this.freeAt > this.engine.now ? this.freeAt : this.engine.now;
    this.freeAt = begin + cost;
    this.busyMs += cost;
    return this.freeAt;
  }

  /** Share of the active streams whose state is not at hand. */
  private missing(): number {
    const { residentStreams } = this.costs;
    return this.active > residentStreams ? 1 - residentStreams / this.active : 0;
  }
}
