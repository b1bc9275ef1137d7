/** Tables of device tasks: op_summary (one row a task), op_statistic (one row an operator type) and task_time. */
import type { Measurement, MeasurementSource } from '../measurement.ts';
import { known } from '../measurement.ts';
import type { Table, TableForm, TableRow } from './table.ts';
import { cell, millisecondsCell, numberCell } from './table.ts';

interface Tally {
  count: number;
  totalMs: number;
  minMs: number;
  maxMs: number;
  source: MeasurementSource;
}

function addTo(tallies: Map<string, Tally>, key: string, ms: number, source: MeasurementSource): void {
  const tally = tallies.get(key);
  if (tally === undefined) {
    tallies.set(key, { count: 1, totalMs: ms, minMs: ms, maxMs: ms, source });
    return;
  }
  tally.count += 1;
  tally.totalMs += ms;
  tally.minMs = Math.min(tally.minMs, ms);
  tally.maxMs = Math.max(tally.maxMs, ms);
}

function taskMeasurements(tallies: Map<string, Tally>): Measurement[] {
  return [...tallies].map(([subject, { count, totalMs, minMs, maxMs, source }]) => ({
    kind: 'task',
    subject,
    values: { count, totalMs, meanMs: totalMs / count, minMs, maxMs },
    source,
  }));
}

interface ModelTally {
  /** Runs of each operator, by name: an operator of a static model runs once an execution. */
  runs: Map<string, number>;
  totalMs: number;
  source: MeasurementSource;
}

function addToModel(models: Map<string, ModelTally>, row: TableRow, ms: number, source: MeasurementSource) {
  const model = cell(row, 'model name', 'model id');
  // 4294967295 marks operators that were launched singly, not as a part of a model.
  if (model === undefined || model === '4294967295' || model === 'N/A') return;
  const tally = models.get(model) ?? { runs: new Map<string, number>(), totalMs: 0, source };
  const name = cell(row, 'op name') ?? '';
  tally.runs.set(name, (tally.runs.get(name) ?? 0) + 1);
  tally.totalMs += ms;
  models.set(model, tally);
}

/** Executions of the model: how often most of its operators ran. */
function executions(tally: ModelTally): number {
  const counts = [...tally.runs.values()].sort((a, b) => a - b);
  return counts[Math.floor(counts.length / 2)] ?? 1;
}

function modelMeasurements(models: Map<string, ModelTally>): Measurement[] {
  return [...models].map(([model, tally]) => {
    const count = executions(tally);
    return {
      kind: 'latency',
      subject: `model ${model}`,
      values: { meanMs: tally.totalMs / count, count },
      source: tally.source,
    };
  });
}

function readSummary(table: Table): Measurement[] {
  const tallies = new Map<string, Tally>();
  const models = new Map<string, ModelTally>();
  for (const row of table.rows) {
    const ms = millisecondsCell(row, 'task duration(us)');
    if (ms === undefined) continue;
    const source = { file: table.file, line: row.line };
    addTo(tallies, cell(row, 'task type') ?? 'unknown', ms, source);
    addToModel(models, row, ms, source);
  }
  return [...taskMeasurements(tallies), ...modelMeasurements(models)];
}

function readStatistic(table: Table): Measurement[] {
  return table.rows.flatMap((row): Measurement[] => {
    const totalMs = millisecondsCell(row, 'total time(us)');
    const count = numberCell(row, 'count');
    const subject = cell(row, 'op type');
    if (totalMs === undefined || count === undefined || count === 0 || subject === undefined) return [];
    const values = known({
      count,
      totalMs,
      meanMs: totalMs / count,
      minMs: millisecondsCell(row, 'min time(us)'),
      maxMs: millisecondsCell(row, 'max time(us)'),
    });
    const core = cell(row, 'core type');
    return [
      {
        kind: 'task',
        subject: core === undefined ? subject : `${core} ${subject}`,
        values,
        source: { file: table.file, line: row.line },
      },
    ];
  });
}

function readTaskTime(table: Table): Measurement[] {
  const tallies = new Map<string, Tally>();
  for (const row of table.rows) {
    const ms = millisecondsCell(row, 'task_time(us)');
    if (ms === undefined) continue;
    addTo(tallies, cell(row, 'kernel_type') ?? 'unknown', ms, { file: table.file, line: row.line });
  }
  return taskMeasurements(tallies);
}

function readLegacyTaskTime(table: Table): Measurement[] {
  return table.rows.flatMap((row): Measurement[] => {
    const totalMs = millisecondsCell(row, 'time(us)');
    const count = numberCell(row, 'count');
    const subject = cell(row, 'type');
    if (totalMs === undefined || count === undefined || count === 0 || subject === undefined) return [];
    const values = known({
      count,
      totalMs,
      meanMs: totalMs / count,
      minMs: millisecondsCell(row, 'min(us)'),
      maxMs: millisecondsCell(row, 'max(us)'),
    });
    return [{ kind: 'task', subject, values, source: { file: table.file, line: row.line } }];
  });
}

export const taskForms: TableForm[] = [
  { format: 'msprof op_summary', columns: ['op name', 'task duration(us)'], read: readSummary },
  { format: 'msprof op_statistic', columns: ['op type', 'count', 'total time(us)'], read: readStatistic },
  { format: 'msprof task_time', columns: ['kernel_type', 'task_time(us)'], read: readTaskTime },
  {
    format: 'msprof task_time',
    columns: ['time(us)', 'count', 'waiting(us)', 'type'],
    read: readLegacyTaskTime,
  },
];
