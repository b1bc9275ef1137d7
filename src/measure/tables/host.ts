/** Tables of the host and of links: api_statistic, runtime_api, dvpp and pcie. */
import type { Measurement } from '../measurement.ts';
import { shareOfPercent } from '../measurement.ts';
import type { Table, TableForm, TableRow } from './table.ts';
import { cell, millisecondsCell, numberCell, totals } from './table.ts';
import { ownValue } from '../../base/own-value.ts';

function apiRow(table: Table, row: TableRow): Measurement[] {
  const subject = cell(table, row, 'api name', 'name');
  const count = numberCell(table, row, 'count', 'calls');
  const nanoseconds = numberCell(table, row, 'time(ns)');
  const totalMs = nanoseconds === undefined ? millisecondsCell(table, row, 'time(us)') : nanoseconds / 1e6;
  if (subject === undefined || count === undefined || count === 0 || totalMs === undefined) return [];
  const values = totals(table, row, count, totalMs);
  return [{ kind: 'api', subject, values, source: { file: table.file, line: row.line } }];
}

const readApi = (table: Table): Measurement[] => table.rows.flatMap((row) => apiRow(table, row));

/** Engines as this project names them, by the name in the table (JPEGD, VPC, VDEC …). */
function readDvpp(table: Table): Measurement[] {
  return table.rows.flatMap((row): Measurement[] => {
    const subject = cell(table, row, 'engine type')?.toLowerCase();
    if (subject === undefined) return [];
    const source = { file: table.file, line: row.line };
    const percent = numberCell(table, row, 'all utilization(%)');
    const count = numberCell(table, row, 'all frame');
    const totalMs = millisecondsCell(table, row, 'all time(us)');
    const found: Measurement[] = [];
    if (percent !== undefined) {
      found.push({ kind: 'utilization', subject, values: { share: shareOfPercent(percent) }, source });
    }
    if (count !== undefined && count > 0 && totalMs !== undefined) {
      found.push({ kind: 'task', subject, values: { count, totalMs, meanMs: totalMs / count }, source });
    }
    return found;
  });
}

/** Posted writes carry the data. The vendor reads Tx as the model's input (MindX SDK, Rec tuning guide), so Rx is its output. Averages over the run: idle times too. */
const PCIE_ROWS: Record<string, string> = {
  'rx_p_avg(mb/s)': 'd2h average',
  'tx_p_avg(mb/s)': 'h2d average',
};

function readPcie(table: Table): Measurement[] {
  return table.rows.flatMap((row): Measurement[] => {
    const subject = ownValue(PCIE_ROWS, (cell(table, row, 'mode') ?? '').toLowerCase());
    const megabytes = numberCell(table, row, 'avg');
    if (subject === undefined || megabytes === undefined) return [];
    const source = { file: table.file, line: row.line };
    return [{ kind: 'bandwidth', subject, values: { bytesPerSecond: megabytes * 1e6 }, source }];
  });
}

export const hostForms: TableForm[] = [
  { format: 'msprof api_statistic', columns: ['api name', 'time(us)', 'count'], read: readApi },
  { format: 'msprof runtime_api', columns: ['name', 'time(ns)', 'calls'], read: readApi },
  { format: 'msprof dvpp', columns: ['engine type', 'all time(us)', 'all frame'], read: readDvpp },
  { format: 'msprof pcie', columns: ['mode', 'min', 'max', 'avg'], read: readPcie },
];
