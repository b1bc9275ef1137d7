/** The factor on one part, or on several, that explains most. */
import type { Cause } from './causes.ts';
import type { Factors, Objective } from './objective.ts';
import { onGrid } from './objective.ts';
import type { Observation } from './observations.ts';
import { leastBySlopes } from './slopes.ts';

/** A part is at most this much slower or faster: beyond it the program, not a figure, is another. */
const MOST = Math.log(12);
const COARSE = Math.log(2);
/** Steps down to which a part is looked at, to choose it and to fit it. */
export const ROUGH = 0.08;
const FINE = 0.02;

export interface Found {
  factors: Factors;
  misfit: number;
}

const withFactor = (base: Factors, cause: Cause, log: number): Factors => {
  const others = [...base].filter(([each]) => each !== cause);
  return log === 0 ? new Map(others) : new Map([...others, [cause, log]]);
};

/** Is the factor as far as it may go? */
export const isClamped = (log: number): boolean => Math.abs(log) > MOST - COARSE / 4;

/** Along one part, others as they are: doubling outwards while it helps, then ever finer steps around the best. */
export function alongOne(
  objective: Objective,
  base: Factors,
  cause: Cause,
  observations: readonly Observation[] = objective.observations,
  finest = FINE,
): Found {
  const at = (log: number): Found => {
    const factors = withFactor(base, cause, onGrid(log));
    return { factors, misfit: objective.misfit(factors, observations) };
  };
  let log = base.get(cause) ?? 0;
  let best = at(log);
  const take = (next: number): boolean => {
    if (Math.abs(next) > MOST) return false;
    const found = at(next);
    if (found.misfit >= best.misfit) return false;
    [best, log] = [found, onGrid(next)];
    return true;
  };
  for (const side of [1, -1]) while (take(log + side * COARSE));
  for (let step = COARSE / 2; step >= finest; step /= 2) {
    if (!take(log + step)) take(log - step);
  }
  return best;
}

const ROUNDS = 3;
const ENOUGH = 0.05;

/** Along several in turn, until none of them helps; what is left of the steps' length by the slopes there. */
export function alongAll(
  objective: Objective,
  start: Factors,
  causes: readonly Cause[],
  observations: readonly Observation[] = objective.observations,
): Found {
  let best: Found = { factors: start, misfit: objective.misfit(start, observations) };
  for (let round = 0; round < ROUNDS; round++) {
    const before = best.misfit;
    for (const cause of causes) {
      const found = alongOne(objective, best.factors, cause, observations, FINE);
      if (found.misfit < best.misfit) best = found;
    }
    if (before - best.misfit < ENOUGH || causes.length < 2) break;
  }
  return refined(objective, best, observations);
}

function refined(objective: Objective, found: Found, observations: readonly Observation[]): Found {
  if (found.factors.size === 0) return found;
  const factors = leastBySlopes(objective, found.factors, observations);
  if ([...factors.values()].some((log) => Math.abs(log) > MOST)) return found;
  const misfit = objective.misfit(factors, observations);
  return misfit < found.misfit ? { factors, misfit } : found;
}

/** Parts that move anything that was measured when they take half or twice as long. */
export function sensitive(objective: Objective, base: Factors, causes: readonly Cause[]): Cause[] {
  const before = objective.residuals(base);
  return causes.filter((cause) =>
    [COARSE, -COARSE].some((log) => {
      const after = objective.residuals(withFactor(base, cause, onGrid(log)));
      return after.some((off, i) => Math.abs(off - (before[i] ?? 0)) > LEAST_EFFECT);
    }),
  );
}

/** In sigmas. */
const LEAST_EFFECT = 0.5;
