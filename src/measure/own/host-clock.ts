/** Whether the host's clock around the call of a model tells the model's time. */
import { PipelineError } from '../../pipeline/errors.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { resolve } from '../../pipeline/resolve.ts';
import type { ResolvedPipeline, ResolvedStep } from '../../pipeline/resolved.ts';
import type { MeasurementTextId } from '../errors.ts';

/** Why it does not; undefined where it does, but for the submission. */
export function hostClock(
  pipeline: Pipeline,
  settings: Readonly<Record<string, number>>,
): MeasurementTextId | undefined {
  try {
    return clockOf(resolve(pipeline, settings));
  } catch (error) {
    if (error instanceof PipelineError) return undefined;
    throw error;
  }
}

function clockOf({ threads }: ResolvedPipeline): MeasurementTextId | undefined {
  const calls = threads.map(({ program, replicas }) => ({ modes: program.flatMap(modesIn), replicas }));
  if (calls.some(({ modes }) => modes.includes('async'))) return 'host-submits';
  const callers = calls.reduce((sum, { modes, replicas }) => sum + (modes.length > 0 ? replicas : 0), 0);
  return callers > 1 ? 'host-waits' : undefined;
}

/** How the models in a step are called. */
function modesIn(step: ResolvedStep): ('sync' | 'async')[] {
  if (step.kind === 'submit') return step.work.model === undefined ? [] : [step.mode];
  if (step.kind === 'branch') return [...step.then, ...step.otherwise].flatMap(modesIn);
  return step.kind === 'repeat' || step.kind === 'lock' ? step.body.flatMap(modesIn) : [];
}
