/**
 * Fits a profile to all that was measured of runs at once: rates, and shares of time that resources were busy. Changed is
 * only what the data determine; what they do not tell apart stays as the profile has it and is said, with what to measure.
 */
import { mean } from 'simple-statistics';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import type { DeviceProfile } from '../../profile/profile.ts';
import { constantAt, withConstant } from '../constants.ts';
import type { MeasurementStatement } from '../errors.ts';
import { statement } from '../errors.ts';
import type { MeasuredRun } from '../runs.ts';
import type { Cause } from './causes.ts';
import { readable, scaled, unitOf } from './causes.ts';
import { contradictions, isContradicted } from './contradictions.ts';
import { halfWidths } from './intervals.ts';
import { measureNext } from './next.ts';
import type { Factors } from './objective.ts';
import { Objective } from './objective.ts';
import { alongAll, isClamped } from './search.ts';
import type { Selection } from './select.ts';
import { select } from './select.ts';

export interface FittedRun extends MeasuredRun {
  /** Frames/s that the fitted profile predicts. */
  predicted: number;
  /** (predicted - measured) / measured. */
  error: number;
}

export interface FittedConstant {
  constant: string;
  unit: string;
  before: number;
  after: number;
  /** 95 % interval of `after`. */
  interval: [number, number];
  /** Is the interval within 3 %? Else the constant is known roughly. */
  determined: boolean;
}

export interface Fit {
  profile: DeviceProfile;
  constants: FittedConstant[];
  runs: FittedRun[];
  /** The same runs, each predicted from a fit to the others. */
  held: FittedRun[];
  /** Mean of the runs' absolute errors, a share. */
  meanError: number;
  /** What does not go together. */
  contradictions: MeasurementStatement[];
  /** What the data leave open, and what would settle it. */
  open: MeasurementStatement[];
}

export const meanAbsoluteError = (runs: readonly FittedRun[]): number =>
  runs.length === 0 ? 0 : mean(runs.map(({ error }) => Math.abs(error)));

/** Held more loosely than to a third, a part stays as it is; held to 3 %, it is determined. */
const KNOWN = Math.log(1.33);
const DETERMINED = Math.log(1.03);

/** A factor at its limit is not what the data say: they say more than that. */
const isHeld = (factors: Factors, widths: ReadonlyMap<Cause, number>): boolean =>
  [...widths.values()].every((width) => width < KNOWN) && ![...factors.values()].some(isClamped);

/**
 * @throws PipelineError where the pipeline cannot be simulated with a run's settings.
 */
export function fitToRuns(pipeline: Pipeline, profile: DeviceProfile, runs: readonly MeasuredRun[]): Fit {
  const objective = new Objective(pipeline, profile, runs);
  const selection = select(objective);
  const widths = halfWidths(objective, selection.best);
  const isLeftOff = isContradicted(objective, selection.best);
  const isKnown = selection.alternatives.length === 0 && !isLeftOff && isHeld(selection.best.factors, widths);
  const factors: Factors = isKnown ? selection.best.factors : new Map();
  const fitted = predicted(objective, factors);
  return {
    profile: written(objective, factors),
    constants: constantsOf(profile, factors, widths),
    runs: fitted,
    held: leftOut(objective, factors),
    meanError: meanAbsoluteError(fitted),
    contradictions: contradictions(objective, selection),
    open: isKnown ? [] : openQuestions(objective, selection, isLeftOff),
  };
}

const withError = (run: MeasuredRun, rate: number): FittedRun => ({
  ...run,
  predicted: rate,
  error: rate / run.qps - 1,
});

function predicted(objective: Objective, factors: Factors): FittedRun[] {
  return objective.runs.map((run, i) => withError(run, objective.prediction(factors, i).qps));
}

function written({ profile, runs }: Objective, factors: Factors): DeviceProfile {
  const source = `fitted to ${runs.length} measured runs (${runs[0]?.from ?? ''} …)`;
  let result = profile;
  for (const [cause, log] of factors) {
    for (const [path, value] of scaled(profile, cause, Math.exp(log)))
      result = withConstant(result, path, { value, source, confidence: 'derived', fitted: true });
  }
  return result;
}

function constantsOf(
  profile: DeviceProfile,
  factors: Factors,
  widths: ReadonlyMap<Cause, number>,
): FittedConstant[] {
  return [...factors].flatMap(([cause, log]) => {
    const width = widths.get(cause) ?? 0;
    const [low, after, high] = [log - width, log, log + width].map(
      (each) => new Map(scaled(profile, cause, Math.exp(each))),
    );
    return cause.paths.map((path): FittedConstant => {
      const ends = [low?.get(path) ?? 0, high?.get(path) ?? 0];
      return {
        constant: readable(path, profile),
        unit: unitOf(path),
        before: constantAt(profile, path) ?? 0,
        after: after?.get(path) ?? 0,
        interval: [Math.min(...ends), Math.max(...ends)],
        determined: width <= DETERMINED,
      };
    });
  });
}

/** Runs beyond this many are left out by groups. */
const MOST_FOLDS = 10;

/** Each run predicted from a fit of the same parts to the others; from two runs on. */
function leftOut(objective: Objective, factors: Factors): FittedRun[] {
  const { runs, observations } = objective;
  if (runs.length < 2) return [];
  const folds = Math.min(runs.length, MOST_FOLDS);
  return Array.from({ length: folds }, (_, fold) => fold).flatMap((fold) => {
    const kept = observations.filter(({ run }) => run % folds !== fold);
    const refit = alongAll(objective, factors, [...factors.keys()], kept).factors;
    return runs.flatMap((run, i) =>
      i % folds === fold ? [withError(run, objective.prediction(refit, i).qps)] : [],
    );
  });
}

const clamps = (factors: Factors): MeasurementStatement[] =>
  [...factors].flatMap(([{ id }, log]) => (isClamped(log) ? [statement('clamped-part', { part: id })] : []));

/** What explains the data alike, and what would tell it apart. */
function openQuestions(
  objective: Objective,
  { best, alternatives, sensitive }: Selection,
  isLeftOff: boolean,
): MeasurementStatement[] {
  const explanations = [best, ...alternatives];
  const named = explanations.map(({ factors }) =>
    statement('several-parts', { parts: [...factors].map(partStatement) }),
  );
  const alone = isLeftOff ? 'leaves-off' : 'loosely-known';
  const open = [statement(alternatives.length === 0 ? alone : 'not-told-apart', { explanations: named })];
  const next = measureNext(objective, explanations);
  if (next) open.push(next);
  open.push(...explanations.flatMap(({ factors }) => clamps(factors)));
  return sensitive.length === 0 ? [] : open;
}

const partStatement = ([{ id }, log]: [Cause, number]): MeasurementStatement =>
  statement('part-times', { part: id, times: Number(Math.exp(log).toPrecision(2)) });
