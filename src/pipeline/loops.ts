import { PipelineError } from './errors.ts';
import type { ResolvedPipeline, ResolvedStep } from './resolved.ts';
import { walk } from './walk.ts';

/** Passes of a loop that takes no time beyond which it is treated as one that never ends. */
const MANY = 1e6;

/** @throws PipelineError where a loop without end holds no step that could ever take time: it would never get anywhere. */
export function checkLoops(pipeline: ResolvedPipeline): void {
  for (const thread of pipeline.threads) {
    for (const step of walk<ResolvedStep>(thread.program)) {
      if (step.kind !== 'repeat' || step.times <= MANY || takesTime(step.body)) continue;
      throw new PipelineError('endless-loop', { entry: thread.entry }, step.source ?? thread.source);
    }
  }
}

function takesTime(steps: ResolvedStep[]): boolean {
  return steps.some((step) => {
    switch (step.kind) {
      case 'repeat':
        return step.times > 0 && takesTime(step.body);
      case 'lock':
        return takesTime(step.body);
      case 'branch':
        return (step.share > 0 && takesTime(step.then)) || (step.share < 1 && takesTime(step.otherwise));
      case 'host':
        return step.milliseconds > 0;
      case 'enqueue':
      case 'dequeue':
        return step.blocking;
      case 'resetEvent':
      case 'allocate':
      case 'free':
        return false;
      default:
        return true;
    }
  });
}
