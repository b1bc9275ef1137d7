/** From findings and notices to diagnostics. */
import type { Diagnostic, DiagnosticRelatedInformation } from 'vscode-languageserver';
import { DiagnosticSeverity } from 'vscode-languageserver';
import type { Notice } from '../analyzer/analysis.ts';
import type { Severity } from '../analyzer/finding.ts';
import { isFailure } from '../analyzer/walls.ts';
import { ruleById } from '../analyzer/rules/index.ts';
import { fullMessage, relatedMessage } from '../service/finding-text.ts';
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

export function findingDiagnostic(priced: PricedFinding, state: ServerState): Diagnostic {
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

const TEXTS: Texts<'more'> = {
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
