/** CSV tables of msprof. Columns are found by name, never by position: their set and order differ by CANN version. */
import { parse } from 'csv-parse/browser/esm/sync';
import * as v from 'valibot';
import type { Measurement } from '../measurement.ts';
import type { MeasurementTextId } from '../errors.ts';
import { ImportError, statement } from '../errors.ts';
import { reportedNumber } from '../measurement.ts';

export interface TableRow {
  /** Counts from 1. */
  line: number;
  cells: ReadonlyMap<string, string>;
}

export interface Table {
  file: string;
  /** Column names in lower case, blanks trimmed. */
  columns: ReadonlySet<string>;
  rows: TableRow[];
}

/** A form of table that can be told by its columns. */
export interface TableForm {
  format: string;
  /** All of these columns are there. */
  columns: string[];
  read(table: Table): Measurement[];
}

const recordsSchema = v.array(
  v.object({ info: v.object({ lines: v.number() }), record: v.array(v.string()) }),
);

const errorSchema = v.object({ code: v.optional(v.string()), lines: v.optional(v.number()) });

function parseRecords(file: string, text: string): v.InferOutput<typeof recordsSchema> {
  try {
    const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true };
    return v.parse(recordsSchema, parse(text, { ...options, max_record_size: 1_000_000 }));
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
  const [header, ...records] = parseRecords(file, text);
  const names = (header?.record ?? []).map((name) => name.toLowerCase());
  const rows = records.map(({ info, record }) => ({
    line: info.lines,
    cells: new Map(names.map((name, i) => [name, record[i] ?? ''])),
  }));
  return { file, columns: new Set(names), rows };
}

/** The text of the first of `names` that the row has; msprof renames columns between versions. */
export function cell(row: TableRow, ...names: string[]): string | undefined {
  for (const name of names) {
    const text = row.cells.get(name);
    if (text !== undefined && text !== '') return text;
  }
  return undefined;
}

export function numberCell(row: TableRow, ...names: string[]): number | undefined {
  return reportedNumber(cell(row, ...names));
}

/** Microseconds of the named column in ms. */
export function millisecondsCell(row: TableRow, ...names: string[]): number | undefined {
  const microseconds = numberCell(row, ...names);
  return microseconds === undefined ? undefined : microseconds / 1000;
}
