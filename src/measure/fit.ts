/**
 * Fits constants of a profile to measured runs: those that the rates depend on most, at most one for two runs, by
 * Levenberg-Marquardt on the logarithms of rates and constants (errors are relative, constants stay positive).
 */
import { levenbergMarquardt } from 'ml-levenberg-marquardt';
import { mean } from 'simple-statistics';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { DeviceProfile } from '../profile/profile.ts';
import { simulate } from '../sim/index.ts';
import { constantAt, rateConstants, withConstant, withNumbers } from './constants.ts';
import type { MeasuredRun } from './runs.ts';

export interface FittedRun extends MeasuredRun {
  /** Frames/s that the fitted profile predicts. */
  predicted: number;
  /** (predicted - measured) / measured. */
  error: number;
}

export interface Fit {
  profile: DeviceProfile;
  constants: { constant: string; unit: string; before: number; after: number }[];
  runs: FittedRun[];
  /** Mean of the runs' absolute errors, a share. */
  meanError: number;
}

/** A rate that moves by less than this when a constant moves by a tenth does not depend on it. */
const SENSITIVE = 0.004;
/** Step of the logarithm of a constant for a derivative: well above the noise of a simulation. */
const STEP = Math.log(1.1);
/** A constant stays within this factor of what the profile had: beyond it the model, not the constant, is wrong. */
const MOST_FACTOR = 4;
const ITERATIONS = 6;
const PRECISION = 0.01;
const BUDGET_EVENTS = 600_000;

function rate(pipeline: Pipeline, profile: DeviceProfile, run: MeasuredRun): number {
  const options = { settings: run.settings, precision: PRECISION, budgetEvents: BUDGET_EVENTS };
  return simulate(pipeline, profile, options).qps;
}

const logRates = (pipeline: Pipeline, profile: DeviceProfile, runs: readonly MeasuredRun[]): number[] =>
  runs.map((run) => Math.log(Math.max(1e-9, rate(pipeline, profile, run))));

/** Paths by how much the rates depend on them, the most first. */
function sensitive(pipeline: Pipeline, profile: DeviceProfile, runs: readonly MeasuredRun[]): string[] {
  const base = logRates(pipeline, profile, runs);
  const ranked = rateConstants(profile).map((path) => {
    const moved = new Map([[path, (constantAt(profile, path) ?? 0) * Math.exp(STEP)]]);
    const rates = logRates(pipeline, withNumbers(profile, moved), runs);
    return { path, effect: Math.max(...rates.map((value, i) => Math.abs(value - (base[i] ?? 0)))) };
  });
  return ranked
    .filter(({ effect }) => effect > SENSITIVE)
    .sort((a, b) => b.effect - a.effect)
    .map(({ path }) => path);
}

function fittedRuns(pipeline: Pipeline, profile: DeviceProfile, runs: readonly MeasuredRun[]): FittedRun[] {
  return runs.map((run) => {
    const predicted = rate(pipeline, profile, run);
    return { ...run, predicted, error: predicted / run.qps - 1 };
  });
}

export const meanAbsoluteError = (runs: readonly FittedRun[]): number =>
  runs.length === 0 ? 0 : mean(runs.map(({ error }) => Math.abs(error)));

/** `models.resnet50.16.milliseconds` rather than places in lists. */
function readable(path: string, profile: DeviceProfile): string {
  const [, model, batch] = /^models\.(\d+)\.batches\.(\d+)\./.exec(path) ?? [];
  const entry = profile.models[Number(model)];
  const point = entry?.batches[Number(batch)];
  return entry && point ? `models.${entry.name}.${point.batch}.milliseconds` : path;
}

/** Logarithms of the factors on the constants that bring the rates nearest to the measured ones. */
function bestFactors(
  pipeline: Pipeline,
  profile: DeviceProfile,
  runs: readonly MeasuredRun[],
  paths: readonly string[],
): number[] {
  const ratesFor = (logs: number[]): number[] => {
    const values = paths.map((path, i): [string, number] => [
      path,
      (constantAt(profile, path) ?? 0) * Math.exp(logs[i] ?? 0),
    ]);
    return logRates(pipeline, withNumbers(profile, new Map(values)), runs);
  };
  // The package wants three points at least; a run that is there twice pulls no other way.
  const points = Array.from({ length: Math.max(3, runs.length) }, (_, i) => i % runs.length);
  const fitted = levenbergMarquardt(
    { x: points, y: points.map((i) => Math.log(runs[i]?.qps ?? 1)) },
    (logs) => {
      const rates = ratesFor(logs);
      return (i) => rates[i] ?? 0;
    },
    {
      initialValues: paths.map(() => 0),
      minValues: paths.map(() => -Math.log(MOST_FACTOR)),
      maxValues: paths.map(() => Math.log(MOST_FACTOR)),
      gradientDifference: STEP,
      maxIterations: ITERATIONS,
      damping: 0.1,
      errorTolerance: 1e-4 * runs.length,
    },
  );
  return fitted.parameterValues;
}

/**
 * Fits to the runs. Keeps the profile as it is where no constant matters or no fit is better.
 * @throws PipelineError where the pipeline cannot be simulated with a run's settings.
 */
export function fitToRuns(pipeline: Pipeline, profile: DeviceProfile, runs: readonly MeasuredRun[]): Fit {
  const before = fittedRuns(pipeline, profile, runs);
  const unchanged = { profile, constants: [], runs: before, meanError: meanAbsoluteError(before) };
  const paths = sensitive(pipeline, profile, runs).slice(0, Math.max(1, Math.floor(runs.length / 2)));
  if (paths.length === 0) return unchanged;
  const logs = bestFactors(pipeline, profile, runs, paths);
  const source = `fitted to ${runs.length} measured runs (${runs[0]?.from ?? ''} …)`;
  let fitted = profile;
  const constants = paths.map((path, i) => {
    const value = constantAt(profile, path) ?? 0;
    const after = value * Math.exp(logs[i] ?? 0);
    fitted = withConstant(fitted, path, { value: after, source, confidence: 'derived', fitted: true });
    return {
      constant: readable(path, profile),
      unit: path.endsWith('PerSecond') ? 'GB/s' : 'ms',
      before: value,
      after,
    };
  });
  const after = fittedRuns(pipeline, fitted, runs);
  const meanError = meanAbsoluteError(after);
  return meanError < unchanged.meanError ? { profile: fitted, constants, runs: after, meanError } : unchanged;
}

/** Runs that are held out: every third one, from the second on; none of fewer than three. */
export function holdOut(runs: readonly MeasuredRun[]): { kept: MeasuredRun[]; out: MeasuredRun[] } {
  if (runs.length < 3) return { kept: [...runs], out: [] };
  return { kept: runs.filter((_, i) => i % 3 !== 1), out: runs.filter((_, i) => i % 3 === 1) };
}

/** The errors, on runs that a fit to the others has not seen. */
export function holdoutRuns(
  pipeline: Pipeline,
  profile: DeviceProfile,
  runs: readonly MeasuredRun[],
): FittedRun[] {
  const { kept, out } = holdOut(runs);
  if (out.length === 0) return [];
  return fittedRuns(pipeline, fitToRuns(pipeline, profile, kept).profile, out);
}
