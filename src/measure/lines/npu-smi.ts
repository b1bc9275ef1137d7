/** `npu-smi info` (a table) and `npu-smi info -t usages` (`key : value` lines; which keys differs by driver). */
import type { Measurement } from '../measurement.ts';
import { reportedNumber, shareOfPercent } from '../measurement.ts';
import type { LineContext, LineForm } from './line.ts';
import { measured } from './line.ts';
import { ownValue } from '../../base/own-value.ts';

const KEY_VALUE = /^\s*([A-Za-z][A-Za-z \-/]{2,60}?)(\(([^)]{1,10})\))?\s*:\s*(\S+)\s*$/;

const USAGE_SUBJECTS: Record<string, string> = {
  'aicore usage rate': 'aicore',
  'npu utilization': 'aicore',
  'aivector usage rate': 'aivector',
  'aicpu usage rate': 'aicpu',
  'ctrlcpu usage rate': 'ctrlcpu',
  'ddr usage rate': 'memory',
  'hbm usage rate': 'memory',
  'memory usage rate': 'memory',
  'ddr bandwidth usage rate': 'memoryBandwidth',
  'hbm bandwidth usage rate': 'memoryBandwidth',
  'memory bandwidth usage rate': 'memoryBandwidth',
};

const CAPACITIES = new Set(['ddr capacity', 'hbm capacity', 'memory capacity']);
const MIB = 1024 * 1024;

/** A memory that the chip does not have is reported with capacity 0, and its rates mean nothing. */
function absentMemory(key: string, context: LineContext): boolean {
  const memory = key.split(' ')[0] ?? '';
  return context.memory.get(`npu-smi ${memory} capacity`) === '0';
}

function readCapacity(key: string, value: number, context: LineContext): Measurement[] {
  context.memory.set(`npu-smi ${key.split(' ')[0] ?? ''} capacity`, String(value));
  return value === 0 ? [] : [measured(context, 'size', 'deviceMemory', { bytes: value * MIB })];
}

function readUsage(text: string, context: LineContext): Measurement[] {
  const match = KEY_VALUE.exec(text);
  const key = (match?.[1] ?? '').trim().toLowerCase();
  const value = reportedNumber(match?.[4]);
  if (value === undefined) return [];
  if (CAPACITIES.has(key)) return readCapacity(key, value, context);
  const subject = ownValue(USAGE_SUBJECTS, key);
  if (subject === undefined || absentMemory(key, context)) return [];
  return [measured(context, 'utilization', subject, { share: shareOfPercent(value) })];
}

const CHIP_ROW = /^\|\s*\d+\s+\d+\s*\|[^|]*\|\s*(\d+(?:\.\d+)?)\s+(\d+)\s*\/\s*(\d+)/;

/** The second row of a chip: AI Core %, memory used / total in MB. */
function readTable(text: string, context: LineContext): Measurement[] {
  const match = CHIP_ROW.exec(text);
  const core = reportedNumber(match?.[1]);
  const used = reportedNumber(match?.[2]);
  const total = reportedNumber(match?.[3]);
  if (core === undefined || used === undefined || total === undefined) return [];
  const found = [measured(context, 'utilization', 'aicore', { share: shareOfPercent(core) })];
  if (total === 0) return found;
  found.push(measured(context, 'utilization', 'memory', { share: Math.min(1, used / total) }));
  found.push(measured(context, 'size', 'deviceMemory', { bytes: total * MIB }));
  return found;
}

export const npuSmiForms: LineForm[] = [
  { format: 'npu-smi usages', read: readUsage },
  { format: 'npu-smi info', read: readTable },
];
