/** Designs and refusals in words. */
import type { Prediction } from '../../sim/prediction.ts';
import { bottleneckText } from '../explanation.ts';
import { bytesText, millisecondsText, percentText, rateText, ratesText, resourceLabel } from '../labels.ts';
import type { Locale, Texts } from '../locale.ts';
import { translator } from '../locale.ts';
import { termText } from '../plan-text.ts';
import type { SweepRow } from '../../sim/explore/rows.ts';
import type { Design } from './design.ts';
import type { Refusal } from './search.ts';
import type { Choices, Wish } from './wish.ts';

const TEXTS = {
  devices: { en: 'Devices', zh: '设备' },
  threads: { en: 'Threads', zh: '线程' },
  ofEach: {
    en: '{count} of each device, with a stream and a model each',
    zh: '每个设备 {count} 个，各有一个流和一个模型',
  },
  batch: { en: 'Batch', zh: '批大小' },
  depth: { en: 'Depth', zh: '深度' },
  beforeWait: {
    en: '{count} inputs of a thread before it waits: {frames} frames',
    zh: '每个线程等待前下发 {count} 个输入：{frames} 帧',
  },
  rate: { en: 'Predicted', zh: '预测' },
  rateRange: { en: '{qps} QPS (range {low} to {high})', zh: '{qps} QPS（范围 {low} 至 {high}）' },
  latency: { en: 'Latency', zh: '时延' },
  latencies: { en: '{median} (p99 {p99})', zh: '{median}（p99 {p99}）' },
  memory: { en: 'Device memory', zh: '设备内存' },
  of: { en: '{part} of {whole}', zh: '{part} / {whole}' },
  cores: { en: 'Host cores', zh: '主机核' },
  bottleneck: { en: 'Bottleneck', zh: '瓶颈' },
  bandwidth: { en: 'Equivalent bandwidth', zh: '等效带宽' },
  share: { en: '{total} GB/s, {share} of the memory bandwidth', zh: '{total} GB/s，占内存带宽 {share}' },
  'no-rate': {
    en: '{wanted} QPS cannot be had: {got} QPS is the most on {devices} devices ({settings}); {why}',
    zh: '无法达到 {wanted} QPS：{devices} 个设备最多 {got} QPS（{settings}）；{why}',
  },
  'no-rate-within': {
    en: '{wanted} QPS within {p99} cannot be had: {got} QPS is the most on {devices} devices ({settings}); {why}',
    zh: '无法在 {p99} 内达到 {wanted} QPS：{devices} 个设备最多 {got} QPS（{settings}）；{why}',
  },
  'no-p99': {
    en: 'a p99 of {p99} cannot be had: the least is {got} ({settings}); {why}',
    zh: '无法达到 p99 {p99}：最低为 {got}（{settings}）；{why}',
  },
  'no-memory': {
    en: 'no design fits the memory of the device, not even one thread with one frame',
    zh: '任何方案都超出设备内存，即使一个线程、一帧',
  },
  settings: {
    en: '{threads} threads, batch {batch}, depth {depth}',
    zh: '{threads} 个线程，批大小 {batch}，深度 {depth}',
  },
} satisfies Texts<string>;

const settingsText = (choices: Choices, locale: Locale): string =>
  translator(TEXTS, locale)('settings', { ...choices });

/** The design as rows of a table: what it is, what it comes to. */
export function designRows({ choices, prediction, plan, hostCores }: Design, locale: Locale): string[][] {
  const t = translator(TEXTS, locale);
  const { devices, threads, batch, depth } = choices;
  const { latency, memory, bottleneck } = prediction;
  const { bytesPerSecond, share } = plan.bandwidth;
  const total = (bytesPerSecond / 1e9).toFixed(2);
  return [
    [t('devices'), String(devices)],
    [t('threads'), t('ofEach', { count: threads })],
    [t('batch'), String(batch)],
    [t('depth'), t('beforeWait', { count: depth, frames: depth * batch })],
    [t('rate'), rateLine(prediction, locale)],
    [
      t('latency'),
      t('latencies', { median: millisecondsText(latency.medianMs), p99: millisecondsText(latency.p99Ms) }),
    ],
    [t('bottleneck'), bottleneckText(bottleneck, locale)],
    [t('memory'), t('of', { part: bytesText(memory.peakBytes), whole: bytesText(memory.limitBytes) })],
    [t('cores'), hostCores.toFixed(2)],
    ...(bytesPerSecond > 0 ? [[t('bandwidth'), t('share', { total, share: percentText(share) })]] : []),
  ];
}

const rateLine = (prediction: Prediction, locale: Locale): string =>
  translator(TEXTS, locale)('rateRange', { ...ratesText(prediction) });

/** How full each resource is, the fullest first. */
export const loadRows = ({ plan }: Design, locale: Locale): string[][] =>
  plan.loads.map(({ resource, load }) => [resourceLabel(resource, locale), percentText(load)]);

/** The terms of the equivalent bandwidth. */
export const bandwidthLines = ({ plan }: Design, locale: Locale): string[] =>
  plan.bandwidth.terms.map((term) => termText(term, locale));

/** Why the wish cannot be had, one sentence without a full stop. */
export function refusalText({ binds, nearest }: Refusal, wish: Wish, locale: Locale): string {
  const t = translator(TEXTS, locale);
  if (nearest === undefined) return t('no-memory');
  const { choices, row } = nearest;
  const common = { settings: settingsText(choices, locale), why: boundText(row, locale) };
  const p99 = millisecondsText(wish.p99Ms ?? 0);
  if (binds === 'p99') return t('no-p99', { ...common, p99, got: millisecondsText(row.p99Ms) });
  const data = {
    ...common,
    wanted: rateText(wish.rate ?? 0),
    got: rateText(row.qps),
    devices: choices.devices,
  };
  return wish.p99Ms === undefined ? t('no-rate', data) : t('no-rate-within', { ...data, p99 });
}

const boundText = ({ bottleneck, bottleneckUtilization }: SweepRow, locale: Locale): string =>
  bottleneckText({ resource: bottleneck, utilization: bottleneckUtilization }, locale);
