/** A gain in words. The figures always come from simulation; no rule writes its own. */
import type { Gain } from '../analyzer/finding.ts';
import { bytesText, millisecondsText, percentText, rateText, resourceLabel } from './labels.ts';
import type { Locale, Texts } from './locale.ts';
import { translator } from './locale.ts';

const TEXTS: Texts<'gain' | 'none' | 'flat' | 'loss' | 'latency' | 'memory'> = {
  gain: {
    en: 'predicted {before} → {after} QPS ({change} %, ±{plusMinus} QPS{price})',
    zh: '预测 {before} → {after} QPS（{change} %，±{plusMinus} QPS{price}）',
  },
  none: {
    en: 'no gain now: {resource} is already at {utilization}',
    zh: '目前无收益：{resource} 已达 {utilization}',
  },
  flat: {
    en: 'no gain predicted: the rate stays at {before} QPS ({resource} at {utilization})',
    zh: '预测无收益：吞吐量保持 {before} QPS（{resource} {utilization}）',
  },
  loss: {
    en: 'no gain now: alone it would lower the rate, {before} → {after} QPS; other changes must come first',
    zh: '目前无收益：单独修改会降低吞吐量，{before} → {after} QPS；需先做其他修改',
  },
  latency: { en: ', latency {before} → {after}', zh: '，时延 {before} → {after}' },
  memory: { en: ', memory +{more}', zh: '，内存 +{more}' },
};

/** A change below this share of the rate is none that a user could measure. */
const NOTICEABLE = 0.005;

/** From this utilization on a resource itself is the reason why nothing is gained. */
const SATURATED = 0.85;

/** Whether the change is larger than what the simulation may be off by and than what could be noticed. */
export function isNoticeable({ qpsBefore, qpsAfter, noise }: Gain): boolean {
  return Math.abs(qpsAfter - qpsBefore) > Math.max(noise, NOTICEABLE * qpsBefore);
}

/** Whether the rate rises noticeably. */
export const isGain = (gain: Gain): boolean => gain.qpsAfter > gain.qpsBefore && isNoticeable(gain);

/** Whether the rate falls noticeably: no change that could be advised. */
export const isLoss = (gain: Gain): boolean => gain.qpsAfter < gain.qpsBefore && isNoticeable(gain);

/** Change in percent of the rate before, e.g. 14. */
export function changePercent({ qpsBefore, qpsAfter }: Gain): number {
  return qpsBefore > 0 ? (100 * (qpsAfter - qpsBefore)) / qpsBefore : 0;
}

function signed(percent: number): string {
  return `${percent < 0 ? '−' : '+'}${Math.abs(percent)
    .toFixed(Math.abs(percent) < 10 ? 1 : 0)
    .replace(/\.0$/, '')}`;
}

/** A latency that grows by less is no price worth a word. */
const SLOWER = 1.1;

/** What the gain costs in latency and memory, where it costs something. */
function priceText({ latencyMs, memoryBytes }: Gain, locale: Locale): string {
  const t = translator(TEXTS, locale);
  const [before, after] = latencyMs ?? [0, 0];
  const [least, most] = memoryBytes ?? [0, 0];
  const more = most - least;
  return [
    ...(after > SLOWER * before && before > 0
      ? [t('latency', { before: millisecondsText(before), after: millisecondsText(after) })]
      : []),
    ...(more >= MEBIBYTE ? [t('memory', { more: bytesText(more) })] : []),
  ].join('');
}

const MEBIBYTE = 2 ** 20;

/** "+92" or "−17": the change in percent, with its sign. */
export const shareText = (gain: Gain): string => signed(changePercent(gain));

/** "+92 %": what stands before a message, where the rate rises noticeably. */
export function gainShare(gain: Gain): string | undefined {
  return isGain(gain) ? `${signed(changePercent(gain))} %` : undefined;
}

/** "predicted 351 → 400 QPS (+14 %, ±2)", or that there is none now and why. */
export function gainText(gain: Gain, locale: Locale): string {
  const t = translator(TEXTS, locale);
  if (!isNoticeable(gain)) {
    return t(gain.boundUtilization >= SATURATED ? 'none' : 'flat', {
      resource: resourceLabel(gain.boundBy, locale),
      utilization: percentText(gain.boundUtilization),
      before: rateText(gain.qpsBefore),
    });
  }
  return t(gain.qpsAfter > gain.qpsBefore ? 'gain' : 'loss', {
    before: rateText(gain.qpsBefore),
    after: rateText(gain.qpsAfter),
    change: signed(changePercent(gain)),
    price: priceText(gain, locale),
    plusMinus: rateText(gain.plusMinus).replace(/\.0+$/, ''),
  });
}
