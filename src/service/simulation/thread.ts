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

/** What a thread of its own answers, which ends then; rejects where it ends without. */
function askOnce(start: StartThread, request: ThreadRequest): Promise<ThreadAnswer> {
  return new Promise((done, failed) => {
    const thread = start(
      (answered) => {
        done(answered);
        void thread.end();
      },
      () => failed(new Error('the thread has ended')),
    );
    thread.ask(request);
  });
}

/** Reads measurements in this thread. */
export type ReadHere = typeof readFiles;

/**
 * Reads measurements beside this thread: a profiler's table may take seconds.
 * @param here where there may be no threads: reads in this one then. Without it, an end of the thread is an error.
 */
export async function readBeside(
  start: StartThread,
  request: ReadRequest,
  here?: ReadHere,
): Promise<ReadFiles> {
  const asked = askOnce(start, request);
  const answered = await (here
    ? asked.catch(() => ({
        kind: 'read' as const,
        read: here(request.files, request.join, request.logTimes),
      }))
    : asked);
  if (answered.kind === 'read') return answered.read;
  throw new Error(answered.kind === 'failed' ? answered.message : answered.kind);
}
