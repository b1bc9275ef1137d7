import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { plan } from '../../src/sim/bounds/plan.ts';
import { plainDevice } from './support/devices.ts';

const submit = (engine: string, more: object = {}) => ({ kind: 'submit', engine, stream: 's', ...more });
const wait = { kind: 'wait', for: 'stream', target: 's' };

/** `channels` sources of a frame every `ms`, and 6 workers that decode it (10 ms on 2 JPEGD) and infer (4 ms). */
const arriving = (channels: number, ms: number, more: object = {}) =>
  parsePipeline({
    streams: [{ id: 's' }],
    queues: [{ id: 'q', capacity: 8 }],
    threads: [
      {
        id: 'source',
        replicas: channels,
        program: [
          {
            kind: 'repeat',
            body: [
              { kind: 'host', milliseconds: ms, busy: false },
              { kind: 'enqueue', queue: 'q' },
            ],
          },
        ],
      },
      {
        id: 'worker',
        replicas: 6,
        program: [
          {
            kind: 'repeat',
            body: [
              { kind: 'dequeue', queue: 'q' },
              submit('jpegd', { work: { pixels: 2_000_000 } }),
              submit('aicore', { work: { milliseconds: 4 } }),
              wait,
            ],
          },
        ],
      },
    ],
    ...more,
  });

describe('a plan of frames that arrive at their own pace', () => {
  it('fits where the device keeps up, with every load at that rate', () => {
    const found = plan(arriving(3, 20), plainDevice);
    expect(found.wanted).toBeCloseTo(150, 6);
    expect(found.possible).toBeCloseTo(200, 6);
    expect(found.fits).toBe(true);
    expect(found.prediction.qps).toBeCloseTo(150, 0);
    const loads = Object.fromEntries(found.loads.map(({ resource, load }) => [resource, load]));
    expect(found.loads[0]?.resource).toBe('jpegd');
    expect(loads['jpegd']).toBeCloseTo(0.75, 9);
    expect(loads['aicore']).toBeCloseTo(0.6, 9);
    expect(loads['thread worker']).toBeCloseTo((150 * 14) / 6000, 9);
    expect(loads).not.toHaveProperty('thread source');
  });

  it('does not fit where a resource would have more work than time', () => {
    const found = plan(arriving(5, 20), plainDevice);
    expect(found.wanted).toBeCloseTo(250, 6);
    expect(found.fits).toBe(false);
    expect(found.prediction.qps).toBeCloseTo(200, 0);
  });

  it('says how many sources are kept up with, and how many devices would be enough', () => {
    const fits = plan(arriving(3, 20), plainDevice);
    expect(fits.sources).toEqual({ threads: ['source'], count: 3, carried: 3 });
    expect(fits.devicesNeeded).toBe(1);
    // 500 frames/s arrive of 200: 4 of 10 sources, and JPEGD at 250 %.
    const late = plan(arriving(10, 20), plainDevice);
    expect(late.sources).toEqual({ threads: ['source'], count: 10, carried: 4 });
    expect(late.devicesNeeded).toBe(3);
    const two = plan(arriving(10, 20, { devices: 2 }), plainDevice);
    expect(two.devicesNeeded).toBe(3);
    const processes = plan(arriving(2, 20, { processes: 2 }), plainDevice);
    expect(processes.sources?.count).toBe(4);
  });

  it('asks nothing of a pace that nothing sets', () => {
    const free = plan(
      parsePipeline({
        streams: [{ id: 's' }],
        threads: [
          {
            id: 't',
            program: [{ kind: 'repeat', body: [submit('aicore', { work: { milliseconds: 4 } }), wait] }],
          },
        ],
      }),
      plainDevice,
    );
    expect(free).toMatchObject({ wanted: undefined, sources: undefined, devicesNeeded: undefined });
    const nothing = plan(parsePipeline({ threads: [{ id: 't', program: [] }] }), plainDevice);
    expect(nothing).toMatchObject({ wanted: undefined, fits: true });
  });

  it('does not fit where memory is too small, and names the buffer', () => {
    const buffers = [{ id: 'picture', bytes: 5e9, count: 2, scope: 'program' }];
    const found = plan(arriving(1, 20, { buffers }), plainDevice);
    expect(found.fits).toBe(false);
    expect(found.prediction.memory.failure).toMatchObject({
      data: { index: 1, count: 2, buffer: 'picture' },
    });
  });

  it('takes settings', () => {
    const pipeline = arriving(1, 20, {
      parameters: [{ name: 'N', value: 2 }],
    });
    pipeline.threads[0]!.replicas = 'N';
    expect(plan(pipeline, plainDevice, { settings: { N: 3 } }).wanted).toBeCloseTo(150, 6);
  });
});

describe('the equivalent bandwidth', () => {
  it("is the seed's: frames/s x pixels x 3/2, 16 streams of 1080p at 30 frames/s being 1.49 GB/s", () => {
    const file = new URL('../../examples/pipelines/cameras-yolov3.json', import.meta.url);
    const cameras = parsePipeline(JSON.parse(readFileSync(file, 'utf8')));
    const found = plan(cameras, loadProfile('ascend310'));
    expect(found.wanted).toBeCloseTo(480, 6);
    expect(found.bandwidth.terms[0]).toEqual({
      engine: 'vdec',
      framesPerSecond: expect.closeTo(480, 6) as number,
      pixels: 2_073_600,
      bytesPerSecond: expect.closeTo(16 * 30 * 1920 * 1080 * 1.5, 0) as number,
    });
    // VPC reads the same frames again.
    expect(found.bandwidth.share).toBeCloseTo((2 * 1.492992) / 48, 9);
    expect(found.fits).toBe(false);
    expect(found.loads[0]).toMatchObject({ resource: 'aicore' });
  });
});

describe('a plan without a pace', () => {
  it('is what the pipeline does as fast as it can', () => {
    const pipeline = parsePipeline({
      streams: [{ id: 's' }],
      threads: [
        {
          id: 'worker',
          replicas: 8,
          program: [
            {
              kind: 'repeat',
              body: [
                submit('jpegd', { work: { pixels: 2e6 } }),
                submit('aicore', { work: { milliseconds: 4 } }),
                wait,
              ],
            },
          ],
        },
      ],
    });
    const found = plan(pipeline, plainDevice);
    expect(found.wanted).toBeUndefined();
    expect(found.fits).toBe(true);
    expect(found.loads[0]?.load).toBeGreaterThan(0.95);
    expect(found.bandwidth.terms[0]?.framesPerSecond).toBeCloseTo(found.prediction.qps, 6);
  });
});
