/** The part of a recorded run that a timeline shows: a record made by the simulator is cut at its frames. */
import { describe, expect, it } from 'vitest';
import { readFiles } from '../../../src/measure/files.ts';
import { frameBegins } from '../../../src/measure/join/frame-begin.ts';
import { measuredWindow, type MeasuredWindow } from '../../../src/measure/join/measured-window.ts';
import { placeCalls } from '../../../src/measure/join/place-calls.ts';
import { frameSteps } from '../../../src/measure/join/place-times.ts';
import { RunEvents, type RunRecord } from '../../../src/measure/join/run-events.ts';
import { readMeasurementFile } from '../../../src/measure/import.ts';
import type { Pipeline, Step } from '../../../src/pipeline/pipeline.ts';
import { resolve } from '../../../src/pipeline/resolve.ts';
import { loadProfile } from '../../../src/profile/load.ts';
import { recordedRun, writeTrace } from './write-trace.ts';

const at = (line: number) => ({ file: 'main.cpp', line, column: 1, endLine: line, endColumn: 9 });
const submit = (line: number, engine: 'h2d' | 'aicore', mode: 'async' | 'sync' = 'async'): Step => ({
  kind: 'submit',
  call: engine === 'h2d' ? 'aclrtMemcpyAsync' : 'aclmdlExecuteAsync',
  engine,
  mode,
  stream: { id: 's' },
  work: engine === 'h2d' ? { bytes: 100_000 } : { model: 'm' },
  source: at(line),
});
const wait = (line: number): Step => ({
  kind: 'wait',
  for: 'stream',
  target: { id: 's' },
  call: 'aclrtSynchronizeStream',
  source: at(line),
});
const times = (count: number | 'forever', ...body: Step[]): Step => ({ kind: 'repeat', times: count, body });

const pipelineWith = (...program: Step[]): Pipeline => ({
  version: 1,
  name: 'made',
  parameters: [],
  streams: [{ id: 's', scope: 'thread' }],
  events: [],
  queues: [],
  models: [{ id: 'm', batch: 1, scope: 'thread', milliseconds: 2 }],
  buffers: [],
  threads: [{ id: 'w', entry: 'work', replicas: 2, kind: 'thread', program }],
  unknowns: [],
});

const FAULTS = { seed: 3, drops: 0.01, extras: 0.01, noise: 0.05 };
const traceOf = (pipeline: Pipeline): string => writeTrace(recordedRun(resolve(pipeline, {})), FAULTS).text;

function recordOf(text: string): RunRecord {
  const events = new RunEvents();
  readMeasurementFile('msprof.json', text, { events });
  return events.record();
}

function windowOf(pipeline: Pipeline, record: RunRecord, most?: number): MeasuredWindow {
  const resolved = resolve(pipeline, {});
  return measuredWindow(record, placeCalls(resolved, record), frameSteps(resolved), most);
}

const LOOP = pipelineWith(times('forever', times(8, submit(3, 'h2d')), submit(5, 'aicore'), wait(6)));

describe('frames begin', () => {
  it('with the first call of the loop behind one that comes once a pass', () => {
    expect(frameBegins([...'aabcaabc'], { begin: 'b', after: 'b' })).toEqual([2, 6]);
    expect(frameBegins([...'aabcaabcaa'], { begin: 'a', after: 'b' })).toEqual([4, 8]);
    expect(frameBegins([...'aacaac'], { begin: 'a', after: 'b' })).toEqual([]);
    expect(frameBegins([...'aacaac'], { begin: 'a', after: 'b', perFrame: 2 })).toEqual([0, 3]);
    expect(frameBegins([...'bbb'], { begin: 'b', after: 'b' })).toEqual([0, 1, 2]);
  });
});

