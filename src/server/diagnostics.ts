/** From findings and notices to diagnostics. */
import type { Diagnostic, DiagnosticRelatedInformation } from 'vscode-languageserver';
import { DiagnosticSeverity } from 'vscode-languageserver';
import type { Notice } from '../analyzer/analysis.ts';
import type { Severity } from '../analyzer/finding.ts';
import { isFailure } from '../analyzer/walls.ts';
import { ruleById } from '../analyzer/rules/index.ts';
import { fullMessage, plainMessage, relatedMessage } from '../service/finding-text.ts';
import type { Locale, Texts } from '../service/locale.ts';
import { translator } from '../service/locale.ts';
import { noticeText } from '../service/notice-text.ts';
import type { PricedFinding } from '../service/price.ts';
import { toLocation, toRange } from './ranges.ts';
import type { ServerState } from './state.ts';

export const SOURCE = 'ascendcl';

const SEVERITIES: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Notices that say that the analysis is incomplete; the choice of a conditional's side is not worth a line. */
const SHOWN: ReadonlySet<Notice['code']> = new Set(['time-limit', 'depth-limit']);

/** From so many on, findings of one file that say the same are told at one place. */
const MANY = 3;

/**
 * The findings of one file. Of those that say the same, that which gains most tells it for all, with their places: the
 * others are hints, which have their mark and their fix in the editor but no line in the list of problems.
 */
export function findingDiagnostics(
  items: readonly PricedFinding[],
  state: ServerState,
): Map<PricedFinding, Diagnostic> {
  const shown = new Map(items.map((item) => [item, findingDiagnostic(item, state)]));
  for (const group of alike(items, state.locale)) {
    const leader = group.reduce((best, one) => (gained(one) > gained(best) ? one : best));
    const others = group.filter((one) => one !== leader);
    for (const other of others) {
      const own = shown.get(other);
      if (own) own.severity = DiagnosticSeverity.Hint;
    }
    shown.set(leader, withOthers(findingDiagnostic(leader, state), others, state));
  }
  return shown;
}

/** Those that say the same, where they are many. An error is never passed over. */
function alike(items: readonly PricedFinding[], locale: Locale): PricedFinding[][] {
  const groups = new Map<string, PricedFinding[]>();
  for (const item of items) {
    const key = `${item.finding.rule} ${item.severity} ${plainMessage(item, locale)}`;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()].filter(
    (group) => group.length >= MANY && group.every(({ severity }) => severity !== 'error'),
  );
}

const gained = ({ gain }: PricedFinding): number => (gain ? gain.qpsAfter - gain.qpsBefore : -Infinity);

/** Places that a message names; the related ones have all. */
const MOST_NAMED = 5;

function withOthers(
  own: Diagnostic,
  others: readonly PricedFinding[],
  { locale, names }: ServerState,
): Diagnostic {
  const t = translator(TEXTS, locale);
  const lines = others.map(({ finding }) => finding.range.line);
  const named = [...lines.slice(0, MOST_NAMED).map(String), ...(lines.length > MOST_NAMED ? ['…'] : [])];
  const also = t('also', { count: others.length, lines: named.join(t('listed')) });
  const related = others.map(({ finding }) => ({
    location: toLocation(finding.range, names),
    message: t('same'),
  }));
  return {
    ...own,
    message: locale === 'zh' ? `${String(own.message)}${also}` : `${String(own.message)} ${also}`,
    relatedInformation: [...(own.relatedInformation ?? []), ...related],
  };
}

function findingDiagnostic(priced: PricedFinding, state: ServerState): Diagnostic {
  const { finding } = priced;
  const docs = ruleById(finding.rule)?.meta.docs;
  return {
    range: toRange(finding.range),
    severity: SEVERITIES[priced.severity],
    source: SOURCE,
    code: finding.rule,
    ...(docs === undefined ? {} : { codeDescription: { href: state.host.ruleUri(docs) } }),
    message: fullMessage(priced, state.locale),
    ...relatedInformation(priced, state),
  };
}

function relatedInformation({ finding }: PricedFinding, state: ServerState) {
  if (finding.related.length === 0) return {};
  const relatedInformation: DiagnosticRelatedInformation[] = finding.related.map((related) => ({
    location: toLocation(related.range, state.names),
    message: relatedMessage(finding.rule, related, state.locale),
  }));
  return { relatedInformation };
}

const TEXTS: Texts<'more' | 'also' | 'same' | 'listed'> = {
  also: {
    en: 'The same at {count} more places of this file (lines {lines}).',
    zh: '此文件中另有 {count} 处相同（第 {lines} 行）。',
  },
  same: { en: 'the same here', zh: '此处相同' },
  listed: { en: ', ', zh: '、' },
  more: {
    en: '{count} more findings in this file are not shown.',
    zh: '此文件另有 {count} 个问题未显示。',
  },
};

/** The first `most`, and how many more there are. */
export function firstDiagnostics(all: Diagnostic[], most: number, locale: Locale): Diagnostic[] {
  const last = all[most - 1];
  if (last === undefined || all.length <= most) return all;
  const message = translator(TEXTS, locale)('more', { count: all.length - most });
  const severity = DiagnosticSeverity.Information;
  return [...all.slice(0, most), { range: last.range, severity, source: SOURCE, code: 'left-out', message }];
}

export function noticeDiagnostics(notices: readonly Notice[], locale: Locale): Diagnostic[] {
  return notices
    .filter((notice) => SHOWN.has(notice.code) || isFailure(notice))
    .map((notice) => ({
      range: toRange(notice.range),
      severity: DiagnosticSeverity.Information,
      source: SOURCE,
      code: notice.code,
      message: noticeText(notice, locale),
    }));
}
