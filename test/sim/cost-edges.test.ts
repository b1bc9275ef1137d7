/** Where the costs of a step come from when something is not said, and how far they can be trusted. */
import { describe, expect, it } from 'vitest';
import { resolve } from '../../src/pipeline/resolve.ts';
import type { ResolvedSubmit } from '../../src/pipeline/resolved.ts';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import type { Confidence, DeviceProfile, EngineCost } from '../../src/profile/profile.ts';
import { costOf } from '../../src/sim/costs.ts';
import { plainDevice, value } from './support/devices.ts';

const MB = 1e6;
const of = (number: number, confidence: Confidence) => ({ ...value(number), confidence });

function cost(step: object, profile: DeviceProfile = plainDevice, models: object[] = []) {
  const pipeline = resolve(
    parsePipeline({ models, threads: [{ id: 't', program: [{ kind: 'submit', ...step }] }] }),
  );
  return costOf(pipeline.threads[0]!.program[0] as ResolvedSubmit, pipeline, profile);
}
const withVpc = (engineCost: EngineCost, more: object = {}): DeviceProfile => ({
  ...plainDevice,
  engines: { ...plainDevice.engines, vpc: { servers: value(1), cost: engineCost, ...more } },
});

describe('a resource that is faster', () => {
  it('does all its parts in less time, but no completion and no submission', () => {
    const profile = withVpc({ taskMs: value(8) }, { completionMs: value(3), hostMs: value(5) });
    expect(cost({ engine: 'vpc' }, { ...profile, speed: { vpc: 4 } })).toMatchObject({
      serviceMs: 2,
      completionMs: 3,
      hostMs: 5,
    });
    expect(
      cost({ engine: 'h2d', work: { bytes: 5 * MB } }, { ...profile, speed: { link: 2 } }),
    ).toMatchObject({
      serviceMs: 3,
      exclusiveMs: 2.5,
    });
    expect(cost({ engine: 'vpc' }, { ...profile, speed: { link: 2 } }).serviceMs).toBe(8);
  });
});

describe('what is not said', () => {
  it('is nothing, and the profile’s own submission', () => {
    const host = { ...plainDevice.host, submissionMs: value(0.5) };
    expect(cost({ engine: 'vpc' }, { ...withVpc({}), host })).toEqual({
      resource: 'vpc',
      serviceMs: 0,
      completionMs: 0,
      aiCpuMs: 0,
      trafficBytes: 0,
      hostMs: 0.5,
      queuePlaces: 1,
      confidence: 'measured',
    });
  });

  it('of the size of pictures matters only where the cost goes by it', () => {
    const assumes = (engineCost: EngineCost, work?: object) =>
      cost({ engine: 'vpc', ...(work ? { work } : {}) }, withVpc(engineCost)).assumption?.id;
    expect(assumes({ taskMs: value(1) })).toBeUndefined();
    expect(assumes({ perMegabyteMs: value(1) })).toBeUndefined();
    expect(assumes({ perMegapixelMs: value(1) })).toBe('picture-size');
    expect(assumes({ perMegapixelMs: value(1) }, { pixels: MB })).toBeUndefined();
    const points = [{ pixels: MB, milliseconds: value(1) }];
    expect(assumes({ taskMs: value(1), points }, { bytes: MB })).toBe('picture-size');
  });
});

describe('points of a cost', () => {
  const points = [1, 2, 4].map((pixels) => ({ pixels: pixels * MB, milliseconds: value(pixels ** 2) }));

  it('are read between the two that are next, in proportion to the ends beyond', () => {
    const at = (pixels: number) =>
      cost({ engine: 'vpc', work: { pixels: pixels * MB } }, withVpc({ points })).serviceMs;
    expect([0.5, 1, 1.5, 2, 3, 4, 8].map(at)).toEqual([0.5, 1, 2.5, 4, 10, 16, 32]);
  });

  it('count for every picture of a call', () => {
    const work = { pixels: 2 * MB, pictures: 3 };
    expect(cost({ engine: 'vpc', work }, withVpc({ points })).serviceMs).toBe(12);
  });

  it('give way to parts where the bytes are known and there is a part to count them by', () => {
    const ms = (parts: EngineCost) =>
      cost({ engine: 'vpc', work: { pixels: 2 * MB, bytes: 3 * MB } }, withVpc({ points, ...parts }))
        .serviceMs;
    expect(ms({})).toBe(4);
    expect(ms({ taskMs: value(7) })).toBe(7);
    expect(ms({ perMegapixelMs: value(5) })).toBe(10);
    expect(ms({ perMegabyteMs: value(5) })).toBe(15);
    expect(ms({ perMegapixelWrittenMs: value(5) })).toBe(4);
  });
});

