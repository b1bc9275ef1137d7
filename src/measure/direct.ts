/** Constants that a measurement tells by itself, without a simulation: times of models, bandwidths, memory, host costs. */
import { mean } from 'simple-statistics';
import { matchModel } from '../profile/models.ts';
import { parseModelName } from '../profile/model-name.ts';
import type { DeviceProfile, Value } from '../profile/profile.ts';
import { constantAt, withConstant } from './constants.ts';
import type { Measurement } from './measurement.ts';

/** What the user says that a log does not. */
export interface CalibrationHints {
  model?: string;
  batch?: number;
}

/** One constant, and the samples that it is the mean of. */
export interface Adjustment {
  /** The constant, e.g. `link.gigabytesPerSecond` or `models.resnet50.16.milliseconds`. */
  constant: string;
  unit: string;
  before: number | null;
  after: number;
  samples: number;
  from: string;
  /** Mean deviation of the samples from their mean, a share; null for a single one. */
  fitError: number | null;
  /** Mean deviation of each sample from the mean of the others, a share; null for a single one. */
  holdoutError: number | null;
}

/** What a sample is of: a constant by its path, or a model's time at a batch. */
type Target = { path: string; unit: string } | { model: string; batch: number };

interface Sample {
  target: Target;
  value: number;
  from: string;
}

const MS_PER_SECOND = 1000;
const BYTES_PER_GB = 1e9;

const nameOf = (target: Target): string =>
  'path' in target ? target.path : `models.${target.model}.${target.batch}.milliseconds`;

/** The model that a measurement is of; undefined where neither it, its file's name nor the user tells. */
function modelName(subject: string, file: string, hints: CalibrationHints): string | undefined {
  if (hints.model !== undefined) return hints.model;
  const named = subject.replace(/^model ?/, '');
  // A bare number is an id of that one run.
  if (named !== '' && !/^\d+$/.test(named)) return named;
  const stem = file.replace(/\.(log|txt|csv|out)$/i, '');
  return matchModel(stem) === undefined ? undefined : stem;
}

function rateToMs(framesPerSecond: number | undefined, batch: number | undefined): number | undefined {
  return framesPerSecond && batch ? (MS_PER_SECOND * batch) / framesPerSecond : undefined;
}

function modelSample(measurement: Measurement, hints: CalibrationHints): Omit<Sample, 'from'> | undefined {
  const { kind, subject, values, source } = measurement;
  if (!/^model( (?!with its first run).*)?$/.test(subject)) return undefined;
  if (kind !== 'latency' && kind !== 'throughput') return undefined;
  const name = modelName(subject, source.file, hints);
  if (name === undefined) return undefined;
  const { tokens, batch: namedBatch } = parseModelName(name);
  const batch = values['batch'] ?? hints.batch ?? namedBatch;
  const value = values['meanMs'] ?? rateToMs(values['framesPerSecond'], batch);
  if (batch === undefined || !Number.isInteger(batch) || batch < 1 || !value) return undefined;
  return { target: { model: tokens.join('') || name, batch }, value };
}

/** Asynchronous calls only submit: their time on the host is the submitting thread's share of a submission. */
const SUBMISSION = /^acl\w+Async$/;

function constantSample(measurement: Measurement, profile: DeviceProfile): Omit<Sample, 'from'> | undefined {
  const { kind, subject, values } = measurement;
  const rate = values['bytesPerSecond'];
  if (kind === 'bandwidth' && rate) {
    const path = { h2d: 'link.gigabytesPerSecond', d2d: 'memory.gigabytesPerSecond' }[subject];
    return path === undefined ? undefined : { target: { path, unit: 'GB/s' }, value: rate / BYTES_PER_GB };
  }
  if (kind === 'size' && subject === 'deviceMemory' && values['bytes']) {
    return { target: { path: 'memory.bytes', unit: 'bytes' }, value: values['bytes'] };
  }
  const share = profile.host.submitShare.value;
  if (kind === 'api' && SUBMISSION.test(subject) && values['meanMs'] && share > 0) {
    return { target: { path: 'host.submissionMs', unit: 'ms' }, value: values['meanMs'] / share };
  }
  return undefined;
}

