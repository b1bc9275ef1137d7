/** Tables of device tasks: op_summary (one row a task), op_statistic (one row an operator type) and task_time. */
import type { Measurement } from '../measurement.ts';
import type { ModelTallies, Tallies } from '../tally.ts';
import { addOperator, addTo, modelMeasurements, tallyMeasurements } from '../tally.ts';
import type { Table, TableForm } from './table.ts';
import { cell, millisecondsCell, numberCell, totals } from './table.ts';

function readSummary(table: Table): Measurement[] {
  const tallies: Tallies = new Map();
  const models: ModelTallies = new Map();
  for (const row of table.rows) {
    const ms = millisecondsCell(table, row, 'task duration(us)');
    if (ms === undefined) continue;
    const source = { file: table.file, line: row.line };
    addTo(tallies, cell(table, row, 'task type') ?? 'unknown', ms, source);
    const model = cell(table, row, 'model name', 'model id');
    addOperator(models, { model, operator: cell(table, row, 'op name') ?? '' }, ms, source);
  }
  return [...tallyMeasurements('task', tallies), ...modelMeasurements(models)];
}

function readStatistic(table: Table): Measurement[] {
  return table.rows.flatMap((row): Measurement[] => {
    const totalMs = millisecondsCell(table, row, 'total time(us)');
    const count = numberCell(table, row, 'count');
    const subject = cell(table, row, 'op type');
    if (totalMs === undefined || count === undefined || count === 0 || subject === undefined) return [];
    const values = totals(table, row, count, totalMs);
    const core = cell(table, row, 'core type');
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
  const tallies: Tallies = new Map();
  for (const row of table.rows) {
    const ms = millisecondsCell(table, row, 'task_time(us)');
    if (ms === undefined) continue;
    addTo(tallies, cell(table, row, 'kernel_type') ?? 'unknown', ms, { file: table.file, line: row.line });
  }
  return tallyMeasurements('task', tallies);
}

function readLegacyTaskTime(table: Table): Measurement[] {
  return table.rows.flatMap((row): Measurement[] => {
    const totalMs = millisecondsCell(table, row, 'time(us)');
    const count = numberCell(table, row, 'count');
    const subject = cell(table, row, 'type');
    if (totalMs === undefined || count === undefined || count === 0 || subject === undefined) return [];
    const values = totals(table, row, count, totalMs);
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
