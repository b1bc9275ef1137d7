import { PipelineError } from '../pipeline/errors.ts';
import type { Problem } from '../pipeline/problems.ts';
import { problem } from '../pipeline/problems.ts';
import type { ResolvedStep } from '../pipeline/resolved.ts';
import { walk } from '../pipeline/walk.ts';
import type { Awaited } from './device/task.ts';
import { ALL_THREADS } from './host/compiler.ts';
import type { HostThread } from './host/thread.ts';
import type { Model } from './model.ts';

/**
 * Nothing is left to happen: either the program has come to its end, consumers of what has ended included, or it is
 * stuck. @throws PipelineError with what it is stuck at.
 */
export function checkEnd(model: Model): void {
  for (const context of model.contexts) {
    for (const { id, current } of context.streams) {
      if (current?.job.waitsFor === undefined) continue;
      const who = streamOf(id);
      throw new PipelineError('deadlock', { who, waits: endless(current.job.waitsFor) }, current.job.source);
    }
  }
  for (const thread of model.threads) {
    const waits = stuckAt(thread, model);
    if (waits !== undefined)
      throw new PipelineError('deadlock', { who: thread.label, waits }, thread.holdSource);
  }
}

/** Its name, and whose it is where each thread has its own. */
function streamOf(id: string): Problem {
  const [, name = id, thread] = /^(.+) of (.+)$/.exec(id) ?? [];
  if (name.startsWith('default stream')) return problem('default-stream');
  if (thread === undefined) return problem('stream-named', { name });
  return name === 'synchronous calls'
    ? problem('synchronous-calls-of', { thread })
    : problem('stream-of-thread', { name, thread });
}

function endless({ what, id }: Awaited): Problem {
  return problem(what === 'event' ? 'waits-event' : 'waits-callback', { name: id });
}

/** Why a thread that waits when nothing happens any more is stuck; undefined when it has just run out of work. */
function stuckAt(thread: HostThread, model: Model): Problem | undefined {
  const { hold } = thread;
  const id = hold?.id ?? '';
  const name = id === ALL_THREADS ? problem('all-threads') : id;
  switch (hold?.kind) {
    case 'full':
      return problem('waits-full', { name });
    case 'lock':
      return problem('waits-lock', { name });
    case 'join':
      return thread.waitingForItsEnd().has(thread) ? problem('waits-join', { name }) : undefined;
    case 'event':
      return problem('waits-event', { name });
    case 'empty':
      return isFilled(model, id) && model.meter.everFrames > 0 ? undefined : problem('waits-empty', { name });
    case 'report':
      return model.meter.everFrames > 0 ? undefined : problem('waits-report');
    default:
      return undefined;
  }
}

/** True where a thread puts into the queue, now or ever. */
function isFilled(model: Model, queue: string): boolean {
  return model.pipeline.threads.some((thread) =>
    [...walk<ResolvedStep>(thread.program)].some((step) => step.kind === 'enqueue' && step.queue === queue),
  );
}
