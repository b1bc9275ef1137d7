/**
 * `ascend-dmi --bw`. Its table's layout is not published, so this is lenient: a line that has a bandwidth in GB/s (or a
 * row under a heading that says so), and the direction from this line or an earlier one.
 */
import type { Measurement } from '../measurement.ts';
import { known, reportedNumber } from '../measurement.ts';
import type { LineContext, LineForm } from './line.ts';
import { measured } from './line.ts';

const DIRECTIONS: [RegExp, string][] = [
  [/\bh2d\b|host\s*(?:to|->)\s*device/i, 'h2d'],
  [/\bd2h\b|device\s*(?:to|->)\s*host/i, 'd2h'],
  [/\bd2d\b|device\s*(?:to|->)\s*device/i, 'd2d'],
  [/\bp2p\b/i, 'p2p'],
];

const WITH_UNIT = /(?<!\d)(\d+(?:\.\d+)?)\s*([GM])B\/s/i;
const HEADING = /size\s*\(\s*bytes?\s*\).*bandwidth\s*\(\s*GB\/s\s*\)/i;
const ROW = /^[\s|]*(\d+)[\s|]+(?:\d+[\s|]+)?(\d+(?:\.\d+)?)(?:[\s|]+[\d.]+)*[\s|]*$/;
const GB = 1e9;
const MB = 1e6;

function direction(text: string, context: LineContext): string | undefined {
  const found = DIRECTIONS.find(([pattern]) => pattern.test(text))?.[1];
  if (found !== undefined) context.memory.set('dmi direction', found);
  return found ?? context.memory.get('dmi direction');
}

function readBandwidth(text: string, context: LineContext): Measurement[] {
  const subject = direction(text, context);
  if (HEADING.test(text)) context.memory.set('dmi table', 'open');
  if (subject === undefined) return [];
  const [, figure, unit] = WITH_UNIT.exec(text) ?? [];
  const single = reportedNumber(figure);
  const bytes = unit?.toUpperCase() === 'G' ? GB : MB;
  if (single !== undefined)
    return [measured(context, 'bandwidth', subject, { bytesPerSecond: single * bytes })];
  if (context.memory.get('dmi table') !== 'open') return [];
  const row = ROW.exec(text);
  const rate = reportedNumber(row?.[2]);
  if (rate === undefined) return [];
  const values = known({ bytesPerSecond: rate * GB, bytes: reportedNumber(row?.[1]) });
  return [measured(context, 'bandwidth', subject, values)];
}

export const dmiForms: LineForm[] = [
  { format: 'ascend-dmi', hint: /\d|2[dh]|host|device|p2p|bandwidth/i, read: readBandwidth },
];
