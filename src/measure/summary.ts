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
}

/** A counter that reports every few seconds needs this many samples before one can be given up as start-up. */
const MIN_FOR_WARM_UP = 4;

/**
 * The samples of the steady state. A frame counter and a monitor print zeros before work starts and after it ends, and
 * the first period after the zeros still holds the start-up (it may even be higher: queues fill).
 */
function steady(samples: Sample[]): Sample[] {
  const first = samples.findIndex(({ value }) => value > 0);
  const last = samples.findLastIndex(({ value }) => value > 0);
  if (first < 0) return samples;
  const busy = samples.slice(first, last + 1);
  return busy.length >= MIN_FOR_WARM_UP && first > 0 ? busy.slice(1) : busy;
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
    const { kind, subject, part, values, source } = measurement;
    const value = ownValue(values, MAIN_VALUE[kind]);
    if (value === undefined) continue;
    const batch = kind === 'latency' ? values['batch'] : undefined;
    const of = { kind, subject, ...(part === undefined ? {} : { part }), ...(batch && { batch }) };
    const key = JSON.stringify([of, isOfOneFile(measurement) && source.file]);
    const group = groups.get(key) ?? { ...of, samples: [] };
    group.samples.push({ value, weight: values['count'] || 1, source });
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(summaryOf);
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
