/** Constants that a measurement tells by itself, without a simulation: times of models, bandwidths, memory, host costs. */
import type { Confidence, DeviceProfile } from '../profile/profile.ts';
import { MOST_VALUE } from '../profile/profile.ts';
import { constantAt, withConstant, withModelTime } from './constants.ts';
import type { MeasurementTextId } from './errors.ts';
import type { Measurement } from './measurement.ts';
import type { CalibrationHints } from './model-times.ts';
import { ModelNamer } from './model-times.ts';
import { toldConstant } from './targets.ts';

/** One constant, and the samples that it is the mean of. */
export interface Adjustment {
  /** The constant, e.g. `link.gigabytesPerSecond` or `models.resnet50.16.milliseconds`. */
  constant: string;
  unit: string;
  before: number | null;
  after: number;
  samples: number;
  from: string;
  confidence: Confidence;
  /** Mean deviation of the samples from their mean, a share; null for a single one. */
  fitError: number | null;
  /** Mean deviation of each sample from the mean of the others, a share; null for a single one. */
  holdoutError: number | null;
  /** Within which it lies all but surely, where that can be told. */
  interval?: [number, number];
}

/** What a sample is of: a constant by its path, or a model's time at a batch. */
type Target = { path: string; unit: string } | { model: string; batch: number };

interface Sample {
  target: Target;
  value: number;
  /** How many runs the value is the mean of. */
  weight: number;
  /** With fewer runs, those of all samples together, the profile's figure stays. */
  leastRuns: number;
  confidence: Confidence;
  from: string;
  measurement: Measurement;
}

/** A measurement that tells no constant by itself, and why. */
export interface Unused {
  measurement: Measurement;
  why: MeasurementTextId;
}

const nameOf = (target: Target): string =>
  'path' in target ? target.path : `models.${target.model}.${target.batch}.milliseconds`;

/** The samples that a measurement gives, or why it gives none. */
function samplesOf(
  measurement: Measurement,
  profile: DeviceProfile,
  models: ModelNamer,
  isChosen: boolean,
): Sample[] | { why: MeasurementTextId } {
  const { file, line } = measurement.source;
  const common = { weight: measurement.values['count'] || 1, from: `${file}:${line}`, measurement };
  const time = models.timeOf(measurement);
  if (time !== undefined) {
    if ('why' in time) return time;
    const { milliseconds, ...target } = time;
    const confidence = measurement.byHost ? 'derived' : 'measured';
    return [{ target, value: milliseconds, confidence, leastRuns: 1, ...common }];
  }
  const told = toldConstant(measurement, profile, isChosen);
  if ('why' in told) return told;
  const { paths, unit, ...rest } = told;
  return paths.map((path) => ({ target: { path, unit }, ...rest, ...common }));
}

interface Sums {
  value: number;
  weight: number;
}

function sumsOf(samples: readonly Sample[]): Sums {
  const weight = samples.reduce((sum, sample) => sum + sample.weight, 0);
  return { weight, value: samples.reduce((sum, sample) => sum + sample.value * sample.weight, 0) };
}

function adjustmentOf(samples: readonly Sample[], first: Sample, before: number | null): Adjustment {
  const { value, weight } = sumsOf(samples);
  const after = value / weight;
  const several = samples.length > 1;
  const mean = (errors: number[]): number => errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const off = (each: Sample, reference: number): number => Math.abs(each.value - reference) / reference;
  const withoutOne = (each: Sample): number => (value - each.value * each.weight) / (weight - each.weight);
  return {
    constant: nameOf(first.target),
    unit: 'path' in first.target ? first.target.unit : 'ms',
    before,
    after,
    samples: samples.length,
    from: first.from,
    confidence: first.confidence,
    fitError: several ? mean(samples.map((each) => off(each, after))) : null,
    holdoutError: several ? mean(samples.map((each) => off(each, withoutOne(each)))) : null,
  };
}

function modelTime(profile: DeviceProfile, model: string, batch: number): number | null {
  const batches = profile.models.find(({ name }) => name === model)?.batches;
  return batches?.find((point) => point.batch === batch)?.milliseconds.value ?? null;
}

