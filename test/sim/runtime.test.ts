/** RT_SEND, RT_RECV and what a submission and a wait cost. */
import { describe, expect, it } from 'vitest';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import type { DeviceProfile } from '../../src/profile/profile.ts';
import { simulate } from '../../src/sim/index.ts';
import { plainDevice, value } from './support/devices.ts';

type Step = Record<string, unknown>;

const infer = (milliseconds: number, extra: object = {}): Step => ({
  kind: 'submit',
  engine: 'aicore',
  stream: 's',
  work: { milliseconds },
  ...extra,
});
const wait: Step = { kind: 'wait', target: 's' };
const repeat = (times: number, ...body: Step[]): Step => ({ kind: 'repeat', times, body });

/** A submission costs 3 ms of host: 1 each in the thread, RT_SEND and RT_RECV; a wake 0.5 ms and 0.25 ms of CPU. */
const costly: DeviceProfile = {
  ...plainDevice,
  engines: { ...plainDevice.engines, aicore: { ...plainDevice.engines['aicore']!, hostMs: value(3) } },
  host: {
    ...plainDevice.host,
    submitShare: value(1 / 3),
    sendShare: value(1 / 3),
    wakeMs: value(0.5),
    wakeCpuMs: value(0.25),
  },
};
const withHost = (host: object, profile = plainDevice): DeviceProfile => ({
  ...profile,
  host: { ...profile.host, ...host },
});

function run(threads: object[], profile: DeviceProfile) {
  return simulate(parsePipeline({ streams: [{ id: 's' }], threads }), profile, { timeline: true });
}
const one = (...program: Step[]) => [{ id: 't', program }];

describe('a submission', () => {
  it('takes the thread, a wake of RT_SEND, RT_SEND, then the device, and two wakes back', () => {
    const { run: done, hostThreads } = run(one(infer(10), wait), costly);
    // 1 + 0.5 + 1 + 10, then RT_RECV wakes, tells the thread, and works on while that wakes.
    expect(done.simulatedMs).toBeCloseTo(12.5 + 0.5 + 1, 6);
    expect(hostThreads['t']).toBeCloseTo((1 + 0.25) / 14, 5);
    expect(hostThreads['RT_SEND']).toBeCloseTo((1 + 0.25) / 14, 5);
    expect(hostThreads['RT_RECV']).toBeCloseTo((1 + 0.25) / 14, 5);
  });

  it('finds RT_SEND awake while that has others to send', () => {
    const starts = (run(one(infer(0.1), infer(0.1), infer(0.1), wait), costly).timeline ?? [])
      .filter(({ lane }) => lane === 'aicore')
      .map(({ startMs }) => startMs);
    expect(starts).toEqual([2.5, 3.5, 4.5]);
  });

  it('costs the profile’s own time where its engine has none', () => {
    const engines = { ...plainDevice.engines, aicore: { servers: value(1), cost: {} } };
    const profile = withHost(
      { submissionMs: value(4), submitShare: value(0.5), sendShare: value(0.5) },
      { ...plainDevice, engines },
    );
    expect(run(one(infer(1), wait), profile).run.simulatedMs).toBeCloseTo(5, 9);
  });
});

