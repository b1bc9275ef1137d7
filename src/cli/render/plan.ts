/** A plan for a reader at a terminal: what arrives, how full each resource is, and the equivalent bandwidth of the codecs. */
import { percentText, rateText, resourceLabel } from '../../service/labels.ts';
import type { Locale, Texts } from '../../service/locale.ts';
import { translator } from '../../service/locale.ts';
import { termText, verdictText } from '../../service/plan-text.ts';
import type { Plan } from '../../sim/bounds/plan.ts';
import type { Prediction } from '../../sim/prediction.ts';
import type { Console } from '../console.ts';
import { textTable } from '../table.ts';

const TEXTS: Texts<
  'plan' | 'wanted' | 'possible' | 'carried' | 'ofAll' | 'ofSources' | 'devices' | 'bandwidth' | 'share'
> = {
  plan: { en: 'Plan: {verdict}', zh: '规划：{verdict}' },
  wanted: { en: 'Arriving', zh: '到达' },
  possible: { en: 'Possible at most', zh: '最多可达' },
  carried: { en: 'Kept up with', zh: '能跟上' },
  ofAll: { en: '{carried} of {count} ({threads})', zh: '{carried} / {count}（{threads}）' },
  ofSources: { en: '{carried} of {count}', zh: '{carried} / {count}' },
  devices: { en: 'Devices needed', zh: '所需设备数' },
  bandwidth: { en: 'Equivalent bandwidth', zh: '等效带宽' },
  share: { en: '{total} GB/s, {share} of the memory bandwidth', zh: '{total} GB/s，占内存带宽 {share}' },
};

/** Loads beyond this many say nothing new. */
const SHOWN_LOADS = 6;

export function planLines(plan: Plan, prediction: Prediction, locale: Locale, out: Console): string[] {
  const t = translator(TEXTS, locale);
  const { wanted, possible, sources, devicesNeeded, loads, bandwidth } = plan;
  const rates = [
    ...(wanted === undefined ? [] : [[t('wanted'), `${rateText(wanted)} QPS`]]),
    [t('possible'), `${rateText(possible)} QPS`],
    ...(sources === undefined
      ? []
      : [
          [
            t('carried'),
            sources.threads.length > 0
              ? t('ofAll', { ...sources, threads: sources.threads.join(', ') })
              : t('ofSources', { carried: sources.carried, count: sources.count }),
          ],
        ]),
    ...(devicesNeeded === undefined ? [] : [[t('devices'), String(devicesNeeded)]]),
  ];
  const rows = loads
    .slice(0, SHOWN_LOADS)
    .map(({ resource, load }) => [resourceLabel(resource, locale), percentText(load)]);
  const total = (bandwidth.bytesPerSecond / 1e9).toFixed(2);
  const terms = bandwidth.terms.map((term) => `  ${termText(term, locale)}`);
  const codecs =
    terms.length === 0
      ? []
      : [`${t('bandwidth')}: ${t('share', { total, share: percentText(bandwidth.share) })}`, ...terms];
  return [
    '',
    out.style('bold', t('plan', { verdict: verdictText(plan, prediction, locale) })),
    ...textTable([...rates, ...rows], '  '),
    ...codecs,
  ];
}
