/**
 * What the host's own tools say while a program runs: top (with `-H` its threads), free, iostat, sar, vmstat, pidstat (with
 * `-t` its threads), meminfo and pmap.
 */
import type { Measurement } from '../measurement.ts';
import { reportedNumber } from '../measurement.ts';
import { asShare, busyShare } from '../share.ts';
import type { LineContext, LineForm } from './line.ts';
import { measured } from './line.ts';

const UNITS = new Map([
  ['', 1],
  ['B', 1],
  ['K', 2 ** 10],
  ['M', 2 ** 20],
  ['G', 2 ** 30],
  ['T', 2 ** 40],
]);

/** `30.1g`, `300M`, `1234` in units of its column. */
function bytesOf(text: string, unit: number): number | undefined {
  const [, digits, letter = ''] = /^([\d.]+)([A-Za-z]?)/.exec(text) ?? [];
  const value = reportedNumber(digits);
  const times = UNITS.get(letter.toUpperCase()) ?? 1;
  return value === undefined ? undefined : value * (letter === '' ? unit : times);
}

const KIB = 1024;

/** `12.0 us,  3.0 sy, …` of a line of top, by the words; with a decimal comma too. */
function topFigures(text: string): ReadonlyMap<string, string> {
  const figures = text.matchAll(/(?<![\d.,])(\d+(?:[.,]\d+)?)[kKMG]?[\s%]{0,9}([a-z]+)/g);
  return new Map([...figures].map(([, figure = '', word = '']): [string, string] => [word, pointed(figure)]));
}

const pointed = (figure: string): string => figure.replace(',', '.');

/** A sample of a tool: the first is of all the time since the machine, and each process, started. */
const beginSample = ({ memory }: LineContext, tool: string): void =>
  void memory.set(`${tool} sample`, memory.has(`${tool} sample`) ? 'later' : 'first');

const sampled = (context: LineContext, tool: string, measurement: Measurement): Measurement =>
  context.memory.get(`${tool} sample`) === 'first' ? { ...measurement, sinceStart: true } : measurement;

function readTopHead(text: string, context: LineContext): Measurement[] {
  if (/^top - /.test(text)) beginSample(context, 'top');
  if (/^%?Cpu\(s\):/.test(text)) {
    const idle = reportedNumber(topFigures(text).get('id'));
    return idle === undefined
      ? []
      : [
          sampled(
            context,
            'top',
            measured(context, 'utilization', 'host', busyShare(Math.max(0, 100 - idle))),
          ),
        ];
  }
  if (/^Threads:\s*\d+ total/.test(text)) context.memory.set('top', 'threads');
  if (/^Tasks:\s*\d+ total/.test(text)) context.memory.set('top', 'processes');
  const unit = /^([KMG])iB Mem/.exec(text)?.[1] ?? /^Mem:\s+\d+([kKMG]) total/.exec(text)?.[1];
  const bytes = unit === undefined ? undefined : bytesOf(`${topFigures(text).get('total')}${unit}`, 1);
  return bytes === undefined ? [] : [measured(context, 'size', 'hostMemory', { bytes })];
}

/** Rows under a heading that names their columns, kept by the heading's own words. */
function headingOf(context: LineContext, tool: string): string[] {
  return context.memory.get(`${tool} heading`)?.split(' ') ?? [];
}

function setHeading(context: LineContext, tool: string, text: string): void {
  context.memory.set(`${tool} heading`, text.trim().split(/\s+/).join(' '));
}

/** The threads that a program is made of; of a process the sum of them. Percent of one core. */
function readTopRow(text: string, context: LineContext): Measurement[] {
  if (/^\s*PID\s+USER\b/.test(text)) {
    setHeading(context, 'top', text);
    return [];
  }
  const heading = headingOf(context, 'top');
  const cells = text.trim().split(/\s+/);
  if (heading.length === 0 || cells.length < heading.length || !/^\d+$/.test(cells[0] ?? '')) return [];
  const percent = reportedNumber(pointed(cells[heading.indexOf('%CPU')] ?? ''));
  const name = cells.slice(heading.length - 1).join(' ');
  if (percent === undefined || heading.at(-1) !== 'COMMAND') return [];
  const isThread = context.memory.get('top') === 'threads';
  const part = isThread ? undefined : `${cells[0]}`;
  const subject = `${isThread ? 'thread' : 'process'} ${name}`;
  return [sampled(context, 'top', measured(context, 'utilization', subject, { share: percent / 100 }, part))];
}

