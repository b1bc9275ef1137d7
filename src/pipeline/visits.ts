/** How often steps run in one cycle of a thread. */
import type { ResolvedStep } from './resolved.ts';

/** The steps that run over and over: of the first loop that never ends, innermost first. */
export function cycleOf(steps: ResolvedStep[]): { cycle: ResolvedStep[]; endless: boolean } {
  for (const step of steps) {
    if (step.kind !== 'repeat' && step.kind !== 'lock') continue;
    const inner = cycleOf(step.body);
    if (inner.endless) return inner;
    if (step.kind === 'repeat' && step.times === Infinity) return { cycle: step.body, endless: true };
  }
  return { cycle: steps, endless: false };
}

/** Executions of every step, also of those inside others, in one pass of `steps`. Shares count as their mean. */
export function visitsIn(steps: readonly ResolvedStep[]): Map<ResolvedStep, number> {
  const visits = new Map<ResolvedStep, number>();
  count(steps, 1, visits);
  return visits;
}

function count(steps: readonly ResolvedStep[], times: number, visits: Map<ResolvedStep, number>): void {
  for (const step of steps) {
    visits.set(step, (visits.get(step) ?? 0) + times);
    if (step.kind === 'repeat') count(step.body, times * step.times, visits);
    else if (step.kind === 'lock') count(step.body, times, visits);
    else if (step.kind === 'branch') {
      count(step.then, times * step.share, visits);
      count(step.otherwise, times * (1 - step.share), visits);
    }
  }
}

/** What steps come to in one pass of `steps`, each by its weight, at most: of a branch's sides the one with more. */
export function mostIn(steps: readonly ResolvedStep[], weight: (step: ResolvedStep) => number): number {
  let sum = 0;
  for (const step of steps) {
    if (step.kind === 'repeat') sum += step.times * mostIn(step.body, weight);
    else if (step.kind === 'lock') sum += mostIn(step.body, weight);
    else if (step.kind === 'branch')
      sum += Math.max(mostIn(step.then, weight), mostIn(step.otherwise, weight));
    else sum += weight(step);
  }
  return sum;
}
