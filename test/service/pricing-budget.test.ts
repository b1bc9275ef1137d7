/** What pricing may take: no work is begun that does not fit. */
import { expect, it } from 'vitest';
import type { ProgramAnalysis } from '../../src/analyzer/analysis.ts';
import { PricingBudget } from '../../src/service/pricing-budget.ts';

const program = { name: 'a' } as ProgramAnalysis;
const other = { name: 'b' } as ProgramAnalysis;

it('is taken by one program without the others', async () => {
  let events = 0;
  const budget = new PricingBudget(() => events, Infinity, 1000, new Map([[program, 400]]));
  expect(budget.allows(program)).toBe(true);
  await budget.spend([program], () => Promise.resolve((events += 300)));
  // Another as dear as the first look at the program would be too much.
  expect(budget.allows(program)).toBe(false);
  expect(budget.allows(other)).toBe(true);
});

it('of all together leaves room for one more as dear as the dearest', async () => {
  let events = 0;
  const budget = new PricingBudget(() => events, 1000);
  await budget.spend([program], () => Promise.resolve((events += 400)));
  expect(budget.allows(program)).toBe(true);
  await budget.spend([program], () => Promise.resolve((events += 300)));
  expect(budget.allows(program)).toBe(false);
  expect(budget.allows(other)).toBe(true);
});
