/** A difference for a reader at a terminal. */
import {
  changeText,
  boundBetween,
  changedLines,
  coverageNotes,
  effectText,
  latencyBetween,
  placeText,
  rateBetween,
  restText,
} from '../../service/difference/words.ts';
import type { ProgramDifference } from '../../service/difference/compare.ts';
import type { Effect } from '../../service/difference/effects.ts';
import type { DifferenceView } from '../../service/difference/markdown.ts';
import { isNoticeable } from '../../service/gain-text.ts';
import type { Locale } from '../../service/locale.ts';
import { translator } from '../../service/locale.ts';
import type { Console } from '../console.ts';
import { textTable } from '../table.ts';
import { TEXTS } from '../texts.ts';
import { findingLines } from './findings.ts';

/** Changes beyond these are better read in the JSON. */
const SHOWN_EFFECTS = 10;

export function differenceLines(view: DifferenceView, locale: Locale, out: Console): string[] {
  const t = translator(TEXTS, locale);
  const changed = view.programs.filter(({ status }) => status !== 'same');
  const same = view.programs.length - changed.length;
  return [
    ...textTable([
      [t('compared'), `${view.before} → ${view.after}`],
      [t('device'), view.device],
    ]),
    ...(changed.length > 1 ? ['', ...overview(changed, locale)] : []),
    ...changed.flatMap((one) => ['', ...oneProgram(one, locale, out)]),
    ...(same > 0 ? ['', t('unchangedPrograms', { count: same })] : []),
    ...findingSection('newFindings', view.came, locale, out),
    ...findingSection('goneFindings', view.went, locale, out),
    '',
    t('findingTotals', { came: view.came.length, went: view.went.length, stayed: view.stayed }),
  ];
}

/** A line for each program, where there are several. */
function overview(programs: readonly ProgramDifference[], locale: Locale): string[] {
  return textTable(programs.map((one) => [one.name, rateBetween(one, locale), changeText(one, locale)]));
}

function oneProgram(difference: ProgramDifference, locale: Locale, out: Console): string[] {
  const t = translator(TEXTS, locale);
  const { name, status, effects } = difference;
  const whole = status === 'changed';
  const rows = [
    [t('predicted'), rateBetween(difference, locale)],
    [t('change'), coloured(difference, locale, out)],
    [t('latency'), latencyBetween(difference, locale)],
    [t('bottleneck'), boundBetween(difference, locale)],
  ];
  const rest = restText(difference, locale);
  const shown = effects.lines.slice(0, SHOWN_EFFECTS).flatMap((effect) => oneEffect(effect, locale, out));
  const more = effects.lines.length - SHOWN_EFFECTS;
  return [
    out.style('bold', name),
    ...textTable(whole ? rows : rows.slice(0, 2), '  '),
    ...(shown.length > 0 ? [`  ${t('decisiveLines')}`, ...shown] : []),
    ...(more > 0 ? [`    ${t('andMore', { count: more })}`] : []),
    ...(rest === undefined ? [] : [`  ${rest}`]),
    ...coverageNotes(difference, locale).map((note) => `  ${note}`),
  ];
}

function coloured(difference: ProgramDifference, locale: Locale, out: Console): string {
  const text = changeText(difference, locale);
  const { change } = difference;
  if (!change || !isNoticeable(change)) return text;
  return out.style(change.qpsAfter < change.qpsBefore ? 'red' : 'green', text);
}

function oneEffect(effect: Effect, locale: Locale, out: Console): string[] {
  const places = effect.changes.slice(0, SHOWN_EFFECTS).map((change) => placeText(change, locale));
  const texts = effect.changes.slice(0, SHOWN_EFFECTS).flatMap(changedLines);
  const joined = places.join(translator(TEXTS, locale)('listed'));
  return [
    `    ${joined}  ${out.style('bold', effectText(effect, locale))}`,
    ...texts.map((text) => out.style(text.startsWith('-') ? 'red' : 'green', `      ${text}`)),
  ];
}

function findingSection(
  key: 'newFindings' | 'goneFindings',
  findings: DifferenceView['came'],
  locale: Locale,
  out: Console,
): string[] {
  if (findings.length === 0) return [];
  const title = translator(TEXTS, locale)(key, { count: findings.length });
  return ['', out.style('bold', title), ...findingLines(findings, locale, out)];
}
