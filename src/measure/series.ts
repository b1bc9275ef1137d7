/** A series of measured rates: one row a run, with the values of the program's parameters in it. CSV, or the JSON of runs. */
import { ImportError, statement } from './errors.ts';
import type { MeasuredRun } from './runs.ts';
import { looksLikeRuns, parseRuns } from './runs.ts';
import type { Table, TableRow } from './tables/table.ts';
import { numberCell } from './tables/table.ts';

/** Names of the column that holds frames per second. */
const RATE_COLUMNS = ['qps', 'fps', 'frames/s', 'throughput'];

/** Beyond this no curve gets clearer. */
const MOST_RUNS = 2000;

const rateColumn = ({ columns }: Table): string | undefined => RATE_COLUMNS.find((name) => columns.has(name));

function runOf(table: Table, row: TableRow, rate: string): MeasuredRun[] {
  const qps = numberCell(table, row, rate);
  if (qps === undefined || qps === 0) return [];
  const settings = new Map<string, number>();
  for (const name of table.columns.keys()) {
    const value = name === rate || name === '' ? undefined : numberCell(table, row, name);
    if (value !== undefined) settings.set(name, value);
  }
  const from = `${table.file}:${row.line}`;
  return settings.size === 0 ? [] : [{ settings: Object.fromEntries(settings), qps, from }];
}

/** Throws `ImportError` where there are none, or too many. */
function counted(file: string, runs: MeasuredRun[]): MeasuredRun[] {
  if (runs.length === 0) throw new ImportError(file, statement('no-runs'));
  if (runs.length > MOST_RUNS) throw new ImportError(file, statement('many-runs', { most: MOST_RUNS }));
  return runs;
}

/**
 * The runs of a table, with names as in its header, in lower case. Rows without a rate (a run that failed) are left out.
 * Undefined where it has no column for the rate. Throws `ImportError` for a series that makes no sense.
 */
export function runsOfTable(table: Table): MeasuredRun[] | undefined {
  const rate = rateColumn(table);
  if (rate === undefined) return undefined;
  return counted(
    table.file,
    table.rows.flatMap((row) => runOf(table, row, rate)),
  );
}

/** The same of a JSON value. @param text that it was read from, for the lines. */
export function runsOfJson(file: string, value: unknown, text: string): MeasuredRun[] | undefined {
  return looksLikeRuns(value) ? counted(file, parseRuns(file, value, text)) : undefined;
}
