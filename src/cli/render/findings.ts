/** Findings for a reader at a terminal. */
import type { Severity } from '../../analyzer/finding.ts';
import { entryText, findingGainText, leadingMessage, notFixedText } from '../../service/finding-text.ts';
import type { Locale } from '../../service/locale.ts';
import { translator } from '../../service/locale.ts';
import { groupsOf } from '../../service/groups.ts';
import type { PricedFinding } from '../../service/price.ts';
import type { Console } from '../console.ts';
import { pad } from '../table.ts';
import { TEXTS } from '../texts.ts';

const SEVERITIES: Severity[] = ['error', 'warning', 'info', 'hint'];
export const STYLES = { error: 'red', warning: 'yellow', info: 'blue', hint: 'gray' } as const;

/**
 * Lines by file: place, severity, message, rule; the gain on a line of its own. What gains most stands first, the file of it
 * as well; findings of one cause are one, with their places.
 */
export function findingLines(priced: readonly PricedFinding[], locale: Locale, out: Console): string[] {
  const lines: string[] = [];
  for (const [file, own] of byFile(groupsOf(priced))) {
    lines.push(...(lines.length === 0 ? [] : ['']), out.style('underline', file));
    lines.push(...own.flatMap(([first, ...others]) => (first ? oneFinding(first, others, locale, out) : [])));
  }
  return lines;
}

function oneFinding(
  item: PricedFinding,
  others: readonly PricedFinding[],
  locale: Locale,
  out: Console,
): string[] {
  const { finding, severity } = item;
  const place = pad(`${finding.range.line}:${finding.range.column}`, 8);
  const level = out.style(STYLES[severity], pad(translator(TEXTS, locale)(severity), 7));
  const message = leadingMessage(item, locale);
  const first = `  ${place}  ${level}  ${message}  ${out.style('gray', finding.rule)}`;
  const gain = findingGainText(item, locale);
  const entry = entryText(finding, locale);
  const refusal = notFixedText(finding, locale);
  const more = [
    ...(others.length === 0 ? [] : [placesText(item, others, locale)]),
    ...(entry === undefined ? [] : [entry]),
    ...(gain === undefined ? [] : [out.style('bold', gain)]),
    ...(refusal === undefined ? [] : [out.style('gray', refusal)]),
  ];
  return [first, ...more.map((text) => `${' '.repeat(21)}${text}`)];
}

type Groups = readonly (readonly PricedFinding[])[];

/** Each file with its groups, where its first one stands. */
function byFile(groups: Groups): Map<string, Groups> {
  const files = new Map<string, Groups>();
  for (const group of groups) {
    const file = group[0]?.finding.range.file ?? '';
    files.set(file, [...(files.get(file) ?? []), group]);
  }
  return files;
}

/** "also at 12:5, other.cpp:9:3". */
export function placesText(
  { finding }: PricedFinding,
  others: readonly PricedFinding[],
  locale: Locale,
): string {
  const places = others.map(({ finding: { range } }) => {
    const file = range.file === finding.range.file ? '' : `${range.file}:`;
    return `${file}${String(range.line)}:${String(range.column)}`;
  });
  const t = translator(TEXTS, locale);
  return t('alsoAt', { places: places.join(t('listed')) });
}

/** "3 findings: 1 error, 2 warning; 1 with a mechanical fix". */
export function findingTotals(priced: readonly PricedFinding[], baselined: number, locale: Locale): string {
  const t = translator(TEXTS, locale);
  const parts = SEVERITIES.flatMap((severity) => {
    const count = priced.filter((item) => item.severity === severity).length;
    return count === 0 ? [] : [t('counted', { count, severity: t(severity) })];
  });
  const fixable = priced.filter(({ finding }) => finding.fixes.length > 0).length;
  const totals = [
    t('total', { count: priced.length, parts: parts.join(t('listed')) }),
    ...(fixable === 0 ? [] : [t('fixable', { count: fixable })]),
    ...(baselined === 0 ? [] : [t('baselined', { count: baselined })]),
  ];
  return totals.join(t('more'));
}
