/** A prediction for a reader at a terminal. */
import { ownValue } from '../../base/own-value.ts';
import type { Coverage } from '../../pipeline/coverage.ts';
import type { PipelineError } from '../../pipeline/errors.ts';
import { coverageText, settleUnreadText, unreadText } from '../../service/coverage-text.ts';
import type { AdviceList } from '../../service/advice.ts';
import { adviceText } from '../../service/advice-text.ts';
import { decidingText, modeTexts } from '../../service/doubt-text.ts';
import { explanation } from '../../service/explanation.ts';
import { gainText } from '../../service/gain-text.ts';
import {
  bytesText,
  ratesText,
  millisecondsText,
  percentText,
  boundsPhrase,
  rateText,
  resourceLabel,
} from '../../service/labels.ts';
import type { Locale } from '../../service/locale.ts';
import { translator } from '../../service/locale.ts';
import { noteText } from '../../service/note-text.ts';
import { parameterText, settleBriefly, unknownText } from '../../service/unknown-text.ts';
import { choiceText, type ParameterInUse } from '../../service/parameters.ts';
import type { Unknown } from '../../pipeline/pipeline.ts';
import type { Prediction } from '../../sim/prediction.ts';
import type { Console } from '../console.ts';
import { textTable } from '../table.ts';
import { TEXTS } from '../texts.ts';

export interface PredictionView extends ViewFrame {
  prediction: Prediction;
}

/** Of a program without a rate: why. */
export interface UnpredictedView extends ViewFrame {
  problem: PipelineError;
}

interface ViewFrame {
  title: string;
  device: string;
  /** Undefined for a pipeline without source. */
  coverage: Coverage | undefined;
  advice: AdviceList;
  unknowns: readonly Unknown[];
  parameters: readonly ParameterInUse[];
}

/** Advice beyond this many is better read in the JSON. */
const SHOWN_ADVICE = 10;

export function predictionLines(view: PredictionView, locale: Locale, out: Console): string[] {
  return [
    ...headLines(view, locale, out),
    ...listLines('why', explanation(view.prediction, locale), locale, out),
    ...utilizationLines(view.prediction, locale, out),
    ...speedupLines(view.prediction, locale, out),
    ...adviceLines(view.advice, locale, out),
    ...listLines('warnings', warningsOf(view, locale), locale, out),
    ...coverageLines(view.coverage, locale, out),
    ...unknownLines(view.unknowns, locale, out),
    ...parameterLines(view, locale, out),
  ];
}

/** What stands of a program without a rate: why there is none, what was not followed, and its findings. */
export function unpredictedLines(view: UnpredictedView, locale: Locale, out: Console): string[] {
  const t = translator(TEXTS, locale);
  const { title, device, problem, advice, coverage, unknowns } = view;
  const rows = [
    [t('program'), title],
    [t('device'), device],
    [t('predicted'), out.style('bold', t('noRate', { why: problem.in(locale) }))],
  ];
  return [
    ...textTable(rows),
    ...coverageLines(coverage, locale, out),
    ...(advice.items.length > 0 ? adviceLines(advice, locale, out) : []),
    ...unknownLines(unknowns, locale, out),
  ];
}

/** Functions beyond these are better read in the JSON. */
const SHOWN_UNREAD = 10;

function coverageLines(coverage: Coverage | undefined, locale: Locale, out: Console): string[] {
  if (!coverage || coverage.verdict === 'complete') return [];
  const { unread } = coverage;
  const lines = unread
    .slice(0, SHOWN_UNREAD)
    .flatMap((one) => [
      `  ${one.range.file}:${one.range.line}: ${unreadText(one, locale)}`,
      ...settleLine(settleUnreadText(one, locale), locale, out),
    ]);
  const t = translator(TEXTS, locale);
  const more = unread.length - SHOWN_UNREAD;
  return section(
    coverageText(coverage, locale),
    [...lines, ...(more > 0 ? [`  ${t('andMore', { count: more })}`] : [])],
    out,
  );
}

