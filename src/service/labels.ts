/** Names of resources and numbers as a user reads them. */
import { measurementText, subjectStatement } from '../measure/errors.ts';
import { translator, type Locale, type Texts } from './locale.ts';
import { ownValue } from '../base/own-value.ts';

const RESOURCES: Record<string, Record<Locale, string>> = {
  aicore: { en: 'AI Core', zh: 'AI Core' },
  aivector: { en: 'AI Vector', zh: 'AI Vector' },
  aicpu: { en: 'AI CPU', zh: 'AI CPU' },
  ctrlcpu: { en: 'Ctrl CPU', zh: 'Ctrl CPU' },
  jpegd: { en: 'JPEGD', zh: 'JPEGD' },
  jpege: { en: 'JPEGE', zh: 'JPEGE' },
  pngd: { en: 'PNGD', zh: 'PNGD' },
  vpc: { en: 'VPC', zh: 'VPC' },
  vdec: { en: 'VDEC', zh: 'VDEC' },
  venc: { en: 'VENC', zh: 'VENC' },
  h2d: { en: 'H2D copy', zh: 'H2D 拷贝' },
  d2h: { en: 'D2H copy', zh: 'D2H 拷贝' },
  d2d: { en: 'D2D copy', zh: 'D2D 拷贝' },
  p2p: { en: 'P2P copy', zh: 'P2P 拷贝' },
  memset: { en: 'memset', zh: 'memset' },
  link: { en: 'PCIe link', zh: 'PCIe 链路' },
  memoryBandwidth: { en: 'memory bandwidth', zh: '内存带宽' },
  linkRoot: { en: 'host link of several devices together', zh: '多设备共用的主机链路' },
  taskScheduler: { en: 'task scheduler', zh: '任务调度器' },
  hostCores: { en: 'host cores', zh: '主机核' },
  host: { en: 'host', zh: '主机' },
  'host cores': { en: 'host cores', zh: '主机核' },
  none: { en: 'nothing', zh: '无' },
};

/** Resources that carry a name of the source, or which of several they are; the more special before the general. */
const NAMED: [RegExp, Record<Locale, string>][] = [
  [/^host (.+)$/, { en: 'host thread $1', zh: '主机线程 $1' }],
  [/^pauses of (.+)$/, { en: 'pauses of thread $1', zh: '线程 $1 的休眠' }],
  [/^thread (.+)$/, { en: 'thread $1', zh: '线程 $1' }],
  [/^lock (.+)$/, { en: 'lock $1', zh: '锁 $1' }],
  [/^stream (?:of )?synchronous calls of (.+)$/, { en: 'synchronous calls of $1', zh: '$1 的同步调用' }],
  [/^stream default(?: stream)?\[0\](?: of .+)?$/, { en: 'the default stream', zh: '默认流' }],
  [/^stream (.+) of (.+)$/, { en: 'stream $1 of $2', zh: '$2 的流 $1' }],
  [/^stream (.+)$/, { en: 'stream $1', zh: '流 $1' }],
  [/^process (\d+) (.+)$/, { en: 'process $1 $2', zh: '进程 $1 的 $2' }],
];

/** The name of a resource; one that is not known stays as it is. */
export function resourceLabel(resource: string, locale: Locale): string {
  const known = ownValue(RESOURCES, resource)?.[locale];
  if (known !== undefined) return known;
  const named = NAMED.find(([pattern]) => pattern.test(resource));
  return named ? resource.replace(named[0], named[1][locale]) : resource;
}

/** What was measured: words of its own, else the name of a resource, else as it is called. */
export function subjectLabel(subject: string, locale: Locale): string {
  const known = subjectStatement(subject);
  return known === undefined ? resourceLabel(subject, locale) : measurementText(known, locale);
}

const MOST_DECIMALS = 12;

/**
 * A rate: whole numbers from 100 on, one decimal from 10 on, else two; no more digits than the first two of what it may be
 * off by, and its own first one.
 * @param half width of the range to either side, frames/s.
 * @param most what it is not rounded up above, frames/s.
 */
export function rateText(qps: number, half = 0, most = Infinity): string {
  const own = qps > 0 ? -Math.floor(Math.log10(qps)) : 0;
  const usual = usualDecimals(qps, own);
  const known = half > 0 ? Math.max(own, 1 - Math.floor(Math.log10(half))) : usual;
  const digits = Math.min(usual, known);
  const text = toPlace(qps, known).toFixed(Math.max(0, digits));
  return Number(text) > most ? roundedDown(qps, digits) : text;
}

function roundedDown(value: number, digits: number): string {
  const scale = 10 ** digits;
  return (Math.floor(value * scale) / scale).toFixed(Math.max(0, digits));
}

/** Below a hundredth its first two digits, as far as there is a need. */
function usualDecimals(qps: number, own: number): number {
  if (qps >= 9.995) return qps >= 99.95 ? 0 : 1;
  return qps > 0 && qps < 0.01 ? Math.min(own + 1, MOST_DECIMALS) : 2;
}

/** A rate and the ends of its range, each with the digits that their distance leaves, and no rate above its bound; frames/s. */
export function ratesText({ qps, qpsRange: [low, high], bounds }: Ranged): {
  qps: string;
  low: string;
  high: string;
} {
  const [below, above] = [qps - low, high - qps];
  return {
    qps: rateText(qps, nearest(below, above), bounds && Number(rateText(bounds.upper))),
    low: rateText(low, below),
    high: rateText(high, above),
  };
}

/** Between which rates closed formulas place it, frames/s. That it does not fall below 0 says nothing. */
export const boundsText = ({ lower, upper }: { lower: number; upper: number }): string =>
  lower > 0 ? `${rateText(lower)} … ${rateText(upper)}` : `≤ ${rateText(upper)}`;

const AT_ASSUMED: Texts<'bounds'> = {
  bounds: { en: '{bounds}, at the times that are assumed', zh: '{bounds}（按假定的耗时）' },
};

/** The bounds hold at the times that are assumed; the range holds what these may be as well, and may go past them. */
export function boundsPhrase({ bounds, qpsRange: [low, high] }: Bounded, locale: Locale, unit = ''): string {
  const text = `${boundsText(bounds)}${unit}`;
  const isPassed = low < bounds.lower || high > bounds.upper;
  return isPassed ? translator(AT_ASSUMED, locale)('bounds', { bounds: text }) : text;
}

export interface Ranged {
  qps: number;
  qpsRange: readonly [number, number];
  /** What closed formulas allow. */
  bounds?: { upper: number };
}

interface Bounded extends Ranged {
  bounds: { lower: number; upper: number };
}

/** Where a range goes far to one side alone, as with another mode of the program, the other side tells the digits. */
const nearest = (below: number, above: number): number =>
  below > 0 && above > 0 ? Math.min(below, above) : Math.max(below, above, 0);

/** With zeros from a place on that lies before the point: `digits` below 0. */
function toPlace(value: number, digits: number): number {
  const place = 10 ** Math.max(0, -digits);
  return place === 1 ? value : Math.round(value / place) * place;
}

/** A share 0…1 as `92 %`. */
export function percentText(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

/** Bytes in MiB or, from 10 GiB on, GiB. */
export function bytesText(bytes: number): string {
  const mib = bytes / 1024 / 1024;
  return mib >= 10_240 ? `${(mib / 1024).toFixed(1)} GiB` : `${mib.toFixed(mib >= 10 ? 0 : 1)} MiB`;
}

/** A time in ms with three significant digits. */
export function millisecondsText(ms: number): string {
  return `${Number(ms.toPrecision(3))} ms`;
}
