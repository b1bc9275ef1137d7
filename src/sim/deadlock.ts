import { PipelineError } from '../pipeline/errors.ts';
import type { ResolvedStep } from '../pipeline/resolved.ts';
import { walk } from '../pipeline/walk.ts';
import type { Awaited } from './device/task.ts';
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
      throw new PipelineError(
        `deadlock: stream ${id} waits for ${endless(current.job.waitsFor)}`,
        current.job.source,
      );
    }
  }
  for (const thread of model.threads) {
    const stuck = sentence(thread, model);
    if (stuck !== undefined) throw new PipelineError(`deadlock: ${thread.label} ${stuck}`, thread.holdSource);
  }
}

function endless({ what, id }: Awaited): string {
  return what === 'event' ? `event ${id}, which nothing records` : `a callback that ${id} never takes in`;
}

/** Why a thread that waits when nothing happens any more is stuck; undefined when it has just run out of work. */
function sentence(thread: HostThread, model: Model): string | undefined {
  const hold = thread.hold;
  switch (hold?.kind) {
    case 'full':
      return `puts into the queue ${hold.id}, which is full and which no thread takes from any more`;
    case 'lock':
      return `waits for the mutex ${hold.id}, which is never unlocked`;
    case 'join':
      return thread.waitingForItsEnd().has(thread)
        ? `waits for the end of ${hold.id}, which waits for it`
        : undefined;
    case 'event':
      return `waits for the event ${hold.id}, which nothing records`;
    case 'empty':
      return isFilled(model, hold.id) && model.meter.everFrames > 0
        ? undefined
        : `takes from the queue ${hold.id}, which nothing fills`;
    case 'report':
      return model.meter.everFrames > 0 ? undefined : 'waits for a report that never comes';
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
