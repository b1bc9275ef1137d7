/** Which parts are other than in the profile: the fewest that explain what was measured, and what else would do so as well. */
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

/** A part has to lower the misfit by more, or it is none: chance alone does as much once in a hundred times. */
const WORTH = 6.6;
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
  const values = objective.observations.length;
  const causes = sensitive(objective, NONE, causesOf(objective.profile));
  const nothing = { best: start, alternatives: [], sensitive: causes };
  if (start.misfit <= WELL * values) return nothing;
  const singles = ranked(objective, NONE, causes);
  const [first] = singles;
  if (first === undefined || start.misfit - first.misfit < WORTH) return nothing;
  const alternatives = singles.slice(1).filter(({ misfit }) => misfit - first.misfit < ALIKE);
  if (alternatives.length > 0) return { best: first, alternatives, sensitive: causes };
  return { ...withMore(objective, first, causes), sensitive: causes };
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
    if (next === undefined || best.misfit - next.misfit < WORTH) break;
    const alternatives = others.filter(({ misfit }) => misfit - next.misfit < ALIKE);
    if (alternatives.length > 0) return { best: next, alternatives };
    best = next;
  }
  return { best, alternatives: [] };
}
