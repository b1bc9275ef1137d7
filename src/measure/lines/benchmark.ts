/** Inference benchmarks: ais_bench (with its older names) and benchmark.x86_64. */
import { statement } from '../errors.ts';
import type { Measurement } from '../measurement.ts';
import { known, NUMBER, reportedNumber } from '../measurement.ts';
import type { LineContext, LineForm } from './line.ts';
import { measured, remarkOn } from './line.ts';
import { modelOf, readModelName } from './named-model.ts';
import { ownValue } from '../../base/own-value.ts';

const AIS_LATENCY = /\b(H2D_latency|NPU_compute_time|D2H_latency) \(ms\):/;
const AIS_FIGURE = new RegExp(
  String.raw`\b(min|max|mean|median|percentile\(99%\))\s*[=:]\s*(${NUMBER})(?=[\s,]|ms|$)`,
  'g',
);
const AIS_THROUGHPUT = new RegExp(
  String.raw`\bthroughput 1000\*batchsize(?:\.mean)?\((${NUMBER})\)/NPU_compute_time\.mean\((${NUMBER})\):?\s*(${NUMBER})?`,
  'i',
);

export const AIS_SUBJECTS: Record<string, string> = {
  H2D_latency: 'h2d',
  NPU_compute_time: 'model',
  D2H_latency: 'd2h',
};

function aisLatency(name: string, values: Record<string, number>, context: LineContext): Measurement[] {
  if (values['meanMs'] === undefined) return [];
  const subject = ownValue(AIS_SUBJECTS, name) ?? 'model';
  if (subject !== 'model') return [measured(context, 'latency', subject, values)];
  const model = modelOf(context);
  return [measured(context, 'latency', model.subject, known({ ...values, batch: model.batch }))];
}

const AIS_ORDER = ['minMs', 'maxMs', 'meanMs', 'medianMs', 'p99Ms'];

/** By their names: a line that was cut has the first of them, and the last may be a part of a number. */
function readAisLatency(text: string, context: LineContext): Measurement[] {
  const name = AIS_LATENCY.exec(text)?.[1];
  if (name === undefined || !/99%\)\s*[=:]\s*\d/.test(text)) return [];
  const figures = [...text.matchAll(AIS_FIGURE)].map(
    ([, figure = '', value]): [string, number | undefined] => [
      AIS_COLUMNS.get(withoutUnit(figure)) ?? '',
      reportedNumber(value),
    ],
  );
  return aisLatency(name, known(Object.fromEntries(figures)), context);
}

/** Columns of the table at the log's end, by the letters and digits of their heads. */
const AIS_COLUMNS = new Map([
  ['min', 'minMs'],
  ['max', 'maxMs'],
  ['mean', 'meanMs'],
  ['average', 'meanMs'],
  ['avg', 'meanMs'],
  ['median', 'medianMs'],
  ['p50', 'medianMs'],
  ['p99', 'p99Ms'],
  ['percentile99', 'p99Ms'],
]);

const withoutUnit = (head: string): string =>
  head
    .replace(/\(ms\)/i, '')
    .toLowerCase()
    .replaceAll(/[^a-z\d]/g, '');

/** Its head says what stands where; where there is none, the order is that of the lines. */
function readAisTable(text: string, context: LineContext): Measurement[] {
  const [first = '', ...cells] = text
    .trim()
    .replace(/^[|│┃]|[|│┃]$/g, '')
    .split(/[|│┃]/)
    .map((cell) => cell.trim());
  const columns = cells.map((cell) => AIS_COLUMNS.get(withoutUnit(cell)) ?? '');
  if (columns.includes('meanMs')) context.memory.set('ais columns', columns.join(' '));
  const name = /^(\w+)(?: \(ms\))?$/.exec(first)?.[1] ?? '';
  if (ownValue(AIS_SUBJECTS, name) === undefined) return [];
  const order = context.memory.get('ais columns')?.split(' ') ?? AIS_ORDER;
  const values = cells.map((cell, i): [string, number | undefined] => [order[i] ?? '', reportedNumber(cell)]);
  return aisLatency(name, known(Object.fromEntries(values.filter(([column]) => column !== ''))), context);
}

function readAisThroughput(text: string, context: LineContext): Measurement[] {
  const match = AIS_THROUGHPUT.exec(text);
  const batch = reportedNumber(match?.[1]);
  const meanMs = reportedNumber(match?.[2]);
  if (batch === undefined || meanMs === undefined || meanMs === 0) return [];
  const framesPerSecond = reportedNumber(match?.[3]) ?? (1000 * batch) / meanMs;
  return [measured(context, 'throughput', modelOf(context).subject, { framesPerSecond, batch, meanMs })];
}

const ONE_CALL = new RegExp(String.raw`\bfinished cost\s+(${NUMBER})\s*ms`);

/** Each call by itself: with the rate they tell the batch. */
function readCall(text: string, context: LineContext): Measurement[] {
  const ms = reportedNumber(ONE_CALL.exec(text)?.[1]);
  if (ms === undefined) return [];
  noteCall(ms, context);
  return [measured(context, 'latency', 'single run', { meanMs: ms })];
}

