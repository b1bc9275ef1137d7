/** A sweep as a table for a reader, as JSON or as CSV. */
import { versionedJson } from '../../service/json.ts';
import { bytesText, percentText, rateText, resourceLabel } from '../../service/labels.ts';
import type { Locale } from '../../service/locale.ts';
import { translator } from '../../service/locale.ts';
import { problemText } from '../../service/problem-text.ts';
import type { SweepRow } from '../../sim/explore/rows.ts';
import type { SweepResult } from '../../sim/explore/sweep.ts';
import { textTable } from '../table.ts';
import { TEXTS } from '../texts.ts';
import { ownValue } from '../../base/own-value.ts';

const MIB = 1024 * 1024;

/** With the reasons of what cannot run in words. */
interface ToldSweep extends Omit<SweepResult, 'rows'> {
  rows: ToldRow[];
}
type ToldRow = Omit<SweepRow, 'error'> & { error?: string };

export function sweepText(result: SweepResult, format: 'table' | 'json' | 'csv', locale: Locale): string {
  const told = { ...result, rows: result.rows.map((row) => toldRow(row, locale)) };
  if (format === 'json') return versionedJson(told);
  return format === 'csv' ? csv(told) : table(told, locale);
}

function toldRow({ error, ...row }: SweepRow, locale: Locale): ToldRow {
  return error === undefined ? row : { ...row, error: problemText(error, locale) };
}

const NUMBERS = ['qps', 'qpsLow', 'qpsHigh', 'medianMs', 'p99Ms'] as const;
const OTHERS = ['bottleneck', 'utilization', 'memoryBytes', 'fits', 'hostCores', 'error'] as const;

function csv({ axes, rows }: ToldSweep): string {
  const names = axes.map(({ name }) => name);
  const lines = rows.map((row) =>
    [
      ...names.map((name) => ownValue(row.settings, name) ?? ''),
      row.qps,
      ...row.qpsRange,
      row.medianMs,
      row.p99Ms,
      row.bottleneck,
      row.bottleneckUtilization,
      row.memoryBytes,
      row.fits,
      row.hostCores,
      row.error ?? '',
    ]
      .map(csvCell)
      .join(','),
  );
  return [[...names, ...NUMBERS, ...OTHERS].map(csvCell).join(','), ...lines].join('\n');
}

function csvCell(value: string | number | boolean): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function table({ axes, rows, knees, best }: ToldSweep, locale: Locale): string {
  const t = translator(TEXTS, locale);
  const names = axes.map(({ name }) => name);
  const isOpen = rows.some(({ keptUp }) => keptUp !== undefined);
  const latencies = isOpen ? ['p50 ms', 'p99 ms', 'p99.9 ms'] : ['p99 ms'];
  const figures = ['QPS', t('low'), t('high'), ...latencies, t('memoryMiB'), t('cores'), t('boundBy'), ''];
  const bent = knees.map(({ axis, value, qps }) =>
    axis === 'rate' ? t('latencyKnee', { value }) : t('knee', { name: axis, value, qps: rateText(qps) }),
  );
  const found = best ? [t('best', { settings: settingsText(best.settings), qps: rateText(best.qps) })] : [];
  const shown = rows.map((row) =>
    tableRow(row, names, { isBest: row.settings === best?.settings, isOpen }, locale),
  );
  return [...textTable([[...names, ...figures], ...shown]), '', ...found, ...bent].join('\n');
}

/** Of a load that is not kept up with they grow without end. */
function latenciesOf({ medianMs, p99Ms, p999Ms = 0, keptUp }: ToldRow, isOpen: boolean): string[] {
  const told = isOpen ? [medianMs, p99Ms, p999Ms] : [p99Ms];
  return told.map((ms) => (keptUp === false ? '∞' : ms.toFixed(1)));
}

const settingsText = (settings: Record<string, number>): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

function tableRow(
  row: ToldRow,
  names: string[],
  { isBest, isOpen }: { isBest: boolean; isOpen: boolean },
  locale: Locale,
): string[] {
  const settings = names.map((name) => String(ownValue(row.settings, name) ?? ''));
  if (row.error !== undefined)
    return [...settings, '-', '-', '-', ...(isOpen ? ['-', '-'] : []), '-', '-', '-', row.error, ''];
  const over = translator(TEXTS, locale)('overMemory', { bytes: bytesText(row.memoryBytes) });
  const late = translator(TEXTS, locale)('notKeptUp');
  return [
    ...settings,
    rateText(row.qps),
    ...row.qpsRange.map((qps) => rateText(qps)),
    ...latenciesOf(row, isOpen),
    (row.memoryBytes / MIB).toFixed(0),
    row.hostCores.toFixed(2),
    `${resourceLabel(row.bottleneck, locale)} ${percentText(row.bottleneckUtilization)}`,
    [...(isBest ? ['*'] : []), ...(row.fits ? [] : [over]), ...(row.keptUp === false ? [late] : [])].join(
      ' ',
    ),
  ];
}
