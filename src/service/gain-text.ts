/** A gain in words. The figures always come from simulation; no rule writes its own. */
import type { Gain } from '../analyzer/finding.ts';
import { percentText, rateText, resourceLabel } from './labels.ts';
import type { Locale, Texts } from './locale.ts';
import { translator } from './locale.ts';

const TEXTS: Texts<'gain' | 'none' | 'flat' | 'loss'> = {
  gain: {
    en: 'predicted {before} → {after} QPS ({change} %, ±{plusMinus})',
    zh: '预测 {before} → {after} QPS（{change} %，±{plusMinus}）',
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
    en: 'predicted {before} → {after} QPS ({change} %, ±{plusMinus}): other changes must come first',
    zh: '预测 {before} → {after} QPS（{change} %，±{plusMinus}）：需先做其他修改',
  },
};

/** A change below this share of the rate is none that a user could measure. */
const NOTICEABLE = 0.005;

/** From this utilization on a resource itself is the reason why nothing is gained. */
const SATURATED = 0.85;

/** Whether the change is larger than its own uncertainty and than what could be noticed. */
export function isNoticeable({ qpsBefore, qpsAfter, plusMinus }: Gain): boolean {
  return Math.abs(qpsAfter - qpsBefore) > Math.max(plusMinus, NOTICEABLE * qpsBefore);
}

/** Change in percent of the rate before, e.g. 14. */
export function changePercent({ qpsBefore, qpsAfter }: Gain): number {
  return qpsBefore > 0 ? (100 * (qpsAfter - qpsBefore)) / qpsBefore : 0;
}

function signed(percent: number): string {
  return `${percent < 0 ? '−' : '+'}${Math.abs(percent)
    .toFixed(Math.abs(percent) < 10 ? 1 : 0)
    .replace(/\.0$/, '')}`;
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
    plusMinus: rateText(gain.plusMinus).replace(/\.0+$/, ''),
  });
}
