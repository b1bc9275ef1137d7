/** The time of a model at a batch that is not published: of how it is estimated, and how right that is. */
import { describe, expect, it } from 'vitest';
import { catalogue, type CatalogueEntry } from '../../src/profile/catalogue.ts';
import { estimateModel, FACTORS } from '../../src/profile/model-estimate.ts';
import { typicalGain, typicalSpeed } from '../../src/profile/typical.ts';

/** Samples/s of a batch, and of its slowest and fastest row. */
const entry = (batch: number, median: number, low = median, high = median): CatalogueEntry => [
  batch,
  median,
  low,
  high,
  1,
  'log',
  [],
];
const milliseconds = (entries: CatalogueEntry[], batch: number) =>
  estimateModel(entries, batch, 'nowhere')?.milliseconds;

describe('an estimate', () => {
  it('of a batch that is there is its own, with its slowest and fastest row as range', () => {
    const found = estimateModel([entry(4, 100, 80, 125)], 4, 'nowhere');
    expect(found).toMatchObject({ milliseconds: 40, range: [32, 50], basis: 'measured' });
  });

  it('between two batches is on the line between their times', () => {
    const entries = [entry(4, 400, 200, 800), entry(8, 400), entry(16, 800)];
    // 10 ms, 20 ms and 20 ms a call.
    expect(milliseconds(entries, 5)).toBeCloseTo(12.5, 9);
    expect(milliseconds(entries, 12)).toBeCloseTo(20, 9);
    const { range, basis, used } = estimateModel(entries, 6, 'nowhere')!;
    expect(range[0]).toBeCloseTo(12.5 / FACTORS.interpolated, 9);
    expect(range[1]).toBeCloseTo(20 * FACTORS.interpolated, 9);
    expect(basis).toBe('interpolated');
    expect(used.map(([batch]) => batch)).toEqual([4, 8]);
  });

  it('beyond the last batch is in proportion to it', () => {
    const entries = [entry(4, 400), entry(8, 500)];
    const { milliseconds: ms, range, basis, used } = estimateModel(entries, 32, 'nowhere')!;
    expect(ms).toBeCloseTo(64, 9);
    expect(range).toEqual([64 / FACTORS.above, 64 * FACTORS.above]);
    expect(basis).toBe('extrapolated');
    expect(used.map(([batch]) => batch)).toEqual([8]);
  });

  it('before the first has the fixed time that the two smallest tell', () => {
    // 12 ms and 20 ms: 4 ms fixed and 2 ms a sample.
    const entries = [entry(4, 4000 / 12), entry(8, 400), entry(16, 400)];
    expect(milliseconds(entries, 1)).toBeCloseTo(6, 9);
    expect(milliseconds(entries, 2)).toBeCloseTo(8, 9);
    expect(estimateModel(entries, 1, 'nowhere')).toMatchObject({
      basis: 'extrapolated',
      used: [entries[0], entries[1]],
      range: [expect.closeTo(6 / FACTORS.below, 9), expect.closeTo(6 * FACTORS.below, 9)],
    });
  });

  it('before the first is between its share of the time and four times that', () => {
    // 10 ms a call whatever the batch: 10 ms would be 8 shares of a sample.
    expect(milliseconds([entry(8, 800), entry(16, 1600)], 1)).toBeCloseTo(4 * (10 / 8), 9);
    // A larger batch that takes over-proportionally long would leave less than nothing.
    expect(milliseconds([entry(4, 400), entry(8, 100)], 1)).toBeCloseTo(2.5, 9);
  });

  it('from one batch alone follows what is usual, where ten models and more tell it', () => {
    const gain = typicalGain('ascend310', 1, 16)!;
    expect(gain.median).toBeGreaterThan(1);
    expect(gain.low).toBeLessThan(1);
    expect(gain.high).toBeGreaterThan(2 * gain.median);
    const found = estimateModel([entry(1, 100, 50, 200)], 16, 'ascend310')!;
    expect(found.milliseconds).toBeCloseTo(160 / gain.median, 9);
    expect(found.range[0]).toBeCloseTo(80 / gain.high, 9);
    expect(found.range[1]).toBeCloseTo(320 / gain.low, 9);
    expect(typicalGain('ascend310', 1, 7)).toBeUndefined();
    expect(estimateModel([entry(1, 100)], 7, 'ascend310')).toMatchObject({
      milliseconds: expect.closeTo(70, 9) as number,
      range: [expect.closeTo(70 / FACTORS.above, 9), expect.closeTo(70 * FACTORS.above, 9)],
    });
    expect(estimateModel([entry(8, 100)], 2, 'nowhere')?.range[1]).toBeCloseTo(20 * FACTORS.below, 9);
  });

  it('of no entries is none', () => {
    expect(estimateModel([], 1, 'ascend310')).toBeUndefined();
  });
});

describe('what is usual', () => {
  it('is the middle of what models show, and turned round the other way', () => {
    const there = typicalSpeed('ascend310', 'ascend310p3')!;
    const back = typicalSpeed('ascend310p3', 'ascend310')!;
    expect(there.median).toBeGreaterThan(4);
    expect(there.median).toBeLessThan(8);
    expect(there.low).toBeLessThan(there.median);
    expect(there.median).toBeLessThan(there.high);
    expect(there.median * back.median).toBeCloseTo(1, 1);
    expect(typicalSpeed('ascend310', 'ascend910b')).toBeUndefined();
  });
});

describe('estimates of batches that are known, made without them', () => {
  /** Factors by which estimates are off, by how they were come by. */
  const factors = { interpolated: [] as number[], above: [] as number[], below: [] as number[] };
  for (const { devices } of Object.values(catalogue.models)) {
    for (const [device, entries] of Object.entries(devices)) {
      if (entries.length < 3) continue;
      entries.forEach((left, i) => {
        const found = estimateModel(
          entries.filter((other) => other !== left),
          left[0],
          device,
        )!;
        const ratio = found.milliseconds / ((1000 * left[0]) / left[1]);
        const way = found.basis === 'interpolated' ? 'interpolated' : i === 0 ? 'below' : 'above';
        factors[way].push(Math.max(ratio, 1 / ratio));
      });
    }
  }

  it.each(['interpolated', 'above', 'below'] as const)(
    'are within their range in 19 of 20 cases: %s',
    (way) => {
      const all = factors[way];
      expect(all.length).toBeGreaterThan(250);
      const within = all.filter((factor) => factor <= FACTORS[way]).length / all.length;
      expect(within).toBeGreaterThan(0.945);
      expect(within).toBeLessThan(0.97);
    },
  );
});
