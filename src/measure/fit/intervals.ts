/** How well the data hold each factor. */
import type { Cause } from './causes.ts';
import type { Objective } from './objective.ts';
import type { Explanation } from './select.ts';
import { excess } from './select.ts';
import { covariance } from './slopes.ts';

/** Half width of a 95 % interval, in sigmas. */
const WIDTH = 1.96;

/** Half widths of the 95 % intervals of the logarithms of the factors, in their order; wider where the fit leaves much over. */
export function halfWidths(objective: Objective, best: Explanation): Map<Cause, number> {
  const rows = covariance(objective, best.factors);
  const sigmas = excess(objective, best);
  return new Map(
    [...best.factors.keys()].map((cause, i) => [
      cause,
      WIDTH * Math.sqrt(sigmas * Math.max(0, rows[i]?.[i] ?? 0)),
    ]),
  );
}
