import type { Task } from '../device/task.ts';
import type { IdleCause } from '../prediction.ts';

/** Idle time of a resource by cause, ms since the last reset. */
export class IdleMeter {
  readonly ms: Record<IdleCause, number> = {
    upstream: 0,
    host: 0,
    sync: 0,
    memory: 0,
    scheduler: 0,
    none: 0,
  };

  reset(): void {
    for (const cause of Object.keys(this.ms) as IdleCause[]) this.ms[cause] = 0;
  }

  /**
   * Splits the idle time from `since` to `start` by what the task that ends it was waiting for, last cause first: the
   * scheduler from `decided` on, the work before it in its stream, the host since its thread woke, the sync before that.
   */
  split(since: number, start: number, decided: number, task: Task): void {
    let end = start;
    end = this.take('scheduler', Math.max(since, decided), end);
    end = this.take('upstream', Math.max(since, Math.min(end, task.deliveredAt)), end);
    end = this.take('host', Math.max(since, Math.min(end, task.wokeAt)), end);
    this.take('sync', since, end);
  }

  private take(cause: IdleCause, from: number, to: number): number {
    if (from >= to) return to;
    this.ms[cause] += to - from;
    return from;
  }
}
