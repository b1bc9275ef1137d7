import { describe, expect, it } from 'vitest';
import { resolve } from '../../src/pipeline/resolve.ts';
import type { ResolvedSubmit } from '../../src/pipeline/resolved.ts';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import type { DeviceProfile } from '../../src/profile/profile.ts';
import { knownModels, lookupModel } from '../../src/profile/models.ts';
import { costOf, resourceOf } from '../../src/sim/costs.ts';
import { plainDevice, value } from './support/devices.ts';

const MB = 1e6;
const specified = (number: number) => ({ ...value(number), confidence: 'specified' as const });

const device: DeviceProfile = {
  ...plainDevice,
  engines: {
    ...plainDevice.engines,
    vpc: {
      servers: value(1),
      cost: { taskMs: value(1), perMegapixelMs: value(2), perMegapixelWrittenMs: specified(3) },
      completionMs: value(7),
      aiCpuMs: value(0.5),
      trafficPerPixel: value(1.5),
      trafficPerByte: value(2),
      hostMs: value(0.25),
      queuePlaces: value(4),
    },
    vdec: {
      servers: value(1),
      cost: {
        points: [
          { pixels: MB, milliseconds: value(2) },
          { pixels: 3 * MB, milliseconds: specified(8) },
        ],
      },
    },
    jpegd: {
      servers: value(2),
      cost: {
        perMegapixelMs: value(1),
        perMegabyteMs: value(10),
        points: [{ pixels: 2 * MB, milliseconds: specified(7) }],
      },
    },
  },
  models: [
    {
      name: 'resnet50',
      batches: [
        { batch: 1, milliseconds: value(2), gigabytesPerSecond: value(10) },
        { batch: 5, milliseconds: value(6), gigabytesPerSecond: value(20) },
      ],
    },
  ],
};

function cost(submit: object, models: object[] = [], profile = device) {
  const pipeline = resolve(
    parsePipeline({ models, threads: [{ id: 't', program: [{ kind: 'submit', ...submit }] }] }),
  );
  return costOf(pipeline.threads[0]!.program[0] as ResolvedSubmit, pipeline, profile);
}

