/** What each thing takes of a small device's memory. MiB. */
import { describe, expect, it } from 'vitest';
import { resolve } from '../../src/pipeline/resolve.ts';
import type { DeviceProfile } from '../../src/profile/profile.ts';
import { predictMemory } from '../../src/sim/memory.ts';
import { plainDevice, value } from './support/devices.ts';
import { pipelineOf, repeat, submit, thread, host } from './support/programs.ts';

const MiB = 2 ** 20;
const { memory: some } = plainDevice;
/** 100 MiB, 10 of them in use when idle; pages of 2 MiB; nothing else is known. */
const bare: DeviceProfile = {
  ...plainDevice,
  memory: {
    bytes: value(100 * MiB),
    idleBytes: value(10 * MiB),
    pageBytes: value(2 * MiB),
    gigabytesPerSecond: some.gigabytesPerSecond,
  },
};
const withMemory = (more: object): DeviceProfile => ({ ...bare, memory: { ...bare.memory, ...more } });

function memory(extra: object, profile = bare, threads = [thread('t', submit('h2d'))]) {
  return predictMemory(resolve(pipelineOf(threads, extra)), profile);
}
const buffer = (mebibytes: number, extra: object = {}) => ({
  id: 'b',
  pool: 'device',
  bytes: mebibytes * MiB,
  ...extra,
});
const mebibytes = (bytes: number | undefined) => (bytes ?? NaN) / MiB;

describe('memory of which a profile says little', () => {
  it('comes in pages, on top of what is in use when idle', () => {
    const found = memory({ buffers: [buffer(0.5)] });
    expect(found.parts).toEqual({ floor: 10 * MiB, models: 0, dvpp: 0, device: 2 * MiB });
    expect(found.peakBytes).toBe(12 * MiB);
  });

  it('has a DVPP range as large as the device, and no buffers of channels', () => {
    const found = memory({ buffers: [buffer(90, { pool: 'dvpp' })] }, bare, [thread('t', submit('jpegd'))]);
    expect(found).toMatchObject({ fits: true, peakBytes: 100 * MiB });
    const over = memory({ buffers: [buffer(92, { pool: 'dvpp' })] });
    expect(over.failure).toMatchObject({ id: 'device-full', data: { index: 0, limitMiB: 100 } });
  });

  it('has no work memory of a model whose batches are not known', () => {
    const models = [{ name: 'resnet50', batches: [], weightBytes: value(4 * MiB) }];
    const named = [{ id: 'm', path: 'resnet50.om' }];
    const infer = [thread('t', submit('aicore', { work: { model: 'm' } }))];
    expect(mebibytes(memory({ models: named }, { ...bare, models }, infer).parts['models'])).toBe(4);
  });
});

describe('what fits', () => {
  it('is up to the last byte', () => {
    expect(memory({ buffers: [buffer(90)] }).fits).toBe(true);
    expect(memory({ buffers: [buffer(45, { count: 2 })] }).failure).toMatchObject({
      data: { index: 1, count: 2 },
    });
    expect(memory({ buffers: [buffer(30, { count: 3 })] }).fits).toBe(true);
  });

  it('is said of the first buffer that does not', () => {
    const buffers = [buffer(50, { id: 'first' }), buffer(60, { id: 'second' }), buffer(70, { id: 'third' })];
    const { failure, peakBytes } = memory({ buffers });
    expect(failure?.data).toMatchObject({ buffer: 'second', index: 0, count: 1, bytes: 60 * MiB });
    expect(mebibytes(peakBytes)).toBe(190);
  });

  it('counts models too, which are loaded before', () => {
    const models = [{ id: 'm', weightBytes: 80 * MiB, workBytes: 0 }];
    const infer = [thread('t', submit('aicore', { work: { model: 'm', milliseconds: 1 } }))];
    expect(memory({ models, buffers: [buffer(10)] }, bare, infer).fits).toBe(true);
    expect(memory({ models, buffers: [buffer(12)] }, bare, infer).failure?.id).toBe('device-full');
  });

  it('is the DVPP range for DVPP buffers, where that ends first', () => {
    const profile = withMemory({ dvppBytes: value(20 * MiB) });
    const buffers = (dvpp: number, device: number) => [buffer(dvpp, { pool: 'dvpp' }), buffer(device)];
    expect(memory({ buffers: buffers(20, 60) }, profile).fits).toBe(true);
    expect(memory({ buffers: buffers(22, 0) }, profile).failure).toMatchObject({
      id: 'dvpp-range-full',
      data: { limitMiB: 20 },
    });
    // The device is full before the range is.
    const full = [buffer(80), buffer(12, { pool: 'dvpp' })];
    expect(memory({ buffers: full }, profile).failure?.id).toBe('device-full');
  });

  it('has room for any number of empty buffers', () => {
    expect(memory({ buffers: [buffer(90), buffer(0, { count: 5 })] }).fits).toBe(true);
  });
});

