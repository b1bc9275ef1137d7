/** How well the data hold each factor: from the slopes of what was measured at the best fit. */
import type { Cause } from './causes.ts';
import type { Factors, Objective } from './objective.ts';
import { onGrid } from './objective.ts';

const STEP = 0.1;
/** Half width of a 95 % interval, in sigmas. */
const WIDTH = 1.96;
/** The prior, so that no direction is without hold. */
const PRIOR = 1 / Math.log(2.5) ** 2;

/** Half widths of the 95 % intervals of the logarithms of the factors, in their order. */
export function halfWidths(objective: Objective, factors: Factors): Map<Cause, number> {
  const causes = [...factors.keys()];
  const moved = (cause: Cause, by: number): number[] => {
    const log = onGrid((factors.get(cause) ?? 0) + by);
    return objective.residuals(new Map([...factors, [cause, log]]));
  };
  const slopes = causes.map((cause) => {
    const [up, down] = [moved(cause, STEP), moved(cause, -STEP)];
    return up.map((off, i) => (off - (down[i] ?? 0)) / (2 * STEP));
  });
  const dot = (a: number[], b: number[]): number => a.reduce((sum, each, i) => sum + each * (b[i] ?? 0), 0);
  const information = slopes.map((a, i) => slopes.map((b, j) => dot(a, b) + (i === j ? PRIOR : 0)));
  const covariance = inverse(information);
  return new Map(causes.map((cause, i) => [cause, WIDTH * Math.sqrt(Math.max(0, covariance[i]?.[i] ?? 0))]));
}

/** Of a few rows, positive definite: Gauss and Jordan without a choice of pivots. */
function inverse(rows: readonly (readonly number[])[]): number[][] {
  const size = rows.length;
  const work = rows.map((row, i) => [...row, ...rows.map((_, j) => (i === j ? 1 : 0))]);
  for (const [i, pivot] of work.entries()) {
    const lead = pivot[i] ?? 1;
    for (let j = 0; j < 2 * size; j++) pivot[j] = (pivot[j] ?? 0) / lead;
    for (const [k, other] of work.entries()) {
      const times = k === i ? 0 : (other[i] ?? 0);
      if (times !== 0)
        for (let j = 0; j < 2 * size; j++) other[j] = (other[j] ?? 0) - times * (pivot[j] ?? 0);
    }
  }
  return work.map((row) => row.slice(size));
}