function apply(profile: DeviceProfile, target: Target, adjustment: Adjustment): DeviceProfile {
  const { after: value, from: source, confidence } = adjustment;
  if ('path' in target) return withConstant(profile, target.path, { value, source, confidence });
  return withModelTime(profile, target.model, target.batch, { value, unit: 'ms', source, confidence });
}

export interface DirectResult {
  profile: DeviceProfile;
  adjustments: Adjustment[];
  /** Of those the times of models that only the host has measured. */
  byHost: Adjustment[];
  unused: Unused[];
}

/** A benchmark prints the same mean twice: once as a time and once in the formula of the rate. */
function addSample(group: readonly Sample[], sample: Sample): Sample[] {
  const fileOf = ({ from }: Sample): string => from.replace(/:\d+$/, '');
  const isRepeated = group.some(
    (each) => fileOf(each) === fileOf(sample) && Math.abs(each.value / sample.value - 1) < REPEATED,
  );
  return isRepeated ? [...group] : [...group, sample];
}

/** The rate that is printed has fewer digits than the time. */
const REPEATED = 1e-3;

const isModelTime = ({ target }: Sample): boolean => 'model' in target;

type Groups = ReadonlyMap<string, readonly Sample[]>;

/** Puts what the measurements tell into the profile, as measured, with their file and line as the source. */
export function adjustDirectly(
  base: DeviceProfile,
  measurements: readonly Measurement[],
  hints: CalibrationHints = {},
  isChosen = false,
): DirectResult {
  const { groups, unused } = grouped(base, measurements, new ModelNamer(measurements, hints), isChosen);
  return { ...applied(base, groups), unused };
}

/** A report that is damaged may hold more digits than any figure has. */
const possible = (samples: Sample[] | { why: MeasurementTextId }): Sample[] | { why: MeasurementTextId } =>
  'why' in samples || samples.every(({ value }) => value <= MOST_VALUE)
    ? samples
    : { why: 'impossible-figure' };

/** Samples by what they are of. */
function grouped(
  base: DeviceProfile,
  measurements: readonly Measurement[],
  models: ModelNamer,
  isChosen: boolean,
): { groups: Groups; unused: Unused[] } {
  const groups = new Map<string, Sample[]>();
  const unused: Unused[] = [];
  for (const measurement of measurements) {
    const samples = possible(samplesOf(measurement, base, models, isChosen));
    if ('why' in samples) {
      unused.push({ measurement, why: samples.why });
      continue;
    }
    for (const sample of samples) {
      const key = nameOf(sample.target);
      const group = groups.get(key) ?? [];
      groups.set(key, isModelTime(sample) ? addSample(group, sample) : [...group, sample]);
    }
  }
  const few = [...groups].filter(([, samples]) => areTooFew(samples));
  for (const [key] of few) groups.delete(key);
  const left = new Set(few.flatMap(([, samples]) => samples.map(({ measurement }) => measurement)));
  return {
    groups,
    unused: [...unused, ...[...left].map((measurement): Unused => ({ measurement, why: 'few-calls' }))],
  };
}

const areTooFew = (samples: readonly Sample[]): boolean =>
  sumsOf(samples).weight < Math.max(...samples.map(({ leastRuns }) => leastRuns));

function applied(base: DeviceProfile, groups: Groups): Omit<DirectResult, 'unused'> {
  let profile = base;
  const adjustments: Adjustment[] = [];
  const byHost: Adjustment[] = [];
  for (const all of groups.values()) {
    // What the device measured goes before what the host did around it.
    const measured = all.filter(({ confidence }) => confidence === 'measured');
    const samples = measured.length > 0 ? measured : all;
    const [first] = samples;
    if (first === undefined) continue;
    const adjustment = adjustmentOf(samples, first, valueBefore(base, first.target));
    profile = apply(profile, first.target, adjustment);
    adjustments.push(adjustment);
    if ('model' in first.target && first.confidence === 'derived') byHost.push(adjustment);
  }
  return { profile, adjustments, byHost };
}

function valueBefore(base: DeviceProfile, target: Target): number | null {
  return 'path' in target
    ? (constantAt(base, target.path) ?? null)
    : modelTime(base, target.model, target.batch);
}
