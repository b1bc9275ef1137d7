/** Where more threads stop to pay: for the code lens, on demand. */
import type { Pipeline } from '../pipeline/pipeline.ts';
import { kneeOf } from '../sim/explore/knee.ts';
import { parameterWithRole } from './parameters.ts';
import type { Session } from './session.ts';
import type { Demand } from './simulation/task.ts';

const TRIED = [1, 2, 3, 4, 5, 6, 7, 8];

/** The number of threads at the knee; undefined where the program has no parameter for it, or the curve is flat. */
export async function threadKnee(
  session: Session,
  pipeline: Pipeline,
  demand: Demand,
): Promise<number | undefined> {
  const parameter = parameterWithRole(pipeline, 'threads');
  if (parameter === undefined) return undefined;
  const rates = await Promise.all(
    TRIED.map((threads) => session.estimateWith(pipeline, { [parameter.name]: threads }, demand)),
  );
  const points = TRIED.flatMap((x, i) => {
    const rate = rates[i];
    return rate === undefined ? [] : [{ x, y: rate.qps }];
  });
  return kneeOf(points)?.x;
}