const FREE_HEADING = /^\s+(?:total\s+used\s+free\b|总计\s+已用\s+空闲)/;
const FREE_ROW = /^(?:Mem|内存)[:：]\s*(\S+)\s+(\S+)/;

/** `free`, in KiB where its option names no other unit (that of `-m` is not said: letters of `-h` are). */
function readFree(text: string, context: LineContext): Measurement[] {
  if (FREE_HEADING.test(text)) context.memory.set('free', 'open');
  const row = context.memory.get('free') === 'open' ? FREE_ROW.exec(text) : null;
  const total = bytesOf(row?.[1] ?? '', KIB);
  const used = bytesOf(row?.[2] ?? '', KIB);
  if (total === undefined || used === undefined || total === 0) return [];
  const found = [measured(context, 'utilization', 'hostMemory', asShare(used / total))];
  // The unit is not said: what makes no machine's memory is none.
  if (/[a-z]/i.test(row?.[1] ?? '') || total >= LEAST_HOST)
    found.push(measured(context, 'size', 'hostMemory', { bytes: total }));
  return found;
}

const LEAST_HOST = 2 ** 28;
const MEMINFO = /^(MemTotal|MemAvailable|MemFree):\s+(\d+) kB$/;

function readMeminfo(text: string, context: LineContext): Measurement[] {
  const [, key = '', kib] = MEMINFO.exec(text) ?? [];
  const value = reportedNumber(kib);
  if (value === undefined) return [];
  if (key === 'MemTotal') {
    context.memory.set('meminfo total', String(value));
    return [measured(context, 'size', 'hostMemory', { bytes: value * KIB })];
  }
  const total = Number(context.memory.get('meminfo total') ?? 0);
  if (key !== 'MemAvailable' || total === 0) return [];
  return [measured(context, 'utilization', 'hostMemory', asShare(Math.max(0, 1 - value / total)))];
}

const PMAP_TOTAL = /^\s*total\s+(?:kB\s+(\d+)(?:\s+(\d+))?|(\d+)K\s*$)/;

/** The last line of `pmap` (with `-x`: mapped and resident). */
function readPmap(text: string, context: LineContext): Measurement[] {
  const [, total, resident, mapped] = PMAP_TOTAL.exec(text) ?? [];
  const kib = reportedNumber(resident ?? total ?? mapped);
  if (kib === undefined) return [];
  const subject = resident === undefined ? 'memoryMapped' : 'memoryOfHostProcess';
  return [measured(context, 'size', subject, { bytes: kib * KIB })];
}

const CPU_HEADING = /%use?r\s.*%idle\s*$/;

/** The CPU tables of iostat (`avg-cpu:`) and sar (a time and `all` before): the last column is what is idle. */
function readCpuTable(text: string, context: LineContext): Measurement[] {
  if (CPU_HEADING.test(text)) {
    const tool = /^avg-cpu/.test(text) ? 'iostat' : 'sar';
    context.memory.set('cpu table', tool);
    if (tool === 'iostat') beginSample(context, tool);
    return [];
  }
  const tool = context.memory.get('cpu table');
  if (tool === undefined) return [];
  const cells = text.trim().split(/\s+/);
  const idle = reportedNumber(cells.at(-1));
  if (idle === undefined || idle > 100) return [];
  if (tool === 'iostat') context.memory.delete('cpu table');
  else if (!cells.includes('all') || /^Average/i.test(text)) return [];
  return [sampled(context, tool, measured(context, 'utilization', 'host', busyShare(100 - idle)))];
}

/** Disks of `iostat -x` and `sar -d`, by the column `%util`. */
function readDisk(text: string, context: LineContext): Measurement[] {
  if (/%util\s*$/.test(text)) {
    context.memory.set('disk table', 'open');
    return [];
  }
  if (text.trim() === '') context.memory.delete('disk table');
  if (context.memory.get('disk table') !== 'open') return [];
  const cells = text.trim().split(/\s+/);
  const percent = reportedNumber(cells.at(-1));
  const device = cells.find((cell) => /^(dev|sd|nvme|vd|dm|md|mmc)[\w-]*/.test(cell));
  if (percent === undefined || device === undefined) return [];
  return [sampled(context, 'iostat', measured(context, 'utilization', `disk ${device}`, busyShare(percent)))];
}

