import { describe, expect, it } from 'vitest';
import { climb, isBetter } from '../../../src/sim/explore/climb.ts';
import { failedRow, keeps, rowOf, type SweepRow } from '../../../src/sim/explore/rows.ts';
import { grid, type Configuration } from '../../../src/sim/explore/settings.ts';
import { kneesThrough } from '../../../src/sim/explore/knee.ts';
import { problem } from '../../../src/pipeline/problems.ts';
import type { Prediction } from '../../../src/sim/prediction.ts';
import { longTest } from '../support/scale.ts';

const row = (given: Partial<SweepRow>): SweepRow => ({
  ...failedRow({}, problem('no-values')),
  fits: true,
  qps: 100,
  p99Ms: 10,
  ...given,
  ...noError(given),
});
/** `error` is absent, not undefined, in a row that ran. */
function noError({ error }: Partial<SweepRow>): object {
  return error === undefined ? { error: undefined } : { error };
}

describe('the better of two rows', () => {
  const limits = { p99Ms: 20 };
  it.each([
    ['keeps the limits', { p99Ms: 20, qps: 1 }, { p99Ms: 21, qps: 900 }, true],
    ['breaks the limits', { p99Ms: 21, qps: 900 }, { p99Ms: 20, qps: 1 }, false],
    ['is nearer to the limits where both break them', { p99Ms: 30, qps: 1 }, { p99Ms: 31, qps: 900 }, true],
    ['is further from the limits', { p99Ms: 31, qps: 900 }, { p99Ms: 30, qps: 1 }, false],
    ['is as far from them', { p99Ms: 30 }, { p99Ms: 30 }, false],
    ['cannot run', { p99Ms: 0, error: problem('no-values') }, { p99Ms: 30 }, false],
    ['is faster by more than noise', { qps: 102, p99Ms: 15 }, { qps: 101, p99Ms: 5 }, true],
    ['is slower by more than noise', { qps: 101, p99Ms: 5 }, { qps: 102, p99Ms: 15 }, false],
    ['is as fast but for noise, and earlier', { qps: 100, p99Ms: 5 }, { qps: 100.4, p99Ms: 15 }, true],
    ['is as fast but for noise, and later', { qps: 100.4, p99Ms: 15 }, { qps: 100, p99Ms: 5 }, false],
    ['is as early but for noise', { qps: 100, p99Ms: 10 }, { qps: 100, p99Ms: 10.04 }, false],
    ['is the same', {}, {}, false],
  ])('when one %s', (_, a, b, better) => {
    expect(isBetter(row(a), row(b), limits)).toBe(better);
  });
});

/** Climbs a landscape of two axes; returns what was tried, in order. */
async function tried(
  rate: (x: number, y: number) => number,
  options: Parameters<typeof climb>[2],
  xs: number[],
  ys: number[] = [0],
): Promise<{ rows: SweepRow[]; asked: Configuration[] }> {
  const asked: Configuration[] = [];
  const axes = [
    { name: 'x', values: xs },
    { name: 'y', values: ys },
  ];
  const rows = await climb(
    axes,
    (configurations) => {
      asked.push(...configurations);
      return Promise.resolve(
        configurations.map((settings) =>
          row({
            settings,
            qps: rate(settings['x'] ?? NaN, settings['y'] ?? NaN),
            p99Ms: 1 + (settings['x'] ?? 0),
          }),
        ),
      );
    },
    options,
  );
  return { rows, asked };
}

const best = (rows: SweepRow[]): Configuration | undefined =>
  rows.reduce((a, b) => (b.qps > a.qps ? b : a)).settings;