describe('RT_SEND', () => {
  const places = (n: number) => withHost({ submissionQueue: value(n) });

  it('spins on a core while the stream of the first submission is full', () => {
    const full = run(one(repeat(10, infer(5)), wait), places(3));
    expect(full.run.simulatedMs).toBe(50);
    expect(full.hostThreads['RT_SEND']).toBeCloseTo(1, 6);
    const roomy = run(one(repeat(10, infer(5)), wait), places(10));
    expect(roomy.hostThreads['RT_SEND']).toBe(0);
    expect(roomy.run.simulatedMs).toBe(50);
  });

  it('fills sooner with what takes more places, but always takes one', () => {
    const aicore = { ...plainDevice.engines['aicore']!, queuePlaces: value(4) };
    const profile = { ...places(8), engines: { ...plainDevice.engines, aicore } };
    expect(run(one(repeat(2, infer(5)), wait), profile).hostThreads['RT_SEND']).toBe(0);
    expect(run(one(repeat(3, infer(5)), wait), profile).hostThreads['RT_SEND']).toBeCloseTo(1, 6);
    const tight = { ...profile, host: places(1).host };
    expect(run(one(repeat(3, infer(5)), wait), tight).run.simulatedMs).toBe(15);
  });

  it('holds up the submissions of other threads meanwhile', () => {
    const late = { kind: 'submit', engine: 'jpegd', stream: 's' };
    const threads = [
      { id: 'deep', program: [repeat(6, infer(5)), wait] },
      { id: 'other', program: [{ kind: 'host', milliseconds: 1 }, late, wait] },
    ];
    const start = (profile: DeviceProfile) =>
      run(threads, profile).timeline?.find(({ lane }) => lane.startsWith('jpegd'))?.startMs;
    expect(start(places(10))).toBe(1);
    // Four of the six are over when the last finds a place.
    expect(start(places(2))).toBe(20);
  });

  it('takes a core from others while it spins', () => {
    const threads = [
      { id: 'deep', program: [repeat(3, infer(5)), wait] },
      {
        id: 'other',
        program: [
          { kind: 'host', milliseconds: 1, busy: false },
          { kind: 'host', milliseconds: 2 },
        ],
      },
    ];
    const profile = withHost({ submissionQueue: value(1), cores: value(1) });
    const box = run(threads, profile).timeline?.find(({ lane, startMs }) => lane === 'other' && startMs > 0);
    expect(box).toMatchObject({ startMs: 1, durationMs: 2 });
    // The core is given back for an instant at 5 ms, when a place is free.
    expect(run(threads, profile).run.simulatedMs).toBeGreaterThanOrEqual(15);
  });

  it('holds up a thread that submits without end', () => {
    const endless = one({ kind: 'repeat', body: [infer(1)] });
    const prediction = run(endless, places(4));
    expect(prediction.qps).toBeCloseTo(1000, 0);
    expect(prediction.run.converged).toBe(true);
    expect(prediction.hostThreads['RT_SEND']).toBeCloseTo(1, 2);
    expect(prediction.bottleneck.resource).toBe('aicore');
  });
});

describe('a calling thread that submits by itself', () => {
  const direct = withHost({ submitShare: value(1), sendShare: value(0), submissionQueue: value(2) });
  /** Intervals of the AI Core, ms. */
  const tasks = ({ timeline = [] }: ReturnType<typeof run>) =>
    timeline
      .filter(({ lane }) => lane.startsWith('aicore'))
      .map(({ startMs, durationMs }) => [startMs, startMs + durationMs]);

  it('spins itself when its stream is full: there is no RT_SEND, and tasks keep their order', () => {
    const engines = { ...direct.engines, aicore: { ...direct.engines['aicore']!, servers: value(2) } };
    const done = run(one(...[1, 2, 3, 4, 5].map((ms) => infer(ms)), wait), { ...direct, engines });
    expect(tasks(done)).toEqual([
      [0, 1],
      [1, 3],
      [3, 6],
      [6, 10],
      [10, 15],
    ]);
    expect(done.hostThreads['RT_SEND']).toBeUndefined();
    // It has the last submitted when the third is over.
    expect(done.hostThreads['t']).toBeCloseTo(6 / 15, 3);
    expect(done.bottleneck.resource).toBe('aicore');
  });

  it('is held up by its own stream alone', () => {
    const threads = [
      { id: 'full', program: [infer(10), infer(10), infer(10), infer(10), wait] },
      {
        id: 'other',
        program: [
          { kind: 'host', milliseconds: 5 },
          { kind: 'submit', engine: 'vpc', stream: 'free' },
          { kind: 'wait', target: 'free' },
        ],
      },
    ];
    const streams = [{ id: 's' }, { id: 'free' }];
    const { timeline } = simulate(parsePipeline({ streams, threads }), direct, { timeline: true });
    expect(timeline?.find(({ lane }) => lane.startsWith('vpc'))?.startMs).toBe(5);
  });

  it('spins without end beside a device that is always full', () => {
    const prediction = run(one({ kind: 'repeat', body: [infer(1)] }), direct);
    expect(prediction.qps).toBeCloseTo(1000, 0);
    expect(prediction.hostThreads['t']).toBeCloseTo(1, 2);
  });
});

