/** Many samples of one thing → one figure: the steady state of a log. */
import { mean, sampleStandardDeviation } from 'simple-statistics';
import type { Measurement, MeasurementKind, MeasurementSource } from './measurement.ts';
import { ownValue } from '../base/own-value.ts';

export interface Summary {
  kind: MeasurementKind;
  subject: string;
  /** The key of `Measurement.values` that `mean` is of. */
  value: string;
  mean: number;
  /** Sample standard deviation; 0 for a single sample. */
  deviation: number;
  samples: number;
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

/** One summary for each kind and subject, in order of appearance. */
export function summarize(measurements: Measurement[]): Summary[] {
  const groups = new Map<string, { kind: MeasurementKind; subject: string; samples: Sample[] }>();
  for (const { kind, subject, values, source } of measurements) {
    const value = ownValue(values, MAIN_VALUE[kind]);
    if (value === undefined) continue;
    const key = `${kind} ${subject}`;
    const group = groups.get(key) ?? { kind, subject, samples: [] };
    group.samples.push({ value, source });
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ kind, subject, samples }) => summaryOf(kind, subject, samples));
}

function summaryOf(kind: MeasurementKind, subject: string, samples: Sample[]): Summary[] {
  const sampled = kind === 'throughput' || kind === 'utilization';
  const kept = sampled ? steady(samples) : samples;
  const [first] = kept;
  if (first === undefined) return [];
  const values = kept.map(({ value }) => value);
  return [
    {
      kind,
      subject,
      value: MAIN_VALUE[kind],
      mean: mean(values),
      deviation: values.length > 1 ? sampleStandardDeviation(values) : 0,
      samples: values.length,
      source: first.source,
    },
  ];
}
