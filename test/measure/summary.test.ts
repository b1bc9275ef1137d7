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
