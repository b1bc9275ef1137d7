/** What counts as a frame of a program. */
import { frameCounters } from '../../src/pipeline/frames.ts';
import { resolve } from '../../src/pipeline/resolve.ts';
import type { ResolvedStep } from '../../src/pipeline/resolved.ts';
import { steadyLoop } from '../../src/pipeline/steady-loop.ts';
import { visitsIn } from '../../src/pipeline/visits.ts';
import { pipelineOf } from './analyzer.ts';

/** Frames of one pass of the loops that frames are made in. */
export async function framesAPass(text: string): Promise<number> {
  const pipeline = resolve(await pipelineOf(text));
  const counters = frameCounters(pipeline);
  const ofThread = (steps: readonly ResolvedStep[]) => {
    const visits = visitsIn(steps);
    return [...counters].reduce((sum, [step, frames]) => sum + frames * (visits.get(step) ?? 0), 0);
  };
  return pipeline.threads.reduce(
    (sum, thread) => sum + ofThread(steadyLoop(thread, counters)?.body ?? thread.program),
    0,
  );
}
