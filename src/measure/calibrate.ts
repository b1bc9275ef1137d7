/** Measurements in, a DeviceProfile out, with how well it fits what it was made from and what it was not. */
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { DeviceProfile } from '../profile/profile.ts';
import { hostClock } from './own/host-clock.ts';
import type { DeviceCheck, DeviceClaim } from './devices.ts';
import { checkDevices } from './devices.ts';
import type { Adjustment, Unused } from './direct.ts';
import { adjustDirectly } from './direct.ts';
import type { Fit, FittedConstant, FittedRun } from './fit/fit.ts';
import { fitToRuns, meanAbsoluteError } from './fit/fit.ts';
import type { MeasurementStatement, MeasurementTextId } from './errors.ts';
import { statement, subjectStatement } from './errors.ts';
import type { KitCalibration } from './kit/calibrate-kit.ts';
import { calibrateKit } from './kit/calibrate-kit.ts';
import type { Kit } from './kit/kit-file.ts';
import type { MeasuredRow } from './measured-rows.ts';
import { measuredRows } from './measured-rows.ts';
import type { Measurement } from './measurement.ts';
import type { CalibrationHints } from './model-times.ts';
import type { ProgramRuns, SettingsOfFile } from './program-runs.ts';
import { isOfRun, programRuns } from './program-runs.ts';
import type { Summary } from './summary.ts';
import { summarize } from './summary.ts';
import type { MeasuredRun } from './runs.ts';

export interface CalibrationInput {
  base: DeviceProfile;
  /** The user has named the profile: it is not merely the default. */
  isChosen?: boolean;
  measurements: readonly Measurement[];
  /** What bench kits have measured. */
  kits?: readonly Kit[];
  /** Devices that the files name. */
  devices?: readonly DeviceClaim[];
  hints?: CalibrationHints;
  /** The program that the runs and the program's own log lines are of. */
  pipeline?: Pipeline;
  runs: readonly MeasuredRun[];
  /** Settings in which the log lines' program ran, where nothing else tells them. */
  settings: Readonly<Record<string, number>>;
  /** Those of one file. */
  settingsOf?: SettingsOfFile;
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
  fitted: FittedConstant[];
  fit: ErrorReport;
  /** On values that the fit has not seen. */
  holdout: ErrorReport;
  runs: FittedRun[];
  /** What was read, each quantity once. */
  measured: MeasuredRow[];
  /** What does not go together. */
  contradictions: MeasurementStatement[];
  /** What the data leave open, and what to measure to settle it. */
  open: MeasurementStatement[];
  /** What was read and tells no constant. */
  notUsed: MeasurementStatement[];
}

export function calibrate(input: CalibrationInput): Calibration {
  const { base, measurements, devices = [], pipeline } = input;
  const check = checkDevices(base.id, devices, input.isChosen ?? false);
  const usable = measurements.filter(({ source }) => check.isOfProfile(source.file));
  const kits = calibrateKits(
    base,
    (input.kits ?? []).filter(({ file }) => check.isOfProfile(file)),
  );
  const clock = pipeline && hostClock(pipeline, input.settings);
  const [told, untold] = split(usable, ({ byHost }) => !byHost || !clock);
  const direct = adjustDirectly(kits.profile, told, input.hints, input.isChosen);
  const logged = loggedRuns(usable, direct.profile, input);
  const { profile, constants, runs, held, ...said } = fitted(
    direct.profile,
    [...input.runs, ...logged.runs],
    pipeline,
  );
  const adjusted = [...kits.adjustments, ...direct.adjustments];
  return {
    profile,
    adjusted,
    fitted: constants,
    fit: errorsOf(adjusted, 'fitError', runs),
    holdout: errorsOf(adjusted, 'holdoutError', held),
    runs,
    measured: measuredRows(summarize(measurements)),
    contradictions: [
      ...check.contradicting.map((claim) => deviceStatement(claim, base)),
      ...kits.contradictions,
      ...said.contradictions,
    ],
    open: [
      ...kits.open,
      ...direct.byHost.map(({ constant, from }) => statement('host-timed', { constant, from })),
      ...said.open,
    ],
    notUsed: [
      ...kits.notUsed,
      ...notUsed(
        unusedOf(
          [
            ...direct.unused,
            ...untold.map((measurement): Unused => ({ measurement, why: clock ?? 'no-constant' })),
          ],
          input,
          check,
        ),
        pipeline === undefined,
      ),
      ...logged.unused.map(({ summary, why }) => unusedStatement(summary, why)),
    ],
  };
}

function split<T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}

/** One after the other: what a later one measures too stands. */
function calibrateKits(base: DeviceProfile, kits: readonly Kit[]): KitCalibration {
  const all: KitCalibration = { profile: base, adjustments: [], contradictions: [], open: [], notUsed: [] };
  for (const kit of kits) {
    const { profile, adjustments, contradictions, open, notUsed } = calibrateKit(all.profile, kit);
    all.profile = profile;
    all.adjustments.push(...adjustments);
    all.contradictions.push(...contradictions);
    all.open.push(...open);
    all.notUsed.push(...notUsed);
  }
  return all;
}

function loggedRuns(
  measurements: readonly Measurement[],
  profile: DeviceProfile,
  input: CalibrationInput,
): ProgramRuns {
  if (input.pipeline === undefined) return { runs: [], unused: [] };
  return programRuns(measurements, input.pipeline, profile, settingsFor(input));
}

function fitted(
  profile: DeviceProfile,
  runs: readonly MeasuredRun[],
  pipeline: Pipeline | undefined,
): Omit<Fit, 'meanError'> {
  if (pipeline !== undefined && runs.length > 0) return fitToRuns(pipeline, profile, runs);
  return { profile, constants: [], runs: [], held: [], contradictions: [], open: [] };
}

/** What told no constant, without what a fit has used, and what is of another device. */
function unusedOf(
  direct: readonly Unused[],
  { measurements, pipeline }: CalibrationInput,
  check: DeviceCheck,
): Unused[] {
  const ofOthers = measurements.filter(({ source }) => !check.isOfProfile(source.file));
  return [
    ...direct.filter(({ measurement }) => pipeline === undefined || !isOfRun(measurement)),
    ...ofOthers.map((measurement): Unused => ({ measurement, why: 'other-device' })),
  ];
}

const settingsFor =
  ({ settings, settingsOf }: CalibrationInput) =>
  (file: string): Record<string, number> => ({ ...settings, ...settingsOf?.(file) });

function deviceStatement({ file, device }: DeviceClaim, base: DeviceProfile): MeasurementStatement {
  const { name: named, line } = device;
  return statement('of-other-device', { file, line, named, profile: base.id });
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

/** What was not used, one statement for all samples of one thing. */
function notUsed(unused: readonly Unused[], withoutProgram: boolean): MeasurementStatement[] {
  const reasons = new Map<MeasurementTextId, Measurement[]>();
  for (const { measurement, why } of unused) {
    const reason = why === 'no-constant' && withoutProgram && isOfRun(measurement) ? 'whose-run' : why;
    const all = reasons.get(reason) ?? [];
    all.push(measurement);
    reasons.set(reason, all);
  }
  return [...reasons].flatMap(([why, measurements]) =>
    summarize(measurements).map((summary) => unusedStatement(summary, why)),
  );
}

function unusedStatement(summary: Summary, why: MeasurementTextId): MeasurementStatement {
  const { kind, subject, samples, source } = summary;
  const data = { kind: statement(kind), subject: subjectStatement(subject) ?? subject, samples };
  return statement('not-used', { ...data, why: statement(why), ...source });
}
