import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import data from '../../src/profile/data/models.json' with { type: 'json' };
import aliases from '../../src/profile/data/model-aliases.json' with { type: 'json' };
import { ModelCatalogueSchema } from '../../src/profile/catalogue.ts';
import { modelKey, parseModelName } from '../../src/profile/model-name.ts';
import { knownModels, lookupModel, matchModel } from '../../src/profile/models.ts';
import { typicalSpeed } from '../../src/profile/typical.ts';

it('is what its schema says, which no start asks again', () => {
  expect(() => v.parse(ModelCatalogueSchema, data)).not.toThrow();
});

describe('names of models', () => {
  it.each([
    ['../model/yolov3.om', 'yolov3'],
    ['../../models/resnet/resnet50_aipp_b1_fp16_output_FP32.om', 'resnet50'],
    ['ResNet-50_for_Pytorch', 'resnet50'],
    ['C:\\models\\vgg_ssd.om', 'vggssd'],
    ['mnasnet1.0.om', 'mnasnet1p0'],
    ['DeeplabV3+', 'deeplabv3plus'],
    ['resnext50_tf_aipp.om', 'resnext50'],
    ['model.om', ''],
  ])('%s is %s', (path, key) => {
    expect(modelKey(path)).toBe(key);
  });

  it.each([
    ['resnet50_bs16.om', 16],
    ['model_b4.om', 4],
    ['color_dvpp_10batch.om', 10],
    ['yolov3_416.om', undefined],
  ])('%s names batch %s', (path, batch) => {
    expect(parseModelName(path).batch).toBe(batch);
  });
});

describe('finding a model', () => {
  it('prefers the whole name, then the longest leading part', () => {
    expect(matchModel('yolov3.om')).toEqual({ key: 'yolov3', exact: true });
    expect(matchModel('yolov3_416_coco.om')).toEqual({ key: 'yolov3', exact: false });
    expect(matchModel('wide_resnet50_2.om')).toEqual({ key: 'wideresnet502', exact: true });
  });

  it('knows other names, all of which lead to a model', () => {
    expect(matchModel('vgg_ssd.om')).toEqual({ key: 'vgg16ssd', exact: true });
    for (const key of Object.values(aliases)) expect(data.models).toHaveProperty(key);
  });

  it('finds nothing for a word that no model leads with, or one too short to mean a model', () => {
    expect(matchModel('face_detection.om')).toBeUndefined();
    expect(matchModel('model.om')).toBeUndefined();
    expect(matchModel('db_custom.om')).toBeUndefined();
    expect(matchModel('constructor.om')).toBeUndefined();
  });
});

describe('looking a model up', () => {
  it('gives the measured time of a batch that is there', () => {
    const found = lookupModel('../model/resnet50.om', 'ascend310', 16);
    expect(found?.milliseconds).toBeCloseTo((1000 * 16) / 734.58, 9);
    expect(found).toMatchObject({ basis: 'measured', confidence: 'measured', batches: [16], exact: true });
    expect(found?.sources).toEqual(['seed: batch sweep, 128 aclmdlExecuteAsync and one sync, AIPP']);
  });

  it('interpolates the time of a call between two batches', () => {
    const at = (batch: number) => lookupModel('resnet50', 'ascend310', batch)?.milliseconds ?? NaN;
    expect(at(22)).toBeCloseTo((at(20) + at(24)) / 2, 9);
    expect(at(15)).toBeCloseTo((at(14) + at(16)) / 2, 9);
    const found = lookupModel('resnet50', 'ascend310', 22);
    expect(found).toMatchObject({ basis: 'interpolated', confidence: 'derived', batches: [20, 24] });
  });

  it('takes the last batch in proportion beyond it, with a wide range', () => {
    const known = lookupModel('resnet50', 'ascend310', 64)?.milliseconds ?? NaN;
    const found = lookupModel('resnet50', 'ascend310', 128);
    expect(found?.milliseconds).toBeCloseTo(2 * known, 9);
    expect(found?.range.map((ms) => ms / known)).toEqual([2 / 1.7, 2 * 1.7].map((x) => expect.closeTo(x, 9)));
    expect(found).toMatchObject({ basis: 'extrapolated', confidence: 'assumed', batches: [64] });
  });

  it('knows how models usually compare on two devices, and says of which one the figures are', () => {
    const found = lookupModel('yolov4', 'ascend310', 8);
    const there = lookupModel('yolov4', 'ascend310p3', 8);
    expect(found).toMatchObject({
      basis: 'extrapolated',
      confidence: 'assumed',
      otherDevice: 'ascend310p3',
      batches: [8],
    });
    expect(there).not.toHaveProperty('otherDevice');
    const { median, low, high } = typicalSpeed('ascend310p3', 'ascend310')!;
    expect(found!.milliseconds).toBeCloseTo(there!.milliseconds / median, 9);
    expect(found!.range[0]).toBeCloseTo(there!.range[0] / high, 9);
    expect(found!.range[1]).toBeCloseTo(there!.range[1] / low, 9);
  });

  it('divides the tables of a 310 card by its four chips and says that it is derived', () => {
    const found = lookupModel('yolov3', 'ascend310', 1);
    expect(found?.milliseconds).toBeCloseTo(4000 / 384.806, 4);
    expect(found?.confidence).toBe('derived');
    expect(found?.sources[0]).toMatch(/^Ascend\/ModelZoo-PyTorch:.*YOLOV3\/README\.md@[0-9a-f]{12}$/);
  });

  it('says where it took the nearest name', () => {
    const found = lookupModel('yolov3_custom.om', 'ascend310', 1);
    expect(found).toMatchObject({ name: 'YOLOV3', exact: false, confidence: 'assumed' });
  });

  it('knows nothing of a model on a device without rows, nor of a device without models', () => {
    expect(lookupModel('nosuchmodel', 'ascend310', 1)).toBeUndefined();
    expect(lookupModel('resnet50', 'ascend910b', 1)).toBeUndefined();
    expect(knownModels('ascend910b')).toEqual([]);
    expect(knownModels('ascend310')).toContain('resnet50');
  });
});

describe('the catalogue', () => {
  const lists = Object.values(data.models).flatMap((model) => Object.values(model.devices));

  it('has a source, a batch and ordered figures in every entry, batches ascending', () => {
    for (const entries of lists) {
      for (const [, median, low, high, rows, , sources] of entries as [
        number,
        number,
        number,
        number,
        number,
        string,
        number[],
      ][]) {
        expect(low).toBeLessThanOrEqual(median);
        expect(median).toBeLessThanOrEqual(high);
        expect(rows).toBeGreaterThan(0);
        expect(sources.length).toBeGreaterThan(0);
        for (const index of sources) expect(data.sources[index]).toMatch(/@[0-9a-f]{12}$|^seed: /);
      }
      const batches = entries.map((entry) => Number(entry[0]));
      expect(batches).toEqual([...new Set(batches)].sort((a, b) => a - b));
    }
  });
});
