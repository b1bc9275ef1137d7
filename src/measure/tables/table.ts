/** CSV tables of msprof. Columns are found by name, never by position: their set and order differ by CANN version. */
import { parse } from 'csv-parse/browser/esm/sync';
import * as v from 'valibot';
import type { Measurement } from '../measurement.ts';
import type { MeasurementTextId } from '../errors.ts';
import { ImportError, statement } from '../errors.ts';
import { known, reportedNumber } from '../measurement.ts';

export interface TableRow {
  /** Counts from 1. */
  line: number;
  /** In the order of the columns; a short row lacks the last ones. */
  cells: readonly string[];
}

export interface Table {
  file: string;
  /** Column names in lower case, blanks trimmed, with their places. */
  columns: ReadonlyMap<string, number>;
  rows: TableRow[];
}

/** A form of table that can be told by its columns. */
export interface TableForm {
  format: string;
  /** All of these columns are there. */
  columns: string[];
  read(table: Table): Measurement[];
}

const errorSchema = v.object({ code: v.optional(v.string()), lines: v.optional(v.number()) });

/** A table may have hundreds of thousands of rows: no object is made of a record but its row. */
function parseRecords(file: string, text: string): TableRow[] {
  const rows: TableRow[] = [];
  try {
    parse(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: 1_000_000,
      on_record: (cells: string[], { lines }) => {
        rows.push({ line: lines, cells });
        return null;
      },
    });
    return rows;
  } catch (error) {
    const known = v.safeParse(errorSchema, error);
    const { code = '', lines } = known.success ? known.output : {};
    throw new ImportError(file, statement('not-csv', { why: statement(reasonOf(code)) }), lines);
  }
}

/** By csv-parse's code: its message quotes the data, over several lines. */
function reasonOf(code: string): MeasurementTextId {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'open-quote';
  if (code === 'CSV_MAX_RECORD_SIZE') return 'long-record';
  return code.includes('QUOTE') ? 'stray-quote' : 'bad-record';
}

/** Parses CSV. Throws `ImportError` naming the line where quotes do not close. */
export function parseTable(file: string, text: string): Table {
  const [header, ...rows] = parseRecords(file, text);
  const columns = new Map(header?.cells.map((name, i) => [name.toLowerCase(), i]));
  return { file, columns, rows };
}

/** The text of the first of `names` that the row has; msprof renames columns between versions. */
export function cell({ columns }: Table, row: TableRow, ...names: string[]): string | undefined {
  for (const name of names) {
    const at = columns.get(name);
    const text = at === undefined ? undefined : row.cells[at];
    if (text !== undefined && text !== '') return text;
  }
  return undefined;
}

export function numberCell(table: Table, row: TableRow, ...names: string[]): number | undefined {
  return reportedNumber(cell(table, row, ...names));
}

/** Microseconds of the named column in ms. */
export function millisecondsCell(table: Table, row: TableRow, ...names: string[]): number | undefined {
  const microseconds = numberCell(table, row, ...names);
  return microseconds === undefined ? undefined : microseconds / 1000;
}

/** What a row says of all runs of one thing. @param totalMs of all `count` of them. */
export function totals(table: Table, row: TableRow, count: number, totalMs: number): Measurement['values'] {
  return known({
    count,
    totalMs,
    meanMs: totalMs / count,
    minMs: millisecondsCell(table, row, 'min(us)', 'min time(us)'),
    maxMs: millisecondsCell(table, row, 'max(us)', 'max time(us)'),
  });
}
