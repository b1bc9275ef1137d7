import { describe, expect, it } from 'vitest';
import { resolve } from '../../src/pipeline/resolve.ts';
import type { DeviceProfile } from '../../src/profile/profile.ts';
import { faster, HOST } from '../../src/sim/explain/what-if.ts';
import { plainDevice, value } from './support/devices.ts';
import { forever, host, infer, lock, pipelineOf, sleep, thread, wait } from './support/programs.ts';

const profile: DeviceProfile = {
  ...plainDevice,
  scheduler: { ...plainDevice.scheduler, taskMs: value(4), switchMs: value(6) },
  engines: {
    aicore: { servers: value(1), cost: {}, hostMs: value(10), switchMs: value(2), reloadMs: value(8) },
    vpc: { servers: value(1), cost: {} },
  },
  host: { ...plainDevice.host, submissionMs: value(3), wakeMs: value(5), wakeCpuMs: value(7) },
  memory: { ...plainDevice.memory, gigabytesPerSecond: value(20) },
};
const pipeline = resolve(
  pipelineOf([
    thread(
      't',
      forever(
        host(8),
        sleep(8),
        lock(host(4)),
        { kind: 'branch', share: 0.5, then: [host(2)], otherwise: [host(6), sleep(6)] },
        infer(8),
        wait,
      ),
    ),
  ]),
);
const given = { pipeline, profile };

/** Times of all host steps of a pipeline, in order, however deep. */
function hostMs(value: unknown): number[] {
  if (typeof value !== 'object' || value === null) return [];
  const step = value as { kind?: string; milliseconds?: number };
  return step.kind === 'host' ? [step.milliseconds ?? NaN] : Object.values(value).flatMap(hostMs);
}

describe('a faster host', () => {
  const changed = () => faster(given, HOST, 2);

  it('does its own work in less time, wherever it stands, but sleeps as long', () => {
    expect(hostMs(pipeline.threads)).toEqual([8, 8, 4, 2, 6, 6]);
    expect(hostMs(changed().pipeline.threads)).toEqual([4, 8, 2, 1, 3, 6]);
  });

  it('submits and wakes in less time', () => {
    const { submissionMs, wakeMs, wakeCpuMs, cores } = changed().profile.host;
    expect([submissionMs.value, wakeMs.value, wakeCpuMs.value]).toEqual([1.5, 2.5, 3.5]);
    expect(cores).toEqual(profile.host.cores);
    expect(changed().profile.engines['aicore']?.hostMs?.value).toBe(5);
    expect(changed().profile.engines['vpc']).toEqual(profile.engines['vpc']);
  });

  it('leaves the device as it was', () => {
    expect(changed().profile.scheduler).toEqual(profile.scheduler);
    expect(changed().profile.memory).toEqual(profile.memory);
    expect(changed().profile.engines['aicore']).toMatchObject({ switchMs: value(2), reloadMs: value(8) });
    expect(changed().pipeline.streams).toEqual(pipeline.streams);
  });
});

describe('a faster task scheduler', () => {
  it('starts tasks, changes streams and fetches their state in less time', () => {
    const changed = faster(given, 'taskScheduler', 2);
    expect(changed.pipeline).toBe(pipeline);
    expect(changed.profile.scheduler).toMatchObject({ taskMs: value(2), switchMs: value(3) });
    expect(changed.profile.engines['aicore']).toMatchObject({
      switchMs: value(1),
      reloadMs: value(4),
      hostMs: value(10),
    });
    expect(changed.profile.engines['vpc']).toEqual(profile.engines['vpc']);
    expect(changed.profile.host).toEqual(profile.host);
  });
});

describe('faster memory', () => {
  it('has more bandwidth, and the same size', () => {
    const changed = faster(given, 'memoryBandwidth', 2);
    expect(changed.pipeline).toBe(pipeline);
    expect(changed.profile.memory).toEqual({ ...profile.memory, gigabytesPerSecond: value(40) });
    expect(changed.profile.speed).toBeUndefined();
  });
});

describe('a faster engine', () => {
  it('has a speed, on top of the one that it has', () => {
    const once = faster(given, 'jpegd', 2);
    expect(once.pipeline).toBe(pipeline);
    expect(once.profile).toEqual({ ...profile, speed: { jpegd: 2 } });
    const more = faster(faster(once, 'jpegd', 1.5), 'vpc', 4);
    expect(more.profile.speed).toEqual({ jpegd: 3, vpc: 4 });
  });
});