describe('the window of a record', () => {
  const record = recordOf(traceOf(LOOP));

  it('is around the beginning of a frame in the middle, and holds all that was recorded in its time', () => {
    const { frame, fromMs, toMs, boxes, leftOut } = windowOf(LOOP, record, 2000);
    expect(boxes.length).toBeGreaterThan(1900);
    expect(boxes.length).toBeLessThanOrEqual(2000);
    expect(frame?.mark).toEqual({ begin: at(3), after: at(5), perFrame: 8 });
    const first = boxes.find(({ startMs, lane }) => startMs === frame?.atMs && lane !== 'measured: 0');
    expect(first).toMatchObject({ name: 'aclrtMemcpyAsync', source: at(3) });
    const whole = record.calls.reduce((last, { endMs }) => Math.max(last, endMs), 0);
    expect(Math.abs((frame?.atMs ?? 0) / whole - 0.5)).toBeLessThan(0.05);
    const all = [...record.calls, ...record.tasks];
    const inside = all.filter(({ startMs, endMs }) => startMs < toMs && endMs > fromMs);
    expect(inside.length).toBe(boxes.length);
    expect(leftOut).toBe(all.length - boxes.length);
  });

  it('has no more than the steady part, without its first pass', () => {
    const { fromMs, toMs, boxes } = windowOf(LOOP, record, 1e6);
    const waits = record.calls.filter(({ name }) => name === 'aclrtSynchronizeStream');
    expect(fromMs).toBeGreaterThanOrEqual(Math.min(...waits.map(({ endMs }) => endMs)));
    expect(toMs).toBeLessThanOrEqual(Math.max(...waits.map(({ endMs }) => endMs)));
    expect(boxes.every(({ startMs, durationMs }) => startMs + durationMs >= fromMs)).toBe(true);
  });

  it('has a lane for each kind of task and for each thread, named by the source where that has it', () => {
    const others = [
      { thread: '7 900', name: 'aclrtGetRunMode', startMs: 0, endMs: 1e6 },
      { thread: '8 1', name: 'HcclAllReduce', startMs: 0, endMs: 1e6 },
    ];
    const { lanes } = windowOf(LOOP, { ...record, calls: [...record.calls, ...others] });
    expect(lanes.map(({ id: _, ...lane }) => lane)).toEqual([
      { kind: 'engine', name: 'aicore' },
      { kind: 'engine', name: 'link' },
      { kind: 'host', name: 'work', number: 1 },
      { kind: 'host', name: 'work', number: 2 },
      { kind: 'host', number: 1 },
      { kind: 'host', number: 2 },
    ]);
    expect(new Set(lanes.map(({ id }) => id)).size).toBe(lanes.length);
  });

  it('names devices where there are several, as the record does', () => {
    const tasks = record.tasks.map((task, i) => ({ ...task, kind: i % 2 === 0 ? task.kind : '12 aicore' }));
    const { lanes } = windowOf(LOOP, { ...record, tasks, devices: new Map([['12', 'NPU 3']]) });
    expect(lanes.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['NPU 3 aicore', '9 aicore', '9 link']),
    );
  });

  it('leaves out lanes of which there are too many, and says so', () => {
    const many = Array.from({ length: 100 }, (_, i) => ({
      thread: `9 ${i}`,
      name: 'aclrtGetRunMode',
      startMs: 0,
      endMs: 1e6,
    }));
    const calls = [...record.calls, ...many];
    const { lanes, lanesLeftOut, boxes, leftOut } = windowOf(LOOP, { ...record, calls });
    expect(lanes.length + lanesLeftOut).toBe(104);
    expect(boxes.every(({ lane }) => lanes.some(({ id }) => id === lane))).toBe(true);
    expect(leftOut).toBe(calls.length + record.tasks.length - boxes.length);
  });

  it('is the whole record where no loop is found, and nothing where no call is of the program', () => {
    const once = pipelineWith(submit(3, 'h2d'), submit(5, 'aicore'), wait(6));
    const shown = windowOf(once, recordOf(traceOf(once)));
    expect(shown.frame).toBeUndefined();
    expect(shown.leftOut).toBe(0);
    const join = { pipeline: once, profile: loadProfile(), settings: {} };
    const event = { name: 'AscendCL@aclrtMalloc', pid: 1, tid: 1, ts: '5', dur: '2', args: { level: 'acl' } };
    const files = [{ name: 'msprof.json', text: JSON.stringify([event]) }];
    expect(readFiles(files, join).window).toBeUndefined();
    expect(
      readFiles([{ name: 'msprof.json', text: traceOf(LOOP) }], { ...join, pipeline: LOOP }).window?.boxes
        .length,
    ).toBeGreaterThan(500);
  });
});
