/** Runs of the program that logs tell of: by its own counter, or by the time that a run of known length took. */
import type { Pipeline, Step } from '../pipeline/pipeline.ts';
import type { DeviceProfile } from '../profile/profile.ts';
import { simulate } from '../sim/index.ts';
import type { MeasurementTextId } from './errors.ts';
import type { Measurement } from './measurement.ts';
import type { MeasuredRun } from './runs.ts';
import type { Summary } from './summary.ts';
import { summarize } from './summary.ts';

/** Settings by file, where the user or the file's name gives them. */
export type SettingsOfFile = (file: string) => Record<string, number> | undefined;

export interface ProgramRuns {
  runs: MeasuredRun[];
  /** Times of runs whose frames are not known, and why. */
  unused: { summary: Summary; why: MeasurementTextId }[];
}

const isRate = ({ kind, subject }: Summary | Measurement): boolean =>
  kind === 'throughput' && subject === 'program';
const isTime = ({ kind, subject }: Summary | Measurement): boolean =>
  kind === 'duration' && subject === 'loop';

/** Is it of a run of the program? */
export const isOfRun = (measurement: Measurement): boolean => isRate(measurement) || isTime(measurement);

/** Files that tell of a run whose settings nobody has named. */
export function filesWithoutSettings(
  measurements: readonly Measurement[],
  settingsOf: SettingsOfFile,
): string[] {
  const files = new Set(measurements.filter(isOfRun).map(({ source }) => source.file));
  return [...files].filter((file) => settingsOf(file) === undefined);
}

/** Resources whose share of time the simulation predicts too. */
const SHARES = new Set([
  'aicore',
  'memoryBandwidth',
  'jpegd',
  'jpege',
  'vpc',
  'vdec',
  'venc',
  'aicpu',
  'ctrlcpu',
]);

/** Shares that a log holds beside the rate; those of several chips are of whichever ran. */
function sharesIn(summaries: readonly Summary[], file: string): Map<string, number> {
  const all = summaries.filter(
    ({ kind, subject, source }) => kind === 'utilization' && SHARES.has(subject) && source.file === file,
  );
  const parts = new Set(all.map(({ part }) => part));
  return parts.size > 1 ? new Map() : new Map(all.map(({ subject, mean }) => [subject, mean]));
}

/**
 * The runs of a program, with the shares of the same log. A log of shares alone belongs to the run where there is one.
 * @param settings of files for which nobody gives any
 */
export function programRuns(
  measurements: readonly Measurement[],
  pipeline: Pipeline,
  profile: DeviceProfile,
  settingsOf: (file: string) => Record<string, number>,
): ProgramRuns {
  const files = [...new Set(measurements.map(({ source }) => source.file))];
  const runs: MeasuredRun[] = [];
  const unused: ProgramRuns['unused'] = [];
  const loose = new Map<string, number>();
  for (const file of files) {
    const summaries = summarize(measurements.filter(({ source }) => source.file === file));
    const settings = settingsOf(file);
    const shares = sharesIn(summaries, file);
    const rate = rateIn(summaries, pipeline, profile, settings);
    if (rate === undefined) for (const [name, share] of shares) loose.set(name, share);
    else if ('why' in rate) unused.push(rate);
    else runs.push({ settings, qps: rate.qps, from: rate.from, ...withShares(shares) });
  }
  const [only] = runs;
  if (only && runs.length === 1) {
    const shares = new Map([...loose, ...Object.entries(only.shares ?? {})]);
    Object.assign(only, withShares(shares));
  }
  return { runs, unused };
}

const withShares = (shares: ReadonlyMap<string, number>): Pick<MeasuredRun, 'shares'> =>
  shares.size === 0 ? {} : { shares: Object.fromEntries(shares) };

type Rate = { qps: number; from: string };

function rateIn(
  summaries: readonly Summary[],
  pipeline: Pipeline,
  profile: DeviceProfile,
  settings: Record<string, number>,
): Rate | { summary: Summary; why: MeasurementTextId } | undefined {
  const counted = summaries.find((each) => isRate(each) && each.mean > 0);
  if (counted) return { qps: counted.mean, from: placeOf(counted) };
  const timed = summaries.find((each) => isTime(each) && each.mean > 0);
  if (timed === undefined) return undefined;
  const frames = framesOfRun(pipeline, profile, settings);
  if (frames === undefined) return { summary: timed, why: 'unknown-frames' };
  return { qps: frames / timed.mean, from: placeOf(timed) };
}

const placeOf = ({ source }: Summary): string => `${source.file}:${source.line}`;

const isForever = (steps: readonly Step[]): boolean =>
  steps.some(
    (step) =>
      (step.kind === 'repeat' && (step.times === 'forever' || isForever(step.body))) ||
      (step.kind === 'lock' && isForever(step.body)) ||
      (step.kind === 'branch' && isForever([...step.then, ...step.otherwise])),
  );

/** Frames of the loop of a program that ends; undefined where it does not, or not soon. */
function framesOfRun(
  pipeline: Pipeline,
  profile: DeviceProfile,
  settings: Record<string, number>,
): number | undefined {
  if (pipeline.threads.some(({ program }) => isForever(program))) return undefined;
  const { run, wholeMs } = simulate(pipeline, profile, { settings, budgetEvents: WHOLE_RUN });
  return wholeMs !== undefined && run.frames > 0 ? run.frames : undefined;
}

/** Up to this many events the simulator runs a program that ends to its end. */
const WHOLE_RUN = 400_000;