const INTERFACE = /^(?:\d[\d:]*(?: [AP]M)?)\s+(\S+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)\b/;

/** Interfaces of `sar -n DEV`: KiB/s received and sent. */
function readNetwork(text: string, context: LineContext): Measurement[] {
  if (/\bIFACE\b.*\brxkB\/s/.test(text)) {
    context.memory.set('net table', 'open');
    return [];
  }
  if (text.trim() === '') context.memory.delete('net table');
  const match = context.memory.get('net table') === 'open' ? INTERFACE.exec(text) : null;
  const [received, sent] = [reportedNumber(match?.[4]), reportedNumber(match?.[5])];
  if (received === undefined || sent === undefined) return [];
  return [
    measured(context, 'bandwidth', `network ${match?.[1]}`, { bytesPerSecond: (received + sent) * KIB }),
  ];
}

/** `vmstat 1`: a row each period under a heading of short names; the first is of all the time since the machine started. */
function readVmstat(text: string, context: LineContext): Measurement[] {
  if (/^\s*r\s+b\s+swpd\b/.test(text)) {
    // The heading comes again every screen.
    if (!context.memory.has('vmstat heading')) beginSample(context, 'vmstat');
    setHeading(context, 'vmstat', text);
    return [];
  }
  const heading = headingOf(context, 'vmstat');
  const cells = text.trim().split(/\s+/);
  const idle = reportedNumber(cells[heading.indexOf('id')]);
  if (idle === undefined || idle > 100 || cells.length < heading.length) return [];
  const found = sampled(context, 'vmstat', measured(context, 'utilization', 'host', busyShare(100 - idle)));
  context.memory.set('vmstat sample', 'later');
  return [found];
}

const PIDSTAT_HEADING = /\bUID\s.*%usr\s.*%CPU\s.*\bCommand\s*$/;

/** `pidstat -u 1`, with `-t` the threads of each process below it. Percent of one core. */
function readPidstat(text: string, context: LineContext): Measurement[] {
  if (PIDSTAT_HEADING.test(text)) {
    setHeading(context, 'pidstat', text.replace(/^#\s+/, ''));
    return [];
  }
  if (text.trim() === '') context.memory.delete('pidstat heading');
  const heading = headingOf(context, 'pidstat');
  const cells = text.trim().split(/\s+/);
  if (heading.length === 0 || cells.length < heading.length || /^Average/i.test(text)) return [];
  const at = (column: string): string => cells[heading.indexOf(column)] ?? '';
  const percent = reportedNumber(at('%CPU'));
  const name = cells
    .slice(heading.length - 1)
    .join(' ')
    .replace(/^\|__/, '');
  if (percent === undefined || !/^[\d-]+$/.test(at('UID'))) return [];
  const isThread = /^\d+$/.test(at('TID'));
  const part = isThread ? undefined : at(heading.includes('TGID') ? 'TGID' : 'PID');
  const subject = `${isThread ? 'thread' : 'process'} ${name}`;
  return [measured(context, 'utilization', subject, { share: percent / 100 }, part)];
}

export const systemForms: LineForm[] = [
  { format: 'top', hint: /^top - |Cpu\(s\)|total/, read: readTopHead },
  { format: 'top', hint: /^\s*(PID|\d+)\s/, read: readTopRow },
  { format: 'vmstat', hint: /^\s*(r\s+b|\d+)\s/, read: readVmstat },
  { format: 'pidstat', hint: /%CPU|^\s*\d|^\s*$/, read: readPidstat },
  { format: 'free', hint: /^(\s+total\s|Mem:|\s+总计|内存)/, read: readFree },
  { format: 'meminfo', hint: /^Mem\w+:/, read: readMeminfo },
  { format: 'pmap', hint: /^\s*total\s/, read: readPmap },
  { format: 'iostat', hint: /%idle|\d\s*$/, read: readCpuTable },
  { format: 'sar', hint: /%util|\d\s*$|^\s*$/, read: readDisk },
  { format: 'sar', hint: /IFACE|^\d|^\s*$/, read: readNetwork },
];
