/** What a finished run says: rates and their range, what binds, what is idle, what to be warned of. */
import { describe, expect, it } from 'vitest';
import type { DeviceProfile } from '../../src/profile/profile.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { uncertaintyOf } from '../../src/sim/explain/confidence.ts';
import { predictMemory } from '../../src/sim/memory.ts';
import type { Model } from '../../src/sim/model.ts';
import { TimelineRecorder } from '../../src/sim/record/recorder.ts';
import { report } from '../../src/sim/report.ts';
import type { RunResult } from '../../src/sim/run.ts';
import { plainDevice, value } from './support/devices.ts';
import { forever, host, infer, modelOf, run, sleep, submit, thread, wait } from './support/programs.ts';

/** The report of a run of 40 ms with a given outcome, of a thread that can do 250 frames/s. */
function reported(result: Partial<RunResult>, profile: DeviceProfile = plainDevice) {
  const model = modelOf([thread('t', forever(infer(4), wait))], {}, profile);
  model.engine.run(40);
  const whole = { rate: 0.25, halfWidth: 0, converged: true, measuredMs: 40, ...result };
  return report(model, whole, predictMemory(model.pipeline, profile), 7);
}

describe('the rate', () => {
  it('is that of the run, with at most six digits after the point', () => {
    expect(reported({ rate: 0.2 }).qps).toBe(200);
    expect(reported({ rate: 0.2 / 3 }).qps).toBe(66.666667);
  });

  it('is the upper bound where no more than the draw of service times lifts it above', () => {
    expect(reported({ rate: 0.2525 }).qps).toBe(250);
    expect(reported({ rate: 0.2526 }).qps).toBe(252.6);
    expect(reported({ rate: 0.2499 }).qps).toBe(249.9);
  });

  it('has the range of the figures and of the simulation together', () => {
    expect(reported({ rate: 0.2 }).qpsRange).toEqual([184, 216]);
    // 0.08 and 0.06 are the sides of a right triangle of 0.1.
    expect(reported({ rate: 0.2, halfWidth: 0.012 }).qpsRange).toEqual([180, 220]);
    expect(reported({ rate: 0 }).qpsRange).toEqual([0, 0]);
    expect(reported({ rate: 0.2, halfWidth: 0.4 }).qpsRange[0]).toBe(0);
  });

  it('has a range that the draw of service times does not lift above the bound', () => {
    expect(reported({ rate: 0.25, halfWidth: 0.015 }).qpsRange).toEqual([225, 270]);
  });

  it('counts calls apart from frames, and says how the answer was reached', () => {
    const found = reported({});
    expect(found.callsPerSecond).toBe(250);
    expect(found.run).toEqual({
      simulatedMs: 40,
      frames: 10,
      events: found.run.events,
      seed: 7,
      converged: true,
      noise: 0,
      doubts: { aicore: 0.08 },
    });
    const three = run([thread('t', forever(infer(4, { completes: 3 }), wait))]);
    expect(three.qps).toBeCloseTo(750, 6);
    expect(three.callsPerSecond).toBeCloseTo(250, 6);
    const none = run([thread('t', host(1))]);
    expect(none.callsPerSecond).toBe(1000);
    expect(run([thread('t', wait)]).callsPerSecond).toBe(0);
  });
});

describe('the range of a prediction', () => {
  type Part = [resource: string, servedMs: number, uncertainty: number];
  const of = (...parts: Part[]) =>
    uncertaintyOf({
      jobs: parts.map(([resource, servedMs, uncertainty]) => ({ resource, servedMs, uncertainty })),
      profile: { engines: { jpegd: { servers: { value: 2 } } } },
    } as unknown as Model);

  it('is never narrower than measured figures are', () => {
    expect(of()).toBe(0.08);
    expect(of(['vpc', 5, 0.02])).toBe(0.08);
  });

  it('is that of the only figure', () => {
    expect(of(['vpc', 5, 0.7])).toBeCloseTo(0.7, 9);
  });

  it('grows with the share of the cycle that is not well known', () => {
    expect(of(['aicore', 90, 0.08], ['vpc', 10, 0.4])).toBeCloseTo(0.9 * 0.08 + 0.1 * 0.4, 9);
    expect(of(['aicore', 92, 0.08], ['vpc', 8, 0.4])).toBeCloseTo(0.92 * 0.08 + 0.08 * 0.4, 9);
  });

  it('is that of the fullest resource, or of one that could become it', () => {
    const others: Part[] = [
      ['aicore', 20, 0.08],
      ['dvpp', 20, 0.08],
      ['host', 20, 0.08],
    ];
    expect(of(...others, ['vpc', 24, 0.4])).toBeCloseTo(0.4, 9);
    expect(of(...others, ['vpc', 18, 0.4])).toBeCloseTo((18 * 1.4) / 20 - 1, 9);
    expect(of(...others, ['jpegd', 36, 0.4])).toBeCloseTo((18 * 1.4) / 20 - 1, 9);
  });

  it('is that of an estimate between two batches of a model', () => {
    const models = (batch: number) => ({ models: [{ id: 'm', catalogueName: 'resnet50', batch }] });
    const step = submit('aicore', { work: { model: 'm' } });
    const [low, high] = run([thread('t', forever(step, wait))], models(10), loadProfile()).qpsRange;
    expect((high - low) / (high + low)).toBeCloseTo(0.4, 3);
    const known = run([thread('t', forever(step, wait))], models(16), loadProfile()).qpsRange;
    expect((known[1] - known[0]) / (known[1] + known[0])).toBeCloseTo(0.08, 2);
  });
});

