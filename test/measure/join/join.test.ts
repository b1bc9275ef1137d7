/** Records of runs are put back on the lines that they came from: written from simulated runs, with noise and losses. */
import { describe, expect, it } from 'vitest';
import { readMeasurementFile } from '../../../src/measure/import.ts';
import { Join, type Joined } from '../../../src/measure/join/join.ts';
import { RunEvents } from '../../../src/measure/join/run-events.ts';
import type { Pipeline, Step } from '../../../src/pipeline/pipeline.ts';
import { resolve } from '../../../src/pipeline/resolve.ts';
import { loadProfile } from '../../../src/profile/load.ts';
import type { DeviceProfile } from '../../../src/profile/profile.ts';
import { drawShape, pipelineOf } from '../../roundtrip/draw.ts';
import { Random } from '../../roundtrip/random.ts';
import { joinAccuracy } from './accuracy.ts';
import { recordedRun, writeTrace } from './write-trace.ts';

const FAULTS = { seed: 1, drops: 0.02, extras: 0.02, swaps: 0.02, noise: 0.1 };
const at = (line: number) => ({ file: 'main.cpp', line, column: 1, endLine: line, endColumn: 9 });

const copy = (line: number, engine: 'h2d' | 'd2h' | 'd2d' = 'h2d'): Step => ({
  kind: 'submit',
  call: 'aclrtMemcpyAsync',
  engine,
  mode: 'async',
  stream: { id: 's' },
  work: { bytes: 100_000 },
  source: at(line),
});
const infer = (line: number): Step => ({
  kind: 'submit',
  call: 'aclmdlExecuteAsync',
  engine: 'aicore',
  mode: 'async',
  stream: { id: 's' },
  work: { model: 'm' },
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

function pipelineWith(...program: Step[]): Pipeline {
  return {
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
  };
}

const accuracyOf = (pipeline: Pipeline, faults = FAULTS) => {
  const { calls, right, wrong } = joinAccuracy(resolve(pipeline, {}), faults);
  return { calls, share: right / calls, wrong: [...wrong] };
};

describe('calls of a record', () => {
  it('are on their steps in drawn programs, where of fifty one is lost, one is another and one is late', () => {
    const random = new Random(11);
    const all = Array.from({ length: 6 }, () => accuracyOf(pipelineOf(drawShape(random))));
    const calls = all.reduce((sum, one) => sum + one.calls, 0);
    const right = all.reduce((sum, one) => sum + one.calls * one.share, 0);
    expect(calls).toBeGreaterThan(5000);
    expect(right / calls, JSON.stringify(all)).toBeGreaterThan(0.99);
  });

  it('that stand behind the one that they came before are on their lines all the same', () => {
    const loop = times('forever', times(4, copy(3), infer(4)), copy(5, 'd2h'), wait(6));
    const late = { ...FAULTS, drops: 0, extras: 0, swaps: 0.05 };
    expect(accuracyOf(pipelineWith(loop), late).share).toBeGreaterThan(0.995);
  });

  it('of one function on two lines are told apart by the passes of the loops around them', () => {
    const loops = times('forever', times(16, copy(3)), times(16, copy(7)), infer(9), wait(10));
    expect(
      accuracyOf(pipelineWith(loops), { ...FAULTS, drops: 0, extras: 0, swaps: 0 }).share,
    ).toBeGreaterThan(0.999);
    expect(accuracyOf(pipelineWith(loops)).share).toBeGreaterThan(0.97);
  });

  it('on either side of a branch are on the side that was taken', () => {
    const branch: Step = {
      kind: 'branch',
      share: 0.3,
      then: [copy(5), wait(6)],
      otherwise: [infer(8)],
    };
    const loop = times('forever', copy(3), branch, infer(9), wait(10));
    expect(accuracyOf(pipelineWith(loop)).share).toBeGreaterThan(0.98);
  });

  it('that were made in a set-up of their own are on no line', () => {
    const pipeline = pipelineWith(times('forever', copy(3), infer(4), wait(5)));
    const events = new RunEvents();
    const calls = ['aclInit', 'aclrtSetDevice', 'aclmdlLoadFromFile'].map((name, i) => ({
      name: `AscendCL@${name}`,
      pid: 1,
      tid: 2,
      ts: i,
      dur: 0.5,
      args: { level: 'acl' },
    }));
    readMeasurementFile('t.json', JSON.stringify(calls), { events });
    const { lines, notes } = new Join(pipeline, loadProfile(), {}).withPrediction(events.record());
    expect(lines.map(({ measured }) => measured)).toEqual([null, null, null]);
    expect(notes.map(({ id }) => id)).toEqual(['no-events']);
  });
});

/** A record of the pipeline on another device, beside the prediction for the usual one. */
function joinedOn(pipeline: Pipeline, change: (profile: DeviceProfile) => void, drops = 0): Joined {
  const device = structuredClone(loadProfile());
  change(device);
  const run = recordedRun(resolve(pipeline, {}), device, 100_000);
  const events = new RunEvents();
  readMeasurementFile('t.json', writeTrace(run, { seed: 2, drops, extras: drops, noise: 0.02 }).text, {
    events,
  });
  return new Join(pipeline, loadProfile(), {}).withPrediction(events.record());
}

const causesOf = ({ lines }: Joined) =>
  lines.flatMap(({ source, cause }) => (cause ? [[source?.line, cause.id, cause.data['constant']]] : []));

describe('the lines of a program', () => {
  const pipeline = pipelineWith(times('forever', times(8, copy(3)), infer(4), copy(5, 'd2h'), wait(6)));

  it('are as predicted where the device is', () => {
    const joined = joinedOn(pipeline, () => undefined);
    expect(causesOf(joined)).toEqual([]);
    const { measured = 0, reference = 1 } = joined.qps as Record<string, number>;
    expect(measured / reference).toBeCloseTo(1, 1);
    const [copies] = joined.lines.filter(({ source }) => source?.line === 3);
    expect(copies?.measured?.perFrame).toBeCloseTo(8);
    expect(copies?.measured?.deviceMs ?? 0).toBeCloseTo(copies?.reference?.deviceMs ?? 1, 2);
  });

  it('add up to what the rates differ in', () => {
    const { lines, qps, threads } = joinedOn(pipeline, ({ host }) => (host.wakeMs.value += 3));
    const sum = lines.reduce((total, { share }) => total + (share ?? 0), 0);
    expect(sum).toBeCloseTo(1 - (qps.measured ?? 0) / (qps.reference ?? 1), 1);
    expect(Math.abs(sum)).toBeGreaterThan(0.2);
    expect(threads).toEqual({ measured: 2, reference: 2 });
  });

  it.each<[string, (device: DeviceProfile) => void, (string | number)[]]>([
    [
      'the model',
      (device) => (device.speed = { aicore: 0.5 }),
      [4, 'device-time', 'models.m.1.milliseconds'],
    ],
    [
      'the link',
      (device) => (device.link.gigabytesPerSecond.value /= 8),
      [3, 'device-time', 'link.gigabytesPerSecond'],
    ],
    ['waking', ({ host }) => (host.wakeMs.value += 3), [6, 'waking', 'host.wakeMs']],
    [
      'submissions',
      ({ engines }) => {
        if (engines.h2d?.hostMs) engines.h2d.hostMs.value *= 8;
      },
      [3, 'submission', 'engines.h2d.hostMs'],
    ],
  ])('name %s where that is off, and nothing else', (_, change, expected) => {
    const causes = causesOf(joinedOn(pipeline, change));
    expect(causes).toContainEqual(expected);
    const named = causes.filter(([, id]) => id === 'device-time' || id === 'submission' || id === 'waking');
    expect(
      named.every(([, , constant]) => constant === expected[2]),
      JSON.stringify(causes),
    ).toBe(true);
  });

  it('say so where a loop makes other passes', () => {
    const fewer = pipelineWith(times('forever', times(5, copy(3)), infer(4), copy(5, 'd2h'), wait(6)));
    const run = recordedRun(resolve(fewer, {}));
    const events = new RunEvents();
    readMeasurementFile('t.json', writeTrace(run, { seed: 2, drops: 0, extras: 0, noise: 0 }).text, {
      events,
    });
    const causes = causesOf(new Join(pipeline, loadProfile(), {}).withPrediction(events.record()));
    expect(causes.map(([line, id]) => [line, id])).toContainEqual([3, 'passes']);
  });
});