describe('a climb', () => {
  const wide = Array.from({ length: 31 }, (_, i) => i);

  it('takes the values of an axis in order, each once, however they are given', async () => {
    const shuffled = [...wide, ...wide].map((_, i) => (i * 7) % 31);
    const { asked, rows } = await tried((x) => 100 - Math.abs(x - 22), { budget: 500 }, shuffled);
    expect(asked[0]).toEqual({ x: 15, y: 0 });
    expect(asked.slice(1, 5).map(({ x }) => x)).toEqual([13, 14, 16, 17]);
    expect(best(rows)).toEqual({ x: 22, y: 0 });
  });

  it('starts from the middle and both ends, and goes up from each', async () => {
    const { asked, rows } = await tried((x) => 100 - Math.abs(x - 20), { budget: 500 }, wide);
    expect(asked[0]).toEqual({ x: 15, y: 0 });
    expect(asked).toContainEqual({ x: 0, y: 0 });
    expect(asked).toContainEqual({ x: 30, y: 0 });
    expect(best(rows)).toEqual({ x: 20, y: 0 });
  });

  it('finds a peak at an end, which the steps must not overshoot', async () => {
    const up = await tried((x, y) => 10 + x + 3 * y, { budget: 500 }, wide, wide);
    expect(best(up.rows)).toEqual({ x: 30, y: 30 });
    const down = await tried((x, y) => 100 - x - y, { budget: 500 }, wide, wide);
    expect(best(down.rows)).toEqual({ x: 0, y: 0 });
    for (const { x, y } of [...up.asked, ...down.asked])
      expect(wide.includes(x ?? -1) && wide.includes(y ?? -1)).toBe(true);
  });

  it('steps over a single bad value, not over two', async () => {
    const over = await tried(
      (x) => (x === 16 ? 1 : 50 + x),
      { budget: 500, start: { x: 15, y: 0 } },
      wide.slice(0, 18),
    );
    expect(best(over.rows)).toEqual({ x: 17, y: 0 });
  });

  it('sorts values and takes each once', async () => {
    const { asked } = await tried((x) => x, { budget: 500 }, [9, 1, 5, 5, 1, 3]);
    expect(asked.map(({ x }) => x).sort()).toEqual([1, 3, 5, 9]);
    expect(asked[0]).toEqual({ x: 5, y: 0 });
  });

  it('starts nearest to where the user stands, the lower of two as near', async () => {
    expect((await tried(() => 1, { budget: 1, start: { x: 12.4 } }, wide)).asked).toEqual([{ x: 12, y: 0 }]);
    expect((await tried(() => 1, { budget: 1, start: { x: 12.5 } }, wide)).asked).toEqual([{ x: 12, y: 0 }]);
    expect((await tried(() => 1, { budget: 1, start: { x: 99 } }, wide)).asked).toEqual([{ x: 30, y: 0 }]);
  });

  it('climbs towards the limits and stays within them', async () => {
    // Latency is 1 + x: the limit allows x up to 9, while the rate grows on.
    const { rows, asked } = await tried(
      (x) => 10 + x,
      { budget: 8, limits: { p99Ms: 10 }, start: { x: 12 } },
      wide,
    );
    expect(
      rows.filter((r) => keeps(r, { p99Ms: 10 })).reduce((a, b) => (b.qps > a.qps ? b : a)).settings['x'],
    ).toBe(9);
    expect(asked).not.toContainEqual({ x: 16, y: 0 });
  });

  it('ends where steps within the noise lead in a circle', async () => {
    // 2 beats 0 by its rate; 1 is as fast as 2 but for noise, and sooner; so is 0 beside 1.
    const { rows } = await tried((x) => 100 + 0.4 * x, { budget: 500 }, [0, 1, 2]);
    expect(rows).toHaveLength(3);
  });

  it('asks for nothing that it knows', async () => {
    const { asked } = await tried((x) => x, { budget: 500 }, wide);
    expect(new Set(asked.map(({ x }) => x)).size).toBe(asked.length);
  });
});

describe('rows', () => {
  it('of a failure have nothing but the reason', () => {
    expect(failedRow({ x: 1 }, problem('no-values'))).toEqual({
      settings: { x: 1 },
      qps: 0,
      qpsRange: [0, 0],
      medianMs: 0,
      p99Ms: 0,
      bottleneck: '',
      bottleneckUtilization: 0,
      memoryBytes: 0,
      fits: false,
      hostCores: 0,
      error: problem('no-values'),
    });
  });

  it('of a prediction hold what a table shows', () => {
    const prediction = {
      qps: 9,
      qpsRange: [8, 10],
      latency: { medianMs: 2, p99Ms: 3 },
      bottleneck: { resource: 'vpc', utilization: 0.5 },
      memory: { peakBytes: 7, fits: true },
      hostThreads: { a: 0.25, RT_SEND: 0.5 },
    } as unknown as Prediction;
    expect(rowOf({ x: 1 }, prediction)).toEqual({
      settings: { x: 1 },
      qps: 9,
      qpsRange: [8, 10],
      medianMs: 2,
      p99Ms: 3,
      bottleneck: 'vpc',
      bottleneckUtilization: 0.5,
      memoryBytes: 7,
      fits: true,
      hostCores: 0.75,
    });
  });

  it('keep every limit when just reached', () => {
    const at = row({ memoryBytes: 5, hostCores: 2, p99Ms: 3 });
    expect(keeps(at, { memoryBytes: 5, hostCores: 2, p99Ms: 3 })).toBe(true);
  });
});

describe('a large grid', () => {
  longTest('is refused beyond a million configurations, and taken at it', () => {
    const values = Array.from({ length: 1000 }, (_, i) => i);
    const axes = [
      { name: 'a', values },
      { name: 'b', values },
    ];
    expect(grid(axes)).toHaveLength(1_000_000);
    expect(() => grid([...axes, { name: 'c', values: [1, 2] }])).toThrow(
      'a grid of 2000000 configurations is more than 1000000',
    );
  });
});

describe('knees through a row', () => {
  it('look along one axis with the others as in the row, and leave out what failed', () => {
    const curve = [100, 200, 300, 310, 320];
    const rows = curve.flatMap((qps, i) => [
      row({ settings: { x: i + 1, y: 1, z: 1 }, qps }),
      row({ settings: { x: i + 1, y: 2, z: 1 }, qps: 50 }),
      row({ settings: { x: i + 1, y: 1, z: 2 }, qps: 1000 * (5 - i) }),
    ]);
    rows.push(row({ settings: { x: 0, y: 1, z: 1 }, qps: 0, error: problem('no-values') }));
    const axes = ['x', 'y', 'z'].map((name) => ({ name, values: [] }));
    expect(kneesThrough(rows, axes, rows[0]!)).toEqual([{ axis: 'x', value: 3, qps: 300 }]);
  });
});
