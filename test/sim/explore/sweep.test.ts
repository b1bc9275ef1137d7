import { describe, expect, it } from 'vitest';
import { PipelineError } from '../../../src/pipeline/errors.ts';
import { problem } from '../../../src/pipeline/problems.ts';
import { parsePipeline } from '../../../src/pipeline/schema.ts';
import type { Pipeline } from '../../../src/pipeline/pipeline.ts';
import type { Prediction } from '../../../src/sim/prediction.ts';
import { kneeOf } from '../../../src/sim/explore/knee.ts';
import { bestRow, keeps, type SweepRow } from '../../../src/sim/explore/rows.ts';
import { resolve } from '../../../src/pipeline/resolve.ts';
import { grid } from '../../../src/sim/explore/settings.ts';
import { sweep, sweepWith, type PredictConfiguration } from '../../../src/sim/explore/sweep.ts';

const pipeline = parsePipeline({
  parameters: [
    { name: 'THREADS', value: 2 },
    { name: 'DEPTH', value: 64 },
  ],
  threads: [{ id: 't', program: [{ kind: 'host', milliseconds: 1 }] }],
});

/** A made-up device: 100 frames/s a thread up to 400, a little less beyond 6; latency grows with both; 100 MB a frame. */
const predict: PredictConfiguration = (of: Pipeline, set) => {
  const threads = set['THREADS'] ?? 2;
  const depth = set['DEPTH'] ?? 64;
  if (threads === 13) throw new PipelineError('not-finite', { name: 'THREADS', value: threads });
  const processes = Number(of.processes ?? 1);
  const qps = Math.min(100 * threads * processes, 400) - (threads > 6 ? 20 : 0) + depth / 1000;
  const bytes = threads * depth * 1e8;
  return {
    qps,
    qpsRange: [qps - 1, qps + 1],
    latency: { medianMs: threads, p99Ms: threads * depth },
    bottleneck: { resource: 'jpegd', utilization: 0.9 },
    hostThreads: { worker: 0.2 * threads, RT_SEND: 0.1 },
    memory: { peakBytes: bytes, limitBytes: 2e11, fits: bytes <= 2e11, parts: {} },
  } as Partial<Prediction> as Prediction;
};

const run = (axes: { name: string; values: number[] }[], options = {}) =>
  sweep(pipeline, axes, sweepWith(pipeline, predict), options);

const row = (given: Partial<SweepRow>): SweepRow => ({
  settings: {},
  qps: 100,
  qpsRange: [99, 101],
  medianMs: 1,
  p99Ms: 10,
  bottleneck: 'vpc',
  bottleneckUtilization: 1,
  memoryBytes: 1000,
  fits: true,
  hostCores: 1,
  ...given,
});

describe('configurations', () => {
  it('are the product of the axes, the last varying first', () => {
    expect(
      grid([
        { name: 'a', values: [1, 2] },
        { name: 'b', values: [3, 4] },
      ]),
    ).toEqual([
      { a: 1, b: 3 },
      { a: 1, b: 4 },
      { a: 2, b: 3 },
      { a: 2, b: 4 },
    ]);
    expect(grid([])).toEqual([{}]);
  });

  it('set parameters, and the numbers of processes and devices', () => {
    expect(resolve(pipeline, { THREADS: 3, processes: 2 })).toMatchObject({ processes: 2, devices: 1 });
    expect(resolve(pipeline, { devices: 4 }).devices).toBe(4);
    const own = {
      ...pipeline,
      parameters: [...pipeline.parameters, { ...pipeline.parameters[0]!, name: 'devices' }],
    };
    expect(resolve(own, { devices: 4 }).devices).toBe(1);
  });

  it.each([
    [
      [{ name: 'NOPE', values: [1] }],
      /"NOPE" cannot vary: the pipeline has THREADS, DEPTH, processes, devices/,
    ],
    [
      [
        { name: 'DEPTH', values: [1] },
        { name: 'DEPTH', values: [2] },
      ],
      /"DEPTH" varies twice/,
    ],
    [[{ name: 'DEPTH', values: [] }], /"DEPTH" has no value to take/],
    [[{ name: 'DEPTH', values: [NaN] }], /"DEPTH" cannot be NaN/],
  ])('refuse axes that mean nothing', async (axes, message) => {
    await expect(run(axes)).rejects.toThrow(message);
  });
});

describe('a sweep of a grid', () => {
  const axes = [
    { name: 'THREADS', values: [1, 2, 3, 4, 5, 6, 7, 8] },
    { name: 'DEPTH', values: [32, 64] },
  ];

  it('has a row a configuration, the best and the knees through it', async () => {
    const found = await run(axes);
    expect(found.whole).toBe(true);
    expect(found.rows).toHaveLength(16);
    expect(found.rows[3]).toMatchObject({
      settings: { THREADS: 2, DEPTH: 64 },
      bottleneck: 'jpegd',
      fits: true,
      hostCores: expect.closeTo(0.5, 9) as number,
    });
    // All from 4 to 6 threads are within 1 %: the one of least latency.
    expect(found.best?.settings).toEqual({ THREADS: 4, DEPTH: 32 });
    expect(found.knees).toEqual([{ axis: 'THREADS', value: 4, qps: 400.032 }]);
  });

  it('keeps limits, and says when nothing does', async () => {
    expect((await run(axes, { limits: { p99Ms: 70 } })).best?.settings).toEqual({ THREADS: 2, DEPTH: 32 });
    expect((await run(axes, { limits: { hostCores: 0.8 } })).best?.settings).toEqual({
      THREADS: 3,
      DEPTH: 32,
    });
    expect((await run(axes, { limits: { memoryBytes: 1e9 } })).best).toBeUndefined();
  });

  it('goes on past a configuration that cannot run, and gives its reason', async () => {
    const found = await run([{ name: 'THREADS', values: [12, 13] }]);
    expect(found.rows[1]).toMatchObject({
      error: { id: 'not-finite', data: { name: 'THREADS' } },
      qps: 0,
      fits: false,
    });
    expect(found.best?.settings).toEqual({ THREADS: 12 });
  });

  it('tells its progress and stops when cancelled', async () => {
    const seen: number[] = [];
    await run(axes, { onProgress: (done: number, total: number) => seen.push(done, total) });
    expect(seen).toEqual([8, 16, 16, 16]);
    const controller = new AbortController();
    const stopped = run(axes, {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    });
    await expect(stopped).rejects.toThrow('enough');
  });

  it('does not hide a fault of the program behind a row', async () => {
    const broken = sweepWith(pipeline, () => {
      throw new TypeError('a bug');
    });
    await expect(sweep(pipeline, axes, broken)).rejects.toThrow('a bug');
  });
});

