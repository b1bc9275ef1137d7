/** A series of measured rates: one row a run, with the values of the program's parameters in it. CSV, or the JSON of runs. */
import { ImportError, statement } from './errors.ts';
import type { MeasuredRun } from './runs.ts';
import { looksLikeRuns, parseRuns } from './runs.ts';
import type { NumberOf, Table, TableRow } from './tables/table.ts';

/** Names of the column that holds frames per second. */
const RATE_COLUMNS = ['qps', 'fps', 'frames/s', 'throughput'];
/** The same with what is counted: `Throughput (img/s)`. */
const WITH_UNIT =
  /^(?:qps|fps|throughput|rate)\s*[([](?:fps|(?:frame|image|img|sample|picture)s?\/s(?:ec)?)[)\]]$/;

/** Beyond this no curve gets clearer. */
const MOST_RUNS = 2000;

export const rateColumn = ({ columns }: Pick<Table, 'columns'>): string | undefined =>
  RATE_COLUMNS.find((name) => columns.has(name)) ?? [...columns.keys()].find((name) => WITH_UNIT.test(name));

const tooMany = (file: string): ImportError =>
  new ImportError(file, statement('many-runs', { most: MOST_RUNS }));

/** The runs of a table, with names as in its header, in lower case. Rows without a rate (a run that failed) are left out. */
export class SeriesReader {
  private readonly runs: MeasuredRun[] = [];
  private readonly rate: NumberOf;
  private readonly settings: [string, NumberOf][];

  constructor(private readonly table: Table) {
    const rate = rateColumn(table) ?? '';
    this.rate = table.number([rate]);
    this.settings = [...table.columns.keys()]
      .filter((name) => name !== rate && name !== '')
      .map((name) => [name, table.number([name])]);
  }

  /** Throws `ImportError` where there are too many. */
  row(row: TableRow): void {
    const qps = this.rate(row);
    if (qps === undefined || qps === 0) return;
    const settings = this.settings.flatMap(([name, valueOf]): [string, number][] => {
      const value = valueOf(row);
      return value === undefined ? [] : [[name, value]];
    });
    if (settings.length === 0) return;
    this.runs.push({ settings: Object.fromEntries(settings), qps, from: `${this.table.file}:${row.line}` });
    if (this.runs.length > MOST_RUNS) throw tooMany(this.table.file);
  }

  /** Throws `ImportError` where there are none. */
  end(): MeasuredRun[] {
    return counted(this.table.file, this.runs);
  }
}

function counted(file: string, runs: MeasuredRun[]): MeasuredRun[] {
  if (runs.length === 0) throw new ImportError(file, statement('no-runs'));
  if (runs.length > MOST_RUNS) throw tooMany(file);
  return runs;
}

/** The same of a JSON value. @param text that it was read from, for the lines. */
export function runsOfJson(file: string, value: unknown, text: string): MeasuredRun[] | undefined {
  return looksLikeRuns(value) ? counted(file, parseRuns(file, value, text)) : undefined;
}
