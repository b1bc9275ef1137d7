/** A difference in words: one place for the terminal, Markdown and assistants. */
import { PipelineError } from '../../pipeline/errors.ts';
import type { Prediction } from '../../sim/prediction.ts';
import { isNoticeable, shareText } from '../gain-text.ts';
import { ratesText, millisecondsText, percentText, rateText, resourceLabel } from '../labels.ts';
import type { Locale, Texts } from '../locale.ts';
import { translator } from '../locale.ts';
import type { TextChange } from './changes.ts';
import type { ProgramDifference, ProgramSide } from './compare.ts';
import type { Effect } from './effects.ts';

const TEXTS = {
  between: { en: '{before} → {after}', zh: '{before} → {after}' },
  rate: { en: '{qps} QPS ({low} to {high})', zh: '{qps} QPS（{low} 至 {high}）' },
  change: { en: '{share} %, ±{plusMinus} QPS', zh: '{share} %，±{plusMinus} QPS' },
  unnoticeable: { en: 'no noticeable change', zh: '无明显变化' },
  latency: { en: '{median} (p99 {p99})', zh: '{median}（p99 {p99}）' },
  noRate: { en: 'no rate: {why}', zh: '无吞吐量：{why}' },
  noneRead: { en: 'nothing of it was understood', zh: '未能理解该程序' },
  partly: {
    en: '{side}: {followed} of {calls} AscendCL calls followed; what the others do is not in the rate',
    zh: '{side}：{calls} 个 AscendCL 调用中已跟踪 {followed} 个；其余调用未计入吞吐量',
  },
  before: { en: 'before', zh: '修改前' },
  after: { en: 'after', zh: '修改后' },
  added: { en: 'new program', zh: '新增程序' },
  removed: { en: 'program is gone', zh: '程序已不存在' },
  same: { en: 'unchanged', zh: '未改变' },
  effect: { en: '{share} % ({before} → {after} QPS)', zh: '{share} %（{before} → {after} QPS）' },
  wasAt: { en: '{file}:{line} (before)', zh: '{file}:{line}（修改前）' },
  noLines: {
    en: 'No change of lines makes the difference by itself.',
    zh: '没有任何一处改动能单独造成这一差异。',
  },
  partOfIt: {
    en: 'With these lines undone the rate would be {qps} QPS, not {before}: other changes act with them.',
    zh: '仅撤销这些改动时吞吐量为 {qps} QPS，而非 {before}：其他改动也有影响。',
  },
} satisfies Texts<string>;

export const differenceWords = (locale: Locale) => translator(TEXTS, locale);

const predictionOf = (side: ProgramSide | undefined): Prediction | undefined =>
  side && !(side.prediction instanceof PipelineError) ? side.prediction : undefined;

/** "351 QPS (323 to 380)", or why there is none. */
export function rateOfSide(side: ProgramSide | undefined, locale: Locale): string {
  if (!side) return '–';
  const t = differenceWords(locale);
  const { prediction } = side;
  if (prediction instanceof PipelineError) return t('noRate', { why: prediction.in(locale) });
  return t('rate', ratesText(prediction));
}

function between(
  { before, after }: ProgramDifference,
  locale: Locale,
  textOf: (prediction: Prediction) => string,
): string {
  const [old, now] = [before, after].map((side) => {
    const prediction = predictionOf(side);
    return prediction ? textOf(prediction) : '–';
  });
  if (old === now) return now ?? '';
  return differenceWords(locale)('between', { before: old ?? '', after: now ?? '' });
}

export const rateBetween = (difference: ProgramDifference, locale: Locale): string =>
  differenceWords(locale)('between', {
    before: rateOfSide(difference.before, locale),
    after: rateOfSide(difference.after, locale),
  });

export const latencyBetween = (difference: ProgramDifference, locale: Locale): string =>
  between(difference, locale, ({ latency }) =>
    differenceWords(locale)('latency', {
      median: millisecondsText(latency.medianMs),
      p99: millisecondsText(latency.p99Ms),
    }),
  );

export const boundBetween = (difference: ProgramDifference, locale: Locale): string =>
  between(
    difference,
    locale,
    ({ bottleneck }) =>
      `${resourceLabel(bottleneck.resource, locale)} ${percentText(bottleneck.utilization)}`,
  );

/** "−17 %, ±2.1 QPS", that nothing is to be noticed, or what became of the program. */
export function changeText({ status, change }: ProgramDifference, locale: Locale): string {
  const t = differenceWords(locale);
  if (status !== 'changed') return t(status);
  if (!change) return '–';
  if (!isNoticeable(change)) return t('unnoticeable');
  return t('change', { share: shareText(change), plusMinus: rateText(change.plusMinus) });
}

/** Where it stands now, "main.cpp:42" or "main.cpp:42–47"; of lines that are gone, where they stood. */
export function placeText(
  { file, oldLine, newLine, oldLines, newLines }: TextChange,
  locale: Locale,
): string {
  const gone = newLines.length === 0;
  const [first, count] = gone ? [oldLine, oldLines.length] : [newLine, newLines.length];
  const line = count > 1 ? `${String(first)}–${String(first + count - 1)}` : String(first);
  return gone ? differenceWords(locale)('wasAt', { file, line }) : `${file}:${line}`;
}

export const effectText = ({ gain }: Effect, locale: Locale): string =>
  differenceWords(locale)('effect', {
    share: shareText(gain),
    before: rateText(gain.qpsBefore),
    after: rateText(gain.qpsAfter),
  });

/** Lines of a change that are shown at most, of either side. */
const MOST_LINES = 6;

/** "- old" and "+ new", the first few. */
export function changedLines({ oldLines, newLines }: TextChange): string[] {
  const shown = (sign: string, lines: readonly string[]): string[] => [
    ...lines.slice(0, MOST_LINES).map((line) => `${sign} ${line.trim()}`),
    ...(lines.length > MOST_LINES ? [`${sign} …`] : []),
  ];
  return [...shown('-', oldLines), ...shown('+', newLines)];
}

/** What the lines that are named do not account for; undefined where they are the whole reason. */
export function restText({ change, effects }: ProgramDifference, locale: Locale): string | undefined {
  if (!change || !isNoticeable(change)) return undefined;
  const t = differenceWords(locale);
  if (effects.lines.length === 0) return t('noLines');
  const { qpsWithout } = effects;
  if (qpsWithout === undefined) return undefined;
  const rest = { ...change, qpsAfter: qpsWithout };
  if (!isNoticeable(rest)) return undefined;
  return t('partOfIt', { qps: rateText(qpsWithout), before: rateText(change.qpsBefore) });
}

/** What of either side was not followed, so that its rate is not taken for more than it is. */
export function coverageNotes({ before, after }: ProgramDifference, locale: Locale): string[] {
  const t = differenceWords(locale);
  return (
    [
      ['before', before],
      ['after', after],
    ] as const
  ).flatMap(([name, side]) => {
    const coverage = side?.program.pipeline.coverage;
    if (!coverage || coverage.verdict === 'complete') return [];
    const { followed, calls } = coverage;
    return [t('partly', { side: t(name), followed, calls })];
  });
}
