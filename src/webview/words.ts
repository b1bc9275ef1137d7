/** Names and sentences that the page and the extension share, in the user's language. Configure @vscode/l10n first. */
import * as l10n from '@vscode/l10n';
import { ownValue } from '../base/own-value.ts';

let locale = 'en';

/** Language of the sentences that are put together here; call once, before anything is shown. */
export function useLocale(language: string): void {
  locale = language;
}

const resourceNames: Record<string, () => string> = {
  aicore: () => l10n.t('AI Core'),
  aicpu: () => l10n.t('AI CPU'),
  ctrlcpu: () => l10n.t('Ctrl CPU'),
  jpegd: () => 'JPEGD',
  jpege: () => 'JPEGE',
  pngd: () => 'PNGD',
  vpc: () => 'VPC',
  vdec: () => 'VDEC',
  venc: () => 'VENC',
  h2d: () => l10n.t('H2D copy'),
  d2h: () => l10n.t('D2H copy'),
  d2d: () => l10n.t('D2D copy'),
  p2p: () => l10n.t('P2P copy'),
  memset: () => 'memset',
  link: () => l10n.t('PCIe link'),
  memoryBandwidth: () => l10n.t('Memory bandwidth'),
  taskScheduler: () => l10n.t('Task scheduler'),
  host: () => l10n.t('Host cores'),
};

/** The thread whose own sleeps set the pace. */
const pausedThread = (id: string): string | undefined => /^pauses of (.+)$/.exec(id)?.[1];

/** A resource's name; a host thread keeps the name that the source gives it. */
export function resourceName(id: string): string {
  const paused = pausedThread(id);
  if (paused !== undefined) return l10n.t('Pauses of {0}', paused);
  const thread = /^host (.+)$/.exec(id)?.[1];
  return thread === undefined ? (ownValue(resourceNames, id)?.() ?? id) : l10n.t('Host: {0}', thread);
}

const digitsOf = (value: number): number => (value < 10 ? 2 : value < 100 ? 1 : 0);

/** A rate or a time, with as many digits as mean something. */
export const rate = (value: number): string => number(value, digitsOf(value));

/** A rate with no more digits than the first two of how far the nearer end of its range lies, and its own first one. */
export function rateWithin(value: number, range: readonly [number, number]): string {
  const own = value > 0 ? -Math.floor(Math.log10(value)) : 0;
  const apart = range.map((end) => Math.abs(end - value)).filter((each) => each > 0);
  const known =
    apart.length > 0 ? Math.max(own, 1 - Math.floor(Math.log10(Math.min(...apart)))) : digitsOf(value);
  const place = 10 ** Math.max(0, -known);
  const shown = place > 1 ? Math.round(value / place) * place : value;
  return number(shown, Math.max(0, Math.min(digitsOf(value), known)));
}

/** A doubt or a difference, with the digits of the rate that it belongs to. */
export const rateLike = (value: number, of: number): string => number(value, digitsOf(of));

/** Both ends with the same digits. */
export const rateRange = (low: number, high: number): string =>
  `${number(low, digitsOf(high))} – ${number(high, digitsOf(high))}`;

/** Between which rates closed formulas place it. That it does not fall below 0 says nothing. */
export const boundsText = ({ lower, upper }: { lower: number; upper: number }): string =>
  lower > 0 ? rateRange(lower, upper) : `≤ ${number(upper, digitsOf(upper))}`;

/** The range of a rate: each end with no more digits than the first two of how far it lies from the rate. */
export const rangeText = (value: number, [low, high]: readonly [number, number]): string =>
  `${rateWithin(low, [value, value])} – ${rateWithin(high, [value, value])}`;

/** With a space that does not break, as everywhere in this tool. */
export const percent = (share: number, digits = 0): string => `${number(share * 100, digits)}\u00a0%`;

/** Parts of a sentence one after the other. */
export const listed = (parts: readonly string[]): string => parts.join(locale.startsWith('zh') ? '，' : ', ');

/** A change with its sign, e.g. `+14 %`. */
export function change(before: number, after: number): string {
  const share = before > 0 ? after / before - 1 : 0;
  const digits = Math.abs(share) < 0.0995 ? 1 : 0;
  const text = percent(share, digits);
  return share > 0 && text !== percent(0) ? `+${text}` : text;
}

/**
 * With commas between thousands and at most `digits` decimals, as English and Chinese both write it. `Intl` would do the
 * same, but its first use holds the extension host for 20 to 40 ms.
 */
export function number(value: number, digits = 2): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value > 0 ? '∞' : '-∞';
  const rounded = Number(value.toFixed(digits));
  const [whole = '', decimals] = plain(Math.abs(rounded)).split('.');
  const grouped = inThousands(whole);
  return `${rounded < 0 ? '-' : ''}${grouped}${decimals === undefined ? '' : `.${decimals}`}`;
}

function inThousands(digits: string): string {
  const first = digits.length % 3 || 3;
  const groups = [digits.slice(0, first)];
  for (let at = first; at < digits.length; at += 3) groups.push(digits.slice(at, at + 3));
  return groups.join(',');
}

/** Digits without an exponent, also from 1e21 on. */
const plain = (value: number): string => (value < 1e21 ? String(value) : BigInt(value).toString());

/** A time given in ms: µs below 0.1 ms, s from 1 s. */
export function duration(milliseconds: number): string {
  if (milliseconds >= 1000) return `${rate(milliseconds / 1000)} s`;
  if (milliseconds > 0 && milliseconds < 0.1) return `${number(milliseconds * 1000, 1)} µs`;
  return `${rate(milliseconds)} ms`;
}

/** Bytes in binary units. */
export function bytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const step = value > 0 ? Math.min(Math.floor(Math.log2(value) / 10), units.length - 1) : 0;
  return `${number(value / 1024 ** step, step > 2 ? 2 : step > 0 ? 1 : 0)} ${units[step] ?? 'B'}`;
}

/** What sets the pace, in one sentence. */
export function bottleneckSentence(resource: string, utilization: number): string {
  if (resource === 'none') return l10n.t('Nothing in this program was found to finish a frame.');
  const name = resourceName(resource);
  const share = percent(Math.min(utilization, 1));
  const paused = pausedThread(resource);
  if (paused !== undefined)
    return l10n.t('Thread {0} sets the pace: it sleeps for {1} of the time.', paused, share);
  if (utilization >= 0.9) return l10n.t('{0} sets the pace: it is busy {1} of the time.', name, share);
  if (utilization >= 0.6) {
    return l10n.t('{0} is the busiest, at {1}: waiting around it costs the rest.', name, share);
  }
  return l10n.t(
    'Nothing is saturated: {0} is the busiest, at {1}. The time goes to waiting, not to work.',
    name,
    share,
  );
}

export const framesPerSecond = (value: number): string => l10n.t('{0} frames/s', rate(value));

const unitNames: Record<string, () => string> = {
  ms: () => 'ms',
  bytes: () => l10n.t('bytes'),
  pixels: () => l10n.t('pixels'),
  frames: () => l10n.t('frames'),
  'frames/s': () => l10n.t('frames/s'),
};

/** A unit as it stands behind a number; a count and a share have none. */
export const unitName = (unit: string): string => ownValue(unitNames, unit)?.() ?? '';