const AVERAGE_RATE = new RegExp(
  String.raw`\bave_throughputRate\s*[:=]\s*(${NUMBER})\s*samples/s,\s*ave_latency\s*[:=]\s*(${NUMBER})\s*ms`,
);
const STAGE_RATE = new RegExp(String.raw`\[([A-Za-z][\w -]{0,40})\]\s*throughputRate:\s*(${NUMBER})`);
const INTERFACE_RATE = new RegExp(String.raw`\bInterface throughputRate:\s*(${NUMBER})`);
const MODULE_LATENCY = new RegExp(String.raw`\bmoduleLatency:\s*(${NUMBER})`);
const MS_PER_SECOND = 1000;

/** Times of single calls, for their mean. */
function noteCall(ms: number, { memory }: LineContext): void {
  memory.set('calls', String(Number(memory.get('calls') ?? 0) + 1));
  memory.set('calls ms', String(Number(memory.get('calls ms') ?? 0) + ms));
}

/** How far a call's time may be from what rate and batch make it. */
const SAME_CALL = 0.25;
/** How near to a whole number a batch that is computed has to be. */
const SAME_BATCH = 0.06;

/** The batch that the log names, if single calls agree with it; else the one that they make with the rate. */
function batchAt(rate: number, named: number | undefined, context: LineContext): number | undefined {
  const calls = Number(context.memory.get('calls') ?? 0);
  if (calls === 0) return named;
  const callMs = Number(context.memory.get('calls ms') ?? 0) / calls;
  const computed = (callMs * rate) / MS_PER_SECOND;
  if (named === undefined) {
    const batch = Math.round(computed);
    return batch >= 1 && Math.abs(computed - batch) <= SAME_BATCH * batch ? batch : undefined;
  }
  if (Math.abs(computed / named - 1) <= SAME_CALL) return named;
  remarkOn(context, statement('call-contradicts', { callMs, rate, batch: named }));
  return undefined;
}

/** `ave_latency` is the time of one sample, 1000 / rate: a call takes as many times it as it has samples. */
function readAverageRate(text: string, context: LineContext): Measurement[] {
  const match = AVERAGE_RATE.exec(text);
  const framesPerSecond = reportedNumber(match?.[1]);
  const sampleMs = reportedNumber(match?.[2]);
  if (framesPerSecond === undefined || framesPerSecond === 0) return [];
  const model = modelOf(context);
  const { subject } = model;
  const batch = batchAt(framesPerSecond, model.batch, context);
  const meanMs = batch === undefined ? undefined : (MS_PER_SECOND * batch) / framesPerSecond;
  return [measured(context, 'throughput', subject, known({ framesPerSecond, batch, meanMs, sampleMs }))];
}

/** Stages by the names that the versions of the tool give them. */
const STAGES: Record<string, string> = {
  e2e: 'program',
  inference: 'infer',
  postprocess: 'post',
  'post process': 'post',
  'pre process': 'preprocess',
  dataread: 'data read',
};

/** A call of the interface takes as many samples as the batch; timed by the host around it. */
function callOf(samplesPerSecond: number, context: LineContext): Measurement[] {
  const { subject, batch } = modelOf(context);
  if (batch === undefined || samplesPerSecond === 0) return [];
  const meanMs = (MS_PER_SECOND * batch) / samplesPerSecond;
  return [{ ...measured(context, 'latency', subject, { meanMs, batch }), byHost: true }];
}

function readStageRate(text: string, context: LineContext): Measurement[] {
  const match = STAGE_RATE.exec(text);
  const framesPerSecond = reportedNumber(match?.[2]);
  if (framesPerSecond === undefined) return [];
  const name = (match?.[1] ?? '').toLowerCase();
  const stage = ownValue(STAGES, name) ?? name;
  const found = [measured(context, 'throughput', stage, { framesPerSecond })];
  const atInterface = reportedNumber(INTERFACE_RATE.exec(text)?.[1]);
  if (atInterface !== undefined)
    found.push(
      measured(context, 'throughput', `${stage} interface`, { framesPerSecond: atInterface }),
      ...callOf(atInterface, context),
    );
  const meanMs = reportedNumber(MODULE_LATENCY.exec(text)?.[1]);
  if (meanMs !== undefined) found.push(measured(context, 'latency', stage, { meanMs }));
  return found;
}

export const benchmarkForms: LineForm[] = [
  { format: 'benchmark', hint: /\.om\b|perf_of_|batch/i, read: readModelName },
  { format: 'ais_bench', hint: /\(ms\):/, read: readAisLatency },
  { format: 'ais_bench', hint: /[|│┃]/, read: readAisTable },
  { format: 'ais_bench', hint: /throughput 1000/i, read: readAisThroughput },
  { format: 'benchmark', hint: /finished cost/, read: readCall },
  { format: 'benchmark', hint: /ave_throughputRate/, read: readAverageRate },
  { format: 'benchmark', hint: /throughputRate/, read: readStageRate },
];
