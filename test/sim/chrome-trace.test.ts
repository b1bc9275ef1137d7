import { describe, expect, it } from 'vitest';
import { chromeTrace, type TraceEvent } from '../../src/sim/record/chrome-trace.ts';
import { cutTimeline } from '../../src/sim/record/timeline.ts';
import type { TimelineBox } from '../../src/sim/prediction.ts';

const source = { file: 'a.cpp', line: 7, column: 1, endLine: 7, endColumn: 9 };
const box = (lane: string, startMs: number, durationMs: number): TimelineBox => ({
  lane,
  name: `${lane} at ${startMs}`,
  startMs,
  durationMs,
});

describe('Chrome trace', () => {
  const made = () =>
    chromeTrace(
      [box('worker 0', 0, 1.5), { ...box('aicore 0', 1.25, 2), source }, box('worker 0', 2, 1)],
      'demo on ascend310',
      { seed: '1' },
    );
  const complete = () =>
    made().traceEvents.filter((e): e is Extract<TraceEvent, { ph: 'X' }> => e.ph === 'X');

  it('has one complete event a box, in microseconds', () => {
    expect(complete().map(({ ts, dur }) => [ts, dur])).toEqual([
      [0, 1500],
      [1250, 2000],
      [2000, 1000],
    ]);
    expect(complete()[1]).toEqual({
      ph: 'X',
      name: 'aicore 0 at 1.25',
      cat: 'simulated',
      pid: 1,
      tid: 2,
      ts: 1250,
      dur: 2000,
      args: { file: 'a.cpp', line: 7 },
    });
  });

  it('has a named and sorted thread a lane, and boxes of a lane in the same thread', () => {
    expect(complete().map((e) => e.tid)).toEqual([1, 2, 1]);
    expect(made().traceEvents.slice(0, 5)).toEqual([
      { ph: 'M', name: 'process_name', pid: 1, tid: 0, args: { name: 'demo on ascend310' } },
      { ph: 'M', name: 'thread_name', pid: 1, tid: 1, args: { name: 'worker 0' } },
      { ph: 'M', name: 'thread_sort_index', pid: 1, tid: 1, args: { sort_index: 1 } },
      { ph: 'M', name: 'thread_name', pid: 1, tid: 2, args: { name: 'aicore 0' } },
      { ph: 'M', name: 'thread_sort_index', pid: 1, tid: 2, args: { sort_index: 2 } },
    ]);
  });

  it('says the source line, and the notes', () => {
    expect(complete().map((e) => e.args)).toEqual([{}, { file: 'a.cpp', line: 7 }, {}]);
    expect(made().otherData).toEqual({ seed: '1' });
    expect(chromeTrace([], 'empty').otherData).toEqual({});
    expect(made().displayTimeUnit).toBe('ms');
  });
});

describe('cutting a timeline', () => {
  const boxes = [box('a', 4, 1), box('a', 0, 1), box('b', 1, 2), box('a', 2, 2)];

  it('keeps all by default and covers from the first start to the last end', () => {
    expect(cutTimeline(boxes)).toMatchObject({ fromMs: 0, toMs: 5, leftOut: 0 });
    expect(cutTimeline(boxes).boxes.map((b) => b.startMs)).toEqual([0, 1, 2, 4]);
    expect(cutTimeline([])).toEqual({ boxes: [], fromMs: 0, toMs: 0, leftOut: 0 });
  });

  it('keeps the first boxes and covers the time up to the first one left out', () => {
    const cut = cutTimeline(boxes, { most: 2 });
    expect(cut.boxes.map((b) => b.startMs)).toEqual([0, 1]);
    expect(cut).toMatchObject({ fromMs: 0, toMs: 2, leftOut: 2 });
  });

  it('keeps what touches a window, its ends included', () => {
    const cut = cutTimeline(boxes, { fromMs: 3, toMs: 4 });
    expect(cut.boxes.map((b) => b.startMs)).toEqual([1, 2, 4]);
    expect(cut).toMatchObject({ fromMs: 3, toMs: 4, leftOut: 1 });
  });
});
