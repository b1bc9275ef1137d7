/** The small tools that tuning courses for Ascend use: a frame counter, a timer and a device monitor. */
import type { Measurement } from '../measurement.ts';
import { reportedNumber } from '../measurement.ts';
import { busyShare } from '../share.ts';
import type { LineContext, LineForm } from './line.ts';
import { measured } from './line.ts';
import { ownValue } from '../../base/own-value.ts';

const FRAME_COUNTER = /\bloop_count\s*=\s*\d+\b.*?\bQPS\s*=\s*([^\s,]+)/;
const COMPLETED = /\bCompleted in\s+([^\s,]+)\s*(ms|m?sec|s\b)/i;
const MONITOR = /\b(mem_util|ai_core_util|ai_cpu_util|ctrl_cpu_util|mem_band_width)\s*=\s*(\d+(?:\.\d+)?)/g;
const SIZE = /\b(mem_size|model_size|model get input index = \d+ get size|get size)\s*=\s*(\d+)/g;

const MONITOR_SUBJECTS: Record<string, string> = {
  mem_util: 'memory',
  ai_core_util: 'aicore',
  ai_cpu_util: 'aicpu',
  ctrl_cpu_util: 'ctrlcpu',
  mem_band_width: 'memoryBandwidth',
};

const SIZE_SUBJECTS: Record<string, string> = { mem_size: 'modelWork', model_size: 'modelWeights' };

function readCounter(text: string, context: LineContext): Measurement[] {
  const framesPerSecond = reportedNumber(FRAME_COUNTER.exec(text)?.[1]);
  return framesPerSecond === undefined
    ? []
    : [measured(context, 'throughput', 'program', { framesPerSecond })];
}

function readCompleted(text: string, context: LineContext): Measurement[] {
  const match = COMPLETED.exec(text);
  const time = reportedNumber(match?.[1]);
  const perSecond = /^m/i.test(match?.[2] ?? '') ? 1000 : 1;
  return time === undefined ? [] : [measured(context, 'duration', 'loop', { seconds: time / perSecond })];
}

function readMonitor(text: string, context: LineContext): Measurement[] {
  const found: Measurement[] = [];
  for (const [, name, value] of text.matchAll(MONITOR)) {
    const subject = ownValue(MONITOR_SUBJECTS, name ?? '');
    const percent = reportedNumber(value);
    if (subject === undefined || percent === undefined) continue;
    found.push(measured(context, 'utilization', subject, busyShare(percent)));
  }
  return found;
}

function readSizes(text: string, context: LineContext): Measurement[] {
  const found: Measurement[] = [];
  for (const [, name, value] of text.matchAll(SIZE)) {
    const bytes = reportedNumber(value);
    if (bytes === undefined) continue;
    found.push(measured(context, 'size', ownValue(SIZE_SUBJECTS, name ?? '') ?? 'modelInput', { bytes }));
  }
  return found;
}

export const toolForms: LineForm[] = [
  { format: 'frame counter', hint: /QPS/, read: readCounter },
  { format: 'timed loop', hint: /Completed/i, read: readCompleted },
  { format: 'device monitor', hint: /_util|mem_band/, read: readMonitor },
  { format: 'model sizes', hint: /size/, read: readSizes },
];
