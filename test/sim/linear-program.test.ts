import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { maximize } from '../../src/sim/bounds/linear-program.ts';
import { longTest } from './support/scale.ts';

describe('linear program', () => {
  it('solves a textbook case, with its prices', () => {
    // Hillier & Lieberman, "Introduction to Operations Research": Wyndor Glass.
    const found = maximize({
      objective: [3, 5],
      rows: [
        [1, 0],
        [0, 2],
        [3, 2],
      ],
      limits: [4, 12, 18],
    });
    expect(found?.value).toBeCloseTo(36, 9);
    expect(found?.x.map((v) => Math.round(v * 1e9) / 1e9)).toEqual([2, 6]);
    expect(found?.prices.map((v) => Math.round(v * 1e9) / 1e9)).toEqual([0, 1.5, 1]);
  });

  it('keeps equalities given as two rows with limit 0', () => {
    const found = maximize({
      objective: [1, 0],
      rows: [
        [2, -1],
        [-2, 1],
        [0, 1],
      ],
      limits: [0, 0, 6],
    });
    expect(found?.x[0]).toBeCloseTo(3, 9);
    expect(found?.x[1]).toBeCloseTo(6, 9);
  });

  it('ends on a problem on which simpler pivot rules cycle', () => {
    // E. Beale (1955), as in V. Chvátal, "Linear Programming".
    const found = maximize({
      objective: [10, -57, -9, -24],
      rows: [
        [0.5, -5.5, -2.5, 9],
        [0.5, -1.5, -0.5, 1],
        [1, 0, 0, 0],
      ],
      limits: [0, 0, 1],
    });
    expect(found?.value).toBeCloseTo(1, 9);
  });

  it('says where there is no limit, and takes a problem without rows or worth', () => {
    expect(maximize({ objective: [1], rows: [[-1]], limits: [1] })).toBeUndefined();
    expect(maximize({ objective: [1], rows: [], limits: [] })).toBeUndefined();
    expect(maximize({ objective: [-1], rows: [[1]], limits: [1] })).toEqual({
      value: 0,
      x: [0],
      prices: [0],
    });
  });

  it('takes as many rows of one variable as a program has streams, and gives the price to the tightest', () => {
    const loose = Array.from({ length: 20_000 }, (_, i) => 2 + ((i * 7919) % 20_000));
    const found = maximize({
      objective: [1, 2],
      rows: [...loose.map(() => [2, 0]), [4, 0], [0, 3], [0, -1], [0, 0]],
      limits: [...loose, 3, 6, 0, 5],
    });
    expect(found?.value).toBeCloseTo(0.75 + 4, 9);
    expect(found?.prices).toHaveLength(20_004);
    expect(found?.prices.flatMap((price, i) => (price > 0 ? [i] : []))).toEqual([20_000, 20_001]);
    expect(found?.prices[20_000]).toBeCloseTo(0.25, 9);
  });

  longTest(
    'leaves out what goes beyond a thousand rows of several variables: the value is then a bound',
    () => {
      const rows = Array.from({ length: 1001 }, () => [1, 1]);
      const limits = (last: number) => [...rows.slice(1).map(() => 10), last];
      expect(maximize({ objective: [1, 1], rows, limits: limits(1) })?.value).toBe(10);
      expect(maximize({ objective: [1, 1], rows: rows.slice(1), limits: limits(1).slice(1) })?.value).toBe(1);
    },
  );

  it('finds a feasible solution that its prices prove to be the best', () => {
    const positive = fc.double({ min: 0.1, max: 5, noNaN: true });
    const problem = fc
      .record({ variables: fc.integer({ min: 1, max: 4 }), constraints: fc.integer({ min: 1, max: 6 }) })
      .chain(({ variables, constraints }) =>
        fc.record({
          objective: fc.array(positive, { minLength: variables, maxLength: variables }),
          rows: fc.array(fc.array(positive, { minLength: variables, maxLength: variables }), {
            minLength: constraints,
            maxLength: constraints,
          }),
          limits: fc.array(positive, { minLength: constraints, maxLength: constraints }),
        }),
      );
    fc.assert(
      fc.property(problem, ({ objective, rows, limits }) => {
        const found = maximize({ objective, rows, limits })!;
        rows.forEach((row, i) => {
          expect(row.reduce((sum, a, j) => sum + a * found.x[j]!, 0)).toBeLessThanOrEqual(limits[i]! + 1e-9);
          expect(found.prices[i]).toBeGreaterThanOrEqual(-1e-9);
        });
        // Strong duality: a price vector that covers the objective and costs the same admits nothing better.
        objective.forEach((worth, j) => {
          const cover = rows.reduce((sum, row, i) => sum + row[j]! * found.prices[i]!, 0);
          expect(cover).toBeGreaterThanOrEqual(worth - 1e-9);
        });
        const cost = limits.reduce((sum, limit, i) => sum + limit * found.prices[i]!, 0);
        expect(cost).toBeCloseTo(found.value, 6);
      }),
    );
  });
});
