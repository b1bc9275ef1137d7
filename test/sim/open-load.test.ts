/** Frames that come in from outside: against queueing theory (L. Kleinrock, "Queueing Systems" vol. 1, 1975), times in ms. */
import { describe, expect, it } from 'vitest';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { latencyKneeOf } from '../../src/sim/explore/knee.ts';
import { simulate } from '../../src/sim/index.ts';
import { planFor } from '../../src/sim/bounds/plan.ts';
import { plainDevice } from './support/devices.ts';
import { resolve } from '../../src/pipeline/resolve.ts';
import { Model } from '../../src/sim/model.ts';
import { run } from '../../src/sim/run.ts';

/** `workers` threads that each work 10 ms at a frame, on a core of their own. */
const served = (
  workers: number,
  arrivals: object | undefined,
  body: object[] = [{ kind: 'host', milliseconds: 10 }],
) =>
  parsePipeline({
    ...(arrivals ? { arrivals } : {}),
    threads: [{ id: 't', replicas: workers, program: [{ kind: 'repeat', body }] }],
  });

/** Mean time from arrival to result by Little's law: frames in the system over those that arrive. */
function meanMs(workers: number, arrivals: object, frames = 60_000): number {
  const model = new Model(resolve(served(workers, arrivals)), plainDevice, 5, undefined);
  const { engine } = model;
  let area = 0;
  const step = 1;
  for (let at = 0; model.meter.everFrames < frames; at += step) {
    engine.run(at);
    const busy = model.threads.filter(({ hold }) => hold === undefined).length;
    area += ((model.arrivals?.backlog ?? 0) + busy) * step;
  }
  return area / model.meter.everFrames;
}

const poisson = (rate: number) => ({ rate, pattern: 'poisson' });

describe('the mean time of a frame from its arrival', () => {
  it.each([
    [50, 10 + (10 * 0.5) / (2 * 0.5)],
    [70, 10 + (10 * 0.7) / (2 * 0.3)],
  ])('is that of M/D/1 at %i frames/s', (rate, expected) => {
    expect(meanMs(1, poisson(rate)) / expected).toBeCloseTo(1, 1);
  });

  it('is that of M^[4]/D/1 for bursts of four', () => {
    // Waiting of a queue of bursts, and of the frames before one in its own burst.
    const rho = 0.6;
    const expected = 10 + (10 * rho) / (2 * (1 - rho)) + (10 * 3) / (2 * (1 - rho));
    expect(meanMs(1, { rate: 60, pattern: 'bursty', burst: 4 }) / expected).toBeCloseTo(1, 1);
  });

  it('is near that of M/D/4 by G. Cosmetatos (1975)', () => {
    const [c, offered] = [4, 3.2];
    const rho = offered / c;
    let blocked = 1;
    for (let i = 1; i <= c; i++) blocked = (offered * blocked) / (i + offered * blocked);
    const erlangC = blocked / (1 - rho * (1 - blocked));
    const mmc = (erlangC * 10) / (c - offered);
    const waiting = 0.5 * mmc * (1 + ((1 - rho) * (c - 1) * (Math.sqrt(4 + 5 * c) - 2)) / (16 * rho * c));
    expect(meanMs(4, poisson(320)) / (10 + waiting)).toBeCloseTo(1, 1);
  });

  it('is the service alone for one periodic source, and below the bound of J. Kingman for several', () => {
    expect(meanMs(1, { rate: 90, pattern: 'periodic' })).toBeCloseTo(10, 0);
    const several = meanMs(1, { rate: 90, pattern: 'periodic', sources: 9 });
    expect(several).toBeGreaterThanOrEqual(9.9);
    // A source of ten frames in a cycle never has more than nine before it.
    expect(several).toBeLessThan(10 * 9);
  });
});

describe('latencies under an open load', () => {
  const at = (rate: number, pattern: object = {}) => simulate(served(1, { rate, ...pattern }), plainDevice);

  it('count from the arrival, whatever the pace, and rise with it', () => {
    const medians = [5, 40, 80, 95].map((rate) => at(rate).latency.medianMs);
    expect(medians[0]).toBeCloseTo(10, 0);
    expect(medians).toEqual([...medians].sort((a, b) => a - b));
    const { latency } = at(80);
    expect(latency.medianMs).toBeLessThan(latency.p90Ms ?? 0);
    expect(latency.p90Ms).toBeLessThan(latency.p99Ms);
    expect(latency.p99Ms).toBeLessThan(latency.p999Ms ?? 0);
  });

  it('have the tail of M/D/1', () => {
    // P(T > t) of M/D/1 falls as exp(-θt), ρ(e^(θs) - 1) = θs; at 80 % θ = 0.0431 a ms of 10.
    const { latency } = at(80);
    const theta = Math.log(10) / (latency.p99Ms - (latency.p90Ms ?? 0));
    expect(theta / 0.0431).toBeGreaterThan(0.8);
    expect(theta / 0.0431).toBeLessThan(1.25);
  });

  it('are those of the queue of cameras as before, without their sleep', () => {
    const camera = parsePipeline({
      queues: [{ id: 'q' }],
      threads: [
        {
          id: 'camera',
          program: [
            {
              kind: 'repeat',
              body: [
                { kind: 'host', milliseconds: 200, busy: false },
                { kind: 'enqueue', queue: 'q' },
              ],
            },
          ],
        },
        {
          id: 'worker',
          program: [
            {
              kind: 'repeat',
              body: [
                { kind: 'dequeue', queue: 'q' },
                { kind: 'host', milliseconds: 10 },
              ],
            },
          ],
        },
      ],
    });
    expect(simulate(camera, plainDevice).qps).toBeCloseTo(5, 1);
    const open = simulate({ ...camera, arrivals: { rate: 50, pattern: 'periodic' } }, plainDevice);
    expect(open.qps).toBe(50);
    expect(open.latency.medianMs).toBeCloseTo(10, 0);
  });
});

