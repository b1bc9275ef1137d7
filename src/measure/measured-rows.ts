/** What was measured, each quantity once, in the units that people read. */
import type { MeasurementKind } from './measurement.ts';
import type { Summary } from './summary.ts';

export type MeasuredUnit = 'frames/s' | '%' | 'ms' | 'MB/s' | 's' | 'MiB';

export interface MeasuredRow {
  kind: MeasurementKind;
  /** What was measured: `program`, a stage, a resource, an API, a model. */
  subject: string;
  /** Which of several, e.g. `NPU 3 chip 0`. */
  part?: string;
  /** Of one execution, where the measurement tells it. */
  batch?: number;
  unit: MeasuredUnit;
  /** Mean, in the unit. */
  value: number;
  /** Samples, and runs that they are means of. */
  count: number;
  /** File and line of the first sample. */
  from: string;
}

/** Unit of each kind, and how much of the stored value makes one of it. */
const UNITS: Record<MeasurementKind, readonly [MeasuredUnit, number]> = {
  throughput: ['frames/s', 1],
  duration: ['s', 1],
  utilization: ['%', 0.01],
  task: ['ms', 1],
  operators: ['%', 0.01],
  api: ['ms', 1],
  latency: ['ms', 1],
  bandwidth: ['MB/s', 1e6],
  size: ['MiB', 1024 * 1024],
};

export function measuredRows(summaries: readonly Summary[]): MeasuredRow[] {
  return [...summaries, ...wholes(summaries)].map(({ kind, subject, part, batch, mean, runs, source }) => {
    const [unit, one] = UNITS[kind];
    const from = `${source.file}:${source.line}`;
    const value = unit === '%' ? 100 * mean : mean / one;
    const of = { kind, subject, ...(part === undefined ? {} : { part }), ...(batch && { batch }) };
    return { ...of, unit, value, count: runs, from };
  });
}

/** Of tasks that several devices ran, all together, by how often each ran them. */
function wholes(summaries: readonly Summary[]): Summary[] {
  const parts = summaries.filter(({ kind, part }) => kind === 'task' && part !== undefined);
  const subjects = new Set(parts.map(({ subject }) => subject));
  return [...subjects].flatMap((subject) => {
    const all = parts.filter((each) => each.subject === subject);
    const [first] = all;
    if (!first || all.length < 2) return [];
    const { kind, value, deviation, samples, source } = first;
    const runs = all.reduce((sum, each) => sum + each.runs, 0);
    const mean = all.reduce((sum, each) => sum + each.mean * each.runs, 0) / runs;
    return [{ kind, subject, value, deviation, samples, source, runs, mean }];
  });
}
