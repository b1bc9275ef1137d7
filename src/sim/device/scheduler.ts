import type { Engine } from '../engine.ts';
import type { Stream } from './stream.ts';

/** ms of the task scheduler's costs; see DeviceProfile.scheduler. */
export interface SchedulerCosts {
  taskMs: number;
  switchMs: number;
  residentStreams: number;
  reloadMs: number;
}

/**
 * The device's task scheduler (TS): starts one task after the other on free engines. A start costs more when it is of
 * another stream than the last, and again more when that stream's state is not at hand: the least recently used leaves.
 */
export class TaskScheduler {
  busyMs = 0;
  private freeAt = 0;
  /** Streams whose state is at hand, the last used first. */
  private readonly resident: Stream[] = [];

  constructor(
    private readonly engine: Engine,
    private readonly costs: SchedulerCosts,
  ) {}

  /** Takes up the start of a task; returns when the task will start. */
  dispatch(stream: Stream): number {
    const cost = this.costOf(stream);
    const begin = this.freeAt > this.engine.now ? this.freeAt : this.engine.now;
    this.freeAt = begin + cost;
    this.busyMs += cost;
    return this.freeAt;
  }

  private costOf(stream: Stream): number {
    const { taskMs, switchMs, residentStreams, reloadMs } = this.costs;
    if (this.resident[0] === stream) return taskMs;
    const place = this.resident.indexOf(stream);
    if (place > 0) this.resident.splice(place, 1);
    else if (this.resident.length >= residentStreams) this.resident.pop();
    this.resident.unshift(stream);
    return place > 0 || this.resident.length < residentStreams ? switchMs : switchMs + reloadMs;
  }
}
