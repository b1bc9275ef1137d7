/** What was measured of runs, each with how far it can be off: rates, and shares of time that resources were busy. */
import type { Pipeline } from '../../pipeline/pipeline.ts';
import type { DeviceProfile } from '../../profile/profile.ts';
import type { Prediction } from '../../sim/prediction.ts';
import { simulate } from '../../sim/index.ts';
import { ownValue } from '../../base/own-value.ts';
import type { MeasuredRun } from '../runs.ts';

export interface Observation {
  run: number;
  /** A resource, or undefined for the rate. */
  resource: string | undefined;
  /** Frames/s or a share. */
  measured: number;
  /** How far it may be off: a share of a rate, points of a share. */
  sigma: number;
}

/** A counter's noise, and the simulation's own. */
const RATE_SIGMA = 0.025;
/** Monitors sample, and count what is not the program's. */
const SHARE_SIGMA = 0.03;
const LOOSE_SHARE_SIGMA = 0.06;
/** Resources whose shares the vendor's monitor gives for the program alone. */
const EXACT = new Set(['aicore', 'jpegd', 'vpc']);
/** Cores that do much else: their shares decide nothing. */
const SAYS_LITTLE = new Set(['aicpu', 'ctrlcpu']);

export function observationsOf(runs: readonly MeasuredRun[]): Observation[] {
  return runs.flatMap(({ qps, shares = {} }, run): Observation[] => [
    { run, resource: undefined, measured: qps, sigma: RATE_SIGMA },
    ...Object.entries(shares)
      .filter(([resource]) => !SAYS_LITTLE.has(resource))
      .map(([resource, measured]) => ({
        run,
        resource,
        measured,
        sigma: EXACT.has(resource) ? SHARE_SIGMA : LOOSE_SHARE_SIGMA,
      })),
  ]);
}

export function predictedFor({ resource }: Observation, prediction: Prediction): number {
  return resource === undefined ? prediction.qps : (ownValue(prediction.utilization, resource) ?? 0);
}

/** How many sigmas a prediction is off. */
export function residual(observation: Observation, prediction: Prediction): number {
  const { resource, measured, sigma } = observation;
  const predicted = predictedFor(observation, prediction);
  if (resource === undefined) return Math.log(Math.max(1e-9, predicted) / measured) / sigma;
  return (predicted - measured) / sigma;
}

const PRECISION = 0.01;
const BUDGET_EVENTS = 600_000;

/** Throws PipelineError where the pipeline cannot be simulated with these settings. */
export function predictRun(
  pipeline: Pipeline,
  profile: DeviceProfile,
  settings: Readonly<Record<string, number>>,
): Prediction {
  return simulate(pipeline, profile, { settings, precision: PRECISION, budgetEvents: BUDGET_EVENTS });
}
