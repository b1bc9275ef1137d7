import type { Engine } from '../engine.ts';
import type { Stream } from './stream.ts';

/** ms of the task scheduler's costs; see DeviceProfile.scheduler. */
export interface SchedulerCosts {
  taskMs: number;
  residentStreams: number;
}

/**
 * The device's task scheduler (TS): takes up one task after the other. A task of another stream than the last starts
 * later, and later again when that stream's state is not at hand; meanwhile the scheduler goes on with others.
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
   * @param switchMs what a change of stream adds to the start.
   * @param reloadMs what it adds more when the state of the task's stream has to be fetched first.
   */
  dispatch(stream: Stream, switchMs: number, reloadMs: number): number {
    const { taskMs } = this.costs;
    const begin = this.freeAt > this.engine.now ? this.freeAt : this.engine.now;
    this.freeAt = begin + taskMs;
    this.busyMs += taskMs;
    if (stream === this.last) return this.freeAt;
    this.last = stream;
    return this.freeAt + switchMs + reloadMs * this.missing();
  }

  /** Share of the active streams whose state is not at hand. */
  private missing(): number {
    const { residentStreams } = this.costs;
    return this.active > residentStreams ? 1 - residentStreams / this.active : 0;
  }
}
