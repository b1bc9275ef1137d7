/** What became of each rule, and the time that each took. */
import type { RuleSummary, SkipReason } from '../../analyzer/rules/index.ts';
import { ruleIds, skipText } from '../../analyzer/rules/index.ts';
import type { Locale } from '../../service/locale.ts';
import { translator } from '../../service/locale.ts';
import { byWorth } from '../../service/groups.ts';
import type { PricedFinding } from '../../service/price.ts';
import { textTable } from '../table.ts';
import { TEXTS } from '../texts.ts';

/**
 * A line a rule: found, none found, or skipped and why. What gains most stands first. Skipped is what no program could be
 * judged by.
 */
export function ruleLines(
  summaries: readonly RuleSummary[],
  priced: readonly PricedFinding[],
  locale: Locale,
): string[] {
  const t = translator(TEXTS, locale);
  return textTable(
    [...new Set([...[...priced].sort(byWorth).map(({ finding }) => finding.rule), ...ruleIds()])].map(
      (rule) => {
        const count = priced.filter(({ finding }) => finding.rule === rule).length;
        if (count > 0) return [rule, t('found', { count })];
        const reason = reasonOf(summaries.filter((summary) => summary.rule === rule));
        return [rule, reason === undefined ? t('noneFound') : skipText(reason, locale)];
      },
    ),
    '  ',
  );
}

/** Why no program could be judged: the first reason, one of the programs' own before that nothing of them was reached. */
function reasonOf(own: readonly RuleSummary[]): SkipReason | undefined {
  // What is judged by file and not by program has no line here.
  if (own.length === 0) return undefined;
  const reasons = own.flatMap(({ skipped }) => skipped ?? []);
  if (reasons.length < own.length) return undefined;
  return reasons.find((reason) => reason !== 'nothingReached') ?? 'nothingReached';
}

/** Time by rule, the longest first, with its share of all rules. */
export function timingLines(times: ReadonlyMap<string, number>, totalMs: number, locale: Locale): string[] {
  const t = translator(TEXTS, locale);
  const rules = [...times].sort(([, a], [, b]) => b - a);
  const sum = rules.reduce((all, [, ms]) => all + ms, 0);
  const rows = rules.map(([rule, ms]) => [
    rule,
    `${ms.toFixed(1)} ms`,
    `${((100 * ms) / Math.max(sum, 1e-9)).toFixed(1)} %`,
  ]);
  return textTable([
    [t('allTime'), `${totalMs.toFixed(0)} ms`, ''],
    [t('allRules'), `${sum.toFixed(0)} ms`, '100 %'],
    ...rows,
  ]);
}
