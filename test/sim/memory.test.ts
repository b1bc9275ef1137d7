import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { resolve } from '../../src/pipeline/resolve.ts';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { loadProfile } from '../../src/profile/load.ts';
import type { DeviceProfile } from '../../src/profile/profile.ts';
import { predictMemory } from '../../src/sim/memory.ts';
import { plainDevice, value } from './support/devices.ts';

const MiB = 2 ** 20;
/** 100 MiB in all, 10 of them the system's, 15 in use when idle; pages of 2 MiB, pieces of 1 MiB, DVPP range of 40 MiB. */
const small: DeviceProfile = {
  ...plainDevice,
  models: [
    {
      name: 'resnet50',
      batches: [{ batch: 1, milliseconds: value(1) }],
      weightBytes: value(4 * MiB),
      workBytes: [
        { batch: 1, bytes: value(2 * MiB) },
        { batch: 5, bytes: value(10 * MiB) },
      ],
    },
  ],
  memory: {
    ...plainDevice.memory,
    bytes: value(100 * MiB),
    idleBytes: value(15 * MiB),
    baseBytes: value(10 * MiB),
    pageBytes: value(2 * MiB),
    pieceBytes: value(MiB),
    dvppBytes: value(40 * MiB),
    channelBytes: value(3 * MiB),
  },
};
const submit = { kind: 'submit', engine: 'aicore', work: { model: 'm', milliseconds: 1 } };
const decode = { kind: 'submit', engine: 'jpegd' };

function memory(pipeline: object, profile = small) {
  const threads = [{ id: 't', program: [{ kind: 'submit', engine: 'h2d' }] }];
  return predictMemory(resolve(parsePipeline({ threads, ...pipeline })), profile);
}
const buffer = (bytes: number, extra: object = {}) => ({ id: 'b', pool: 'device', bytes, ...extra });

describe('predictMemory', () => {
  it('is what an idle device uses, until the program takes more', () => {
    expect(memory({})).toEqual({
      peakBytes: 15 * MiB,
      limitBytes: 100 * MiB,
      fits: true,
      parts: { floor: 15 * MiB, models: 0, dvpp: 0, device: 0 },
    });
    expect(memory({ buffers: [buffer(4 * MiB)] }).peakBytes).toBe(15 * MiB);
    const more = memory({ buffers: [buffer(8 * MiB)] });
    expect(more.peakBytes).toBe(18 * MiB);
    expect(more.parts).toEqual({ floor: 10 * MiB, models: 0, dvpp: 0, device: 8 * MiB });
  });

  it('rounds to pages what is as large as one, to pieces what is smaller', () => {
    const device = (bytes: number) => memory({ buffers: [buffer(bytes)] }).parts['device'];
    expect(device(2 * MiB + 1)).toBe(4 * MiB);
    expect(device(2 * MiB)).toBe(2 * MiB);
    expect(device(1)).toBe(MiB);
    expect(device(MiB + 1)).toBe(2 * MiB);
    expect(device(0)).toBe(0);
  });

  it('counts buffers for every thread that submits, program ones and host ones not', () => {
    const threads = [
      { id: 't', replicas: 3, program: [decode] },
      { id: 'logger', replicas: 5, program: [{ kind: 'host', milliseconds: 1 }] },
    ];
    const buffers = [
      buffer(MiB, { count: 2 }),
      buffer(MiB, { id: 'c', scope: 'program' }),
      buffer(MiB, { id: 'd', pool: 'pinned' }),
      buffer(MiB, { id: 'e', pool: 'host' }),
      buffer(MiB, { id: 'f', pool: 'dvpp' }),
    ];
    expect(memory({ threads, buffers }).parts).toMatchObject({ device: 7 * MiB, dvpp: 3 * MiB });
  });

  it('counts models for every load, their work memory by batch', () => {
    const threads = [{ id: 't', replicas: 2, program: [submit] }];
    const models = (batch: number, extra: object = {}) => ({
      threads,
      models: [{ id: 'm', catalogueName: 'resnet50', batch, ...extra }],
    });
    expect(memory(models(1)).parts['models']).toBe(2 * 6 * MiB);
    expect(memory(models(3)).parts['models']).toBe(2 * 10 * MiB);
    expect(memory(models(10)).parts['models']).toBe(2 * 24 * MiB);
    expect(memory(models(1, { scope: 'program' })).parts['models']).toBe(6 * MiB);
    expect(memory(models(1, { weightBytes: MiB, workBytes: 0 })).parts['models']).toBe(2 * MiB);
    expect(memory({ threads, models: [{ id: 'm', path: './resnet50_bs1.om' }] }).parts['models']).toBe(
      12 * MiB,
    );
    expect(memory({ threads, models: [{ id: 'm', path: './other.om' }] }).parts['models']).toBe(0);
  });

  it('spreads threads over devices, and counts processes', () => {
    const threads = [{ id: 't', replicas: 4, program: [decode] }];
    const buffers = [buffer(4 * MiB)];
    expect(memory({ threads, buffers }).parts['device']).toBe(16 * MiB);
    expect(memory({ threads, buffers, devices: 2 }).parts['device']).toBe(8 * MiB);
    expect(memory({ threads, buffers, processes: 2 }).parts['device']).toBe(32 * MiB);
  });

  it('names the buffer that does not fit on the device', () => {
    const threads = [{ id: 't', replicas: 3, program: [{ kind: 'submit', engine: 'h2d' }] }];
    const { fits, failure } = memory({ threads, buffers: [buffer(4 * MiB, { count: 10 })] });
    // 90 MiB are left: 22 buffers, the third of thread 2 is the last.
    expect(fits).toBe(false);
    expect(failure).toEqual({
      id: 'device-full',
      data: { index: 2, count: 10, buffer: 'b', bytes: 4_194_304, thread: 2, limitMiB: 100 },
    });
  });

  it('names the buffer that does not fit in the DVPP range of its process', () => {
    const threads = [{ id: 't', replicas: 2, program: [decode] }];
    const buffers = [buffer(4 * MiB, { pool: 'dvpp', count: 6 })];
    const { failure } = memory({ threads, buffers });
    // Channels take 3 MiB each: 40 - 24 - 6 = 10 MiB are left for thread 1.
    expect(failure).toEqual({
      id: 'dvpp-range-full',
      data: { index: 2, count: 6, buffer: 'b', bytes: 4_194_304, thread: 1, limitMiB: 40 },
    });
    expect(memory({ threads: [{ ...threads[0], replicas: 1 }], buffers, processes: 2 }).fits).toBe(true);
  });

  it('never shrinks when a buffer grows', () => {
    const size = fc.integer({ min: 0, max: 5 * MiB });
    fc.assert(
      fc.property(size, size, (a, b) => {
        const peak = (bytes: number) => memory({ buffers: [buffer(bytes)] }).peakBytes;
        expect(peak(Math.max(a, b))).toBeGreaterThanOrEqual(peak(Math.min(a, b)));
      }),
    );
  });

  it('has parts that add up to the peak', () => {
    const profile = loadProfile();
    const { parts, peakBytes } = memory({ buffers: [buffer(3e9)] }, profile);
    expect(Object.values(parts).reduce((a, b) => a + b)).toBe(peakBytes);
  });
});
