/** A plan in words. */
import type { BandwidthTerm, Plan } from '../sim/bounds/plan.ts';
import type { Prediction } from '../sim/prediction.ts';
import { bottleneckText } from './explanation.ts';
import { percentText, resourceLabel } from './labels.ts';
import type { Locale, Texts } from './locale.ts';
import { translator } from './locale.ts';
import { noteText } from './note-text.ts';

type Key =
  | 'rate'
  | 'fullest'
  | 'unused'
  | 'nothing'
  | 'noMemory'
  | 'tooSmall'
  | 'free'
  | 'fits'
  | 'late'
  | 'over'
  | 'term';

const TEXTS: Texts<Key> = {
  rate: { en: '{value} frames/s', zh: '{value} 帧/秒' },
  fullest: { en: '{resource} is the fullest at {load}', zh: '{resource} 负载最高，为 {load}' },
  nothing: { en: 'does nothing: no step finishes a frame', zh: '没有任何步骤完成一帧' },
  unused: { en: 'nothing is used', zh: '未使用任何资源' },
  noMemory: { en: 'does not fit: {why}', zh: '无法满足：{why}' },
  tooSmall: { en: 'memory is too small', zh: '内存不足' },
  free: { en: 'runs as fast as it can, at {rate}: {why}', zh: '全速运行，{rate}：{why}' },
  fits: {
    en: 'fits: {wanted} arrive and {rate} are done; {why}',
    zh: '可以满足：到达 {wanted}，完成 {rate}；{why}',
  },
  late: {
    en: 'does not fit: only {rate} of {wanted} are done; {why}',
    zh: '无法满足：到达 {wanted}，只能完成 {rate}；{why}',
  },
  over: { en: '{resource} would have to do {load}', zh: '{resource} 的负载需达 {load}' },
  term: {
    en: '{engine}: {rate} frames/s x {pixels} pixels x 3/2 = {gigabytes} GB/s',
    zh: '{engine}：{rate} 帧/秒 x {pixels} 像素 x 3/2 = {gigabytes} GB/s',
  },
};

function loadText({ loads }: Plan, locale: Locale): string {
  const t = translator(TEXTS, locale);
  const [first] = loads;
  if (!first) return t('unused');
  return t('fullest', { resource: resourceLabel(first.resource, locale), load: percentText(first.load) });
}

/** Why less is done than arrives. */
function lateText({ loads }: Plan, prediction: Prediction, locale: Locale): string {
  const [first] = loads;
  if (!first || first.load <= 1) return bottleneckText(prediction.bottleneck, locale);
  const data = { resource: resourceLabel(first.resource, locale), load: percentText(first.load) };
  return translator(TEXTS, locale)('over', data);
}

/** The verdict, one sentence. */
export function verdictText(plan: Plan, prediction: Prediction, locale: Locale): string {
  const t = translator(TEXTS, locale);
  const rate = (framesPerSecond: number): string =>
    t('rate', { value: Number(framesPerSecond.toPrecision(4)) });
  const { failure, fits } = prediction.memory;
  if (!fits) return t('noMemory', { why: failure ? noteText(failure, locale) : t('tooSmall') });
  const { wanted } = plan;
  if (wanted === undefined && prediction.qps === 0) return t('nothing');
  if (wanted === undefined) {
    return t('free', { rate: rate(prediction.qps), why: bottleneckText(prediction.bottleneck, locale) });
  }
  const arrives = { wanted: rate(wanted) };
  if (plan.fits) return t('fits', { ...arrives, rate: rate(prediction.qps), why: loadText(plan, locale) });
  const done = rate(Math.min(prediction.qps, wanted));
  return t('late', { ...arrives, rate: done, why: lateText(plan, prediction, locale) });
}

/** One term of the equivalent bandwidth as its product. */
export function termText(
  { engine, framesPerSecond, pixels, bytesPerSecond }: BandwidthTerm,
  locale: Locale,
): string {
  return translator(TEXTS, locale)('term', {
    engine: resourceLabel(engine, locale),
    rate: framesPerSecond.toFixed(0),
    pixels,
    gigabytes: (bytesPerSecond / 1e9).toFixed(2),
  });
}