describe('a grid too large to try whole', () => {
  const values = Array.from({ length: 60 }, (_, i) => i + 1);
  const axes = [
    { name: 'THREADS', values },
    { name: 'DEPTH', values },
  ];

  it('is climbed within the budget, to the best there is', async () => {
    const found = await run(axes, { budget: 400, limits: { p99Ms: 100 } });
    expect(found.whole).toBe(false);
    expect(found.rows.length).toBeLessThanOrEqual(400);
    // 4 threads reach the top; the latency decides among the depths.
    expect(found.best?.settings).toEqual({ THREADS: 4, DEPTH: 1 });
  });

  it('is tried whole when it is as large as the budget', async () => {
    const small = [{ name: 'THREADS', values: [1, 2, 3, 4] }];
    expect((await run(small, { budget: 4 })).whole).toBe(true);
    expect((await run(small, { budget: 3 })).whole).toBe(false);
  });

  it('tells what it has done, with no end in sight, and climbs to the limits', async () => {
    const seen: (number | undefined)[][] = [];
    const limits = { hostCores: 0.8 };
    const onProgress = (...progress: (number | undefined)[]): void => void seen.push(progress);
    const found = await run(axes, { budget: 400, limits, start: { THREADS: 40, DEPTH: 30 }, onProgress });
    expect(seen[0]).toEqual([1, undefined]);
    expect(seen.at(-1)).toEqual([found.rows.length, undefined]);
    expect(found.best?.hostCores).toBeLessThanOrEqual(0.8);
    expect((await run([{ name: 'THREADS', values: [12] }], { limits: { p99Ms: 0 } })).knees).toEqual([]);
  });

  it('stays within a budget however small, and starts where the user stands', async () => {
    const found = await run(axes, { budget: 5, start: { THREADS: 4, DEPTH: 2 } });
    expect(found.rows).toHaveLength(5);
    expect(found.rows[0]?.settings).toEqual({ THREADS: 4, DEPTH: 2 });
  });

  it('simulates no configuration twice', async () => {
    const found = await run(axes, { budget: 1000 });
    expect(new Set(found.rows.map((r) => JSON.stringify(r.settings))).size).toBe(found.rows.length);
  });
});

describe('the knee', () => {
  const curve = (ys: number[], xs = ys.map((_, i) => i + 1)) => ys.map((y, i) => ({ x: xs[i]!, y }));

  it('is 3 threads for the measured copy and decode on a 310', () => {
    expect(kneeOf(curve([320, 588, 729, 768, 759], [1, 2, 3, 4, 8]))?.x).toBe(3);
  });

  it('is in a curve that falls at its end too, and needs no order', () => {
    expect(kneeOf(curve([100, 200, 300, 290, 250]).reverse())?.x).toBe(3);
  });

  it('is above the line between the ends, however far they are from 0', () => {
    expect(kneeOf(curve([1000, 1300, 1390, 1420, 1430], [100, 101, 102, 103, 104]))?.x).toBe(101);
    expect(kneeOf(curve([100, 106, 107, 107.1]))?.x).toBe(2);
    expect(kneeOf(curve([100, 106, 112]))?.x).toBe(1);
    expect(kneeOf(curve([95, 100, 100]))?.x).toBe(2);
    expect(kneeOf([])).toBeUndefined();
  });

  it('is nowhere in a flat curve, a falling one, or one of two points', () => {
    expect(kneeOf(curve([400, 401, 402]))).toBeUndefined();
    expect(kneeOf(curve([400, 300, 200]))).toBeUndefined();
    expect(kneeOf(curve([100, 300]))).toBeUndefined();
    expect(kneeOf(curve([1, 2, 3], [5, 5, 5]))).toBeUndefined();
  });
});

describe('the best row', () => {
  it('is the one of least latency among the fastest, and runs and fits', () => {
    const rows = [
      row({ qps: 500, fits: false }),
      row({ qps: 600, error: problem('no-values') }),
      row({ qps: 100, p99Ms: 1 }),
      row({ qps: 200, p99Ms: 30 }),
      row({ qps: 199, p99Ms: 20 }),
    ];
    expect(bestRow(rows)).toBe(rows[4]);
    expect(bestRow([rows[0]!])).toBeUndefined();
  });

  it('takes a limit as kept when just reached', () => {
    expect(keeps(row({ p99Ms: 10 }), { p99Ms: 10 })).toBe(true);
    expect(keeps(row({ p99Ms: 10.1 }), { p99Ms: 10 })).toBe(false);
    expect(keeps(row({ memoryBytes: 2 }), { memoryBytes: 1 })).toBe(false);
    expect(keeps(row({ hostCores: 2 }), { hostCores: 1 })).toBe(false);
    expect(keeps(row({}))).toBe(true);
  });
});