describe('who holds buffers', () => {
  const two = [thread('a', host(1)), thread('b', repeat(2, submit('h2d')))];

  it('are the threads that submit, or else the first', () => {
    const of = (threads: Parameters<typeof memory>[2]) =>
      mebibytes(memory({ buffers: [buffer(4)] }, bare, threads).parts['device']);
    expect(of(two)).toBe(4);
    expect(of([...two, thread('c', submit('vpc'))])).toBe(8);
    expect(of([thread('a', host(1)), thread('b', host(1))])).toBe(4);
  });

  it('are replicas on the fullest device', () => {
    const five = [{ ...thread('t', submit('h2d')), replicas: 5 }];
    expect(mebibytes(memory({ buffers: [buffer(4)], devices: 2 }, bare, five).parts['device'])).toBe(12);
  });

  it('of DVPP channels are the threads that use DVPP, each kind of it', () => {
    const profile = withMemory({ dvppBytes: value(20 * MiB), channelBytes: value(8 * MiB) });
    const left = (engine: string) =>
      memory({ buffers: [buffer(2, { pool: 'dvpp', count: 20 })] }, profile, [thread('t', submit(engine))])
        .failure?.data['index'];
    expect(['jpegd', 'jpege', 'pngd', 'vpc', 'vdec', 'venc'].map(left)).toEqual([6, 6, 6, 6, 6, 6]);
    expect(['aicore', 'h2d'].map(left)).toEqual([10, 10]);
  });

  it('of the program hold them once', () => {
    const buffers = [buffer(4, { scope: 'program' })];
    const three = [{ ...thread('t', submit('h2d')), replicas: 3 }];
    expect(mebibytes(memory({ buffers }, bare, three).parts['device'])).toBe(4);
    expect(mebibytes(memory({ buffers, processes: 2 }, bare, three).parts['device'])).toBe(8);
  });
});

describe('the memory of a model', () => {
  const profile: DeviceProfile = {
    ...bare,
    models: [
      { name: 'other', batches: [], weightBytes: value(50 * MiB) },
      {
        name: 'resnet50',
        batches: [],
        weightBytes: value(4 * MiB),
        workBytes: [2, 4, 8].map((batch) => ({ batch, bytes: value(batch * batch * MiB) })),
      },
    ],
  };
  const infer = thread('t', submit('aicore', { work: { model: 'm' } }));
  const models = (extra: object, threads = [infer]) =>
    mebibytes(
      memory({ models: [{ id: 'm', catalogueName: 'resnet50', ...extra }] }, profile, threads).parts[
        'models'
      ],
    );

  it('is its weights and its work memory, between and beyond the batches that are known', () => {
    expect([1, 2, 3, 4, 6, 8, 16].map((batch) => models({ batch }))).toEqual([
      4 + 2,
      4 + 4,
      4 + 10,
      4 + 16,
      4 + 40,
      4 + 64,
      4 + 128,
    ]);
  });

  it('is what the program says, where it does, rounded to pages', () => {
    expect(models({ batch: 2, weightBytes: MiB })).toBe(2 + 4);
    expect(models({ batch: 2, workBytes: 3 * MiB })).toBe(4 + 4);
  });

  it('is taken for each thread that runs it, or once for the program', () => {
    const threads = [{ ...infer, replicas: 3 }, thread('u', infer.program[0]!), thread('v', submit('h2d'))];
    expect(models({ batch: 2 }, threads)).toBe(4 * 8);
    expect(models({ batch: 2, scope: 'program' }, threads)).toBe(8);
  });
});
