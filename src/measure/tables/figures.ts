/** Tables of which each row gives figures by itself. */
import type { Measurement, MeasurementKind } from '../measurement.ts';
import type { RowReader, Table, TableRow } from './table.ts';
import { eachRow } from './table.ts';

export const BYTES_PER_MB = 1e6;
export const BYTES_PER_KIB = 1024;

/** One figure of a row. */
export type Figure = (row: TableRow) => Measurement[];

export function figures(table: Table, ...all: Figure[]): RowReader {
  return eachRow(table, (row) => all.flatMap((figure) => figure(row)));
}

export function single(
  table: Table,
  row: TableRow,
  kind: MeasurementKind,
  subject: string,
  values: Record<string, number>,
): Measurement {
  return { kind, subject, values, source: { file: table.file, line: row.line } };
}