describe('costOf', () => {
  it('adds the parts of an engine’s cost, for every picture of a call', () => {
    const work = { pixels: 2 * MB, bytes: 1.5 * MB };
    expect(cost({ engine: 'vpc', work })).toEqual({
      resource: 'vpc',
      serviceMs: 1 + 4 + 3,
      sources: ['test'],
      completionMs: 7,
      aiCpuMs: 0.5,
      trafficBytes: 3 * MB + 3 * MB,
      hostMs: 0.25,
      queuePlaces: 4,
      confidence: 'specified',
      // Five ms are measured and three specified.
      uncertainty: (5 * 0.08 + 3 * 0.15) / 8,
    });
    const three = cost({ engine: 'vpc', work: { ...work, pictures: 3 } });
    expect(three).toMatchObject({ serviceMs: 24, aiCpuMs: 1.5, trafficBytes: 9 * MB + 3 * MB });
  });

  it('says when the size of pictures is not known', () => {
    expect(cost({ engine: 'vpc', call: 'resize' })).toMatchObject({
      serviceMs: 1,
      assumption: { id: 'picture-size', data: { call: 'resize' } },
    });
    expect(cost({ engine: 'vpc', work: { pixels: 1 } })).not.toHaveProperty('assumption');
  });

  it('takes what a step says before what a profile knows', () => {
    expect(cost({ engine: 'vpc', work: { milliseconds: 9, pixels: MB } })).toMatchObject({
      serviceMs: 9,
      confidence: 'measured',
    });
  });

  it.each([
    [0.5, 1],
    [1, 2],
    [2, 5],
    [3, 8],
    [6, 16],
  ])('reads %d megapixels off points', (megapixels, ms) => {
    expect(cost({ engine: 'vdec', work: { pixels: megapixels * MB } })).toMatchObject({
      serviceMs: ms,
      confidence: 'specified',
    });
  });

  it('takes points only where the bytes of a JPEG are not known', () => {
    expect(cost({ engine: 'jpegd', work: { pixels: 2 * MB } })).toMatchObject({
      serviceMs: 7,
      confidence: 'specified',
    });
    expect(cost({ engine: 'jpegd', work: { pixels: 2 * MB, bytes: MB / 10 } })).toMatchObject({
      serviceMs: 3,
      confidence: 'measured',
    });
    expect(cost({ engine: 'vdec', work: { pixels: MB, bytes: MB } }).serviceMs).toBe(2);
  });

  it('gives copies their request and their bytes, of which only these hold the link', () => {
    for (const engine of ['h2d', 'd2h']) {
      expect(cost({ engine, work: { bytes: 5 * MB } })).toMatchObject({
        resource: 'link',
        serviceMs: 6,
        exclusiveMs: 5,
      });
    }
    expect(cost({ engine: 'h2d' })).toMatchObject({ serviceMs: 1, exclusiveMs: 0 });
  });

  it('knows models by their name or path, and batches between and beyond the known ones', () => {
    const infer = (batch: number, model: object = { catalogueName: 'resnet50' }) =>
      cost({ engine: 'aicore', work: { model: 'm' } }, [{ id: 'm', batch, ...model }]);
    expect(infer(1)).toMatchObject({ serviceMs: 2, trafficBytes: 20 * MB, confidence: 'measured' });
    expect(infer(1)).not.toHaveProperty('assumption');
    expect(infer(1)).not.toHaveProperty('uncertainty');
    expect(infer(5, { path: './ResNet50_bs5.om' })).toMatchObject({ serviceMs: 6, trafficBytes: 120 * MB });
    expect(infer(3)).toMatchObject({
      serviceMs: 4,
      trafficBytes: 80 * MB,
      confidence: 'derived',
      uncertainty: expect.closeTo(0.4, 9) as number,
      assumption: { id: 'between-batches', data: { model: 'resnet50', batch: 3, low: 1, high: 5 } },
    });
    expect(infer(10)).toMatchObject({
      serviceMs: 12,
      confidence: 'assumed',
      uncertainty: expect.closeTo(0.7, 9) as number,
      assumption: { id: 'in-proportion', data: { model: 'resnet50', batch: 10, high: 5 } },
    });
    expect(infer(1, { milliseconds: 3 })).toMatchObject({ serviceMs: 3, confidence: 'measured' });
  });

  it('looks other models up in the catalogue', () => {
    const found = cost({ engine: 'aicore', work: { model: 'm' } }, [{ id: 'm', path: 'yolov3.om' }], {
      ...device,
      id: 'ascend310',
    });
    expect(found.serviceMs).toBeGreaterThan(0);
    expect(found.confidence).not.toBe('assumed');
    expect(found.assumption).toMatchObject({
      id: 'catalogue-time',
      data: { model: 'YOLOV3', batch: 1, basis: 'measured', from: '1', exact: 1, confidence: 'derived' },
    });
  });

  it('says how far a time of the catalogue may be off, and of which other device it is', () => {
    const at = (batch: number, path = 'yolov3.om') =>
      cost({ engine: 'aicore', work: { model: 'm' } }, [{ id: 'm', path, batch }], {
        ...device,
        id: 'ascend310',
      });
    expect(at(1).uncertainty).toBeCloseTo(0.1, 9);
    expect(at(12).uncertainty).toBeCloseTo(0.4, 9);
    expect(at(128).uncertainty).toBeCloseTo(0.7, 9);
    const other = at(8, 'yolov4.om');
    expect(other.assumption?.data).toMatchObject({ otherDevice: 'ascend310p3', basis: 'extrapolated' });
    expect(other.uncertainty).toBeGreaterThan(1);
    expect(at(8).assumption?.data).not.toHaveProperty('otherDevice');
  });

  it('lets a known model stand in for an unknown one, and says so', () => {
    const unknown = cost({ engine: 'aicore', work: { model: 'm' } }, [{ id: 'm', path: './my_own_net.om' }]);
    expect(unknown).toMatchObject({ serviceMs: 2, confidence: 'assumed' });
    // Nobody has measured it: 7 of 10 models are within 50 times of the one that stands in.
    expect(unknown.uncertainty).toBe(49);
    const [standIn, ...all] = ['resnet50', ...knownModels('ascend310')].flatMap(
      (name) => lookupModel(name, 'ascend310', 1)?.milliseconds ?? [],
    );
    const near = all.filter((ms) => Math.abs(Math.log(ms / (standIn ?? 0))) <= Math.log(50));
    expect(near.length / all.length).toBeGreaterThanOrEqual(0.7);
    expect(unknown.assumption).toEqual({
      id: 'stand-in',
      data: { model: './my_own_net.om', other: 'resnet50' },
    });
  });

  it('names what stands in for an operator or a model without a name', () => {
    const assumed = (work: object, models: object[] = []) =>
      cost({ engine: 'aicore', work }, models).assumption;
    expect(assumed({})).toEqual({ id: 'stand-in-operator', data: { other: 'resnet50' } });
    expect(assumed({ model: 'm' }, [{ id: 'm' }])).toEqual({
      id: 'stand-in',
      data: { model: 'm', other: 'resnet50' },
    });
  });

  it('refuses a model of which no time is known where none can stand in for it', () => {
    expect(() => cost({ engine: 'aicore' }, [], { ...device, models: [] })).toThrow(
      'no time is known for an operator on Ascend 310: say it on that line, with "// acl-perf: cost=…ms"',
    );
  });

  it('refuses an engine that the profile lacks, by inherited names too', () => {
    expect(() => cost({ engine: 'venc', call: 'encode' })).toThrow(
      'encode needs the engine venc, of which the profile of Ascend 310 has no figures',
    );
  });
});

describe('resourceOf', () => {
  it('is the engine, but for copies and memory', () => {
    expect(
      ['h2d', 'd2h', 'p2p', 'memset', 'd2d', 'vpc'].map((engine) => resourceOf(engine as 'vpc')),
    ).toEqual(['link', 'link', 'link', 'd2d', 'd2d', 'vpc']);
  });
});
