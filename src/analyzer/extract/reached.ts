/** Steps that a thread comes to: what stands behind a loop without an end is none, and counts no frames. */
import type { Step } from '../../pipeline/pipeline.ts';

/** The steps up to the first one that never ends, and so within each of them. */
export function reachedSteps(steps: readonly Step[]): Step[] {
  const within = steps.map(reachedWithin);
  const last = within.findIndex(isEndless);
  return last < 0 ? within : within.slice(0, last + 1);
}

function reachedWithin(step: Step): Step {
  if (step.kind === 'repeat' || step.kind === 'lock') return { ...step, body: reachedSteps(step.body) };
  if (step.kind !== 'branch') return step;
  return { ...step, then: reachedSteps(step.then), otherwise: reachedSteps(step.otherwise) };
}

function isEndless(step: Step): boolean {
  if (step.kind === 'repeat' && step.times === 'forever') return true;
  return (step.kind === 'repeat' || step.kind === 'lock') && step.body.some(isEndless);
}
