import { describe, expect, it } from 'vitest';
import { compareMeasurements } from '../../src/measure/compare.ts';
import { importMeasurements } from '../../src/measure/import.ts';
import { summarize } from '../../src/measure/summary.ts';
import type { Prediction } from '../../src/sim/prediction.ts';

const counter = (rates: number[]) =>
  importMeasurements('app.log', rates.map((qps, i) => `loop_count = ${i} QPS = ${qps}`).join('\n'))
    .measurements;

const prediction: Prediction = {
  qps: 370,
  qpsRange: [360, 380],
  callsPerSecond: 370,
  bounds: { lower: 100, upper: 400 },
  bottleneck: { resource: 'aicore', utilization: 0.92 },
  utilization: { aicore: 0.92, memoryBandwidth: 0.38 },
  hostThreads: {},
  memory: { peakBytes: 25, limitBytes: 100, fits: true, parts: {} },
  latency: { medianMs: 1, p99Ms: 2 },
  idle: {},
  criticalPath: [],
  speedups: [],
  warnings: [],
  run: { simulatedMs: 1, frames: 1, events: 1, seed: 1, converged: true, noise: 0, doubts: {} },
};

describe('summarize', () => {
  it('leaves out the zero first row and the start-up row after it', () => {
    const [summary] = summarize(counter([0, 179, 166, 166, 166, 166]));
    expect(summary).toMatchObject({ mean: 166, deviation: 0, samples: 4 });
    expect(summary?.source.line).toBe(3);
  });

  it('keeps the first row of a log that begins in the middle', () => {
    expect(summarize(counter([320, 307, 307, 307, 320]))[0]).toMatchObject({ samples: 5, mean: 312.2 });
  });

  it('keeps a short log whole, and a zero in the middle', () => {
    expect(summarize(counter([0, 300, 310]))[0]).toMatchObject({ samples: 2, mean: 305 });
    expect(summarize(counter([300, 0, 300]))[0]).toMatchObject({ samples: 3, mean: 200 });
    expect(summarize(counter([0, 0]))[0]).toMatchObject({ mean: 0 });
  });
});

describe('a monitor', () => {
  const heading = 'NpuID(Idx)  ChipId(Idx) AI Core(%)  AI Cpu(%)   Ctrl Cpu(%) Memory(%)   Memory BW(%)';
  const sample = (chip: number, core: number, bandwidth: number) =>
    `0           ${chip}           ${core}           0           2           14          ${bandwidth}`;
  const watch = (...rows: string[]) =>
    summarize(importMeasurements('watch.txt', [heading, ...rows].join('\n')).measurements);
  const meanOf = (found: ReturnType<typeof watch>, subject: string, chip = 0) =>
    found.find((one) => one.subject === subject && one.part === `NPU 0 chip ${chip}`);

  it('is read while the device works, its other figures too', () => {
    const found = watch(...[0, 0, 40, 95, 95, 95, 37, 0].map((core) => sample(0, core, core > 90 ? 39 : 2)));
    expect(meanOf(found, 'aicore')).toMatchObject({ mean: expect.closeTo(0.95, 9), samples: 3 });
    expect(meanOf(found, 'memoryBandwidth')).toMatchObject({ mean: expect.closeTo(0.39, 9), samples: 3 });
  });

  it('of a device that stands idle is set beside nothing', () => {
    const found = watch(sample(0, 90, 39), sample(1, 0, 2), sample(0, 92, 39), sample(1, 0, 2));
    expect(meanOf(found, 'memoryBandwidth', 1)).toMatchObject({ mean: 0.02, samples: 2 });
    const rows = compareMeasurements({ prediction, models: [] }, found);
    const beside = (subject: string) => rows.find((row) => row.subject === subject)?.predicted;
    expect(beside('aicore, NPU 0 chip 0')).toBe(92);
    expect(beside('aicore, NPU 0 chip 1')).toBeNull();
    expect(beside('memoryBandwidth, NPU 0 chip 1')).toBeNull();
  });
});

describe('the first sample of a tool, which is of all the time since the start', () => {
  const top = (
    preproc: number,
    idle: number,
  ) => `top - 10:21:07 up 41 days,  2 users,  load average: 5.10, 4.02
Threads: 412 total,   4 running
%Cpu(s):  2.1 us,  1.0 sy,  0.0 ni, ${idle} id,  0.1 wa
    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND
  20412 root      20   0   12.1g 812340 210112 S   ${preproc}   0.6   0:03.10 preproc
`;
  const iostat = (idle: number, busy: number) => `avg-cpu:  %user   %nice %system %iowait  %steal   %idle
           5.00    0.00    1.00    0.00    0.00   ${idle}

Device            r/s     rkB/s  %util
nvme0n1         10.00    100.00  ${busy}
`;
  const means = (file: string, text: string) =>
    Object.fromEntries(
      summarize(importMeasurements(file, text).measurements).map(({ subject, mean, samples }) => [
        subject,
        [Number(mean.toFixed(3)), samples],
      ]),
    );

  it.each([
    [
      'top',
      top(1.2, 96.7) + top(99.3, 68) + top(99.5, 66),
      { 'thread preproc': [0.994, 2], host: [0.33, 2] },
    ],
    [
      'iostat',
      iostat(99, 1) + iostat(60, 80) + iostat(50, 90),
      { host: [0.45, 2], 'disk nvme0n1': [0.85, 2] },
    ],
  ])('%s: is left out where others follow', (tool, text, expected) => {
    expect(means(`${tool}.txt`, text)).toMatchObject(expected);
  });

  it('is kept where it is the only one', () => {
    expect(means('top.txt', top(66.7, 85))).toMatchObject({ 'thread preproc': [0.667, 1], host: [0.15, 1] });
  });
});

describe('compareMeasurements', () => {
  it('sets rate, utilization and memory beside the prediction, with their place', () => {
    const text = 'loop_count = 1 QPS = 350\nCompleted in 2 secs\nmem_util = 32, ai_core_util = 90';
    const { measurements } = importMeasurements('run.log', text);
    expect(compareMeasurements({ prediction, models: [] }, summarize(measurements))).toEqual([
      {
        kind: 'throughput',
        subject: 'program',
        unit: 'frames/s',
        predicted: 370,
        measured: 350,
        from: 'run.log:1',
      },
      { kind: 'utilization', subject: 'memory', unit: '%', predicted: 25, measured: 32, from: 'run.log:3' },
      { kind: 'utilization', subject: 'aicore', unit: '%', predicted: 92, measured: 90, from: 'run.log:3' },
      { kind: 'duration', subject: 'loop', unit: 's', predicted: null, measured: 2, from: 'run.log:2' },
    ]);
  });
});
