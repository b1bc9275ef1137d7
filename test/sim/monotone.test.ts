/** A faster part never lowers the rate of identical threads by more than a simulated rate may be off. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { resolve } from '../../src/pipeline/resolve.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { virtualSpeedups } from '../../src/sim/explain/explain.ts';
import { simulate } from '../../src/sim/index.ts';
import { simulateResolved } from '../../src/sim/simulate.ts';
import { faster } from '../../src/sim/explain/what-if.ts';
import { loadCase } from './support/cases.ts';
import { pricedByDevice } from './support/pipelines.ts';
import { longTest } from './support/scale.ts';

const profile = loadProfile();
const OPTIONS = { precision: 0.005, budgetEvents: 200_000 };
/** What a simulated rate may be off by: its range, and how threads have come to stand to each other. */
const ERROR = 0.03;
/** Pipelines, as a share, of which threads fall into another step by it, and how far their rate may fall then. */
const OTHER_STEP = 0.005;
const MOST = 0.08;

/** Rate with a resource faster by a factor, over today's. */
function lift(pipeline: Pipeline, resource: string, factor: number): number {
  const today = { pipeline: resolve(pipeline), profile };
  const then = faster(today, resource, factor);
  const before = simulateResolved(today.pipeline, profile, OPTIONS);
  const after = simulateResolved(then.pipeline, then.profile, OPTIONS);
  return after.qps / before.qps;
}

const factors = fc.constantFrom(1.1, 1.5, 2, 4);
const resources = [
  'aicore',
  'jpegd',
  'vpc',
  'link',
  'd2d',
  'memset',
  'memoryBandwidth',
  'host',
  'taskScheduler',
];

describe('a faster part', () => {
  it.each([
    ['d2d-twice-as-fast-lowers', 'd2d'],
    ['jpegd-twice-as-fast-lowers', 'jpegd'],
    ['vdec-twice-as-fast-lowers', 'vdec'],
    ['memory-bandwidth-doubled-lowers', 'memoryBandwidth'],
  ])('lowers the rate no more: %s', (name, resource) => {
    for (const factor of [1.25, 1.5, 2, 4]) {
      expect(lift(loadCase(name), resource, factor)).toBeGreaterThan(1 - ERROR);
    }
  });

  longTest(
    'lowers the rate of 500 random pipelines of identical threads by no more',
    { timeout: 120_000 },
    () => {
      const lifts: number[] = [];
      fc.assert(
        fc.property(pricedByDevice, fc.constantFrom(...resources), factors, (pipeline, resource, factor) => {
          lifts.push(lift(pipeline, resource, factor));
          expect(lifts.at(-1)).toBeGreaterThan(1 - MOST);
        }),
        { numRuns: 500, seed: 7 },
      );
      const fallen = lifts.filter((value) => value < 1 - ERROR);
      expect(fallen.length / lifts.length).toBeLessThanOrEqual(OTHER_STEP);
    },
  );

  it('twice as fast is at most twice the rate, and never less than today’s', () => {
    fc.assert(
      fc.property(pricedByDevice, (pipeline) => {
        const today = simulate(pipeline, profile, OPTIONS);
        for (const { qps } of virtualSpeedups(pipeline, profile, today, OPTIONS)) {
          expect(qps).toBeGreaterThanOrEqual(today.qps);
          expect(qps).toBeLessThanOrEqual(2 * today.qps);
        }
      }),
      { numRuns: 20, seed: 3 },
    );
  });
});