function adjustmentOf(target: Target, samples: readonly Sample[], before: number | null): Adjustment {
  const values = samples.map(({ value }) => value);
  const after = mean(values);
  const several = values.length > 1;
  const off = (value: number, reference: number): number => Math.abs(value - reference) / reference;
  const withoutOne = (value: number): number => (after * values.length - value) / (values.length - 1);
  return {
    constant: nameOf(target),
    unit: 'path' in target ? target.unit : 'ms',
    before,
    after,
    samples: values.length,
    from: samples[0]?.from ?? '',
    fitError: several ? mean(values.map((value) => off(value, after))) : null,
    holdoutError: several ? mean(values.map((value) => off(value, withoutOne(value)))) : null,
  };
}

function modelTime(profile: DeviceProfile, model: string, batch: number): number | null {
  const batches = profile.models.find(({ name }) => name === model)?.batches;
  return batches?.find((point) => point.batch === batch)?.milliseconds.value ?? null;
}

/** The profile with the model's time at this batch: a new batch, or a new model, where it had none. */
function withModelTime(profile: DeviceProfile, model: string, batch: number, time: Value): DeviceProfile {
  const copy = structuredClone(profile);
  let entry = copy.models.find(({ name }) => name === model);
  if (entry === undefined) {
    entry = { name: model, batches: [] };
    copy.models.push(entry);
  }
  const others = entry.batches.filter((point) => point.batch !== batch);
  const old = entry.batches.find((point) => point.batch === batch);
  entry.batches = [...others, { ...old, batch, milliseconds: time }].sort((a, b) => a.batch - b.batch);
  return copy;
}

function apply(profile: DeviceProfile, target: Target, adjustment: Adjustment): DeviceProfile {
  const { after: value, from: source } = adjustment;
  if ('path' in target) return withConstant(profile, target.path, { value, source, confidence: 'measured' });
  const time: Value = { value, unit: 'ms', source, confidence: 'measured' };
  return withModelTime(profile, target.model, target.batch, time);
}

export interface DirectResult {
  profile: DeviceProfile;
  adjustments: Adjustment[];
  /** Measurements that tell no constant by themselves. */
  unused: Measurement[];
}

/** Puts what the measurements tell into the profile, as measured, with their file and line as the source. */
export function adjustDirectly(
  base: DeviceProfile,
  measurements: readonly Measurement[],
  hints: CalibrationHints = {},
): DirectResult {
  const groups = new Map<string, Sample[]>();
  const unused: Measurement[] = [];
  for (const measurement of measurements) {
    const sample = modelSample(measurement, hints) ?? constantSample(measurement, base);
    if (sample === undefined) {
      unused.push(measurement);
      continue;
    }
    const { file, line } = measurement.source;
    const key = nameOf(sample.target);
    const group = groups.get(key) ?? [];
    // A benchmark prints the same mean twice: once as a time and once in the formula of the rate.
    const isRepeated = group.some(({ value, from }) => value === sample.value && from.startsWith(`${file}:`));
    groups.set(key, isRepeated ? group : [...group, { ...sample, from: `${file}:${line}` }]);
  }
  let profile = base;
  const adjustments: Adjustment[] = [];
  for (const samples of groups.values()) {
    const target = samples[0]?.target;
    if (target === undefined) continue;
    const before =
      'path' in target
        ? (constantAt(base, target.path) ?? null)
        : modelTime(base, target.model, target.batch);
    const adjustment = adjustmentOf(target, samples, before);
    profile = apply(profile, target, adjustment);
    adjustments.push(adjustment);
  }
  return { profile, adjustments, unused };
}
