import { describe, expect, it } from 'vitest';
import { calibrate } from '../../src/measure/calibrate.ts';
import { constantAt, rateConstants, withNumbers } from '../../src/measure/constants.ts';
import { importMeasurements } from '../../src/measure/import.ts';
import { measurementText } from '../../src/measure/errors.ts';
import { parseRuns } from '../../src/measure/runs.ts';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { loadProfile, parseProfile } from '../../src/profile/load.ts';
import { simulate } from '../../src/sim/index.ts';

const base = loadProfile('ascend310');
const read = (file: string, text: string) => importMeasurements(file, text).measurements;
const direct = (file: string, text: string, hints = {}) =>
  calibrate({ base, measurements: read(file, text), hints, runs: [], settings: {} });

/** One thread that copies and infers, waiting for each: its rate depends on the copy, the model and the wake. */
const pipeline = parsePipeline({
  parameters: [{ name: 'BYTES', value: 600_000, range: [1, 1e8] }],
  streams: [{ id: 's' }],
  models: [{ id: 'm', catalogueName: 'resnet50', batch: 1 }],
  threads: [
    {
      id: 'main',
      program: [
        {
          kind: 'repeat',
          times: 'forever',
          frameLoop: true,
          body: [
            {
              kind: 'submit',
              call: 'copy',
              engine: 'h2d',
              mode: 'async',
              stream: { id: 's' },
              work: { bytes: 'BYTES' },
            },
            {
              kind: 'submit',
              call: 'run',
              engine: 'aicore',
              mode: 'async',
              stream: { id: 's' },
              work: { model: 'm' },
            },
            { kind: 'wait', for: 'stream', target: { id: 's' } },
          ],
        },
      ],
    },
  ],
});

describe('constants that a measurement tells by itself', () => {
  it('the time of a model at a batch, as measured, with its file and line', () => {
    const text = '[INFO] throughput 1000*batchsize.mean(16)/NPU_compute_time.mean(21.94): 729.25';
    const { profile, adjusted } = direct('resnet50_bs16.log', text);
    const point = profile.models
      .find(({ name }) => name === 'resnet50')
      ?.batches.find(({ batch }) => batch === 16);
    expect(point?.milliseconds).toMatchObject({
      value: 21.94,
      confidence: 'measured',
      source: 'resnet50_bs16.log:1',
    });
    expect(adjusted).toMatchObject([
      { constant: 'models.resnet50.16.milliseconds', samples: 1, fitError: null },
    ]);
    expect(() => parseProfile(profile)).not.toThrow();
  });

  it('a time whose batch the log gives at its end alone, and no other that the user gives', () => {
    const log = [
      '[INFO] NPU_compute_time (ms): min = 21.5, max = 23, mean = 21.9412, median = 21.9, percentile(99%) = 22.8',
      '[INFO] throughput 1000*batchsize.mean(16)/NPU_compute_time.mean(21.94): 729.25',
    ].join('\n');
    const told = direct('run.log', log, { model: 'mynet' });
    expect(told.adjusted.map(({ constant }) => constant)).toEqual(['models.mynet.16.milliseconds']);
    const contradicted = direct('run.log', log, { model: 'mynet', batch: 1 });
    expect(contradicted.adjusted).toEqual([]);
  });

  it('a model that the profile has not had, by the name and batch that the user gives', () => {
    const { profile } = direct('run.log', 'Inference average time without first time: 7.5 ms', {
      model: 'mynet',
      batch: 4,
    });
    expect(profile.models.find(({ name }) => name === 'mynet')?.batches).toMatchObject([
      { batch: 4, milliseconds: { value: 7.5 } },
    ]);
  });

  it('says what it cannot use, and why', () => {
    const { adjusted, notUsed, profile } = direct('run.log', 'Completed in 2 secs');
    expect(adjusted).toEqual([]);
    expect(profile).toEqual(base);
    expect(notUsed.map((what) => measurementText(what, 'en'))).toEqual([
      'duration of loop (1 at run.log:1): say the program with --program',
    ]);
  });

  it('has errors of fit and holdout from several samples', () => {
    const text = ['h2d bandwidth 3.0 GB/s', 'h2d bandwidth 3.2 GB/s', 'h2d bandwidth 3.1 GB/s'].join('\n');
    const { adjusted, fit, holdout } = direct('dmi.log', text);
    expect(adjusted[0]).toMatchObject({ constant: 'link.gigabytesPerSecond', samples: 3 });
    expect(adjusted[0]!.after).toBeCloseTo(3.1);
    expect(fit.meanError).toBeCloseTo((0.1 / 3.1) * (2 / 3), 6);
    expect(holdout.meanError!).toBeGreaterThan(fit.meanError!);
  });
});

