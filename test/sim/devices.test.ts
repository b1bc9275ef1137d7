/** Several devices: threads run on theirs; host, link root and locks are shared. */
import { describe, expect, it } from 'vitest';
import { resolve } from '../../src/pipeline/resolve.ts';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { deployedOn } from '../../src/profile/deployment.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { virtualSpeedups } from '../../src/sim/explain/explain.ts';
import { predictMemory } from '../../src/sim/memory.ts';
import { simulate } from '../../src/sim/index.ts';
import { plainDevice, value } from './support/devices.ts';

const infer = (stream: object | string = 's', milliseconds = 10) => ({
  kind: 'submit',
  engine: 'aicore',
  stream,
  work: { milliseconds },
});
const wait = (target: object | string = 's') => ({ kind: 'wait', for: 'stream', target });
const forever = (body: object[], extra: object = {}) => [{ kind: 'repeat', body, ...extra }];
const work = [infer(), wait()];

const two = (extra: object, threads: object[]) =>
  parsePipeline({ devices: 2, streams: [{ id: 's' }], threads, ...extra });

const turns = (id: string) => ({ id, turns: [{ id }, { id: 'b' }] });
/** One thread that gives each of two devices a frame in turn, and waits for it. */
const inTurn = two(
  {
    streams: [
      { id: 'a', device: 0 },
      { id: 'b', device: 1 },
    ],
  },
  [{ id: 't', program: forever([infer(turns('a')), wait(turns('a'))], { turns: 2 }) }],
);

const notes = (pipeline: ReturnType<typeof two>) =>
  simulate(pipeline, plainDevice).warnings.map(({ id }) => id);

describe('two devices', () => {
  it('at work at once make twice the rate, each full', () => {
    const spread = two({}, [{ id: 't', replicas: 2, program: forever(work) }]);
    const { qps, devices } = simulate(spread, plainDevice);
    expect(qps).toBeCloseTo(200, 0);
    expect(devices?.map(({ aicore }) => aicore)).toEqual([expect.closeTo(1, 2), expect.closeTo(1, 2)]);
    expect(notes(spread)).toEqual([]);
  });

  it('are told one from the other', () => {
    const { qps, devices, utilization } = simulate(
      two({}, [{ id: 't', replicas: 2, device: 1, program: forever(work) }]),
      plainDevice,
    );
    expect(qps).toBeCloseTo(100, 0);
    expect(devices?.map(({ aicore }) => aicore ?? 0)).toEqual([0, expect.closeTo(1, 2)]);
    expect(utilization['aicore']).toBeCloseTo(0.5, 2);
  });

  it('that take turns are each half idle, which is said', () => {
    const { qps, devices, warnings } = simulate(inTurn, plainDevice);
    expect(qps).toBeCloseTo(100, 0);
    expect(devices?.map(({ aicore }) => aicore)).toEqual([expect.closeTo(0.5, 2), expect.closeTo(0.5, 2)]);
    expect(warnings).toContainEqual({ id: 'devices-in-turn', data: { count: 2, idle: 50 } });
  });

  it('do not take turns when the thread waits for the frame before the last', () => {
    const ahead = two(
      {
        streams: [
          { id: 'a', device: 0 },
          { id: 'b', device: 1 },
        ],
      },
      [
        {
          id: 't',
          program: forever([
            { ...infer('a'), completes: 1 },
            { ...infer('b'), completes: 1 },
            wait('a'),
            wait('b'),
          ]),
        },
      ],
    );
    expect(simulate(ahead, plainDevice).qps).toBeCloseTo(200, 0);
    expect(notes(ahead)).toEqual([]);
  });

  it('under one lock are as one, and what the lock costs is told', () => {
    const locked = two({}, [
      { id: 't', replicas: 2, program: forever([{ kind: 'lock', mutex: 'm', body: work }]) },
    ]);
    const prediction = simulate(locked, plainDevice);
    expect(prediction.qps).toBeCloseTo(100, 0);
    expect(notes(locked)).toContain('devices-in-turn');
    const [first] = virtualSpeedups(locked, plainDevice, prediction);
    expect(first).toMatchObject({ resource: expect.stringMatching(/lock m|aicore/) });
    const lock = virtualSpeedups(locked, plainDevice, prediction).find(
      ({ resource }) => resource === 'lock m',
    );
    expect(lock?.qps).toBeCloseTo(200, 0);
  });

  it('are refused where a thread or stream names another', () => {
    expect(() => simulate(two({}, [{ id: 't', device: 2, program: forever(work) }]), plainDevice)).toThrow(
      /the device of the threads running t is 2, more than 1/,
    );
    expect(() =>
      simulate(
        two({ streams: [{ id: 's', device: 5 }] }, [{ id: 't', program: forever(work) }]),
        plainDevice,
      ),
    ).toThrow(/the device of stream s is 5, more than 1/);
  });

  it('have the memory of the fuller one', () => {
    const buffers = [{ id: 'b', bytes: 100 * 2 ** 20 }];
    const peak = (device: object) =>
      predictMemory(
        resolve(two({ buffers }, [{ id: 't', replicas: 4, program: forever(work), ...device }])),
        plainDevice,
      ).parts['device'];
    expect(peak({ device: 1 })).toBe(400 * 2 ** 20);
    expect(peak({})).toBe(200 * 2 ** 20);
  });
});

