/** Times in the program's own log, by what its user says of the lines. */
import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../src/measure/calibrate.ts';
import { compareMeasurements } from '../../../src/measure/compare.ts';
import { measurementText } from '../../../src/measure/errors.ts';
import { readFiles } from '../../../src/measure/files.ts';
import { importMeasurements, readMeasurementFile } from '../../../src/measure/import.ts';
import { OwnLog } from '../../../src/measure/own/own-log.ts';
import { summarize } from '../../../src/measure/summary.ts';
import { emptyPipeline } from '../../../src/pipeline/empty.ts';
import type { LogTime } from '../../../src/pipeline/log-times.ts';
import type { Pipeline, SubmitStep } from '../../../src/pipeline/pipeline.ts';
import { loadProfile } from '../../../src/profile/load.ts';
import type { Prediction } from '../../../src/sim/prediction.ts';

const INFER: LogTime = { line: 'infer cost {ms} ms', of: 'model yolov5_bs4' };

function read(lines: string[], times: LogTime[] = [INFER]) {
  const own = new OwnLog(times);
  const file = readMeasurementFile('app.log', lines.join('\n'), { own });
  if (file.kind !== 'quantities') throw new Error(file.kind);
  const { measurements, problems, format } = file.imported;
  const said = [...problems.map(({ what }) => what), ...own.missed()];
  return { measurements, format, said: said.map((what) => measurementText(what, 'en')).join('\n') };
}

function pipelineOf(mode: SubmitStep['mode'], replicas: number): Pipeline {
  const submit: SubmitStep = {
    kind: 'submit',
    call: 'aclmdlExecute',
    engine: 'aicore',
    mode,
    work: { model: 'm' },
  };
  return {
    ...emptyPipeline('p'),
    models: [{ id: 'm', path: 'yolov5.om', batch: 4, scope: 'program' }],
    threads: [
      {
        id: 't',
        entry: 'main',
        replicas,
        kind: 'main',
        program: [{ kind: 'repeat', times: 'forever', body: [{ ...submit, completes: 4 }] }],
      },
    ],
  };
}

function calibrated(lines: string[], pipeline?: Pipeline) {
  const { measurements } = read(lines);
  const { adjusted, open, notUsed } = calibrate({
    base: loadProfile(),
    measurements,
    runs: [],
    settings: {},
    ...(pipeline && { pipeline }),
  });
  const words = [...open, ...notUsed].map((what) => measurementText(what, 'en')).join('\n');
  return {
    adjusted: adjusted.map(({ constant, after, confidence }) => [constant, after, confidence]),
    words,
  };
}

describe('several numbers of one line', () => {
  const LINE = (i: number): string => `stat: ${40 + i} pic/s pre=1.${i}ms net=33.${i}ms post=2ms`;
  const lines = [1, 2, 3].map(LINE);

  it('are each of the pattern that fits it', () => {
    const { measurements, said } = read(lines, [
      { line: 'net={ms}ms', of: 'model yolov5_bs4' },
      { line: 'pre={ms}ms', of: 'stage pre' },
      { line: '{fps} pic/s', of: 'frame' },
    ]);
    const means = measurements.map(({ subject, values }) => [
      subject,
      values['meanMs'] ?? values['framesPerSecond'],
    ]);
    expect(said).toBe('');
    expect(means).toEqual([
      ['program', 41],
      ['program', 42],
      ['program', 43],
      ['model yolov5_bs4', expect.closeTo(33.2, 5)],
      ['pre', expect.closeTo(1.2, 5)],
    ]);
  });

  it('are of one pattern each, the first that is given', () => {
    const { measurements, said } = read(lines, [
      { line: 'net={ms}ms', of: 'model yolov5_bs4' },
      { line: 'pre={*}net={ms}ms', of: 'stage net' },
    ]);
    expect(measurements.map(({ subject }) => subject)).toEqual(['model yolov5_bs4']);
    expect(said).toBe('');
  });
});

