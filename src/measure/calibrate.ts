/** Measurements in, a DeviceProfile out, with how well it fits what it was made from and what it was not. */
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { DeviceProfile } from '../profile/profile.ts';
import type { Adjustment, CalibrationHints } from './direct.ts';
import { adjustDirectly } from './direct.ts';
import type { FittedRun } from './fit.ts';
import { fitToRuns, holdoutRuns, meanAbsoluteError } from './fit.ts';
import type { MeasurementStatement } from './errors.ts';
import { statement, subjectStatement } from './errors.ts';
import type { Measurement } from './measurement.ts';
import { summarize } from './summary.ts';
import type { MeasuredRun } from './runs.ts';

export interface CalibrationInput {
  base: DeviceProfile;
  measurements: readonly Measurement[];
  hints?: CalibrationHints;
  /** The program that the runs and the program's own log lines are of. */
  pipeline?: Pipeline;
  runs: readonly MeasuredRun[];
  /** Settings in which the log lines' program ran. */
  settings: Readonly<Record<string, number>>;
}

export interface ErrorReport {
  /** Mean absolute error, a share; null where nothing could be compared. */
  meanError: number | null;
  /** How many values it is over. */
  count: number;
}

export interface Calibration {
  profile: DeviceProfile;
  /** Constants that were measured directly. */
  adjusted: Adjustment[];
  /** Constants that were fitted to runs. */
  fitted: { constant: string; unit: string; before: number; after: number }[];
  fit: ErrorReport;
  /** On values that the fit has not seen. */
  holdout: ErrorReport;
  runs: FittedRun[];
  /** What was read and tells no constant. */
  notUsed: MeasurementStatement[];
}

export function calibrate(input: CalibrationInput): Calibration {
  const direct = adjustDirectly(input.base, input.measurements, input.hints);
  const runs = [...input.runs, ...logRuns(input)];
  const { pipeline } = input;
  const comparable = pipeline !== undefined && runs.length > 0;
  const fit = comparable ? fitToRuns(pipeline, direct.profile, runs) : undefined;
  const held = comparable ? holdoutRuns(pipeline, direct.profile, runs) : [];
  return {
    profile: fit?.profile ?? direct.profile,
    adjusted: direct.adjustments,
    fitted: fit?.constants ?? [],
    fit: errorsOf(direct.adjustments, 'fitError', fit?.runs ?? []),
    holdout: errorsOf(direct.adjustments, 'holdoutError', held),
    runs: fit?.runs ?? [],
    notUsed: notUsed(direct.unused, pipeline === undefined),
  };
}

/** The program's own counter, in steady state, is a run in the settings given. */
function logRuns({ measurements, settings, pipeline }: CalibrationInput): MeasuredRun[] {
  if (pipeline === undefined) return [];
  return summarize([...measurements])
    .filter(({ kind, subject, mean }) => kind === 'throughput' && subject === 'program' && mean > 0)
    .map(({ mean, source }) => ({
      settings: { ...settings },
      qps: mean,
      from: `${source.file}:${source.line}`,
    }));
}

function errorsOf(
  adjustments: readonly Adjustment[],
  key: 'fitError' | 'holdoutError',
  runs: readonly FittedRun[],
): ErrorReport {
  const direct = adjustments.flatMap((adjustment) => {
    const error = adjustment[key];
    return error === null ? [] : [{ error, count: adjustment.samples }];
  });
  const count = runs.length + direct.reduce((sum, item) => sum + item.count, 0);
  if (count === 0) return { meanError: null, count: 0 };
  const total =
    runs.length * meanAbsoluteError(runs) + direct.reduce((sum, item) => sum + item.error * item.count, 0);
  return { meanError: total / count, count };
}

function notUsed(measurements: readonly Measurement[], withoutProgram: boolean): MeasurementStatement[] {
  return summarize([...measurements])
    .filter(({ kind, subject }) => withoutProgram || kind !== 'throughput' || subject !== 'program')
    .map(({ kind, subject, samples, source }) => {
      const isRate = kind === 'throughput' || kind === 'duration';
      const why = statement(isRate ? 'whose-rate' : 'no-constant');
      const data = { kind: statement(kind), subject: subjectStatement(subject) ?? subject, samples, why };
      return statement('not-used', { ...data, ...source });
    });
}