describe('a fit to runs of a program', () => {
  /** Runs on a device whose copies are half as fast: the fit has to find that. */
  const slower = withNumbers(
    base,
    new Map([['link.gigabytesPerSecond', constantAt(base, 'link.gigabytesPerSecond')! / 2]]),
  );
  const runs = [1e5, 1e6, 3e6, 6e6, 1e7, 2e7].map((BYTES) => ({
    settings: { BYTES },
    qps: simulate(pipeline, slower, { settings: { BYTES } }).qps,
    from: `runs: ${BYTES}`,
  }));

  it('finds the constant that differs, and predicts runs that it has not seen', () => {
    const before = runs.map(({ settings, qps }) => simulate(pipeline, base, { settings }).qps / qps - 1);
    expect(Math.max(...before)).toBeGreaterThan(0.5);
    const { fitted, fit, holdout, profile } = calibrate({
      base,
      measurements: [],
      pipeline,
      runs,
      settings: {},
    });
    expect(fit.meanError!).toBeLessThan(0.02);
    expect(holdout.meanError!).toBeLessThan(0.05);
    expect(holdout.count).toBe(6);
    const link = fitted.find(({ constant }) => constant === 'link.gigabytesPerSecond');
    expect(link!.after / link!.before).toBeCloseTo(0.5, 1);
    expect(profile.link.gigabytesPerSecond).toMatchObject({ confidence: 'derived', fitted: true });
  });

  it('changes nothing where the profile is right already', () => {
    const right = runs.slice(0, 3).map((run) => ({
      ...run,
      qps: simulate(pipeline, base, { settings: run.settings, precision: 0.01, budgetEvents: 600_000 }).qps,
    }));
    const { fit } = calibrate({ base, measurements: [], pipeline, runs: right, settings: {} });
    expect(fit.meanError!).toBeLessThan(1e-6);
  });

  it('takes the program’s own counter as a run in the settings given', () => {
    const qps = runs[2]!.qps;
    const log = Array.from({ length: 5 }, (_, i) => `loop_count = ${i} QPS = ${qps}`).join('\n');
    const measurements = read('app.log', log);
    const calibration = calibrate({ base, measurements, pipeline, runs: [], settings: { BYTES: 3e6 } });
    expect(calibration.runs).toMatchObject([{ from: 'app.log:1', settings: { BYTES: 3e6 } }]);
    // One rate does not tell what is other on the device.
    expect(calibration.fitted).toEqual([]);
    expect(calibration.open.length).toBeGreaterThan(0);
    expect(calibration.holdout).toEqual({ meanError: null, count: 0 });
  });
});

describe('what is put in', () => {
  it('runs are checked by row, and failed ones left out', () => {
    const text =
      '{ "note": "rows: [{",\n"rows": [\n{ "qps": null },\n{ "settings": { "A": 1 }, "qps": 5 }] }';
    expect(parseRuns('r.json', JSON.parse(text), text)).toEqual([
      { settings: { A: 1 }, qps: 5, from: 'r.json:4' },
    ]);
    expect(() => parseRuns('r.json', { rows: [{ qps: -5 }] }, '')).toThrow(/^r\.json: rows\.0\.qps: /);
    expect(() => parseRuns('r.json', { rows: [] }, '')).toThrow(/^r\.json: rows/);
  });

  it('every constant of a fit is in every shipped profile it is listed for', () => {
    for (const path of rateConstants(base)) expect(constantAt(base, path)).toBeGreaterThan(0);
    expect(constantAt(base, 'engines.nothing.cost.taskMs')).toBeUndefined();
    expect(constantAt(base, '__proto__.value')).toBeUndefined();
  });
});
