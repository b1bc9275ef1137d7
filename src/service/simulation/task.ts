/** One simulation that is due or under way, and those that wait for it. */
import type { SimulationJob, SimulationResult } from './job.ts';

/** How much, and how long, somebody wants a result. */
export interface Demand {
  /** Aborted: nobody waits any more. */
  signal?: AbortSignal;
  /** The user waits: before all that is not urgent. */
  urgent?: boolean;
}

export const abortError = (): DOMException => new DOMException('no longer wanted', 'AbortError');

export class Task {
  private waiting = 0;
  private dropped = false;
  private urgent = false;
  private readonly result: Promise<SimulationResult>;
  private settle: { done(result: SimulationResult): void; failed(error: unknown): void } | undefined;

  constructor(
    readonly job: SimulationJob,
    /** Told when the demand has changed. */
    private readonly changed: () => void,
  ) {
    this.result = new Promise((done, failed) => (this.settle = { done, failed }));
    // Nobody may be waiting when it fails.
    this.result.catch(() => undefined);
  }

  get isWanted(): boolean {
    return this.waiting > 0;
  }

  get isUrgent(): boolean {
    return this.urgent;
  }

  /** It has failed, or nobody wanted it: no use waiting for it. */
  get isDropped(): boolean {
    return this.dropped;
  }

  /** Calls `ended` once the task has ended, without a result where it has failed. */
  onEnd(ended: (result?: SimulationResult) => void): void {
    this.result.then(ended, () => ended());
  }

  finish(result: SimulationResult): void {
    this.settle?.done(result);
  }

  fail(error: unknown): void {
    this.dropped = true;
    this.settle?.failed(error);
  }

  /** Several may wait, each as long as its own signal allows. Throws that signal's reason, by default an AbortError. */
  async wait({ signal, urgent = false }: Demand = {}): Promise<SimulationResult> {
    signal?.throwIfAborted();
    this.waiting++;
    this.urgent ||= urgent;
    this.changed();
    let stop: (() => void) | undefined;
    const aborted = new Promise<never>((_, reject) => (stop = () => reject(signal?.reason as Error)));
    if (stop) signal?.addEventListener('abort', stop);
    try {
      return await (signal ? Promise.race([this.result, aborted]) : this.result);
    } finally {
      if (stop) signal?.removeEventListener('abort', stop);
      this.waiting--;
      this.changed();
    }
  }
}
