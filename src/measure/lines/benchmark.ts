/** Inference benchmarks: ais_bench (with its older names), msame and benchmark.x86_64. */
import type { Measurement } from '../measurement.ts';
import { known, reportedNumber } from '../measurement.ts';
import type { LineContext, LineForm } from './line.ts';
import { measured } from './line.ts';
import { ownValue } from '../../base/own-value.ts';

const AIS_LATENCY =
  /\b(H2D_latency|NPU_compute_time|D2H_latency) \(ms\): min = ([\d.]+), max = ([\d.]+), mean = ([\d.]+), median = ([\d.]+), percentile\(99%\) = ([\d.]+)/;
const AIS_TABLE_ROW =
  /(H2D_latency|NPU_compute_time|D2H_latency) \(ms\)[^\d|│]*[|│]\s*([\d.]+)\s*[|│]\s*([\d.]+)\s*[|│]\s*([\d.]+)\s*[|│]\s*([\d.]+)\s*[|│]\s*([\d.]+)/;
const AIS_THROUGHPUT =
  /\bthroughput 1000\*batchsize(?:\.mean)?\(([\d.]+)\)\/NPU_compute_time\.mean\(([\d.]+)\):?\s*([\d.]+)?/i;

const AIS_SUBJECTS: Record<string, string> = {
  H2D_latency: 'h2d',
  NPU_compute_time: 'model',
  D2H_latency: 'd2h',
};

function latencyOf(match: RegExpExecArray, order: string[]): Record<string, number> {
  return known(Object.fromEntries(order.map((name, i) => [name, reportedNumber(match[i + 2])])));
}

function readAisLatency(text: string, context: LineContext): Measurement[] {
  const line = AIS_LATENCY.exec(text);
  const match = line ?? AIS_TABLE_ROW.exec(text);
  if (match === null) return [];
  const values = latencyOf(match, ['minMs', 'maxMs', 'meanMs', 'medianMs', 'p99Ms']);
  if (values['meanMs'] === undefined) return [];
  return [measured(context, 'latency', ownValue(AIS_SUBJECTS, match[1] ?? '') ?? 'model', values)];
}

function readAisThroughput(text: string, context: LineContext): Measurement[] {
  const match = AIS_THROUGHPUT.exec(text);
  const batch = reportedNumber(match?.[1]);
  const meanMs = reportedNumber(match?.[2]);
  if (batch === undefined || meanMs === undefined || meanMs === 0) return [];
  const framesPerSecond = reportedNumber(match?.[3]) ?? (1000 * batch) / meanMs;
  return [measured(context, 'throughput', 'model', { framesPerSecond, batch, meanMs })];
}

const MSAME_AVERAGE = /\bInference average time\s*(?:(without first time)\s*)?:\s*([\d.]+)\s*ms/;
const MSAME_ONE = /\bInference time\s*:\s*([\d.]+)\s*ms/;

/** msame does not print the batch: who reads this must know it. The mean without the first, slower run counts. */
function readMsame(text: string, context: LineContext): Measurement[] {
  const average = MSAME_AVERAGE.exec(text);
  const meanMs = reportedNumber(average?.[2]);
  if (meanMs !== undefined) {
    const subject = average?.[1] === undefined ? 'model with its first run' : 'model';
    return [measured(context, 'latency', subject, { meanMs })];
  }
  const one = reportedNumber(MSAME_ONE.exec(text)?.[1]);
  return one === undefined ? [] : [measured(context, 'latency', 'single run', { meanMs: one })];
}

const AVERAGE_RATE =
  /\bave_throughputRate\s*[:=]\s*([\d.]+)\s*samples\/s,\s*ave_latency\s*[:=]\s*([\d.]+)\s*ms/;
const STAGE_RATE = /\[(e2e|data read|preprocess|infer|post)\]\s*throughputRate:\s*([\d.]+)/;
const INTERFACE_RATE = /\bInterface throughputRate:\s*([\d.]+)/;
const MODULE_LATENCY = /\bmoduleLatency:\s*([\d.]+)/;

/** `ave_latency` is the time of one sample: 1000 / rate. */
function readAverageRate(text: string, context: LineContext): Measurement[] {
  const match = AVERAGE_RATE.exec(text);
  const framesPerSecond = reportedNumber(match?.[1]);
  const meanMs = reportedNumber(match?.[2]);
  if (framesPerSecond === undefined) return [];
  return [measured(context, 'throughput', 'model', known({ framesPerSecond, meanMs }))];
}

function readStageRate(text: string, context: LineContext): Measurement[] {
  const match = STAGE_RATE.exec(text);
  const framesPerSecond = reportedNumber(match?.[2]);
  if (framesPerSecond === undefined) return [];
  const stage = match?.[1] === 'e2e' ? 'program' : (match?.[1] ?? '');
  const values = known({
    framesPerSecond,
    interfaceFramesPerSecond: reportedNumber(INTERFACE_RATE.exec(text)?.[1]),
    meanMs: reportedNumber(MODULE_LATENCY.exec(text)?.[1]),
  });
  return [measured(context, 'throughput', stage, values)];
}

export const benchmarkForms: LineForm[] = [
  { format: 'ais_bench', read: readAisLatency },
  { format: 'ais_bench', read: readAisThroughput },
  { format: 'msame', read: readMsame },
  { format: 'benchmark', read: readAverageRate },
  { format: 'benchmark', read: readStageRate },
];
