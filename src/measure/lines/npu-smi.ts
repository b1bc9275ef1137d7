/**
 * `npu-smi info` (a table), `npu-smi info -t usages` (`key : value` lines; which keys differs by driver) and
 * `npu-smi info watch` (one line a sample). Columns are told by their headings: they differ by chip.
 */
import type { Measurement } from '../measurement.ts';
import { isNothing, reportedNumber } from '../measurement.ts';
import { busyShare, asShare } from '../share.ts';
import type { LineContext, LineForm } from './line.ts';
import { measured, nameDevice } from './line.ts';
import { ownValue } from '../../base/own-value.ts';

const KEY = /^[A-Za-z][A-Za-z \-/]{2,60}$/;
const LONGEST_SAID = 60;

/** `key(unit) : value`, without the unit; the colon may be a Chinese one. */
function keyAndValue(text: string): { key: string; said: string } | undefined {
  const at = text.search(/[:：]/);
  const [key = ''] = text.slice(0, Math.max(0, at)).split(/[(（]/);
  const said = text.slice(at + 1).trim();
  return KEY.test(key.trim()) && said.length <= LONGEST_SAID ? { key: key.trim(), said } : undefined;
}

/** Keys of usages and headings of watch, without unit, spaces and "usage rate". */
const SUBJECTS: Record<string, string> = {
  aicore: 'aicore',
  npuutilization: 'aicore',
  aivector: 'aivector',
  aicpu: 'aicpu',
  ctrlcpu: 'ctrlcpu',
  ddr: 'memory',
  hbm: 'memory',
  memory: 'memory',
  ddrbandwidth: 'memoryBandwidth',
  hbmbandwidth: 'memoryBandwidth',
  memorybandwidth: 'memoryBandwidth',
  memorybw: 'memoryBandwidth',
  hbmbw: 'memoryBandwidth',
  ddrbw: 'memoryBandwidth',
};

const plainKey = (key: string): string =>
  key
    .toLowerCase()
    .replace(/usage rate|usage/, '')
    .replaceAll(/[^a-z]/g, '');

const subjectOf = (key: string): string | undefined => ownValue(SUBJECTS, plainKey(key));

const CAPACITY = /^(ddr|hbm|memory) capacity$/i;
const CHIP_NAME = /^(chip name|npu name|name|product name|chip type)$/i;
const MIB = 1024 * 1024;

/** A memory that the chip does not have is reported with capacity 0, and its rates mean nothing. */
function absentMemory(key: string, context: LineContext): boolean {
  const memory = (key.split(' ')[0] ?? '').toLowerCase();
  return context.memory.get(`npu-smi ${memory} capacity`) === '0';
}

function readCapacity(key: string, value: number, context: LineContext): Measurement[] {
  context.memory.set(`npu-smi ${(key.split(' ')[0] ?? '').toLowerCase()} capacity`, String(value));
  return value === 0 ? [] : [measured(context, 'size', 'deviceMemory', { bytes: value * MIB })];
}

/**
 * Which chip the lines of a block are of stands before them, or behind them where the chip is asked for alone: they are held
 * until it is known.
 */
function beginBlock(key: string, said: string, context: LineContext): Measurement[] {
  const { memory, held } = context;
  if (key === 'NPU ID') {
    const before = endBlock(context);
    memory.set('npu-smi npu', said);
    memory.delete('npu-smi chip');
    return before;
  }
  const isBehind = held.length > 0 && !memory.has('npu-smi chip');
  if (isBehind) memory.set('npu-smi chip', said);
  const before = endBlock(context);
  if (isBehind) memory.delete('npu-smi chip');
  else memory.set('npu-smi chip', said);
  return before;
}

function endBlock({ memory, held }: LineContext): Measurement[] {
  const [npu, chip] = [memory.get('npu-smi npu'), memory.get('npu-smi chip')];
  const chipToo = chip === undefined ? '' : ` chip ${chip}`;
  const part = npu === undefined ? {} : { part: `NPU ${npu}${chipToo}` };
  return held.splice(0).map((one) => ({ ...one, ...part }));
}

function readUsage(text: string, context: LineContext): Measurement[] {
  const pair = keyAndValue(text);
  if (pair === undefined) return [];
  const { key, said } = pair;
  if (CHIP_NAME.test(key) && !isNothing(said)) nameDevice(context, said);
  if (key === 'NPU ID' || key === 'Chip ID') return beginBlock(key, said, context);
  const value = reportedNumber(said);
  if (value === undefined || context.held.length >= MOST_HELD) return [];
  context.held.push(...figuresOf(key, value, context));
  return context.memory.has('npu-smi npu') ? [] : endBlock(context);
}

/** Lines of one chip. */
const MOST_HELD = 1000;

function figuresOf(key: string, value: number, context: LineContext): Measurement[] {
  if (CAPACITY.test(key)) return readCapacity(key, value, context);
  const subject = /usage|utilization/i.test(key) ? subjectOf(key) : undefined;
  if (subject === undefined || /hugepages/i.test(key) || absentMemory(key, context)) return [];
  return [measured(context, 'utilization', subject, busyShare(value))];
}

const BUS_ID = /^(?:[0-9A-Fa-f]{4,8}:[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}\.\d|NA|N\/A)$/;
const CELLS = /^\|([^|]*)\|([^|]*)\|([^|]*)\|\s*$/;

/** `used / total` of each memory, in the order of the columns. */
function pairsIn(figures: string): [number, number][] {
  const parts = figures.split('/').map((part) => part.trim().split(/\s+/));
  return parts.slice(1).flatMap((part, i): [number, number][] => {
    const [used, total] = [reportedNumber(parts[i]?.at(-1)), reportedNumber(part[0])];
    return used === undefined || total === undefined ? [] : [[used, total]];
  });
}

/** The first row of a chip has its NPU's number and name, the second its own, AI Core % and its memories in MB. */
function readTable(text: string, context: LineContext): Measurement[] {
  const cells = CELLS.exec(text)
    ?.slice(1)
    .map((cell) => cell.trim());
  if (cells === undefined) return [];
  const [left = '', middle = '', right = ''] = cells;
  const [number = '', name] = left.split(/\s+/);
  if (!/^\d+$/.test(number)) return [];
  if (BUS_ID.test(middle)) return readChip(number, right, context);
  if (name === undefined || !/^[A-Z][A-Za-z ]+$/i.test(middle)) return [];
  nameDevice(context, name);
  context.memory.set('npu-smi npu', number);
  return [];
}

function readChip(chip: string, figures: string, context: LineContext): Measurement[] {
  const core = reportedNumber(/^\d+(?:\.\d+)?/.exec(figures)?.[0]);
  if (core === undefined) return [];
  const part = `NPU ${context.memory.get('npu-smi npu') ?? '?'} chip ${chip}`;
  const found = [measured(context, 'utilization', 'aicore', busyShare(core), part)];
  // Where a chip has two kinds of memory, the one that programs get is the last that is there.
  const [used = 0, total = 0] = pairsIn(figures).findLast(([, all]) => all > 0) ?? [];
  if (total === 0) return found;
  found.push(measured(context, 'utilization', 'memory', asShare(used / total), part));
  found.push(measured(context, 'size', 'deviceMemory', { bytes: total * MIB }, part));
  return found;
}

const WATCH_HEADING = /^\s*NpuID\s*\(Idx\)/i;

/** One line a sample, under a heading that names its columns. */
function readWatch(text: string, context: LineContext): Measurement[] {
  if (WATCH_HEADING.test(text)) {
    const names = text.split(')').map((name) => (name.split('(')[0] ?? '').trim());
    context.memory.set('npu-smi watch', names.filter(Boolean).join('|'));
    return [];
  }
  const names = context.memory.get('npu-smi watch')?.split('|') ?? [];
  const cells = text.trim().split(/\s+/);
  if (names.length === 0 || cells.length !== names.length || !/^\d+$/.test(cells[0] ?? '')) return [];
  const part = `NPU ${cells[0]} chip ${cells[1]}`;
  return names.flatMap((name, i) => {
    const subject = subjectOf(name);
    const percent = reportedNumber(cells[i]);
    if (subject === undefined || percent === undefined) return [];
    return [measured(context, 'utilization', subject, busyShare(percent), part)];
  });
}

export const npuSmiForms: LineForm[] = [
  { format: 'npu-smi usages', hint: /[:：]/, read: readUsage, end: endBlock },
  { format: 'npu-smi info', hint: /^\|/, read: readTable },
  { format: 'npu-smi watch', hint: /^\s*(\d|NpuID)/i, read: readWatch },
];