const warningsOf = ({ prediction }: PredictionView, locale: Locale): string[] =>
  prediction.warnings.map((note) => noteText(note, locale));

function headLines({ title, device, prediction }: PredictionView, locale: Locale, out: Console): string[] {
  const t = translator(TEXTS, locale);
  const { bottleneck, callsPerSecond } = prediction;
  const deciding = decidingText(prediction, locale);
  const rows = [
    [t('program'), title],
    [t('device'), device],
    [t('predicted'), out.style('bold', t('range', ratesText(prediction)))],
    ...(deciding === undefined ? [] : [[t('deciding'), deciding]]),
    ...modeTexts(prediction, locale).map((text) => [t('mode'), text]),
    [t('bounds'), boundsPhrase(prediction, locale, ' QPS')],
    [t('calls'), `${rateText(callsPerSecond)}/s`],
    [t('bottleneck'), bottleneckText(bottleneck, locale)],
    ...loadRows(prediction, locale),
    [t('latency'), latencyPhrase(prediction, locale)],
    ...(prediction.wholeMs === undefined ? [] : [[t('whole'), millisecondsText(prediction.wholeMs)]]),
    [t('memory'), memoryText(prediction, locale, out)],
  ];
  return textTable(rows);
}

function latencyPhrase({ latency, load }: Prediction, locale: Locale): string {
  const t = translator(TEXTS, locale);
  if (load && !load.keptUp) return t('growing');
  return t('detailed', { what: millisecondsText(latency.medianMs), more: quantileText(latency) });
}

/** Half of all frames are as early as the median; so many more of 100 or 1000 as early as these. */
function quantileText({ p90Ms, p99Ms, p999Ms }: Prediction['latency']): string {
  return [
    ...(p90Ms === undefined ? [] : [`p90 ${millisecondsText(p90Ms)}`]),
    `p99 ${millisecondsText(p99Ms)}`,
    ...(p999Ms === undefined ? [] : [`p99.9 ${millisecondsText(p999Ms)}`]),
  ].join(', ');
}

/** What arrives from outside, and how far it is kept up with. */
function loadRows({ load }: Prediction, locale: Locale): string[][] {
  if (!load) return [];
  const t = translator(TEXTS, locale);
  const { offered, pattern, sources, carried, keptUp } = load;
  const of = sources > 1 ? t('keptUpOf', { carried, sources }) : t(keptUp ? 'keptUp' : 'notKeptUp');
  return [[t('load'), t('loadText', { rate: rateText(offered), pattern: t(pattern), keptUp: of })]];
}

function bottleneckText(bottleneck: Prediction['bottleneck'], locale: Locale): string {
  const what = resourceLabel(bottleneck.resource, locale);
  return translator(TEXTS, locale)('detailed', { what, more: percentText(bottleneck.utilization) });
}

function memoryText({ memory }: Prediction, locale: Locale, out: Console): string {
  const used = `${bytesText(memory.peakBytes)} / ${bytesText(memory.limitBytes)}`;
  if (memory.fits) return used;
  const failure = translator(TEXTS, locale)('memoryFails', {
    failure: memory.failure ? noteText(memory.failure, locale) : '',
  });
  return `${used}, ${out.style('red', failure)}`;
}

/** A bar of twenty blocks: what a percentage looks like. */
function bar(share: number): string {
  const full = Math.round(20 * Math.min(1, Math.max(0, share)));
  return `${'#'.repeat(full)}${'.'.repeat(20 - full)}`;
}

function utilizationLines(prediction: Prediction, locale: Locale, out: Console): string[] {
  const t = translator(TEXTS, locale);
  const rowsOf = (shares: Record<string, number>): string[][] =>
    Object.entries(shares)
      .filter(([, share]) => share >= 0.0005)
      .sort(([, a], [, b]) => b - a)
      .map(([name, share]) => [resourceLabel(name, locale), bar(share), `${(100 * share).toFixed(1)} %`]);
  const resources = rowsOf(prediction.utilization);
  const threads = rowsOf(prediction.hostThreads);
  return [
    ...section(t('utilization'), textTable(resources, '  '), out),
    ...section(t('byDevice'), textTable(rowsByDevice(prediction, locale), '  '), out),
    ...section(t('hostThreads'), textTable(threads, '  '), out),
  ];
}

