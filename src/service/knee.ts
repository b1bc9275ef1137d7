/** Where more threads stop to pay: for the code lens, on demand. */
import type { Pipeline } from '../pipeline/pipeline.ts';
import { kneeOf } from '../sim/explore/knee.ts';
import { parameterWithRole } from './parameters.ts';
import type { Session } from './session.ts';

const TRIED = [1, 2, 3, 4, 5, 6, 7, 8];

/** Lets other work in between two simulations. */
export type Breathe = () => Promise<void>;

/**
 * The number of threads at the knee; undefined where the program has no parameter for it, or the curve is flat.
 * `stopped` is asked between simulations.
 */
export async function threadKnee(
  session: Session,
  pipeline: Pipeline,
  breathe: Breathe,
  stopped: () => boolean,
): Promise<number | undefined> {
  const parameter = parameterWithRole(pipeline, 'threads');
  if (parameter === undefined) return undefined;
  const points: { x: number; y: number }[] = [];
  for (const x of TRIED) {
    await breathe();
    if (stopped()) return undefined;
    const rate = session.estimateWith(pipeline, { [parameter.name]: x });
    if (rate !== undefined) points.push({ x, y: rate.qps });
  }
  return kneeOf(points)?.x;
}
