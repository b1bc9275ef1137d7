/** Entry of the thread that watches the others: see watchdog.ts. */
import { writeSync } from 'node:fs';
import { Session } from 'node:inspector';
import { workerData } from 'node:worker_threads';
import type { Watched } from './watchdog.ts';

const LOOK_EVERY_MS = 200;
/** Time that the process has to come to its end by itself, ms. */
const TIME_TO_END_MS = 3000;

const { count, limitMs, line } = workerData as Watched;

function usedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

let last = { count: 0, atMs: usedMs() };

const looking = setInterval(() => {
  const now = Atomics.load(count, 0);
  if (now !== last.count) last = { count: now, atMs: usedMs() };
  else if (usedMs() - last.atMs > limitMs) end();
}, LOOK_EVERY_MS);

/** A thread cannot end the process with a status; but the main thread, once it is stopped, ends with its `process.exitCode`. */
function end(): void {
  clearInterval(looking);
  writeSync(2, `${line}\n`);
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), TIME_TO_END_MS);
  const session = new Session();
  session.connectToMainThread();
  session.post('Runtime.terminateExecution');
}
