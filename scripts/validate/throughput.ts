/** The measured rows against the simulator: rates, utilizations, memory, host CPU. */
import type { DeviceProfile } from '../../src/profile/profile.ts';
import { noteText } from '../../src/service/note-text.ts';
import { kneeOf } from '../../src/sim/explore/knee.ts';
import { simulate } from '../../src/sim/index.ts';
import type { Prediction } from '../../src/sim/prediction.ts';
import type { Gate } from './gates.ts';
import type { MeasuredRow, Measurements } from './measurements.ts';
import { programOf } from './programs.ts';
import { fixed, mean, percent, table } from './report.ts';

export interface Outcome {
  row: MeasuredRow;
  prediction: Prediction;
  /** Share by which the predicted rate is off; undefined where the row has none. */
  error: number | undefined;
}

export function outcomesOf(rows: MeasuredRow[], data: Measurements, profile: DeviceProfile): Outcome[] {
  return rows.map((row) => {
    const prediction = simulate(programOf(row.program, data.picture), profile, { budgetEvents: 2_000_000 });
    const error = row.qps === undefined ? undefined : prediction.qps / row.qps - 1;
    return { row, prediction, error };
  });
}

/** Rows that count: those with a rate that are not left out. */
function judged(outcomes: Outcome[]): { row: MeasuredRow; prediction: Prediction; error: number }[] {
  return outcomes.flatMap(({ row, prediction, error }) =>
    error === undefined || row.leftOut !== undefined ? [] : [{ row, prediction, error }],
  );
}

export function throughputGates(outcomes: Outcome[]): Gate[] {
  const errors = judged(outcomes).map(({ error }) => 100 * Math.abs(error));
  return [
    { what: 'mean absolute error of the rates', value: mean(errors), limit: 4, unit: '%' },
    { what: 'largest error of a rate', value: Math.max(...errors), limit: 10, unit: '%' },
    worst(
      'AI Core utilization (two figures that contradict their row not judged)',
      differences(outcomes, 'aiCorePct', aiCore),
      6,
    ),
    worst(
      'memory bandwidth utilization (one such figure not judged)',
      differences(outcomes, 'memoryBandwidthPct', bandwidth),
      6,
    ),
    worst('memory in use', differences(outcomes, 'memoryPct', memory), 4),
    { what: 'host CPU, in parts of its value', value: hostCpuError(outcomes), limit: 30, unit: '%' },
    ...shapeGates(outcomes),
  ];
}

/** 1 where a shape of the measurements is not there. */
function shapeGates(outcomes: Outcome[]): Gate[] {
  const qps = (id: string) => outcomes.find(({ row }) => row.id === id)?.prediction.qps ?? 0;
  // As a user is told it. The measured rows, 588, 717, 768 and 759 frames/s of 2, 3, 4 and 8 threads, have theirs at 3.
  const knee = kneeOf([1, 2, 3, 4, 8].map((x) => ({ x, y: qps(`copy-decode-${x}x64`) })))?.x ?? 0;
  const fall = qps('full-batch1-8x64') < 0.98 * qps('full-batch1-6x64');
  const sweep = outcomes.filter(({ row }) => row.table === 'batch_sweep' && row.leftOut === undefined);
  const best = sweep.reduce((a, b) => (b.prediction.qps > a.prediction.qps ? b : a)).row.id === 'batch-16';
  const fits = outcomes
    .filter(({ row }) => row.table === 'full_batch1')
    .every(({ row, prediction }) => prediction.memory.fits === (row.fails === undefined));
  const shape = (what: string, there: boolean): Gate => ({
    what,
    value: there ? 0 : 1,
    limit: 0,
    unit: 'rows',
  });
  return [
    shape('no knee at 3 to 4 threads in copy + decode', knee === 3 || knee === 4),
    shape('no fall after 6 threads in the full pipeline', fall),
    shape('batch 16 is not the best', best),
    shape('7 x 128 does not fit, or 8 x 128 does', fits),
  ];
}

function worst(what: string, points: { points: number }[], limit: number): Gate {
  return { what, value: Math.max(...points.map(({ points }) => Math.abs(points))), limit, unit: 'points' };
}

const aiCore = ({ utilization }: Prediction) => 100 * (utilization['aicore'] ?? 0);
const bandwidth = ({ utilization }: Prediction) => 100 * (utilization['memoryBandwidth'] ?? 0);
const memory = (prediction: Prediction) => (100 * prediction.memory.peakBytes) / prediction.memory.limitBytes;
const hostCpu = ({ hostThreads }: Prediction) => 100 * Object.values(hostThreads).reduce((a, b) => a + b, 0);

type Measured = 'aiCorePct' | 'memoryBandwidthPct' | 'memoryPct' | 'hostCpuPct';

function differences(outcomes: Outcome[], key: Measured, of: (prediction: Prediction) => number) {
  return outcomes.flatMap(({ row, prediction }) => {
    const measured = row[key];
    if (measured === undefined || row.leftOut !== undefined || row.contradicts?.includes(key)) return [];
    return [{ row, measured, predicted: of(prediction), points: of(prediction) - measured }];
  });
}

function hostCpuError(outcomes: Outcome[]): number {
  const all = differences(outcomes, 'hostCpuPct', hostCpu);
  return Math.max(...all.map(({ points, measured }) => (100 * Math.abs(points)) / measured));
}

export function throughputTable(outcomes: Outcome[]): string {
  const rows = outcomes
    .filter(({ row }) => row.qps !== undefined)
    .map(({ row, prediction, error }) => [
      row.id,
      fixed(row.qps),
      fixed(prediction.qps),
      row.leftOut === undefined ? percent(error ?? 0) : 'left out',
      pair(row.aiCorePct, aiCore(prediction)),
      pair(row.memoryBandwidthPct, bandwidth(prediction)),
      pair(row.memoryPct, memory(prediction)),
      pair(row.hostCpuPct, hostCpu(prediction)),
    ]);
  const head = [
    'row',
    'measured frames/s',
    'predicted',
    'error',
    'AI Core %',
    'memory bandwidth %',
    'memory %',
    'host CPU %',
  ];
  return table(head, rows);
}

/** `measured → predicted`, where it was measured. */
function pair(measured: number | undefined, predicted: number): string {
  return measured === undefined ? '' : `${fixed(measured)} → ${fixed(predicted)}`;
}

/** Rows beyond a limit, or left out, with what is known of them. */
export function remarks(outcomes: Outcome[]): string {
  const lines = outcomes.flatMap(({ row, prediction }) => [
    ...(row.leftOut === undefined ? [] : [`- ${row.id} is left out: ${row.leftOut}.`]),
    ...(row.derived === undefined ? [] : [`- ${row.id}: ${row.derived}.`]),
    ...(row.remark === undefined ? [] : [`- ${row.id}: ${row.remark}.`]),
    ...(row.fails === undefined
      ? []
      : [
          `- ${row.id} fails at thread ${row.fails.thread}, buffer ${row.fails.buffer}; predicted: ${prediction.memory.failure ? noteText(prediction.memory.failure, 'en') : 'it fits'}.`,
        ]),
  ]);
  return lines.join('\n');
}