describe('a load', () => {
  const load = (arrivals: object, workers = 1) => simulate(served(workers, arrivals), plainDevice);

  it('that is kept up with is the rate, within its bounds', () => {
    const { qps, bounds, load: found, warnings } = load(poisson(60));
    expect(qps).toBe(60);
    expect(bounds.upper).toBe(60);
    expect(found).toMatchObject({ offered: 60, keptUp: true, sources: 1, carried: 1 });
    expect(warnings.map(({ id }) => id)).not.toContain('cannot-keep-up');
  });

  it('beyond what can be done is done as far as that, and said', () => {
    const { qps, load: found, warnings } = load({ rate: 160, sources: 8, pattern: 'periodic' });
    expect(qps).toBeCloseTo(100, 0);
    expect(found).toMatchObject({ keptUp: false, sources: 8, carried: 5 });
    expect(warnings).toContainEqual({
      id: 'cannot-keep-up',
      data: { offered: 160, done: expect.closeTo(100, 0) },
    });
  });

  it.each([101, 100.5])(
    'of %d a second is more than 100 that can be done, however slowly it piles up',
    (rate) => {
      expect(load({ rate, pattern: 'periodic' })).toMatchObject({
        qps: expect.closeTo(100, 0),
        load: { keptUp: false, carried: 0 },
      });
    },
  );

  it('of 0 is none', () => {
    expect(load({ rate: 0 }).load).toBeUndefined();
    expect(load({ rate: 0 }).qps).toBeCloseTo(100, 0);
  });

  it('is set as parameters are, and swept', () => {
    const p99 = [20, 40, 60, 80, 90, 95].map((rate) => ({
      x: rate,
      y: simulate(served(1, undefined), plainDevice, { settings: { rate } }).latency.p99Ms,
    }));
    const knee = latencyKneeOf(p99);
    expect(knee?.x).toBeGreaterThanOrEqual(60);
    expect(knee?.x).toBeLessThanOrEqual(90);
  });

  it('of recorded times keeps their intervals', () => {
    const burst = [0, 0, 0, 0, 100];
    const { qps, latency } = load({ rate: 40, times: burst });
    expect(qps).toBe(40);
    // Four at once every 100 ms: 10, 20, 30 and 40 ms.
    expect(latency.p99Ms).toBeCloseTo(40, 0);
    expect(latency.medianMs).toBeGreaterThan(15);
  });

  it('asks of resources what a plan says', () => {
    const pipeline = served(2, poisson(150));
    const plan = planFor(pipeline, plainDevice, simulate(pipeline, plainDevice));
    expect(plan).toMatchObject({ wanted: 150, fits: true, sources: { count: 1, carried: 1 } });
    expect(plan.loads.find(({ resource }) => resource === 'thread t')?.load).toBeCloseTo(0.75, 6);
  });

  it('runs as often as its seed, and otherwise by another', () => {
    const p99 = (seed: number) => simulate(served(1, poisson(80)), plainDevice, { seed }).latency.p99Ms;
    expect(p99(3)).toBe(p99(3));
    expect(p99(3)).not.toBe(p99(4));
  });
});

describe('a queue that is polled', () => {
  const polled = (pollMs: number) =>
    parsePipeline({
      arrivals: { rate: 10, pattern: 'poisson' },
      queues: [{ id: 'q' }],
      threads: [
        { id: 'in', program: [{ kind: 'repeat', body: [{ kind: 'enqueue', queue: 'q' }] }] },
        {
          id: 'out',
          program: [
            {
              kind: 'repeat',
              body: [
                { kind: 'dequeue', queue: 'q', pollMs },
                { kind: 'host', milliseconds: 1 },
              ],
            },
          ],
        },
      ],
    });

  it('is looked at so late that half the interval is lost in the mean', () => {
    const [woken, slow] = [0, 20].map((ms) => simulate(polled(ms), plainDevice).latency.medianMs);
    expect(woken).toBeCloseTo(1, 0);
    expect(slow).toBeGreaterThan(9);
    expect(slow).toBeLessThan(14);
  });
});

describe('arrivals that make no sense', () => {
  it.each([
    [{ rate: -1 }, /rate of arrivals is negative/],
    [{ rate: 1, sources: 0 }, /number of sources of arrivals is 0, less than 1/],
    [{ rate: 1, burst: 1e9 }, /frames of a burst are more than/],
    [{ rate: 1, times: [5, 1] }, /do not rise/],
    [{ rate: 1, times: [5] }, /fewer than two/],
  ])('%j are refused in one line', (arrivals, message) => {
    expect(() => simulate(served(1, arrivals), plainDevice)).toThrow(message);
  });
});

describe('a run under an open load', () => {
  it('ends within its budget, however much arrives', () => {
    const model = new Model(resolve(served(1, poisson(1e6))), plainDevice, 1, undefined);
    const result = run(model, { precision: 0.01, budgetEvents: 100_000, signal: undefined });
    expect(model.engine.events).toBeLessThan(1_000_000);
    expect(result.rate).toBeGreaterThan(0);
  });
});
