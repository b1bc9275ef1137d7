/**
 * The last net: where the work is bounded by steps and still does not come back, a defect of ours, its process ends with a
 * line on stderr. It only ends a run, and shapes no answer.
 */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { countProgressIn, progress } from '../pipeline/progress.ts';
import { installation } from './installation.ts';

/** Processor time without progress after which the work is taken to hang, s: some hundred times what the largest part takes. */
const LIMIT_S = 60;

/** How often a thread that is free says so, ms. */
const ALIVE_EVERY_MS = 500;

/** What the watching thread is given. */
export interface Watched {
  /** Goes up with the work. */
  count: Int32Array;
  /** Processor time, ms: a machine that is busy with other things, or a pipe that nothing comes through, ends nothing. */
  limitMs: number;
  /** What is said at the end. */
  line: string;
}

/**
 * Watches this process until its end. `ACL_PERF_WATCHDOG` sets another limit, in seconds; 0 is none.
 * @param line says of a limit in seconds that it has passed.
 */
export function startWatchdog(line: (seconds: number) => string): void {
  const seconds = limit(process.env['ACL_PERF_WATCHDOG']);
  if (seconds === 0) return;
  const count = new Int32Array(new SharedArrayBuffer(4));
  const workerData: Watched = { count, limitMs: seconds * 1000, line: line(seconds) };
  try {
    const thread = new Worker(path.join(installation(), 'dist', 'server', 'watchdog.cjs'), { workerData });
    thread.on('error', () => undefined);
    thread.unref();
  } catch {
    // Where no thread can be had, the bounds of the work itself have to do.
    return;
  }
  countProgressIn(count);
  setInterval(progress, ALIVE_EVERY_MS).unref();
}

function limit(text: string | undefined): number {
  const seconds = Number(text);
  return text !== undefined && text !== '' && seconds >= 0 && Number.isFinite(seconds) ? seconds : LIMIT_S;
}
