/** What was measured near a fit, as if it went straight there: how well it holds the factors, and where the least misfit is. */
import type { Cause } from './causes.ts';
import type { Factors, Objective } from './objective.ts';
import { onGrid, PRIOR_WEIGHT } from './objective.ts';
import type { Observation } from './observations.ts';

const STEP = 0.05;

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, each, i) => sum + each * (b[i] ?? 0), 0);

/** How the residuals change with the logarithm of each factor, in their order. */
function slopesOf(objective: Objective, factors: Factors, observations: readonly Observation[]): number[][] {
  const moved = (cause: Cause, by: number): number[] => {
    const log = onGrid((factors.get(cause) ?? 0) + by);
    return objective.residuals(new Map([...factors, [cause, log]]), observations);
  };
  return [...factors.keys()].map((cause) => {
    const [up, down] = [moved(cause, STEP), moved(cause, -STEP)];
    return up.map((off, i) => (off - (down[i] ?? 0)) / (2 * STEP));
  });
}

/** The prior too holds them, so that no direction is without hold. */
function covarianceOf(slopes: readonly number[][]): number[][] {
  return inverse(slopes.map((a, i) => slopes.map((b, j) => dot(a, b) + (i === j ? PRIOR_WEIGHT : 0))));
}

export const covariance = (objective: Objective, factors: Factors): number[][] =>
  covarianceOf(slopesOf(objective, factors, objective.observations));

/** The factors of the least misfit by these slopes (a step of Gauss and Newton). */
export function leastBySlopes(
  objective: Objective,
  factors: Factors,
  observations: readonly Observation[],
): Factors {
  const logs = [...factors.values()];
  const slopes = slopesOf(objective, factors, observations);
  const residuals = objective.residuals(factors, observations);
  const gradient = slopes.map((each, i) => dot(each, residuals) + PRIOR_WEIGHT * (logs[i] ?? 0));
  const steps = covarianceOf(slopes).map((row) => -dot(row, gradient));
  return new Map([...factors].map(([cause, log], i) => [cause, onGrid(log + (steps[i] ?? 0))]));
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
