/** Many samples of one thing → one figure: the steady state of a log. */
import { sampleStandardDeviation } from 'simple-statistics';
import type { Measurement, MeasurementKind, MeasurementSource } from './measurement.ts';
import { ownValue } from '../base/own-value.ts';

export interface Summary {
  kind: MeasurementKind;
  subject: string;
  /** Which of several of its kind. */
  part?: string;
  /** Of one execution, where the measurement tells it. */
  batch?: number;
  /** The key of `Measurement.values` that `mean` is of. */
  value: string;
  mean: number;
  /** Sample standard deviation; 0 for a single sample. */
  deviation: number;
  samples: number;
  /** Runs that the samples are the means of. */
  runs: number;
  /** Where the first sample that counts stands. */
  source: MeasurementSource;
}

/** Which value of a measurement is compared and averaged. */
const MAIN_VALUE: Record<MeasurementKind, string> = {
  throughput: 'framesPerSecond',
  duration: 'seconds',
  utilization: 'share',
  task: 'meanMs',
  operators: 'share',
  api: 'meanMs',
  latency: 'meanMs',
  bandwidth: 'bytesPerSecond',
  size: 'bytes',
};

interface Sample {
  value: number;
  /** How many runs the value is the mean of. */
  weight: number;
  source: MeasurementSource;
  sinceStart?: true | undefined;
}

/** A counter that reports every few seconds needs this many samples before one can be given up as start-up. */
const MIN_FOR_WARM_UP = 4;

/**
 * The samples of the steady state. A frame counter and a monitor print zeros before work starts and after it ends; the
 * first period after the zeros still holds the start-up (it may even be higher: queues fill), and the last one before
 * them the end. A tool's first sample may be of all the time before.
 */
function steady(all: Sample[]): Sample[] {
  const recent = all.filter(({ sinceStart }) => sinceStart === undefined);
  const samples = recent.length > 0 ? recent : all;
  const first = samples.findIndex(({ value }) => value > 0);
  const last = samples.findLastIndex(({ value }) => value > 0);
  if (first < 0) return samples;
  const busy = samples.slice(first, last + 1);
  if (busy.length < MIN_FOR_WARM_UP) return busy;
  const endsEarly = last + 1 < samples.length || isCut(busy);
  return busy.slice(first > 0 ? 1 : 0, endsEarly ? -1 : undefined);
}

/** Less than this of the least of all periods before is no rate of the steady state. */
const WHOLE_PERIOD = 0.9;

/** Was the program stopped within the last period, with nothing printed after it? */
function isCut(busy: readonly Sample[]): boolean {
  const before = busy.slice(0, -1).map(({ value }) => value);
  const least = before.reduce((found, value) => Math.min(found, value), Infinity);
  return (busy.at(-1)?.value ?? 0) < WHOLE_PERIOD * least;
}

/** What names a device in a file. */
const deviceOf = ({ part }: Group, { file }: MeasurementSource): string => JSON.stringify([part, file]);

/** Of each device of which a monitor printed idle time too: the lines in which its AI Core worked steadily. */
function workingLines(groups: readonly Group[]): Map<string, [first: number, last: number]> {
  const found = new Map<string, [number, number]>();
  for (const group of groups) {
    if (group.kind !== 'utilization' || group.subject !== 'aicore') continue;
    const kept = steady(group.samples);
    const [first, last] = [kept[0], kept.at(-1)];
    if (first && last && kept.length < group.samples.length)
      found.set(deviceOf(group, first.source), [first.source.line, last.source.line]);
  }
  return found;
}

/** What else a monitor printed of a device while that worked: its memory and bandwidth are not 0 when it is idle. */
function whileWorking(group: Group, working: ReturnType<typeof workingLines>): Sample[] {
  if (group.kind !== 'utilization' || group.subject === 'aicore') return group.samples;
  const within = group.samples.filter(({ source }) => {
    const [first = 0, last = Infinity] = working.get(deviceOf(group, source)) ?? [];
    return first <= source.line && source.line <= last;
  });
  return within.length > 0 ? within : group.samples;
}

interface Group {
  kind: MeasurementKind;
  subject: string;
  part?: string;
  batch?: number;
  samples: Sample[];
}

/** Rates of two logs are of two runs, in whatever settings: never one. */
const isOfOneFile = ({ kind, subject }: Measurement): boolean =>
  kind === 'throughput' || (kind === 'duration' && subject === 'loop');

/** One summary for each kind, subject and part, of rates for each file too, in order of appearance. */
export function summarize(measurements: readonly Measurement[]): Summary[] {
  const groups = new Map<string, Group>();
  for (const measurement of measurements) {
    const { kind, subject, part, values, source, sinceStart } = measurement;
    const value = ownValue(values, MAIN_VALUE[kind]);
    if (value === undefined) continue;
    const batch = kind === 'latency' ? values['batch'] : undefined;
    const of = { kind, subject, ...(part === undefined ? {} : { part }), ...(batch && { batch }) };
    const key = JSON.stringify([of, isOfOneFile(measurement) && source.file]);
    const group = groups.get(key) ?? { ...of, samples: [] };
    group.samples.push({ value, weight: values['count'] || 1, source, sinceStart });
    groups.set(key, group);
  }
  const all = [...groups.values()];
  const working = workingLines(all);
  return all.flatMap((group) => summaryOf({ ...group, samples: whileWorking(group, working) }));
}

/** Means of several runs count as often as they are of. */
function weightedMean(samples: readonly Sample[]): number {
  const weight = samples.reduce((sum, sample) => sum + sample.weight, 0);
  return samples.reduce((sum, sample) => sum + sample.value * sample.weight, 0) / weight;
}

function summaryOf({ samples, ...group }: Group): Summary[] {
  const isSampled = group.kind === 'throughput' || group.kind === 'utilization';
  const kept = isSampled ? steady(samples) : samples;
  const [first] = kept;
  if (first === undefined) return [];
  const values = kept.map(({ value }) => value);
  return [
    {
      ...group,
      value: MAIN_VALUE[group.kind],
      mean: weightedMean(kept),
      deviation: values.length > 1 ? sampleStandardDeviation(values) : 0,
      samples: values.length,
      runs: kept.reduce((sum, { weight }) => sum + weight, 0),
      source: first.source,
    },
  ];
}
