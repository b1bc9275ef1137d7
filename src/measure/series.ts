/** A series of measured rates: one row a run, with the values of the program's parameters in it. CSV, or the JSON of runs. */
import { ImportError, statement } from './errors.ts';
import { MAX_IMPORT_BYTES, reportedNumber } from './measurement.ts';
import type { MeasuredRun } from './runs.ts';
import { looksLikeRuns, parseRuns } from './runs.ts';
import type { Table, TableRow } from './tables/table.ts';
import { parseTable } from './tables/table.ts';

/** Names of the column that holds frames per second. */
const RATE_COLUMNS = ['qps', 'fps', 'frames/s', 'throughput'];

/** Beyond this no curve gets clearer. */
const MOST_RUNS = 2000;

const rateColumn = ({ columns }: Table): string | undefined => RATE_COLUMNS.find((name) => columns.has(name));

function runOf(row: TableRow, rate: string, file: string): MeasuredRun[] {
  const qps = reportedNumber(row.cells.get(rate));
  if (qps === undefined || qps === 0) return [];
  const settings: Record<string, number> = {};
  for (const [name, text] of row.cells) {
    const value = name === rate ? undefined : reportedNumber(text);
    if (value !== undefined && name !== '') settings[name] = value;
  }
  return Object.keys(settings).length === 0 ? [] : [{ settings, qps, from: `${file}:${row.line}` }];
}

/** Rows without a rate (a run that failed) are left out. Undefined where the table has no column for the rate. */
function runsOfTable(file: string, text: string): MeasuredRun[] | undefined {
  const table = parseTable(file, text);
  const rate = rateColumn(table);
  return rate === undefined ? undefined : table.rows.flatMap((row) => runOf(row, rate, file));
}

function runsOfJson(file: string, text: string): MeasuredRun[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // No JSON at all: another reader may know the form.
    return undefined;
  }
  return looksLikeRuns(value) ? parseRuns(file, value, text) : undefined;
}

/**
 * The runs of a file; undefined where it is none of a series. Of a CSV the names are as in the header, in lower case.
 * Throws `ImportError` where it is one that makes no sense.
 */
export function importSeries(file: string, text: string): MeasuredRun[] | undefined {
  if (text.length > MAX_IMPORT_BYTES || text.includes('\0')) return undefined;
  const runs = /\.csv$/i.test(file) ? runsOfTable(file, text) : runsOfJson(file, text);
  if (runs === undefined) return undefined;
  if (runs.length === 0) throw new ImportError(file, statement('no-runs'));
  if (runs.length > MOST_RUNS) throw new ImportError(file, statement('many-runs', { most: MOST_RUNS }));
  return runs;
}