it('a doubt of several times is a factor, whose low end is a rate too', () => {
  const step = submit('aicore', { work: { model: 'm' } });
  const models = { models: [{ id: 'm', catalogueName: 'resnet50', batch: 1 }] };
  const program = [thread('t', forever(step, wait))];
  const { qps, qpsRange } = run(program, models, loadProfile('ascend310p3'));
  expect(qpsRange[1] / qps).toBeGreaterThan(2);
  expect(qpsRange[0]).toBeGreaterThan(0);
  expect(qpsRange[0] * qpsRange[1]).toBeCloseTo(qps ** 2 * (1 - 0.4 ** 2), -3);
});

describe('the bottleneck', () => {
  const costly = (host: object, hostMs = 10): DeviceProfile => ({
    ...plainDevice,
    engines: { ...plainDevice.engines, aicore: { ...plainDevice.engines['aicore']!, hostMs: value(hostMs) } },
    host: { ...plainDevice.host, ...host },
  });
  const bottleneck = (profile: DeviceProfile, ...body: Parameters<typeof forever>) =>
    run([{ ...thread('t', forever(...body)), entry: 'Work' }], {}, profile).bottleneck;

  it('is the resource that is busy most, of the device or of the host', () => {
    expect(bottleneck(plainDevice, infer(4), host(1), wait)).toEqual({
      resource: 'aicore',
      utilization: expect.closeTo(1, 3) as number,
    });
    expect(bottleneck(plainDevice, host(6), infer(4), wait)).toEqual({
      resource: 'host Work',
      utilization: expect.closeTo(0.6, 3) as number,
    });
    const slow = { ...plainDevice, scheduler: { ...plainDevice.scheduler, taskMs: value(9) } };
    expect(bottleneck(slow, infer(1), infer(1, { stream: 'u' }), wait).resource).toBe('taskScheduler');
  });

  it('may be RT_SEND or RT_RECV', () => {
    const send = costly({ submitShare: value(0.1), sendShare: value(0.8) });
    expect(bottleneck(send, infer(1), wait).resource).toBe('host RT_SEND');
    const receive = costly({ submitShare: value(0.1), sendShare: value(0.1) });
    expect(bottleneck(receive, infer(1), wait).resource).toBe('host RT_RECV');
  });

  it('are the pauses of the program where these hold the frames up', () => {
    expect(bottleneck(plainDevice, infer(1), wait, sleep(19))).toEqual({
      resource: 'pauses of Work',
      utilization: expect.closeTo(0.95, 2) as number,
    });
    // It waits about as long as it works.
    expect(bottleneck(plainDevice, infer(6), wait, sleep(4)).resource).toBe('aicore');
  });

  it('are the pauses of who hands frames on, unless the device has all that it can do', () => {
    const put = { kind: 'enqueue', queue: 'q', blocking: false } as const;
    const take = { kind: 'dequeue', queue: 'q' } as const;
    const fed = (everyMs: number, others: Parameters<typeof run>[0] = []) =>
      run(
        [
          thread('camera', forever(put, sleep(everyMs))),
          thread('infer', forever(take, infer(4), wait)),
          ...others,
        ],
        { queues: [{ id: 'q', capacity: 2 }] },
      ).bottleneck.resource;
    expect(fed(20)).toBe('pauses of camera');
    expect(fed(2)).toBe('aicore');
    // What has its items dropped is faster than the rest, however long it works.
    const busy = (everyMs: number) =>
      run(
        [
          thread('camera', forever(host(everyMs), put)),
          thread('infer', forever(take, infer(4), sleep(1), wait)),
        ],
        { queues: [{ id: 'q', capacity: 2 }] },
      ).bottleneck.resource;
    expect([busy(2), busy(20)]).toEqual(['aicore', 'host camera']);
    // What sleeps beside the frames holds none up.
    expect(fed(20, [thread('monitor', forever(sleep(1000)))])).toBe('pauses of camera');
  });

  it('is none where nothing has any work', () => {
    expect(run([thread('t', wait)]).bottleneck).toEqual({ resource: 'none', utilization: 0 });
  });
});

