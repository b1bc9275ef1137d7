import { describe, expect, it } from 'vitest';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import type { DeviceProfile } from '../../src/profile/profile.ts';
import { explain, virtualSpeedups } from '../../src/sim/explain/explain.ts';
import { simulate } from '../../src/sim/simulate.ts';
import { plainDevice, value } from './support/devices.ts';

const submit = (engine: string, more: object = {}) => ({ kind: 'submit', engine, stream: 's', ...more });
const infer = submit('aicore', { work: { milliseconds: 4 } });
const wait = { kind: 'wait', for: 'stream', target: 's' };
const worker = (replicas: number, body: object[]) =>
  parsePipeline({
    streams: [{ id: 's' }],
    threads: [{ id: 't', replicas, program: [{ kind: 'repeat', body: [...body, wait] }] }],
  });

const speedups = (pipeline: ReturnType<typeof worker>, device: DeviceProfile = plainDevice) => {
  const prediction = simulate(pipeline, device);
  const found = virtualSpeedups(pipeline, device, prediction);
  return Object.fromEntries(found.map(({ resource, qps }) => [resource, qps / prediction.qps]));
};

describe('virtual speed-ups', () => {
  it('gain where the engine binds, up to what binds next, and nothing elsewhere', () => {
    // JPEGD: 2 servers of 10 ms, 200 a second. AI Core: 4 ms, 250 a second.
    const found = speedups(worker(8, [submit('jpegd'), infer]));
    expect(found['jpegd']).toBeCloseTo(1.25, 2);
    expect(found['aicore']).toBeCloseTo(1, 2);
  });

  it('gain by each step of a lone thread by its part', () => {
    const found = speedups(worker(1, [submit('jpegd'), infer]));
    expect(found['jpegd']).toBeCloseTo(14 / 9, 2);
    expect(found['aicore']).toBeCloseTo(14 / 12, 2);
    expect(Object.keys(found)[0]).toBe('jpegd');
  });

  it('know the host: its own work and what a submission costs it, but not its sleeps', () => {
    const busy = { kind: 'host', milliseconds: 4 };
    const asleep = { kind: 'host', milliseconds: 2, busy: false };
    expect(speedups(worker(1, [busy, asleep, infer]))['host']).toBeCloseTo(10 / 8, 2);
    const costly = { ...plainDevice, host: { ...plainDevice.host, wakeMs: value(1) } };
    expect(speedups(worker(1, [busy, infer]), costly)['host']).toBeCloseTo((8 + 3) / (6 + 1.5), 2);
    const submission: DeviceProfile = {
      ...plainDevice,
      engines: { ...plainDevice.engines, aicore: { ...plainDevice.engines['aicore']!, hostMs: value(4) } },
    };
    // RT_RECV's part comes after the report: no step waits for it.
    const { submitShare, sendShare } = submission.host;
    const waited = 4 * (submitShare.value + sendShare.value);
    expect(speedups(worker(1, [infer]), submission)['host']).toBeCloseTo((4 + waited) / (4 + waited / 2), 2);
  });

  it('know the scheduler', () => {
    const slow = { ...plainDevice, scheduler: { taskMs: value(4), switchMs: value(4) } };
    expect(speedups(worker(1, [infer]), slow)['taskScheduler']).toBeCloseTo(8 / 6, 2);
  });

  it('are none within the error of the simulation', () => {
    const pipeline = worker(8, [submit('jpegd'), infer]);
    const today = simulate(pipeline, plainDevice);
    const of = (precision: number) =>
      Object.fromEntries(
        virtualSpeedups(pipeline, plainDevice, today, { precision }).map(({ resource, qps }) => [
          resource,
          qps,
        ]),
      );
    expect(of(0.01)['aicore']).toBe(today.qps);
    expect(of(0.2)['jpegd']! / today.qps).toBeCloseTo(1.25, 1);
    expect(of(0.3)['jpegd']).toBe(today.qps);
  });

  it('know memory where it is short', () => {
    // A model that asks for twice the bandwidth there is takes twice its time.
    const device: DeviceProfile = {
      ...plainDevice,
      memory: { ...plainDevice.memory, gigabytesPerSecond: value(10) },
      engines: {
        ...plainDevice.engines,
        vpc: { ...plainDevice.engines['vpc']!, completionMs: value(0), trafficPerPixel: value(20) },
      },
    };
    const found = speedups(worker(1, [submit('vpc', { work: { pixels: 1e6 } })]), device);
    expect(found['memoryBandwidth']).toBeCloseTo(2, 2);
  });

  it('are added to a prediction, which is otherwise kept', () => {
    const pipeline = worker(2, [infer]);
    const prediction = simulate(pipeline, plainDevice);
    const explained = explain(pipeline, plainDevice, prediction);
    expect(explained.speedups[0]).toMatchObject({ resource: 'aicore', factor: 2 });
    expect({ ...explained, speedups: [] }).toEqual(prediction);
  });

  it('are asked for what has work, the largest gain first', () => {
    const pipeline = worker(1, [submit('jpegd'), infer]);
    const today = simulate(pipeline, plainDevice);
    const of = (utilization: Record<string, number>, hostThreads: Record<string, number>) =>
      virtualSpeedups(pipeline, plainDevice, { ...today, utilization, hostThreads }).map(
        ({ resource }) => resource,
      );
    expect(of({ aicore: 0.3, vpc: 0.009, jpegd: 0.01, ctrlcpu: 0.9 }, { t: 0.009 })).toEqual([
      'jpegd',
      'aicore',
    ]);
    expect(of({}, { t: 0.009, RT_SEND: 0.01 })).toEqual(['host']);
    expect(of({}, {})).toEqual([]);
  });

  it('are of the pipeline as it is set', () => {
    const pipeline = parsePipeline({
      streams: [{ id: 's' }],
      parameters: [{ name: 'N', value: 1 }],
      threads: [
        { id: 't', replicas: 'N', program: [{ kind: 'repeat', body: [infer, submit('vpc'), wait] }] },
      ],
    });
    const qps = (settings: Record<string, number>) =>
      virtualSpeedups(pipeline, plainDevice, simulate(pipeline, plainDevice, { settings }), {
        settings,
      }).find(({ resource }) => resource === 'aicore')?.qps;
    expect(qps({ N: 1 })).toBeCloseTo(1000 / 6, 0);
    expect(qps({ N: 20 })).toBeCloseTo(500, 0);
  });
});
