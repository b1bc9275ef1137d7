/** A difference as Markdown, for a pull request. What stands in the sources is text there, never markup. */
import { leadingMessage } from '../finding-text.ts';
import type { Locale, Texts } from '../locale.ts';
import { translator } from '../locale.ts';
import { code, literal } from '../markdown-text.ts';
import type { PricedFinding } from '../price.ts';
import type { ProgramDifference } from './compare.ts';
import type { Effect } from './effects.ts';
import {
  boundBetween,
  changedLines,
  changeText,
  coverageNotes,
  effectText,
  latencyBetween,
  placeText,
  rateOfSide,
  restText,
} from './words.ts';

const TEXTS = {
  title: { en: 'Predicted performance: {before} → {after}', zh: '性能预测：{before} → {after}' },
  head: {
    en: '| Program | Before | After | Change | Latency | Bound by |',
    zh: '| 程序 | 修改前 | 修改后 | 变化 | 时延 | 瓶颈 |',
  },
  device: {
    en: 'Device: {device}. Simulated from the source; nothing was run.',
    zh: '设备：{device}。根据源码仿真得出，未运行程序。',
  },
  unchanged: { en: 'Programs without a change: {count}.', zh: '未改变的程序：{count} 个。' },
  none: { en: 'No AscendCL program on either side.', zh: '两侧都没有 AscendCL 程序。' },
  lines: { en: 'Lines that change the rate of {program}', zh: '改变 {program} 吞吐量的行' },
  came: { en: 'New findings: {count}', zh: '新出现的问题：{count} 个' },
  went: { en: 'Findings gone: {count}', zh: '已消失的问题：{count} 个' },
  stayed: { en: 'Findings on both sides: {count}.', zh: '两侧都有的问题：{count} 个。' },
  more: { en: '… and {count} more', zh: '……另有 {count} 项' },
} satisfies Texts<string>;

/** Beyond these a reader of a pull request reads no further. */
const MOST = 20;

export interface DifferenceView {
  before: string;
  after: string;
  device: string;
  programs: readonly ProgramDifference[];
  came: readonly PricedFinding[];
  went: readonly PricedFinding[];
  stayed: number;
}

export function differenceMarkdown(view: DifferenceView, locale: Locale): string {
  const t = translator(TEXTS, locale);
  const { programs } = view;
  const changed = programs.filter(({ status }) => status !== 'same');
  const same = programs.length - changed.length;
  return [
    `### ${t('title', { before: code(view.before), after: code(view.after) })}`,
    '',
    ...(changed.length > 0 ? [...table(changed, locale), ''] : []),
    ...(programs.length === 0 ? [t('none'), ''] : []),
    ...(same > 0 ? [t('unchanged', { count: same }), ''] : []),
    ...changed.slice(0, MOST).flatMap((one) => effectLines(one, locale)),
    ...findingLines('came', view.came, locale),
    ...findingLines('went', view.went, locale),
    t('stayed', { count: view.stayed }),
    '',
    t('device', { device: literal(view.device) }),
  ].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', String.raw`\|`);

function table(programs: readonly ProgramDifference[], locale: Locale): string[] {
  const t = translator(TEXTS, locale);
  const rows = programs
    .slice(0, MOST)
    .map((one) =>
      [
        code(one.name),
        literal(rateOfSide(one.before, locale)),
        literal(rateOfSide(one.after, locale)),
        `**${literal(changeText(one, locale))}**`,
        literal(latencyBetween(one, locale)),
        literal(boundBetween(one, locale)),
      ].map(cell),
    );
  const more = programs.length - MOST;
  return [
    t('head'),
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    ...(more > 0 ? ['', t('more', { count: more })] : []),
  ];
}

function effectLines(difference: ProgramDifference, locale: Locale): string[] {
  const t = translator(TEXTS, locale);
  const { effects, name } = difference;
  const rest = restText(difference, locale);
  const notes = [...(rest === undefined ? [] : [rest]), ...coverageNotes(difference, locale)];
  const lines = effects.lines.slice(0, MOST).flatMap((effect) => oneEffect(effect, locale));
  if (lines.length + notes.length === 0) return [];
  const told = notes.map((note) => `- ${literal(note)}`);
  return [`#### ${t('lines', { program: code(name) })}`, '', ...lines, ...told, ''];
}

function oneEffect(effect: Effect, locale: Locale): string[] {
  const places = effect.changes.slice(0, MOST).map((change) => code(placeText(change, locale)));
  const texts = effect.changes.slice(0, MOST).flatMap(changedLines);
  return [
    `- **${literal(effectText(effect, locale))}** ${places.join(', ')}`,
    ...texts.map((text) => `  <br>${code(text)}`),
  ];
}

function findingLines(key: 'came' | 'went', findings: readonly PricedFinding[], locale: Locale): string[] {
  const t = translator(TEXTS, locale);
  if (findings.length === 0) return [];
  const rows = findings.slice(0, MOST).map((priced) => {
    const { range, rule } = priced.finding;
    return `- ${code(`${range.file}:${String(range.line)}`)} ${literal(leadingMessage(priced, locale))} (${code(rule)})`;
  });
  const more = findings.length - MOST;
  return [
    `#### ${t(key, { count: findings.length })}`,
    '',
    ...rows,
    ...(more > 0 ? [t('more', { count: more })] : []),
    '',
  ];
}
