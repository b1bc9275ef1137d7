/** What a profiler would record of a simulated run: calls of the host, and the tasks that they gave the device. */
import type { ResolvedCall } from '../../pipeline/step-calls.ts';
import type { Task } from '../device/task.ts';
import type { HostThread } from '../host/thread.ts';

/** Times in ms of simulated time. */
export interface SimulatedCall {
  /** The host thread, one of several alike by its number: `worker 3`. */
  thread: string;
  step: ResolvedCall;
  startMs: number;
  /** NaN where the record ends before the call returns. */
  endMs: number;
}

export interface SimulatedTask {
  /** Place in `calls`. */
  call: number;
  /** The engine, as in `Prediction.utilization`. */
  resource: string;
  stream: string;
  startMs: number;
  endMs: number;
}

export interface SimulatedRun {
  /** By their starts, of all threads. */
  calls: SimulatedCall[];
  /** By their ends. */
  tasks: SimulatedTask[];
}

/** Calls that are kept: enough for means, and for a timeline. */
const MOST_CALLS = 60_000;

/** Keeps the first calls of the steady state; of what comes before, as set-up, the first calls too. */
export class CallRecorder {
  private run: SimulatedRun = { calls: [], tasks: [] };
  private setUp: SimulatedRun | undefined;
  /** The number of the first call of the run: those of the run before are no longer known. */
  private base = 0;

  constructor(private readonly most = MOST_CALLS) {}

  /** The number of the call, -1 for one that is not kept. */
  begin({ label }: HostThread, step: ResolvedCall, now: number): number {
    const { calls } = this.run;
    if (calls.length >= this.most) return -1;
    return this.base + calls.push({ thread: label, step, startMs: now, endMs: NaN }) - 1;
  }

  end(call: number, now: number): void {
    const found = this.run.calls[call - this.base];
    if (found) found.endMs = now;
  }

  /** A task has ended on its engine. */
  task({ call, startedAt, stream }: Task, resource: string, now: number): void {
    const at = call - this.base;
    if (this.run.calls[at] === undefined) return;
    this.run.tasks.push({ call: at, resource, stream: stream.id, startMs: startedAt, endMs: now });
  }

  /** The steady state begins: what was before stands for the calls that come to be made before alone. */
  reset(): void {
    this.setUp ??= this.run;
    this.base += this.run.calls.length;
    this.run = { calls: [], tasks: [] };
  }

  /** The steady state, and what came before it where there was something. */
  recorded(): { steady: SimulatedRun; before: SimulatedRun | undefined } {
    return { steady: this.run, before: this.setUp };
  }
}
