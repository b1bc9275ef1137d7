/** The parts that count, draw and estimate. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Fifo } from '../../src/sim/engine/fifo.ts';
import { Histogram } from '../../src/sim/engine/histogram.ts';
import { Random } from '../../src/sim/engine/random.ts';
import { Windows } from '../../src/sim/engine/windows.ts';

describe('Fifo', () => {
  it('is a queue, whatever is done to it', () => {
    const put = fc.record({ put: fc.integer() });
    fc.assert(
      fc.property(fc.array(fc.oneof(put, put, fc.constant({})), { maxLength: 300 }), (commands) => {
        const fifo = new Fifo<number>();
        const model: number[] = [];
        for (const command of commands) {
          if ('put' in command) {
            fifo.push(command.put as number);
            model.push(command.put as number);
          } else {
            expect(fifo.peek()).toBe(model[0]);
            expect(fifo.shift()).toBe(model.shift());
          }
          expect(fifo.length).toBe(model.length);
        }
        while (model.length > 0) expect(fifo.shift()).toBe(model.shift());
        expect(fifo.peek()).toBeUndefined();
      }),
    );
  });

  it('keeps order when it grows with its head in the middle', () => {
    const fifo = new Fifo<number>();
    for (let i = 0; i < 12; i++) fifo.push(i);
    for (let i = 0; i < 10; i++) fifo.shift();
    for (let i = 12; i < 60; i++) fifo.push(i);
    expect(Array.from({ length: 50 }, () => fifo.shift())).toEqual(
      Array.from({ length: 50 }, (_, i) => i + 10),
    );
  });

  it('can be emptied', () => {
    const fifo = new Fifo<number>();
    fifo.push(1);
    fifo.clear();
    expect(fifo.length).toBe(0);
    fifo.push(2);
    expect(fifo.shift()).toBe(2);
  });
});

describe('Histogram', () => {
  it('gives quantiles within 2 % of the true ones', () => {
    const values = fc.array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(values, fc.constantFrom(0.1, 0.5, 0.9, 0.99), (all, share) => {
        const histogram = new Histogram();
        for (const value of all) histogram.add(value, 1);
        const sorted = [...all].sort((a, b) => a - b);
        const exact = sorted[Math.ceil(share * all.length - 1e-9) - 1] ?? 0;
        expect(histogram.quantile(share) / exact).toBeGreaterThan(0.98);
        expect(histogram.quantile(share) / exact).toBeLessThan(1.02);
      }),
    );
  });

  it('weighs values', () => {
    const histogram = new Histogram();
    histogram.add(1, 99);
    histogram.add(100, 1);
    expect(histogram.quantile(0.98)).toBeCloseTo(1, 1);
    expect(histogram.quantile(1)).toBeGreaterThan(98);
  });

  it('gives the smallest value that the share is not above', () => {
    const histogram = new Histogram();
    histogram.add(1, 50);
    histogram.add(100, 50);
    expect(histogram.quantile(0.5)).toBeCloseTo(1, 1);
    expect(histogram.quantile(0.51) / 100).toBeCloseTo(1, 1);
    histogram.clear();
    expect(histogram.quantile(0.5)).toBe(0);
    histogram.add(5, 1);
    expect(histogram.quantile(0.01) / 5).toBeCloseTo(1, 1);
  });

  it('keeps to its first and its last bin', () => {
    const [small, large] = [new Histogram(), new Histogram()];
    for (const value of [0, 1e-9, 1e-4]) small.add(value, 1);
    expect(small.quantile(1) / 1e-4).toBeCloseTo(1.02 ** -0.5, 9);
    large.add(1e12, 1);
    expect(large.quantile(1)).toBeLessThan(2.1e6);
    expect(large.quantile(1)).toBeGreaterThan(2e6);
  });

  it('is 0 when empty, and holds values beyond its ends', () => {
    const histogram = new Histogram();
    expect(histogram.quantile(0.5)).toBe(0);
    histogram.add(0, 1);
    expect(histogram.quantile(0.5)).toBeLessThan(1e-3);
    histogram.clear();
    histogram.add(1e300, 1);
    expect(histogram.quantile(0.5)).toBeGreaterThan(1e5);
  });
});

describe('Random', () => {
  it('gives equal numbers for equal seeds, others for others', () => {
    const draw = (seed: number) =>
      Array.from(
        { length: 5 },
        (
          (random) => () =>
            random.uniform()
        )(new Random(seed)),
      );
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('draws every distribution from one uniform number', () => {
    const u = new Random(7).uniform();
    expect(u).toBeGreaterThan(0);
    expect(u).toBeLessThan(1);
    expect(new Random(7).exponential(3)).toBe(-3 * Math.log(1 - u));
    expect(new Random(7).spread(10, 0.5)).toBeCloseTo(10 + 5 * Math.sqrt(3) * (2 * u - 1), 12);
    expect(new Random(7.9).uniform()).toBe(u);
  });

  it('has the mean and spread that are asked for, and is never negative', () => {
    const random = new Random(1);
    const n = 20_000;
    const spread = Array.from({ length: n }, () => random.spread(10, 0.5));
    const mean = spread.reduce((a, b) => a + b) / n;
    const variance = spread.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n;
    expect(mean).toBeGreaterThan(9.9);
    expect(mean).toBeLessThan(10.1);
    expect(Math.sqrt(variance) / mean).toBeGreaterThan(0.49);
    expect(Math.sqrt(variance) / mean).toBeLessThan(0.51);
    expect(Math.min(...spread)).toBeGreaterThan(0);
    expect(random.spread(10, 0)).toBe(10);
    const exponential = Array.from({ length: n }, () => random.exponential(3));
    expect(exponential.reduce((a, b) => a + b) / n).toBeGreaterThan(2.9);
    expect(exponential.reduce((a, b) => a + b) / n).toBeLessThan(3.1);
    expect(Math.min(...exponential)).toBeGreaterThanOrEqual(0);
  });
});

describe('Windows', () => {
  it('says nothing of fewer than ten', () => {
    const windows = new Windows();
    for (let i = 0; i < 9; i++) windows.add(1, 5);
    expect(windows.estimate()).toBeUndefined();
    windows.add(1, 5);
    expect(windows.estimate()).toEqual({ rate: 5, halfWidth: 0 });
  });

  it('says nothing while nothing is counted', () => {
    const windows = new Windows();
    for (let i = 0; i < 12; i++) windows.add(1, 0);
    expect(windows.estimate()).toBeUndefined();
  });

  it('weighs windows by their length: a ratio estimate', () => {
    const windows = new Windows();
    for (let i = 0; i < 5; i++) {
      windows.add(1, 2);
      windows.add(3, 6);
    }
    expect(windows.estimate()?.rate).toBe(2);
    expect(windows.estimate()?.halfWidth).toBe(0);
  });

  it('gives the range of Student for counts that vary', () => {
    const windows = new Windows();
    for (let i = 0; i < 10; i++) windows.add(2, i % 2 === 0 ? 9 : 11);
    // Mean 10 in 2 ms; sum of squares 10, so s = sqrt(10 / 9); t(9) = 2.262.
    expect(windows.estimate()?.rate).toBe(5);
    expect(windows.estimate()?.halfWidth).toBeCloseTo((2.262 * Math.sqrt(10 / 9 / 10)) / 2, 9);
  });

  it('puts neighbours together when it has 32, and says so', () => {
    const windows = new Windows();
    for (let i = 0; i < 31; i++) expect(windows.add(1, i % 2)).toBe(false);
    expect(windows.add(1, 1)).toBe(true);
    expect(windows.length).toBe(16);
    expect(windows.estimate()).toEqual({ rate: 0.5, halfWidth: 0 });
  });

  it('notices that the rate still changes at the start', () => {
    const rates = (...counts: number[]) => {
      const windows = new Windows();
      for (const count of counts) windows.add(1, count);
      return windows.drifts();
    };
    const noise = [10, 11, 10, 9, 10, 11, 9, 10, 10];
    expect(rates(2, 3, 4, ...noise)).toBe(true);
    expect(rates(20, 20, 19, ...noise)).toBe(true);
    expect(rates(10, 9, 11, ...noise)).toBe(false);
    expect(rates(1, 10, 10)).toBe(false);
  });

  it('widens the range by how windows of unequal length miss the rate', () => {
    const windows = new Windows();
    for (let i = 0; i < 11; i++) windows.add(i === 10 ? 2 : 1, i === 0 ? 2 : i === 10 ? 3 : 1);
    // 14 in 12 ms: the misses are 2 - 7/6, nine times 1 - 7/6, and 3 - 14/6; t(10) = 2.228.
    const squares = (5 / 6) ** 2 + 9 * (1 / 6) ** 2 + (2 / 3) ** 2;
    expect(windows.estimate()?.rate).toBeCloseTo(14 / 12, 12);
    expect(windows.estimate()?.halfWidth).toBeCloseTo((2.228 * Math.sqrt(squares / 10 / 11)) / (12 / 11), 12);
  });

  it('takes the whole of a pair’s time when it puts neighbours together', () => {
    const windows = new Windows();
    for (let i = 0; i < 32; i++) windows.add(i + 1, 3 * (i + 1));
    expect(windows.length).toBe(16);
    expect(windows.estimate()).toEqual({ rate: 3, halfWidth: 0 });
    expect(windows.add(1, 3)).toBe(false);
    expect(windows.length).toBe(17);
  });

  describe('a drift of the first quarter', () => {
    const drifts = (...counts: number[]) => {
      const windows = new Windows();
      for (const count of counts) windows.add(2, count);
      return windows.drifts();
    };

    it('needs two windows to be seen', () => {
      expect(drifts(90, 10, 10, 10, 10, 10, 10)).toBe(false);
      expect(drifts(90, 90, 10, 10, 10, 10, 10, 10)).toBe(true);
      expect(drifts(10, 10, 90, 10, 10, 10, 10, 10)).toBe(false);
    });

    it('is one of more than a thousandth where the rest is even', () => {
      expect(drifts(10.02, 10.02, 10, 10, 10, 10, 10, 10)).toBe(true);
      expect(drifts(9.98, 9.98, 10, 10, 10, 10, 10, 10)).toBe(true);
      expect(drifts(10.005, 10.005, 10, 10, 10, 10, 10, 10)).toBe(false);
    });

    it('is one of more than four standard errors where it is not', () => {
      // The rest spreads by sqrt(6 / 5): 4 x 1.095 / sqrt(2) + 0.01 = 3.108.
      const rest = [9, 11, 9, 11, 9, 11];
      expect(drifts(13.2, 13.2, ...rest)).toBe(true);
      expect(drifts(13, 13, ...rest)).toBe(false);
      expect(drifts(6.8, 6.8, ...rest)).toBe(true);
      expect(drifts(7, 7, ...rest)).toBe(false);
    });
  });
});
