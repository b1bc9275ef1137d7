/** What decides the range of a prediction, in words. */
import { decidingDoubt, type Doubt, type DoubtEnd } from '../sim/index.ts';
import type { Prediction } from '../sim/prediction.ts';
import { rateText, resourceLabel } from './labels.ts';
import type { Locale, Texts } from './locale.ts';
import { translator } from './locale.ts';

const TEXTS: Texts<'guess' | 'oneSided' | 'figures' | 'model' | 'mode' | 'inMode' | 'idleMode' | 'listed'> = {
  mode: {
    en: '{name} is fixed for a run: {rates} (--set {name}=…)',
    zh: '{name} 在一次运行中不变：{rates}（--set {name}=…）',
  },
  inMode: { en: '{choice} {qps} QPS', zh: '{choice} {qps} QPS' },
  idleMode: { en: '{choice} gives the device no work', zh: '{choice} 不向设备下发任务' },
  listed: { en: ', ', zh: '，' },
  guess: {
    en: '{name} = {value} is a guess, which decides the range: {low} QPS at {lowAt}, {high} QPS at {highAt} (--set {name}=…)',
    zh: '{name} = {value} 是推测值，并决定范围：取 {lowAt} 时为 {low} QPS，取 {highAt} 时为 {high} QPS（--set {name}=…）',
  },
  oneSided: {
    en: '{name} = {value} is a guess, which decides the range: {qps} QPS at {at} (--set {name}=…)',
    zh: '{name} = {value} 是推测值，并决定范围：取 {at} 时为 {qps} QPS（--set {name}=…）',
  },
  figures: {
    en: 'how fast {resource} is on this device is not known well, which decides the range: {low} to {high} QPS',
    zh: '该设备上 {resource} 的速度数据不充分，并决定范围：{low} 至 {high} QPS',
  },
  model: {
    en: 'the time of {model} on this device is not known well, which decides the range: {low} to {high} QPS',
    zh: '{model} 在该设备上的时间数据不充分，并决定范围：{low} 至 {high} QPS',
  },
};

const short = (value: number): string => String(Number(value.toPrecision(3)));

function doubtText(doubt: Doubt, locale: Locale): string {
  const t = translator(TEXTS, locale);
  const { name, value, low, high } = doubt;
  const ends = { low: rateText(low.qps), high: rateText(high.qps) };
  if (doubt.kind === 'resource') {
    const { model } = doubt;
    return model === undefined
      ? t('figures', { ...ends, resource: resourceLabel(name, locale) })
      : t('model', { ...ends, model });
  }
  const common = { name, value: short(value) };
  const only = low.at === value ? high : high.at === value ? low : undefined;
  return only
    ? t('oneSided', { ...common, qps: rateText(only.qps), at: short(only.at) })
    : t('guess', { ...common, ...ends, lowAt: short(low.at), highAt: short(high.at) });
}

/** The rate in each mode, that at hand first. */
function modeText(doubt: Doubt, modes: readonly DoubtEnd[], locale: Locale): string {
  const t = translator(TEXTS, locale);
  const { name, value } = doubt;
  const choices = doubt.kind === 'parameter' ? doubt.choices : undefined;
  const own = modes.filter(({ at }) => at === value);
  const rates = [...own, ...modes.filter(({ at }) => at !== value)].map(({ at, qps }) =>
    t(qps > 0 ? 'inMode' : 'idleMode', { choice: choices?.[at] ?? short(at), qps: rateText(qps) }),
  );
  return t('mode', { name, rates: rates.join(t('listed')) });
}

/**
 * What the rate is in the other modes that a run may be in, a sentence without a full stop for each mode on which it hangs.
 */
export function modeTexts({ doubts = [] }: Pick<Prediction, 'doubts'>, locale: Locale): string[] {
  return doubts.flatMap((one) =>
    one.modes && changesRate(one.modes) ? [modeText(one, one.modes, locale)] : [],
  );
}

const changesRate = (modes: readonly DoubtEnd[]): boolean =>
  new Set(modes.map(({ qps }) => rateText(qps))).size > 1;

/** The one thing that the rate hangs on, as a sentence without a full stop; undefined where there is none. */
export function decidingText({ doubts }: Pick<Prediction, 'doubts'>, locale: Locale): string | undefined {
  const doubt = decidingDoubt(doubts);
  // The rates of modes have lines of their own.
  return doubt && !doubt.modes ? doubtText(doubt, locale) : undefined;
}