/** A resource a row, with its share on each device. */
function rowsByDevice({ devices = [], utilization }: Prediction, locale: Locale): string[][] {
  return Object.entries(devices.length > 0 ? utilization : {})
    .filter(([, share]) => share >= 0.0005)
    .sort(([, a], [, b]) => b - a)
    .map(([name]) => [
      resourceLabel(name, locale),
      ...devices.map((shares) => percentText(ownValue(shares, name) ?? 0)),
    ]);
}

/** What each resource would give if it were faster. */
function speedupLines({ qps, speedups }: Prediction, locale: Locale, out: Console): string[] {
  const rows = speedups.map(({ resource, qps: then }) => {
    const gain = qps > 0 ? 100 * (then / qps - 1) : 0;
    return [
      resourceLabel(resource, locale),
      `${gain < 0 ? '' : '+'}${gain.toFixed(0)} %`,
      `${rateText(then)} QPS`,
    ];
  });
  return section(translator(TEXTS, locale)('speedups'), textTable(rows, '  '), out);
}

function section(title: string, lines: string[], out: Console): string[] {
  return lines.length === 0 ? [] : ['', out.style('bold', title), ...lines];
}

function adviceLines({ items, together }: AdviceList, locale: Locale, out: Console): string[] {
  const t = translator(TEXTS, locale);
  if (items.length === 0) return ['', t('noAdvice')];
  const lines = items.slice(0, SHOWN_ADVICE).flatMap((advice, i) => {
    const gain = advice.gain === null ? [] : [`     ${out.style('bold', gainText(advice.gain, locale))}`];
    return [`  ${i + 1}. ${adviceText(advice, locale)}`, ...gain, ...placeLine(advice, out)];
  });
  const combined =
    together === undefined ? [] : [`  ${t('together', { gain: gainText(together.gain, locale) })}`];
  return section(t('advice'), [...lines, ...combined], out);
}

function placeLine(advice: AdviceList['items'][number], out: Console): string[] {
  const range = advice.kind === 'fix' ? advice.priced.finding.range : advice.parameter.origin.range;
  if (range === undefined) return [];
  const rule = advice.kind === 'fix' ? `  ${advice.priced.finding.rule}` : '';
  return [out.style('gray', `     ${range.file}:${range.line}:${range.column}${rule}`)];
}

function listLines(
  title: 'warnings' | 'why',
  texts: readonly string[],
  locale: Locale,
  out: Console,
): string[] {
  return section(
    translator(TEXTS, locale)(title),
    texts.map((text) => `  ${text}`),
    out,
  );
}

function unknownLines(unknowns: readonly Unknown[], locale: Locale, out: Console): string[] {
  const t = translator(TEXTS, locale);
  const lines = unknowns.flatMap((unknown) => [
    `  ${unknown.range === undefined ? '' : `${unknown.range.file}:${unknown.range.line}: `}${unknownText(unknown, locale)}`,
    ...settleLine(settleBriefly(unknown, locale), locale, out),
  ]);
  return section(t('unknowns'), lines, out);
}

function settleLine(how: string, locale: Locale, out: Console): string[] {
  if (how === '') return [];
  return [out.style('gray', `     ${translator(TEXTS, locale)('settle', { how })}`)];
}

function parameterLines({ parameters, unknowns }: PredictionView, locale: Locale, out: Console): string[] {
  const rows = parameters.map(({ parameter, value }) => [
    parameter.name,
    choiceText(parameter, value),
    parameter.origin.evidence ?? parameterText(parameter, unknowns, locale) ?? '',
  ]);
  return section(translator(TEXTS, locale)('parameters'), textTable(rows, '  '), out);
}
