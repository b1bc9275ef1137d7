/** Steps that an execution may spend, and what is tried of them. */
import { expect, it } from 'vitest';
import { Budget, TRIES } from '../../src/analyzer/interpret/budget.ts';

/** How many of so many steps may be taken. */
function taken(budget: Budget, steps: number): number {
  let count = 0;
  for (let i = 0; i < steps; i++) if (budget.step()) count++;
  return count;
}

it('ends a try in its middle, and goes on where it is given back', () => {
  const budget = new Budget();
  taken(budget, 10);
  const from = budget.beginTry();
  expect(budget.mayTry()).toBe(true);
  expect(taken(budget, 2 * TRIES.steps)).toBe(TRIES.steps);
  expect([budget.mayTry(), budget.isSpent]).toEqual([false, true]);
  budget.giveBack(from);
  expect(budget.isSpent).toBe(false);
  expect(budget.spent.steps).toBe(10);
  expect(taken(budget, 2 * TRIES.steps)).toBe(2 * TRIES.steps);
});

it('counts the steps of a try that is kept, and ends it no more', () => {
  const budget = new Budget();
  const from = budget.beginTry();
  taken(budget, 5);
  budget.keepTry(from);
  expect(taken(budget, 2 * TRIES.steps)).toBe(2 * TRIES.steps);
  expect(budget.spent.steps).toBe(2 * TRIES.steps + 5);
});

it('tries nothing more once all that was tried in vain is spent', () => {
  const budget = new Budget();
  for (let all = 0; all < TRIES.allSteps; all += TRIES.steps) {
    const from = budget.beginTry();
    taken(budget, TRIES.steps);
    budget.giveBack(from);
  }
  budget.beginTry();
  expect(budget.mayTry()).toBe(false);
});

it('gives parts of one budget back no more, together, than what one may try', () => {
  const shared = new Budget(10 * TRIES.allSteps);
  const tryInVain = (): void => {
    const part = new Budget(TRIES.allSteps, shared);
    const from = part.beginTry();
    taken(part, TRIES.steps);
    part.giveBack(from);
  };
  for (let all = 0; all < TRIES.allSteps; all += TRIES.steps) tryInVain();
  expect(shared.spent.steps).toBe(0);
  tryInVain();
  expect(shared.spent.steps).toBe(TRIES.steps);
});
