import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { approximateMva, exactMva, mva, type Station } from '../../src/sim/bounds/mva.ts';

const queue = (demandMs: number, servers = 1): Station => ({ name: 'q', kind: 'queue', demandMs, servers });
const delay = (demandMs: number): Station => ({ name: 'd', kind: 'delay', demandMs, servers: 1 });

/** Buzen's convolution: another way to the same exact throughput, for load-dependent stations too. */
function convolution(stations: Station[], population: number): number {
  let g = [1, ...new Array<number>(population).fill(0)];
  for (const { demandMs, servers, kind } of stations) {
    const f = [1];
    for (let n = 1; n <= population; n++)
      f.push((f[n - 1]! * demandMs) / (kind === 'delay' ? n : Math.min(n, servers)));
    g = g.map((_, n) => g.slice(0, n + 1).reduce((sum, value, k) => sum + value * f[n - k]!, 0));
  }
  return g[population - 1]! / g[population]!;
}

const stationArbitrary = fc.record({
  name: fc.constant('s'),
  kind: fc.constantFrom('queue' as const, 'delay' as const),
  demandMs: fc.double({ min: 0.1, max: 4, noNaN: true }),
  servers: fc.integer({ min: 1, max: 5 }),
});

describe('exact mean value analysis', () => {
  it('gives the machine repairman of two textbook cases', () => {
    // One queue of 1 ms and a delay of 1 ms, two customers: states 0, 1, 2 in the queue weigh 1/2, 1, 1.
    expect(exactMva([queue(1), delay(1)], 2).throughput).toBeCloseTo(0.8, 12);
    // Balanced single servers: N / (N + M - 1) of a server's rate.
    expect(exactMva([queue(2), queue(2), queue(2)], 4).throughput).toBeCloseTo((1 / 2) * (4 / 6), 12);
  });

  it('is the convolution algorithm by another way', () => {
    fc.assert(
      fc.property(
        fc.array(stationArbitrary, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 25 }),
        (stations, n) => {
          const expected = convolution(stations, n);
          expect(Math.abs(exactMva(stations, n).throughput / expected - 1)).toBeLessThan(1e-6);
        },
      ),
    );
  });

  it('keeps Little and the customers', () => {
    fc.assert(
      fc.property(
        fc.array(stationArbitrary, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 60 }),
        (stations, n) => {
          const found = exactMva(stations, n);
          expect(found.customers.reduce((a, b) => a + b, 0)).toBeCloseTo(n, 6);
          expect(found.throughput * found.cycleMs).toBeCloseTo(n, 6);
          stations.forEach((s, i) => {
            if (s.kind === 'queue') expect(found.utilization[i]).toBeLessThanOrEqual(1 + 1e-9);
          });
        },
      ),
    );
  });

  it('saturates the station with the largest demand per server', () => {
    const found = exactMva([queue(3, 2), queue(1), delay(5)], 60);
    expect(found.throughput).toBeCloseTo(2 / 3, 3);
    expect(found.utilization[0]).toBeCloseTo(1, 3);
    expect(found.utilization[1]).toBeCloseTo(2 / 3, 3);
    expect(found.utilization[2]).toBeCloseTo((5 * 2) / 3, 2);
  });
});

describe('approximate mean value analysis', () => {
  it('stays within 12 % of the exact value for single servers', () => {
    const single = stationArbitrary.map((s) => ({ ...s, servers: 1 }));
    fc.assert(
      fc.property(
        fc.array(single, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 40 }),
        (stations, n) => {
          const ratio = approximateMva(stations, n).throughput / exactMva(stations, n).throughput;
          expect(Math.abs(ratio - 1)).toBeLessThan(0.12);
        },
      ),
    );
  });

  it('is exact for one customer, with several servers too', () => {
    expect(approximateMva([queue(3, 2), delay(1)], 1).throughput).toBeCloseTo(1 / 4, 9);
  });

  it('is Schweitzer’s fixed point: for one queue and a delay of the same time the golden ratio', () => {
    // R = 1 + q / 2 and q = 2 R / (R + 1), so R² = R + 1.
    const golden = (1 + Math.sqrt(5)) / 2;
    const found = approximateMva([queue(1), delay(1)], 2);
    expect(found.throughput).toBeCloseTo(2 / (golden + 1), 8);
    expect(found.cycleMs).toBeCloseTo(golden + 1, 8);
    expect(found.customers).toEqual(
      [2 * (golden - 1), 2 / (golden + 1)].map((n) => expect.closeTo(n, 8) as number),
    );
    expect(found.utilization[0]).toBeCloseTo(found.throughput, 12);
    expect(found.exact).toBe(false);
  });

  it('splits a station of several servers into a queue and a delay, as Seidmann does', () => {
    // R = 2 + q / 2 and q = 2 (R - 1) / R, so R² - 3 R + 1 = 0.
    const cycle = (3 + Math.sqrt(5)) / 2;
    const found = approximateMva([queue(2, 2)], 2);
    expect(found.cycleMs).toBeCloseTo(cycle, 9);
    expect(found.utilization[0]).toBeCloseTo(2 / cycle, 9);
  });

  it('takes over for many customers and says so', () => {
    expect(mva([queue(1), delay(1)], 2000).exact).toBe(true);
    expect(mva([queue(1), delay(1)], 2001).exact).toBe(false);
    expect(mva([queue(2, 2), delay(10)], 50).exact).toBe(true);
    const many = mva([queue(2, 2), delay(10)], 5000);
    expect(many.exact).toBe(false);
    expect(many.throughput).toBeCloseTo(1, 3);
  });
});

describe('a delay', () => {
  it('lets nobody wait, whatever servers it says, and its utilization is how many are in it', () => {
    const own = { ...delay(4), servers: 3 };
    for (const found of [exactMva([own], 6), approximateMva([own], 6)]) {
      expect(found.throughput).toBeCloseTo(6 / 4, 9);
      expect(found.utilization[0]).toBeCloseTo(6, 9);
      expect(found.customers[0]).toBeCloseTo(6, 9);
    }
    const both = approximateMva([own, queue(1)], 2);
    expect(both.throughput).toBeCloseTo(exactMva([own, queue(1)], 2).throughput, 1);
    expect(both.customers.reduce((sum, n) => sum + n, 0)).toBeCloseTo(2, 6);
  });
});

describe('networks at the edge', () => {
  it('has no throughput without customers and no limit without demand', () => {
    expect(mva([queue(1)], 0)).toMatchObject({
      throughput: 0,
      customers: [0],
      utilization: [0],
      exact: true,
    });
    expect(mva([queue(1)], 1).throughput).toBeCloseTo(1, 12);
    expect(mva([queue(0), delay(0)], 3).throughput).toBe(Infinity);
    expect(mva([queue(0), queue(2)], 3).throughput).toBeCloseTo(0.5, 12);
  });
});
