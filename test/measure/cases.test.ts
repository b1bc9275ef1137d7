/** Small logs and tables that were once read wrongly, refused or not read; what each stands for is said by its test. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calibrate } from '../../src/measure/calibrate.ts';
import { measurementText } from '../../src/measure/errors.ts';
import { importMeasurements, readMeasurementFile } from '../../src/measure/import.ts';
import type { CalibrationHints } from '../../src/measure/model-times.ts';
import { loadProfile } from '../../src/profile/load.ts';

const textOf = (name: string): string => readFileSync(`test/cases/measurements/${name}`, 'utf8');

function calibrated(name: string, text: string, hints: CalibrationHints = {}, device?: string) {
  const { measurements, devices, problems } = importMeasurements(name, text);
  const claims = devices.map((each) => ({ file: name, device: each }));
  const calibration = calibrate({
    base: loadProfile(device),
    isChosen: device !== undefined,
    measurements,
    devices: claims,
    hints,
    runs: [],
    settings: {},
  });
  const inWords = (all: typeof calibration.notUsed) => all.map((each) => measurementText(each, 'en'));
  return {
    constants: Object.fromEntries(calibration.adjusted.map(({ constant, after }) => [constant, after])),
    confidence: calibration.adjusted.map((each) => each.confidence),
    rows: calibration.measured.map(({ subject, part, value, unit }) =>
      [subject, part, Number(value.toPrecision(6)), unit].filter((each) => each !== undefined).join(' '),
    ),
    notUsed: inWords(calibration.notUsed).join('\n'),
    contradictions: inWords(calibration.contradictions).join('\n'),
    problems: problems.map(({ what }) => measurementText(what, 'en')).join('\n'),
  };
}

const ofCase = (name: string, hints: CalibrationHints = {}, device?: string) =>
  calibrated(name, textOf(name), hints, device);

describe('a latency that is of one sample', () => {
  const name = '01-benchmark-ave-latency-is-per-sample.log';

  it('makes a call of as many as the log’s batch', () => {
    expect(ofCase(name).constants).toEqual({ 'models.demo.16.milliseconds': 32 });
  });

  it('makes none where the calls contradict the batch, and takes the batch from calls where nothing names it', () => {
    const contradicted = calibrated('a.log', textOf(name).replace('32.0ms', '2.0ms'), { model: 'demo' });
    expect(contradicted.constants).toEqual({});
    expect(contradicted.problems).toContain('calls take 2 ms');
    const unnamed = textOf(name).replace(/^.*result saved.*\n/m, '');
    expect(calibrated('a.log', unnamed, { model: 'x' }).constants).toEqual({
      'models.x.16.milliseconds': 32,
    });
    const alone = textOf(name).split('\n').slice(3).join('\n');
    expect(calibrated('a.log', alone, { model: 'x' }).notUsed).toContain('its batch is not known');
  });

  it('refuses a batch that the log contradicts', () => {
    expect(ofCase(name, { model: 'demo', batch: 4 }).notUsed).toContain('its batch is not that of --batch');
  });
});

describe('times of models from operators', () => {
  const header = 'Model ID,Op Name,Task Type,Task Start Time(us),Task Duration(us)';
  const time = (rows: string[], hints: CalibrationHints = { model: 'm', batch: 1 }) =>
    calibrated('op_summary.csv', [header, ...rows].join('\n'), hints);

  it('two models are two: each by its number, or the one that is picked', () => {
    const name = '04-two-models-averaged.csv';
    expect(ofCase(name, { model: 'm', batch: 1 }).constants).toEqual({});
    expect(ofCase(name, { model: '2', batch: 1 }).constants).toEqual({ 'models.2.1.milliseconds': 1 });
    const names = new Map([
      ['1', 'det'],
      ['2', 'cls'],
    ]);
    expect(ofCase(name, { names, batch: 1 }).constants).toEqual({
      'models.det.1.milliseconds': 10,
      'models.cls.1.milliseconds': 1,
    });
  });

  it('gaps between operators count, and those at once count once', () => {
    const gap = ofCase('05-gap-between-operators.csv', { model: 'm', batch: 1 });
    expect(gap.constants).toEqual({ 'models.m.1.milliseconds': 2.5 });
    expect(gap.rows).toContain('operators of model 1 2 ms');
    const parallel = ofCase('06-parallel-operators.csv', { model: 'm', batch: 1 });
    expect(parallel.constants).toEqual({ 'models.m.1.milliseconds': 1 });
  });

  it('only whole executions count, in whatever order the rows are', () => {
    const rows = ['1,a,AI_CORE,0,100', '1,b,AI_CORE,200,100', '1,a,AI_CORE,1000,100', '1,b,AI_CORE,1200,100'];
    expect(time([...rows, '1,a,AI_CORE,5000,900']).constants).toEqual({ 'models.m.1.milliseconds': 0.3 });
    expect(time(rows.toReversed()).constants).toEqual({ 'models.m.1.milliseconds': 0.3 });
  });

  it('a first execution that loads what later ones find ready is left out, and said', () => {
    const rows = [15_000, 1000, 1000, 1000, 1200].flatMap((us, i) => [
      `1,a,AI_CORE,${i * 40_000},${us}`,
      `1,b,AI_CORE,${i * 40_000 + us + 100},${us}`,
    ]);
    const { constants, problems } = time(rows);
    expect(constants).toEqual({ 'models.m.1.milliseconds': 2.2 });
    expect(problems).toContain('the first run of model 1, 30.1 ms, takes more than twice as long');
    // Of three nobody can tell.
    expect(time(rows.slice(0, 6)).constants['models.m.1.milliseconds']).toBeGreaterThan(10);
  });

  it('executions that run into one another have no time of their own', () => {
    const rows = ['a', 'a', 'b', 'b', 'c', 'c'].map((op, i) => `1,${op},AI_CORE,${100 * i},100`);
    const { constants, problems } = time([...rows, ...rows.map((row) => row.replace(/,(\d)00,/, ',9$100,'))]);
    expect(constants).toEqual({});
    expect(problems).toContain('so the time of an execution is not known');
  });

  it('copies of one model on several devices are told apart, and their times are of one model', () => {
    const text = [
      `Device_id,${header}`,
      '0,1,a,AI_CORE,0,100',
      '1,1,a,AI_CORE,20,100',
      '0,1,b,AI_CORE,100,100',
      '1,1,b,AI_CORE,120,100',
    ].join('\n');
    const { constants } = calibrated('op_summary.csv', text, { model: 'm', batch: 1 });
    expect(constants).toEqual({ 'models.m.1.milliseconds': 0.2 });
  });

  it('operators without starts, and rows without times, make none', () => {
    const bare = 'Model ID,Op Name,Task Duration(us)\n1,a,5\n1,a,5\n';
    expect(calibrated('s.csv', bare, { model: 'm', batch: 1 }).problems).toContain('no start times');
    const unreadable = ofCase('07-unreadable-durations-unsaid.csv', { model: 'm', batch: 1 });
    expect(unreadable.constants).toEqual({});
    expect(unreadable.problems).toContain('7 of 10 rows have no usable task duration(us) (NaN at line 2');
  });

  it('a wait that cannot be used leaves the row’s time', () => {
    const { problems, constants } = ofCase('08-negative-wait-said-left-out.csv', { model: 'm', batch: 1 });
    expect(problems).toContain('the rest of these rows is used');
    expect(constants).toEqual({ 'models.m.1.milliseconds': 0.1 });
  });
});

describe('the device that a log names', () => {
  it.each(['09-npu-smi-a2.txt', '11-usages-of-another-device.txt'])('%s: nothing of another', (name) => {
    const other = ofCase(name);
    expect(other.constants).toEqual({});
    expect(other.contradictions).toContain('measured on 910BX');
    const right = ofCase(name, {}, 'ascend910b');
    expect(right.contradictions).toBe('');
    expect(Object.keys(right.constants)).toEqual(['memory.bytes']);
  });

  it('memory that is not the device’s is not taken from a log without a name', () => {
    const { constants, notUsed } = ofCase('10-npu-smi-hbm-ignored.txt');
    expect(constants).toEqual({});
    expect(notUsed).toContain('so much memory is not that of the device');
  });
});

describe('what is read', () => {
  it.each([
    ['09-npu-smi-a2.txt', ['aicore NPU 3 chip 0 55 %', 'deviceMemory NPU 3 chip 0 32768 MiB']],
    ['10-npu-smi-hbm-ignored.txt', ['memory NPU ? chip 0 45.7764 %']],
    ['12-benchmark-stage-names.txt', ['infer 20 frames/s', 'infer interface 25 frames/s', 'post 33 ms']],
    ['15-trace-prefix-hides-async.txt', ['aclmdlExecuteAsync 0.04 ms', 'model 1 0.9 ms']],
    [
      '17-op-statistic-unweighted.csv',
      ['AI_CORE Conv2D 0.19 ms', 'AI_CORE Conv2D device 0 0.1 ms', 'AI_CORE Conv2D device 1 0.2 ms'],
    ],
    ['18-step-trace.csv', ['iteration of model 1 2.5005 ms']],
    ['19-ai-core-utilization.csv', ['aicore 89.8 %']],
    ['21-top-threads.txt', ['host 15 %', 'thread RT_RECV 66.7 %', 'hostMemory 64000 MiB']],
    ['22-npu-smi-watch.txt', ['aicore NPU 5 chip 0 97.5 %', 'memoryBandwidth NPU 5 chip 0 39.5 %']],
    ['23-ais-summary.json', ['model 2.2 ms', 'h2d 0.1 ms']],
  ])('%s', (name, rows) => {
    expect(ofCase(name).rows).toEqual(expect.arrayContaining(rows));
  });

  it('calls that submit are told apart, by what they submit to', () => {
    const { constants, confidence } = ofCase('16-api-statistic.csv');
    expect(constants).toMatchObject({
      'engines.aicore.hostMs': 0.05 / 0.32,
      'engines.h2d.hostMs': 0.03 / 0.32,
    });
    expect(new Set(confidence)).toEqual(new Set(['derived']));
    const waiting = textOf('16-api-statistic.csv').replace('50,40,60', '50,1,6000');
    expect(calibrated('api.csv', waiting).notUsed).toContain('waiting for a full queue');
  });

  it.each(['14-trace-cli-refuses.json', '15-trace-prefix-hides-async.txt'])(
    'one call tells no constant of the host: %s',
    (name) => {
      const { constants, notUsed } = ofCase(name, { model: 'm', batch: 1 });
      expect(constants).toEqual({ 'models.m.1.milliseconds': 0.9 });
      expect(notUsed).toMatch(/aclmdlExecuteAsync.*fewer than 10 calls/);
    },
  );

  it('calls are counted over all rows: two of five tell what nine do not', () => {
    const name = '16-api-statistic.csv';
    const few = (row: string) => calibrated('api.csv', textOf(name).replace('500,10,50,40,60', row));
    const nine = few('450,9,50,40,60');
    expect(nine.constants).not.toHaveProperty(['engines.aicore.hostMs']);
    expect(nine.constants).toHaveProperty(['engines.h2d.hostMs']);
    expect(nine.notUsed.match(/fewer than 10 calls/g)).toHaveLength(1);
    const twice = few('200,5,40,40,40,1\nhost,acl,aclmdlExecuteAsync,300,5,60,60,60');
    expect(twice.constants).toHaveProperty(['engines.aicore.hostMs'], 0.05 / 0.32);
  });

  it('a series, and a trace by its content', () => {
    expect(readMeasurementFile('s.csv', textOf('13-series-cli-refuses.csv'))).toMatchObject({
      kind: 'series',
    });
    expect(ofCase('14-trace-cli-refuses.json').rows).toContain('model 1 0.9 ms');
  });
});
