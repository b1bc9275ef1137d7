/** A CSV on its way in: a table of msprof, or a series of runs. */
import type { MeasurementStatement } from '../errors.ts';
import { ImportError, statement } from '../errors.ts';
import type { Remark } from '../measurement.ts';
import { rateColumn, SeriesReader } from '../series.ts';
import { UNTOLD } from '../tables/system.ts';
import { hasForm, Table } from '../tables/table.ts';
import type { RowReader, TableForm, TableRow } from '../tables/table.ts';
import { betweenCells, CsvReader } from '../text/csv.ts';
import { TABLE_FORMS } from './forms.ts';
import type { MeasurementFile, Source } from './source.ts';
import { withClamps } from './source.ts';

const formOf = (table: Table): TableForm | undefined => TABLE_FORMS.find((form) => hasForm(table, form));

/** A table that tells nothing, or none that is known. */
function whyNot(table: Table): MeasurementStatement {
  const untold = UNTOLD.find((form) => hasForm(table, form));
  return untold ? statement('untold-table', { format: untold.format }) : statement('no-such-table');
}

/** Is the first line the heading of a known table? For files that are not called so. */
export function looksLikeTable(file: string, text: string): boolean {
  const [line = ''] = text.trimStart().split(/[\r\n]/, 1);
  const names = line.split(betweenCells(line)).map((name) => name.replace(/^\s*"(.*)"\s*$/, '$1'));
  if (names.length < 2) return false;
  const table = new Table(file, names);
  return formOf(table) !== undefined || rateColumn(table) !== undefined;
}

/** Rows shorter than this share of the heading at the end of a file are cut off. */
export class TableSource implements Source {
  private readonly csv: CsvReader;
  private table: Table | undefined;
  private form: TableForm | undefined;
  private rows: RowReader | undefined;
  private series: SeriesReader | undefined;
  /** Held back: the last row of a file that is cut. */
  private held: TableRow | undefined;

  constructor(private readonly file: string) {
    this.csv = new CsvReader(file, (cells, line) => this.record(cells, line));
  }

  push(piece: string): void {
    if (piece === '') return;
    this.csv.push(piece);
  }

  end(): MeasurementFile {
    const { endsLine } = this.csv;
    const cutLine = this.csv.end();
    if (this.table === undefined) throw new ImportError(this.file, statement('no-such-table'), 1);
    const cut = this.lastRow(cutLine, endsLine);
    if (this.series) return { kind: 'series', runs: this.series.end() };
    const read = this.rows?.end() ?? { measurements: [] };
    const problems = [...this.table.problems(), ...(read.problems ?? []), ...cut];
    const [first] = problems;
    // Nothing is left to be told: the file is refused with the reason.
    if (read.measurements.length === 0 && first) throw new ImportError(this.file, first.what, first.line);
    const format = this.form?.format ?? '';
    const imported = { format, measurements: read.measurements, problems, devices: [] };
    const tells = this.form?.tells;
    return { kind: 'quantities', imported: withClamps(imported), ...(tells && { tells }) };
  }

  private record(cells: string[], line: number): void {
    if (this.table === undefined) return this.open(cells);
    if (this.held) this.row(this.held);
    this.held = { cells, line };
  }

  private open(header: string[]): void {
    const table = new Table(this.file, header);
    this.table = table;
    if (rateColumn(table) !== undefined) {
      this.series = new SeriesReader(table);
      return;
    }
    this.form = formOf(table);
    if (this.form === undefined) throw new ImportError(this.file, whyNot(table), 1);
    this.rows = this.form.open(table);
  }

  private row(row: TableRow): void {
    if (this.table) this.table.rows++;
    (this.rows ?? this.series)?.row(row);
  }

  /** A last line that has no end, and fewer cells than the heading, was cut: its last number may be a part of one. */
  private lastRow(cutLine: number | undefined, endsLine: boolean): Remark[] {
    const { held, table } = this;
    const isCut = held !== undefined && !endsLine && held.cells.length < (table?.columns.size ?? 0);
    if (held && !isCut) this.row(held);
    const line = cutLine ?? (isCut ? held.line : undefined);
    return line === undefined ? [] : [{ line, what: statement('cut') }];
  }
}
