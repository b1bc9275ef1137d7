/**
 * A timeline in Chrome's trace event format, which Perfetto and chrome://tracing open.
 * Format: "Trace Event Format", Google, the JSON object form: https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 */
import type { TimelineBox } from '../prediction.ts';

/** A complete event (`X`) or metadata (`M`). Times in µs, as the format asks. */
export type TraceEvent =
  | {
      ph: 'X';
      name: string;
      cat: string;
      pid: number;
      tid: number;
      ts: number;
      dur: number;
      args: Record<string, string | number>;
    }
  | {
      ph: 'M';
      name: 'process_name' | 'process_sort_index' | 'thread_name' | 'thread_sort_index';
      pid: number;
      tid: number;
      args: { name: string } | { sort_index: number };
    };

export interface ChromeTrace {
  traceEvents: TraceEvent[];
  displayTimeUnit: 'ms';
  otherData: Record<string, string>;
}

const MICROSECONDS_PER_MS = 1000;

/** Lanes in the order in which they first appear, numbered from 1. */
function numberLanes(boxes: readonly TimelineBox[]): Map<string, number> {
  const lanes = new Map<string, number>();
  for (const { lane } of boxes) if (!lanes.has(lane)) lanes.set(lane, lanes.size + 1);
  return lanes;
}

function nameLane(lane: string, tid: number): TraceEvent[] {
  return [
    { ph: 'M', name: 'thread_name', pid: 1, tid, args: { name: lane } },
    { ph: 'M', name: 'thread_sort_index', pid: 1, tid, args: { sort_index: tid } },
  ];
}

function event(box: TimelineBox, tid: number): TraceEvent {
  const args = box.source ? { file: box.source.file, line: box.source.line } : {};
  return {
    ph: 'X',
    name: box.name,
    cat: 'simulated',
    pid: 1,
    tid,
    ts: box.startMs * MICROSECONDS_PER_MS,
    dur: box.durationMs * MICROSECONDS_PER_MS,
    args,
  };
}

/** The boxes as one process named `title`, a thread a lane. `notes` are shown by Perfetto as the trace's metadata. */
export function chromeTrace(
  boxes: readonly TimelineBox[],
  title: string,
  notes: Record<string, string> = {},
): ChromeTrace {
  const lanes = numberLanes(boxes);
  return {
    traceEvents: [
      { ph: 'M', name: 'process_name', pid: 1, tid: 0, args: { name: title } },
      ...[...lanes].flatMap(([lane, tid]) => nameLane(lane, tid)),
      ...boxes.map((box) => event(box, lanes.get(box.lane) ?? 0)),
    ],
    displayTimeUnit: 'ms',
    otherData: notes,
  };
}