describe('a branch', () => {
  const every = (share: number, more: object = {}) =>
    run(
      one(repeat(64, { kind: 'branch', share, then: [infer(1)], otherwise: [infer(2)], ...more }), wait),
      plainDevice,
    );
  const lengths = ({ timeline = [] }: ReturnType<typeof run>) =>
    timeline.filter(({ lane }) => lane === 'aicore').map(({ durationMs }) => durationMs);

  it('that comes evenly is taken in the last of its passes, and as often as its share says', () => {
    expect(lengths(every(1 / 4, { periodic: true })).slice(0, 8)).toEqual([2, 2, 2, 1, 2, 2, 2, 1]);
    expect(lengths(every(3 / 4, { periodic: true })).slice(0, 8)).toEqual([2, 1, 1, 1, 2, 1, 1, 1]);
    expect(lengths(every(1 / 16, { periodic: true })).filter((ms) => ms === 1)).toHaveLength(4);
  });

  it('is else drawn', () => {
    const drawn = lengths(every(1 / 4));
    expect(drawn.map((ms, at) => (ms === 1 ? at : -1)).filter((at) => at >= 0)).not.toEqual([
      3, 7, 11, 15, 19, 23, 27, 31, 35, 39, 43, 47, 51, 55, 59, 63,
    ]);
  });
});

describe('idle time', () => {
  it('is split by what it was spent on', () => {
    const jpeg = { kind: 'submit', engine: 'jpegd', stream: 's' };
    const body = [{ kind: 'host', milliseconds: 4 }, jpeg, infer(6), wait];
    const { idle, utilization } = run(one({ kind: 'repeat', body }), withHost({ wakeMs: value(1) }));
    // A cycle: 4 host, 1 RT_SEND wakes, 10 JPEGD, 6 AI Core, 2 wakes: 23 ms.
    expect(utilization['aicore']).toBeCloseTo(6 / 23, 3);
    expect(idle['aicore']?.upstream).toBeCloseTo(10 / 23, 3);
    expect(idle['aicore']?.host).toBeCloseTo(5 / 23, 3);
    expect(idle['aicore']?.sync).toBeCloseTo(2 / 23, 3);
    const scheduler = { taskMs: value(2), switchMs: value(0) };
    const slow = run(one({ kind: 'repeat', body: [infer(6), wait] }), { ...plainDevice, scheduler });
    expect(slow.idle['aicore']?.scheduler).toBeCloseTo(2 / 8, 3);
  });
});

describe('AI CPU and control CPU', () => {
  it('are loaded by interrupts and copies', () => {
    const vpc = { ...plainDevice.engines['vpc']!, aiCpuMs: value(2) };
    const profile: DeviceProfile = {
      ...plainDevice,
      engines: { ...plainDevice.engines, vpc },
      aiCpu: { cores: value(4) },
      ctrlCpu: { cores: value(2), copyMs: value(0.5) },
    };
    const body = [
      { kind: 'submit', engine: 'h2d', stream: 's' },
      { kind: 'submit', engine: 'vpc', stream: 's' },
      infer(3),
      wait,
    ];
    const { utilization } = run(one({ kind: 'repeat', body }), profile);
    // A cycle: 1 copy, 1 VPC, 3 its completion, 3 AI Core.
    expect(utilization['aicpu']).toBeCloseTo(2 / 4 / 8, 3);
    expect(utilization['ctrlcpu']).toBeCloseTo(0.5 / 2 / 8, 3);
  });
});
