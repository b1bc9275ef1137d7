/** What a comparison gives the workspace to keep: constants under the program's own names, and nothing that is not its. */
import { describe, expect, it } from 'vitest';
import { readFiles } from '../../src/measure/files.ts';
import { savedMeasured } from '../../src/measure/saved.ts';
import { toSave } from '../../src/measure/usable.ts';
import { emptyPipeline } from '../../src/pipeline/empty.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { NOTHING_MEASURED, withMeasured, withMore } from '../../src/profile/measured.ts';
import { loadProfile } from '../../src/profile/load.ts';

const profile = loadProfile();
const pipelineOf = (...models: [string, number][]): Pipeline => ({
  ...emptyPipeline('p'),
  models: models.map(([path, batch], i) => ({ id: `m${i}`, path, batch, scope: 'program' })),
  threads: [{ id: 't', entry: 'main', replicas: 1, kind: 'main', program: [] }],
});
const valuesOf = (text: string, pipeline: Pipeline, name = 'op_summary.csv') =>
  readFiles([{ name, text }], { pipeline, profile, settings: {} }).values;
const told = (...given: Parameters<typeof valuesOf>) =>
  valuesOf(...given).map(({ constant, measured }) => [constant, Number(measured.toPrecision(6))]);

const HEAD = 'Model ID,Op Name,Task Type,Task Start Time(us),Task Duration(us)';
const ONE = [HEAD, '1,a,AI_CORE,0,1000', '1,b,AI_CORE,1000,1500'].join('\n');
const TWO = [ONE, '2,c,AI_CORE,9000,700'].join('\n');

describe('values of a measurement', () => {
  it('a number is the program’s only model, at its batch; of several models it is none', () => {
    expect(told(ONE, pipelineOf(['net/yolov5s.om', 4]))).toEqual([['models.yolov5s.4.milliseconds', 2.5]]);
    expect(told(TWO, pipelineOf(['net/yolov5s.om', 4]))).toEqual([]);
    expect(told(ONE, pipelineOf(['a.om', 1], ['b.om', 1]))).toEqual([]);
  });

  it('a name is the model of that name, and another model’s time is not taken', () => {
    const named = ONE.replace('Model ID', 'Model Name').replaceAll(/^1,/gm, 'yolov5s,');
    expect(told(named, pipelineOf(['yolov5s_bs4.om', 4], ['resnet50.om', 1]))).toEqual([
      ['models.yolov5s.4.milliseconds', 2.5],
    ]);
    expect(told(named, pipelineOf(['resnet50.om', 1]))).toEqual([]);
  });

  it('nothing is taken of another device, nor what is as predicted', () => {
    const smi = '| 0       910B3     | OK   | 15.8         42                0    / 0              |';
    const files = [
      { name: 'op_summary.csv', text: ONE },
      {
        name: 'npu-smi.txt',
        text: `${smi}\n| 0       0         | 0000:82:00.0    | 7            1074 / 21534 |`,
      },
    ];
    const join = { pipeline: pipelineOf(['yolov5s.om', 4]), profile, settings: {} };
    expect(readFiles(files, join).values).toEqual([]);
    const kept = withMore(
      NOTHING_MEASURED,
      savedMeasured(toSave(profile, valuesOf(ONE, join.pipeline)), '2026-11-30', '8.1'),
    );
    const measured = withMeasured(profile, kept, { cann: '8.1', isOwn: false, file: 'kept.json' });
    expect(readFiles([{ name: 'op_summary.csv', text: ONE }], { ...join, profile: measured }).values).toEqual(
      [],
    );
  });

  it('constants of the device make a profile, times of models stand alone', () => {
    const api =
      'Level,API Name,Time(us),Count,Avg(us),Min(us),Max(us),Variance\nacl,aclrtMemcpyAsync,400,10,40,38,45,1\n';
    const values = valuesOf(api, pipelineOf(['a.om', 1]), 'api_statistic.csv');
    expect(values.length).toBeGreaterThan(0);
    const { models, profiles } = savedMeasured(toSave(profile, values), '2026-11-30', undefined);
    expect(models).toEqual([]);
    expect(profiles).toMatchObject([{ device: 'ascend310', from: 'api_statistic.csv:2' }]);
  });
});
