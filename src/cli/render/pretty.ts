/** Findings with their source line, for a reader at a terminal. */
import type { SourceRange } from '../../pipeline/source.ts';
import {
  entryText,
  findingGainText,
  fixTitle,
  leadingMessage,
  notFixedText,
} from '../../service/finding-text.ts';
import { groupsOf } from '../../service/groups.ts';
import type { Locale } from '../../service/locale.ts';
import { translator } from '../../service/locale.ts';
import type { PricedFinding } from '../../service/price.ts';
import type { Console } from '../console.ts';
import { displayWidth } from '../table.ts';
import { TEXTS } from '../texts.ts';
import { placesText, STYLES } from './findings.ts';

type LineOf = (file: string, line: number) => string;

/** What gains most first; findings of one cause are one, with their places. */
export function prettyLines(
  priced: readonly PricedFinding[],
  lineOf: LineOf,
  locale: Locale,
  out: Console,
): string[] {
  return groupsOf(priced).flatMap(([first, ...others], i) =>
    first ? [...(i === 0 ? [] : ['']), ...oneFinding(first, others, { lineOf, locale, out })] : [],
  );
}

interface Setting {
  lineOf: LineOf;
  locale: Locale;
  out: Console;
}

function oneFinding(item: PricedFinding, others: readonly PricedFinding[], setting: Setting): string[] {
  const { locale, out } = setting;
  const { finding, severity } = item;
  const { range } = finding;
  const t = translator(TEXTS, locale);
  const margin = ' '.repeat(String(range.line).length);
  const bar = out.style('blue', `${margin} |`);
  const told = [
    ...(others.length === 0 ? [] : [placesText(item, others, locale)]),
    entryText(finding, locale),
    bold(findingGainText(item, locale), out),
    notFixedText(finding, locale),
    fixHint(item, locale),
  ].filter((text) => text !== undefined);
  return [
    `${out.style(STYLES[severity], `${t(severity)}[${finding.rule}]`)}: ${out.style('bold', leadingMessage(item, locale))}`,
    `${margin}${out.style('blue', '-->')} ${range.file}:${String(range.line)}:${String(range.column)}`,
    bar,
    ...sourceLines(item, setting),
    bar,
    ...told.map((text) => `${margin} ${out.style('blue', '=')} ${text}`),
  ];
}

const bold = (text: string | undefined, out: Console): string | undefined =>
  text === undefined ? undefined : out.style('bold', text);

/** Columns of a line that are shown: what stands behind is nobody's concern. */
const MOST_COLUMNS = 160;

/** The line with its number, and carets under what the finding is of. Tabs become blanks, so that the carets stand right. */
function sourceLines({ finding: { range }, severity }: PricedFinding, { lineOf, out }: Setting): string[] {
  const text = lineOf(range.file, range.line);
  const shown = text.slice(0, Math.max(MOST_COLUMNS, range.column + MOST_COLUMNS / 2));
  const margin = ' '.repeat(String(range.line).length);
  const before = ' '.repeat(displayWidth(untabbed(text.slice(0, range.column - 1))));
  const marked = blanks(shown.slice(range.column - 1, endOf(range, shown)));
  const carets = '^'.repeat(Math.max(1, displayWidth(marked)));
  return [
    `${out.style('blue', `${String(range.line)} |`)} ${blanks(shown)}`,
    `${out.style('blue', `${margin} |`)} ${before}${out.style(STYLES[severity], carets)}`,
  ];
}

const untabbed = (text: string): string => text.replaceAll('\t', '    ');

const blanks = (text: string): string => untabbed(text).trimEnd();

const endOf = ({ line, endLine, endColumn }: SourceRange, text: string): number =>
  endLine === line ? Math.min(endColumn - 1, text.length) : text.length;

/** That `--fix` makes it, or which fixes there are that want a thought. */
function fixHint({ finding }: PricedFinding, locale: Locale): string | undefined {
  const fix = finding.fixes.find(({ preferred }) => preferred) ?? finding.fixes[0];
  if (!fix) return undefined;
  const title = fixTitle(finding.rule, fix, locale);
  return translator(TEXTS, locale)(fix.preferred ? 'fixableBy' : 'fixOffered', { title });
}