describe('how far a cost can be trusted', () => {
  const trust = (engineCost: EngineCost, work: object = { pixels: MB, bytes: MB }) =>
    cost({ engine: 'vpc', work }, withVpc(engineCost)).confidence;

  it('is as its weakest figure', () => {
    expect(trust({ taskMs: of(1, 'derived'), perMegapixelMs: of(1, 'measured') })).toBe('derived');
    expect(trust({ taskMs: of(1, 'derived'), perMegabyteMs: of(1, 'assumed') })).toBe('assumed');
    expect(trust({ taskMs: of(1, 'specified'), perMegapixelWrittenMs: of(1, 'derived') })).toBe('derived');
    const points = [{ pixels: MB, milliseconds: of(1, 'specified') }];
    expect(trust({ points }, { pixels: MB })).toBe('specified');
  });

  it('does not ask of figures that add no time', () => {
    expect(trust({ taskMs: of(0, 'assumed'), perMegapixelMs: of(1, 'derived') })).toBe('derived');
    const unsized = { pixels: MB };
    expect(trust({ perMegapixelMs: of(1, 'derived'), perMegabyteMs: of(1, 'assumed') }, unsized)).toBe(
      'derived',
    );
  });

  it('by shares of its time, as its figures are worth', () => {
    const found = cost(
      { engine: 'vpc', work: { pixels: 3 * MB } },
      withVpc({ taskMs: of(1, 'assumed'), perMegapixelMs: of(1, 'derived') }),
    );
    expect(found.uncertainty).toBeCloseTo((1 * 0.4 + 3 * 0.1) / 4, 9);
  });

  it('of a copy is that of the link', () => {
    const link = { requestMs: of(1, 'measured'), gigabytesPerSecond: of(1, 'derived') };
    expect(cost({ engine: 'd2h' }, { ...plainDevice, link }).confidence).toBe('derived');
    const request = { requestMs: of(1, 'assumed'), gigabytesPerSecond: of(1, 'derived') };
    expect(cost({ engine: 'd2h' }, { ...plainDevice, link: request }).confidence).toBe('assumed');
  });
});

describe('the time of a model', () => {
  const ascend310 = { ...plainDevice, id: 'ascend310', models: [] };
  const infer = { engine: 'aicore', work: { model: 'm' } };
  const timed = (milliseconds: number, id: string) => ({ id, milliseconds });

  it('is that of the model that the step names', () => {
    expect(cost(infer, plainDevice, [timed(1, 'other'), timed(5, 'm')]).serviceMs).toBe(5);
  });

  it('of the catalogue needs no word where it was measured', () => {
    const found = cost(infer, ascend310, [{ id: 'm', path: 'resnet50.om', batch: 16 }]);
    expect(found.serviceMs).toBeCloseTo(16_000 / 734.58, 9);
    expect(found.confidence).toBe('measured');
    expect(found).not.toHaveProperty('assumption');
  });

  it('of the catalogue says which batches it is from', () => {
    const found = cost(infer, ascend310, [{ id: 'm', path: 'resnet50.om', batch: 22 }]);
    expect(found.confidence).toBe('derived');
    expect(found.assumption?.data).toMatchObject({
      basis: 'interpolated',
      from: '20, 24',
      exact: 1,
      batch: 22,
    });
    const near = cost(infer, ascend310, [{ id: 'm', path: 'yolov3_custom.om' }]);
    expect(near.assumption?.data).toMatchObject({ exact: 0, confidence: 'assumed', batch: 1 });
  });
});