describe('times in the program’s own log', () => {
  it('are of the model, stage or frame that the user says', () => {
    const { measurements, format } = read(
      [
        'infer cost 10 ms',
        'pre: 3ms',
        'infer cost 12 ms',
        '[I] cost=14',
        '[I] cost=16',
        '[I] cost=30',
        'fps 88',
      ],
      [
        INFER,
        { line: 'pre: {ms}', of: 'stage preprocess' },
        { line: '[I] cost={ms}', of: 'frame' },
        { line: 'fps {fps}', of: 'frame' },
      ],
    );
    expect(format).toBe('own log');
    expect(
      measurements.map(({ kind, subject, values }) => [kind, subject, values['meanMs'] ?? values]),
    ).toEqual([
      ['throughput', 'program', { framesPerSecond: 88 }],
      ['latency', 'model yolov5_bs4', 11],
      ['latency', 'preprocess', 3],
      ['latency', 'frame', 20],
      ['latency', 'frame, median', 16],
    ]);
  });

  it('leave out a slow first one and numbers that are none, and count what fits nothing', () => {
    const lines = ['start', 'infer cost 90 ms', 'infer cost 10 ms', 'infer cost nan ms', 'infer cost 11 ms'];
    const { measurements, said } = read(
      [...lines, 'infer cost 12 ms', 'infer cost 7 us'],
      [INFER, { line: 'post {ms}', of: 'stage post' }],
    );
    expect(measurements[0]?.values).toMatchObject({ meanMs: 11, count: 3, minMs: 10, maxMs: 12 });
    expect(said).toContain('the first time of infer cost {ms} ms, 90 ms, is more than twice the others');
    expect(said).toContain('2 lines fit the pattern infer cost {ms} ms but for the number');
    expect(said).toContain('1 of 7 lines fit no pattern');
    expect(said).toContain('no line of any log fits the pattern post {ms}');
  });

  it('stand beside what known tools print, and tell batches apart', () => {
    const times: LogTime[] = [{ line: 'b={batch} t={ms}', of: 'model yolov5' }];
    const { measurements, said } = read(['b=1 t=2', 'b=8 t=9', 'b=1 t=4', 'loop_count = 1 QPS = 300'], times);
    expect(measurements.map(({ subject, values }) => [subject, values['batch'], values['meanMs']])).toEqual([
      ['program', undefined, undefined],
      ['model yolov5', 1, 3],
      ['model yolov5', 8, 9],
    ]);
    expect(said).toBe('');
  });

  it('are no log of theirs without a word of the user', () => {
    expect(() => importMeasurements('app.log', 'infer cost 10 ms')).toThrow('no measurement found');
  });

  it('make a model’s time as derived, and say that the host measured it', () => {
    const lines = ['infer cost 10 ms', 'infer cost 10 ms', 'infer cost 13 ms'];
    const { adjusted, words } = calibrated(lines, pipelineOf('sync', 1));
    expect(adjusted).toEqual([['models.yolov5.4.milliseconds', 11, 'derived']]);
    expect(words).toContain('timed by the host around the call');
  });

  it('make none where the program’s calls wait for each other, or for nothing', () => {
    const shared = calibrated(['infer cost 10 ms'], pipelineOf('sync', 4));
    expect(shared).toMatchObject({
      adjusted: [],
      words: expect.stringContaining('several threads') as string,
    });
    const submitted = calibrated(['infer cost 0.1 ms'], pipelineOf('async', 1));
    expect(submitted).toMatchObject({
      adjusted: [],
      words: expect.stringContaining('the submission alone') as string,
    });
  });

  it('give way to what the device measured', () => {
    const ais = '[INFO] NPU_compute_time (ms): min = 7, max = 7, mean = 7, median = 7, percentile(99%) = 7';
    const { adjusted } = calibrated(['atc yolov5_bs4.om', ais, 'infer cost 10 ms', 'infer cost 10 ms']);
    expect(adjusted).toEqual([['models.yolov5.4.milliseconds', 7, 'measured']]);
  });

  it('are set beside the prediction: a model at its batch, a frame by its median', () => {
    const { measurements } = read(
      ['infer cost 10 ms', 'frame 21', 'frame 22', 'frame 29'],
      [INFER, { line: 'frame {ms}', of: 'frame' }],
    );
    const prediction = { qps: 1, latency: { medianMs: 20, p99Ms: 30 } } as Prediction;
    const rowsAt = (batch: number) =>
      compareMeasurements(
        { prediction, models: [{ name: 'yolov5.om', batch, ms: 8 }] },
        summarize(measurements),
      )
        .filter(({ predicted }) => predicted !== null)
        .map(({ subject, predicted, measured }) => [subject, predicted, measured]);
    expect(rowsAt(4)).toEqual([
      ['model yolov5_bs4', 8, 10],
      ['frame, median', 20, 22],
    ]);
    expect(rowsAt(1)).toEqual([['frame, median', 20, 22]]);
  });

  it('are read by the editor too, with a word where no line of any file fits', () => {
    const files = [
      { name: 'a.log', text: 'infer cost 10 ms' },
      { name: 'b.log', text: 'loop_count = 1 QPS = 300' },
    ];
    const times: LogTime[] = [INFER, { line: 'post {ms}', of: 'stage post' }];
    const { summaries, notes } = readFiles(files, undefined, times);
    expect(summaries.map(({ subject, mean }) => [subject, mean])).toEqual([
      ['model yolov5_bs4', 10],
      ['program', 300],
    ]);
    expect(notes.map((note) => measurementText(note, 'zh'))).toEqual(['没有任何日志行符合模式 post {ms}']);
  });
});
