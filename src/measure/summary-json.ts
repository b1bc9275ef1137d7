/** `*_summary.json` of ais_bench and msit: what their log says at its end. */
import * as v from 'valibot';
import { AIS_SUBJECTS } from './lines/benchmark.ts';
import type { Imported, Measurement } from './measurement.ts';
import { known, reportedNumber } from './measurement.ts';

const figure = v.optional(v.number());
const latencySchema = v.object({
  min: figure,
  max: figure,
  mean: v.number(),
  median: figure,
  'percentile(99%)': figure,
  count: figure,
});

const FORMAT = 'ais_bench summary';

/** Numbers of a JSON are no better than those of a log. */
const usable = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : reportedNumber(String(value));

function latency(file: string, subject: string, value: unknown, batch: number | undefined): Measurement[] {
  const parsed = v.safeParse(latencySchema, value);
  if (!parsed.success) return [];
  const { min, max, mean, median, count } = parsed.output;
  const values = known({
    meanMs: usable(mean),
    minMs: usable(min),
    maxMs: usable(max),
    medianMs: usable(median),
    p99Ms: usable(parsed.output['percentile(99%)']),
    count: usable(count),
    batch,
  });
  if (values['meanMs'] === undefined) return [];
  return [{ kind: 'latency', subject, values, source: { file, line: 1 } }];
}

/** Rate times mean, as the tool computes its rate; undefined where that is no whole number of samples. */
function batchOf(value: Record<string, unknown>): number | undefined {
  const mean = v.safeParse(latencySchema, value['NPU_compute_time']);
  const rate = v.safeParse(v.number(), value['throughput']);
  if (!mean.success || !rate.success) return undefined;
  const batch = (rate.output * mean.output.mean) / 1000;
  const whole = Math.round(batch);
  return whole >= 1 && Math.abs(batch - whole) < 0.02 * whole ? whole : undefined;
}

const isModel = ({ subject }: Measurement): boolean => subject === 'model';

/** Undefined where the value is no such summary. */
export function importSummary(file: string, value: unknown): Imported | undefined {
  const object = v.safeParse(v.record(v.string(), v.unknown()), value);
  if (!object.success) return undefined;
  const fields = new Map(Object.entries(object.output));
  const batch = batchOf(object.output);
  const measurements = Object.entries(AIS_SUBJECTS).flatMap(([key, subject]) =>
    latency(file, subject, fields.get(key), subject === 'model' ? batch : undefined),
  );
  if (measurements.length === 0) return undefined;
  const rate = usable(Number(fields.get('throughput') ?? NaN));
  if (rate !== undefined)
    measurements.push({
      kind: 'throughput',
      subject: 'model',
      values: known({ framesPerSecond: rate, batch, meanMs: measurements.find(isModel)?.values['meanMs'] }),
      source: { file, line: 1 },
    });
  return { format: FORMAT, measurements, problems: [], devices: [] };
}
