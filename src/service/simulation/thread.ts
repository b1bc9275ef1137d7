/** Threads beside the one that listens to the editor: what they are asked and answer. They simulate and read measurements. */
import type { LogTime } from '../../pipeline/log-times.ts';
import type { GivenFile, JoinRequest, ReadFiles } from '../../measure/files.ts';
import { readFiles } from '../../measure/files.ts';
import type { SimulationAnswer, SimulationRequest } from './job.ts';
import { answerJob } from './job.ts';

export interface ReadRequest {
  files: readonly GivenFile[];
  join?: JoinRequest;
  /** What the user says of the lines of the program's own log. */
  logTimes?: readonly LogTime[];
}

export type ThreadRequest = SimulationRequest | ReadRequest;
export type ThreadAnswer = SimulationAnswer | { kind: 'read'; read: ReadFiles };

/** A thread that answers one request at a time. */
export interface Thread {
  ask(request: ThreadRequest): void;
  end(): Promise<void>;
}

/** Starts a thread; `failed` is called when it ends by itself. May throw where there are no threads. */
export type StartThread = (answered: (answer: ThreadAnswer) => void, failed: () => void) => Thread;

/** The thread's side. */
export function answer(request: ThreadRequest): ThreadAnswer {
  if (!('files' in request)) return answerJob(request);
  try {
    return { kind: 'read', read: readFiles(request.files, request.join, request.logTimes) };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

/** What a thread of its own answers, which ends then, and once nobody waits; rejects where it ends without. */
async function askOnce(
  start: StartThread,
  request: ThreadRequest,
  signal: AbortSignal | undefined,
): Promise<ThreadAnswer> {
  signal?.throwIfAborted();
  let end = (): void => undefined;
  const answered = new Promise<ThreadAnswer>((done, failed) => {
    const thread = start(done, () => failed(new Error('the thread has ended')));
    const stop = (): void => failed(signal?.reason as Error);
    signal?.addEventListener('abort', stop);
    end = () => {
      signal?.removeEventListener('abort', stop);
      void thread.end();
    };
    thread.ask(request);
  });
  return answered.finally(end);
}

export interface BesideOptions {
  /** Reads in this thread where there may be no other. Without it, an end of the thread is an error. */
  here?: typeof readFiles | undefined;
  /** Aborted: nobody waits any more. */
  signal?: AbortSignal;
}

/**
 * Reads measurements beside this thread: a profiler's table may take seconds.
 * @throws the signal's reason once it is aborted
 */
export async function readBeside(
  start: StartThread,
  request: ReadRequest,
  { here, signal }: BesideOptions = {},
): Promise<ReadFiles> {
  const answered = await askOnce(start, request, signal).catch((error: unknown): ThreadAnswer => {
    signal?.throwIfAborted();
    if (!here) throw error;
    return { kind: 'read', read: here(request.files, request.join, request.logTimes) };
  });
  if (answered.kind === 'read') return answered.read;
  throw new Error(answered.kind === 'failed' ? answered.message : answered.kind);
}
