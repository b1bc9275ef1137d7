/** CSV tables of msprof. Columns are found by name, never by position: their set and order differ by CANN version. */
import { statement } from '../errors.ts';
import type { Measurement, Remark } from '../measurement.ts';
import { isNothing, known, reportedNumber } from '../measurement.ts';
import { devicesApart } from '../tally.ts';
import { Heads } from './heads.ts';

export interface TableRow {
  /** Counts from 1. */
  line: number;
  /** In the order of the columns, untrimmed; a short row lacks the last ones. */
  cells: readonly string[];
}

/** A form of table that can be told by its columns. */
export interface TableForm {
  format: string;
  /** All of these columns are there; of names with `|` between them one is. */
  columns: string[];
  /** What it tells of a run, where other files of the same run tell it too. */
  tells?: Evidence;
  open(table: Table): RowReader;
}

/** Of several files of one run that tell the same, the one of the lowest rank is read. */
export interface Evidence {
  of: 'tasks' | 'calls' | 'all';
  rank: number;
}

/** Has the table the columns of the form? */
export const hasForm = (table: Table, { columns }: Pick<TableForm, 'columns'>): boolean =>
  columns.every((names) => names.split('|').some((name) => table.has(name)));

/** Reads a table row by row. */
export interface RowReader {
  row(row: TableRow): void;
  /** After the last row. */
  end(): { measurements: Measurement[]; problems?: Remark[] };
}

/** A cell's number in the unit asked for; undefined where there is none. */
export type NumberOf = (row: TableRow) => number | undefined;
export type TextOf = (row: TableRow) => string | undefined;

/** What cannot be used of a column, and what follows for its rows. */
interface Unusable {
  column: string;
  isNeeded: boolean;
  count: number;
  samples: { line: number; text: string }[];
}

/** Samples of unusable cells that a message shows. */
const MOST_SAMPLES = 3;
const LONGEST_SAMPLE = 40;

export class Table {
  /** Column names in lower case with their places. */
  readonly columns: ReadonlyMap<string, number>;
  private readonly heads: Heads;
  rows = 0;
  private readonly unusable = new Map<string, Unusable>();

  constructor(
    readonly file: string,
    header: readonly string[],
  ) {
    const names = header.map((name, i) =>
      (i === 0 ? name.replace(/^\ufeff/, '') : name).trim().toLowerCase(),
    );
    this.columns = new Map(names.map((name, i) => [name, i]));
    this.heads = new Heads(names);
  }

  /** Also where the head has another unit of the same kind. */
  has(name: string): boolean {
    return this.heads.find(name) !== undefined;
  }

  /** The first of `names` that the row says something in; msprof renames columns between versions. */
  text(...names: string[]): TextOf {
    const places = this.places(names);
    return ({ cells }) => {
      for (const at of places) {
        const text = (cells[at] ?? '').trim();
        if (!isNothing(text)) return text;
      }
      return undefined;
    };
  }

  /**
   * Numbers of the first of `names` that the table has, in the unit of the name, over `divisor`. What cannot be used is
   * counted.
   * @param isNeeded a row without it is left out.
   */
  number(names: readonly string[], divisor = 1, isNeeded = false): NumberOf {
    const head = names.map((name) => this.heads.find(name)).find((found) => found !== undefined);
    if (head === undefined) return () => undefined;
    const { at, column, factor } = head;
    const isPercent = column.endsWith('(%)');
    return (row) => {
      const text = (row.cells[at] ?? '').trim();
      const value = reportedNumber(isPercent ? text.replace(/%$/, '') : text);
      if (value !== undefined) return (value * factor) / divisor;
      if (isNeeded || !isNothing(text)) this.count(column, isNeeded, row.line, text);
      return undefined;
    };
  }

  /** A number without which a row is left out. */
  needed(names: readonly string[], divisor = 1): NumberOf {
    return this.number(names, divisor, true);
  }

  /** Share of rows that lack a number they need, 0…1. */
  get unusableShare(): number {
    const most = Math.max(0, ...[...this.unusable.values()].map((each) => (each.isNeeded ? each.count : 0)));
    return this.rows === 0 ? 0 : most / this.rows;
  }

  problems(): Remark[] {
    return [...this.unusable.values()].map(({ column, isNeeded, count, samples }) => {
      const shown = samples.map(({ line, text }) => statement('cell-at', { text: text || '""', line }));
      const data = { column, count, all: this.rows, samples: shown };
      const id = isNeeded ? 'rows-left-out' : 'cells-left-out';
      return { line: samples[0]?.line ?? 1, what: statement(id, data) };
    });
  }

  private places(names: readonly string[]): number[] {
    return names.flatMap((name) => this.heads.find(name)?.at ?? []);
  }

  private count(column: string, isNeeded: boolean, line: number, text: string): void {
    const found = this.unusable.get(column) ?? { column, isNeeded, count: 0, samples: [] };
    found.count++;
    if (found.samples.length < MOST_SAMPLES)
      found.samples.push({ line, text: text.slice(0, LONGEST_SAMPLE) });
    this.unusable.set(column, found);
  }
}

/** Measurements that one row of a table of totals may give; a table of more rows than this is none. */
const MOST_ROWS = 200_000;

export const DEVICE = ['device_id', 'device'];

/** A reader for tables whose every row stands for itself, or for one of several devices. */
export function eachRow(table: Table, read: (row: TableRow) => Measurement[]): RowReader {
  const measurements: Measurement[] = [];
  const of: { device: string | undefined }[] = [];
  const device = table.text(...DEVICE);
  let left = 0;
  return {
    row(row) {
      if (measurements.length >= MOST_ROWS) {
        left++;
        return;
      }
      const found = read(row);
      measurements.push(...found);
      of.push(...found.map(() => ({ device: device(row) })));
    },
    end() {
      const partOf = devicesApart(of);
      return {
        measurements: measurements.map((one, i) => ({ ...partOf(of[i]?.device), ...one })),
        problems: left === 0 ? [] : [{ line: table.rows + 1, what: statement('more-rows', { count: left }) }],
      };
    },
  };
}

const US_PER_MS = 1000;

/** Microseconds of a column, in ms. */
export const milliseconds = (table: Table, ...names: string[]): NumberOf => table.number(names, US_PER_MS);
export const neededMilliseconds = (table: Table, ...names: string[]): NumberOf =>
  table.needed(names, US_PER_MS);

/** What a row says of all runs of one thing; undefined where its count or its time is missing. */
export function totalsReader(
  table: Table,
  count: NumberOf,
  totalMs: NumberOf,
): (row: TableRow) => Measurement['values'] | undefined {
  const least = milliseconds(table, 'min(us)', 'min time(us)');
  const most = milliseconds(table, 'max(us)', 'max time(us)');
  return (row) => {
    const [runs, total] = [count(row), totalMs(row)];
    if (runs === undefined || runs === 0 || total === undefined) return undefined;
    return known({ count: runs, totalMs: total, meanMs: total / runs, minMs: least(row), maxMs: most(row) });
  };
}