describe('host threads', () => {
  it('have a share of a core, summed over replicas', () => {
    const busy = { ...thread('t', forever(host(3), sleep(1), infer(1), wait)), replicas: 2 };
    expect(run([busy]).hostThreads['t']).toBeCloseTo(2 * 0.6, 2);
  });

  it('have none in a program that takes no time', () => {
    expect(run([thread('t', wait)]).hostThreads).toEqual({ t: 0, RT_SEND: 0, RT_RECV: 0 });
  });

  it('have that of the measured time alone, whatever was before', () => {
    const profile = { ...plainDevice, host: { ...plainDevice.host, wakeCpuMs: value(0.5) } };
    const found = run([thread('t', host(4000), forever(infer(4), wait))], {}, profile);
    expect(found.hostThreads['t']).toBeCloseTo(0.5 / 4, 3);
    expect(found.hostThreads['RT_SEND']).toBeCloseTo(0.5 / 4, 3);
    expect(found.hostThreads['RT_RECV']).toBeCloseTo(0.5 / 4, 3);
  });
});

describe('idle time and utilization', () => {
  it('are averaged over devices, also those that do not use an engine', () => {
    const { idle, utilization } = run([thread('t', forever(infer(4), host(4), wait))], { devices: 2 });
    expect(utilization['aicore']).toBeCloseTo(0.5, 3);
    expect(idle['aicore']?.none).toBeCloseTo(0.5, 3);
    const jpeg = run([thread('t', forever(submit('jpegd'), wait))], { devices: 2 });
    expect(jpeg.utilization['jpegd']).toBeCloseTo(0.25, 3);
    expect(jpeg.idle['jpegd']?.none).toBeCloseTo(0.5, 2);
    const all = Object.values(jpeg.idle['jpegd'] ?? {}).reduce((sum, share) => sum + share, 0);
    expect(all).toBeCloseTo(0.75, 2);
  });

  it('name only what there is', () => {
    const { idle } = run([thread('t', forever(infer(4), wait))]);
    expect(Object.keys(idle)).toEqual(['aicore']);
    expect(idle['aicore']).toEqual({});
  });

  it('are nothing at the end of a budget that leaves nothing to measure', () => {
    const body = [submit('h2d', { work: { bytes: 1e6 } }), infer(4), wait];
    const { utilization } = run([thread('t', forever(...body))], {}, plainDevice, { budgetEvents: 40 });
    for (const share of Object.values(utilization)) expect(Number.isFinite(share)).toBe(true);
  });
});

describe('warnings', () => {
  const ids = (...args: Parameters<typeof run>) => run(...args).warnings.map(({ id }) => id);

  it('are none where nothing is wrong', () => {
    expect(run([thread('t', infer(4), wait)]).warnings).toEqual([]);
  });

  it('name what was assumed once, however many threads do it', () => {
    const unknown = [{ id: 'm', path: 'my_own_net.om' }];
    const task = submit('aicore', { work: { model: 'm' } });
    const device = { ...plainDevice, id: 'ascend310' };
    expect(ids([{ ...thread('t', task, task, wait), replicas: 3 }], { models: unknown }, device)).toEqual([
      'stand-in',
    ]);
  });

  it('name memory that is too small, and a program that finishes no frame', () => {
    const buffers = [{ id: 'b', pool: 'device', bytes: 1e12 }];
    expect(ids([thread('t', infer(4), wait)], { buffers })).toEqual(['device-full']);
    expect(ids([thread('t', wait)])).toEqual(['no-frames']);
  });
});

describe('the timeline', () => {
  it('keeps boxes that take time, up to a number, with their source where there is one', () => {
    const recorder = new TimelineRecorder(2);
    const source = { file: 'a.cpp', line: 1, column: 1, endLine: 1, endColumn: 2 };
    recorder.box('l', 'nothing', 1, 1, source);
    recorder.box('l', 'one', 1, 3, source);
    recorder.box('l', 'two', 3, 4, undefined);
    recorder.box('l', 'three', 4, 5, source);
    expect(recorder.boxes).toEqual([
      { lane: 'l', name: 'one', startMs: 1, durationMs: 2, source },
      { lane: 'l', name: 'two', startMs: 3, durationMs: 1 },
    ]);
  });

  it('is there only where it was asked for', () => {
    const program = [thread('t', infer(4), wait)];
    expect(run(program, {}, plainDevice, { timeline: false })).not.toHaveProperty('timeline');
    expect(run(program).timeline).toHaveLength(1);
  });
});
