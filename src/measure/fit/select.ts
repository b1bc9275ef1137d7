/** Which parts are other than in the profile: the fewest that explain what was measured, and what else would do so as well. */
import { probit } from 'simple-statistics';
import type { Cause } from './causes.ts';
import { causesOf } from './causes.ts';
import type { Factors, Objective } from './objective.ts';
import type { Found } from './search.ts';
import { alongAll, alongOne, ROUGH, sensitive } from './search.ts';

export interface Explanation {
  factors: Factors;
  misfit: number;
}

export interface Selection {
  /** The best explanation; no factors where the profile explains all, or nothing does better. */
  best: Explanation;
  /** Others that the data do not tell from it. */
  alternatives: Explanation[];
  /** Parts that anything measured depends on. */
  sensitive: Cause[];
}

/** How often chance alone may make a part look changed of which none is. */
const BY_CHANCE = 0.05;
/**
 * Times the measured values are further off than their errors explain, as squares, at least 1: the program, or the
 * simulation, is another too, and what a part explains counts for less.
 */
export function excess({ observations }: Objective, { factors, misfit }: Explanation): number {
  return Math.max(1, misfit / Math.max(1, observations.length - factors.size));
}

/** Does a part lower the misfit by more than the best of `tried` parts does by chance? */
function isWorth(objective: Objective, before: Explanation, after: Explanation, tried: number): boolean {
  const least = probit(1 - BY_CHANCE / (2 * tried)) ** 2;
  return before.misfit - after.misfit >= least * excess(objective, after);
}

/** Explanations whose misfits differ by less are not told apart (three sigmas). */
const ALIKE = 9;
/** Measured values for one part that is fitted. */
const VALUES_PER_PART = 2;
const MOST_PARTS = 3;
/** Misfit per value that noise alone makes. */
const WELL = 2;

const NONE: Factors = new Map();

export function select(objective: Objective): Selection {
  const start: Found = { factors: NONE, misfit: objective.misfit(NONE) };
  const causes = sensitive(objective, NONE, causesOf(objective.profile));
  const nothing = { best: start, alternatives: [], sensitive: causes };
  const singles = ranked(objective, NONE, causes);
  const [first] = singles;
  if (first === undefined || !isWorth(objective, start, first, causes.length)) return nothing;
  const alternatives = alike(objective, singles);
  if (alternatives.length > 0) return { best: first, alternatives, sensitive: causes };
  return { ...withMore(objective, first, causes), sensitive: causes };
}

/** Those behind the best that the data do not tell from it. */
function alike(objective: Objective, [best, ...others]: readonly Found[]): Found[] {
  if (best === undefined) return [];
  return others.filter(({ misfit }) => misfit - best.misfit < ALIKE * excess(objective, best));
}

/** Explanations with one part more, the best first. */
function ranked(objective: Objective, base: Factors, causes: readonly Cause[]): Found[] {
  const rough = causes
    .filter((cause) => !base.has(cause))
    .map((cause) => ({ cause, found: alongOne(objective, base, cause, objective.observations, ROUGH) }))
    .sort((a, b) => a.found.misfit - b.found.misfit);
  const least = rough[0]?.found.misfit ?? 0;
  return rough
    .filter(({ found }) => found.misfit < least + NEAR)
    .map(({ cause, found }) => alongAll(objective, found.factors, [...base.keys(), cause]))
    .filter(({ factors }) => factors.size > base.size)
    .sort((a, b) => a.misfit - b.misfit);
}

/** Rough misfits this far above the best are looked at closely. */
const NEAR = 30;

/** More parts while what is measured allows them and they are worth it. */
function withMore(
  objective: Objective,
  first: Found,
  causes: readonly Cause[],
): Omit<Selection, 'sensitive'> {
  const values = objective.observations.length;
  let best = first;
  while (best.misfit > WELL * values && best.factors.size < MOST_PARTS) {
    if ((best.factors.size + 1) * VALUES_PER_PART > values) break;
    const [next, ...others] = ranked(objective, best.factors, causes);
    if (next === undefined || !isWorth(objective, best, next, causes.length)) break;
    const alternatives = alike(objective, [next, ...others]);
    if (alternatives.length > 0) return { best: next, alternatives };
    best = next;
  }
  return { best, alternatives: [] };
}