describe('what devices share', () => {
  const copies = (devices: number) =>
    parsePipeline({
      devices,
      streams: [{ id: 's' }],
      threads: [
        {
          id: 't',
          replicas: 2 * devices,
          program: forever([
            { kind: 'submit', engine: 'h2d', stream: 's', work: { bytes: 10_000_000 } },
            wait(),
          ]),
        },
      ],
    });
  const { link } = plainDevice;
  /** Three devices a root that is twice as fast as a link. */
  const rooted = {
    ...plainDevice,
    link: { ...link, requestMs: value(0), root: { gigabytesPerSecond: value(2), devices: value(3) } },
  };

  it.each([
    [1, 100],
    [2, 200],
    [3, 200],
    [4, 300],
    [6, 400],
  ])('is the root of the link: %i devices copy %i times a second', (devices, rate) => {
    const { qps, bounds } = simulate(copies(devices), rooted);
    expect(qps / rate).toBeGreaterThan(0.97);
    expect(qps / rate).toBeLessThan(1.01);
    expect(bounds.upper).toBeGreaterThanOrEqual(qps);
  });

  it('are the host cores, of which a deployment may have fewer', () => {
    const busy = two({ devices: 4 }, [
      { id: 't', replicas: 4, program: forever([{ kind: 'host', milliseconds: 10 }, infer('s', 1), wait()]) },
    ]);
    expect(simulate(busy, plainDevice).qps).toBeCloseTo(364, -1);
    const { qps } = simulate(busy, deployedOn(plainDevice, { hostCores: 2 }));
    expect(qps).toBeLessThanOrEqual(200);
    // RT_SEND needs a core too, and waits for one.
    expect(qps).toBeGreaterThan(180);
  });
});

describe('a declared deployment', () => {
  const one = two({ devices: 1 }, [{ id: 't', replicas: 4, program: forever(work) }]);

  it('sets processes and devices as parameters are set', () => {
    expect(simulate(one, plainDevice, { settings: { devices: 2 } }).qps).toBeCloseTo(200, 0);
    expect(simulate(one, plainDevice, { settings: { devices: 4 } }).qps).toBeCloseTo(400, 0);
    expect(simulate(one, plainDevice, { settings: { processes: 2, devices: 2 } }).qps).toBeCloseTo(200, 0);
  });

  it('of a part of a device has that part of its engines and memory', () => {
    const half = deployedOn(plainDevice, { devicePart: 0.5 });
    expect(simulate(one, half).qps).toBeCloseTo(50, 0);
    expect(half.engines['vpc']?.servers.value).toBe(2);
    expect(half.engines['jpegd']?.servers.value).toBe(1);
    expect(half.memory.bytes.value).toBe(plainDevice.memory.bytes.value / 2);
    expect(deployedOn(loadProfile(), {})).toBe(loadProfile());
  });
});
