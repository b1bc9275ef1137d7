/** Designs: what a wish comes to, and that the program which is written for it is predicted to do just that. */
import { execFileSync } from 'node:child_process';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { loadProfile } from '../../src/profile/load.ts';
import type { Design, Designer } from '../../src/service/design/design.ts';
import { designFor, isRefused } from '../../src/service/design/design.ts';
import type { Refusal } from '../../src/service/design/search.ts';
import { skeletonOf } from '../../src/service/design/skeleton.ts';
import { refusalText } from '../../src/service/design/text.ts';
import type { Wish } from '../../src/service/design/wish.ts';
import { INPUTS } from '../../src/service/design/wish.ts';
import { Predictor } from '../../src/service/predictor.ts';
import { simulate } from '../../src/sim/index.ts';
import { pipelineOf } from '../support/analyzer.ts';

const DEVICES = ['ascend310', 'ascend310p3', 'ascend310b'] as const;
type Device = (typeof DEVICES)[number];

/** As exact as a search needs: thousands are simulated here. */
const ROUGHLY = { precision: 0.03, budgetEvents: 20_000 };

/** That of the wishes drawn at random. */
function roughDesigner(device: Device): Designer {
  const { profile, ...rest } = designer(device);
  return {
    ...rest,
    profile,
    predict: (pipeline, settings) => Promise.resolve(simulate(pipeline, profile, { settings, ...ROUGHLY })),
  };
}

function designer(device: Device): Designer {
  const profile = loadProfile(device);
  const predictor = new Predictor(profile);
  return {
    profile,
    read: pipelineOf,
    predict: (pipeline, set) => predictor.predict(pipeline, set),
    assess: (pipeline) => predictor.predict(pipeline, {}),
  };
}

const base: Wish = {
  ...{ model: 'resnet50', input: 'jpeg', width: 1024, height: 1536, bytes: 75_825 },
  ...{ modelWidth: 224, modelHeight: 224, batches: [1, 4, 16], mostDevices: 4 },
};

const answered = (wish: Partial<Wish>, device: Device = 'ascend310'): Promise<Design | Refusal> =>
  designFor({ ...base, ...wish }, designer(device));

async function designed(wish: Partial<Wish>, device?: Device): Promise<Design> {
  const answer = await answered(wish, device);
  if (isRefused(answer)) throw new Error(refusalText(answer, { ...base, ...wish }, 'en'));
  return answer;
}

async function refused(wish: Partial<Wish>): Promise<Refusal> {
  const answer = await answered(wish);
  if (!isRefused(answer)) throw new Error('not refused');
  return answer;
}

/** A wish of the seed's. */
function draw(seed: number): { wish: Wish; device: Device } {
  const random = xoroshiro128plus(seed);
  const int = (least: number, most: number): number => uniformInt(random, least, most);
  const pick = <T>(all: readonly T[]): T => all[int(0, all.length - 1)] as T;
  const isTold = int(0, 3) === 0;
  const wants = int(0, 2);
  return {
    device: pick(DEVICES),
    wish: {
      model: isTold ? `net_${seed}` : pick(['resnet50', 'yolov3', 'resnet50']),
      ...(isTold ? { modelMs: int(5, 200) / 10 } : {}),
      input: pick(INPUTS),
      width: int(8, 120) * 16,
      height: int(8, 68) * 16,
      bytes: int(20, 400) * 1000,
      modelWidth: pick([224, 416, 640]),
      modelHeight: pick([224, 416, 640]),
      ...(wants === 1 ? {} : { rate: int(1, 120) * 10 }),
      ...(wants === 0 ? {} : { p99Ms: int(4, 300) }),
      batches: [pick([1, 2, 4, 8, 16, 32])],
      mostDevices: int(1, 4),
    },
  };
}

describe('a design', () => {
  it('keeps the wish on the fewest devices', async () => {
    const small = await designed({ rate: 300 });
    expect(small.choices.devices).toBe(1);
    expect(small.prediction.qps).toBeGreaterThanOrEqual(300);
    const large = await designed({ rate: 1100 });
    expect(large.choices.devices).toBe(2);
    expect(large.prediction.qps).toBeGreaterThanOrEqual(1100);
    expect(large.pipeline.devices).toBe(2);
  });

  it('gives up rate for latency where that is wished, and takes all that it can get where it is not', async () => {
    const [quick, fast] = [await designed({ p99Ms: 12 }), await designed({ p99Ms: 10_000 })];
    expect(quick.prediction.latency.p99Ms).toBeLessThanOrEqual(12);
    expect(fast.prediction.qps).toBeGreaterThan(1.3 * quick.prediction.qps);
    expect(fast.choices.batch).toBe(16);
  });

  it('says the seed’s equivalent bandwidth: frames/s × pixels × 3/2 of each codec', async () => {
    const { plan, prediction } = await designed({ rate: 300 });
    expect(plan.bandwidth.terms.map(({ engine }) => engine)).toEqual(['jpegd', 'vpc']);
    expect(plan.bandwidth.bytesPerSecond / (2 * prediction.qps * 1024 * 1536 * 1.5)).toBeCloseTo(1, 2);
  });

  it('takes a model’s time where the catalogue has none', async () => {
    const { prediction, source } = await designed({ model: 'mine', modelMs: 20, batches: [4], rate: 150 });
    expect(source).toContain('// acl-perf: model=mine cost=20ms');
    expect(prediction.qps).toBeLessThanOrEqual((4 / 20) * 1000 * 1.001);
  });
});

describe('a wish that cannot be had', () => {
  it('is refused with the most that there is, on all devices, and what binds it', async () => {
    const answer = await refused({ rate: 9000, mostDevices: 2 });
    expect(answer).toMatchObject({ binds: 'rate', nearest: { choices: { devices: 2 } } });
    expect(answer.nearest?.row.qps).toBeGreaterThan(1000);
    const said = refusalText(answer, { ...base, rate: 9000 }, 'en');
    expect(said).toMatch(
      /^9000 QPS cannot be had: 1\d{3} QPS is the most on 2 devices \(.*\); AI Core is busy 9\d %/,
    );
  });

  it('is refused with the least latency that there is', async () => {
    const answer = await refused({ p99Ms: 2 });
    expect(answer.binds).toBe('p99');
    expect(refusalText(answer, { ...base, p99Ms: 2 }, 'en')).toMatch(
      /^a p99 of 2 ms cannot be had: the least is 6/,
    );
    expect(refusalText(answer, { ...base, p99Ms: 2 }, 'zh')).toMatch(/^无法达到 p99 2 ms：最低为 6/);
  });

  it('is refused where one frame does not fit', async () => {
    const answer = await refused({ rate: 1, input: 'tensor', bytes: 9e9 });
    expect(answer.binds).toBe('memory');
  });
});

describe('the program of a design', () => {
  it.each(INPUTS)('compiles without a warning (%s)', (input) => {
    const choices = { devices: 2, threads: 3, batch: 4, depth: 2 };
    const source = skeletonOf({ ...base, input, modelMs: 3 }, choices, { qps: 100, device: 'Ascend 310' });
    expect(source).not.toMatch(/@[A-Z]/);
    const flags = ['-std=c++11', '-Wall', '-Wextra', '-Werror', '-fsyntax-only', '-x', 'c++'];
    const command = [...flags, '-I', 'test/acl/include', '-'];
    expect(execFileSync('g++', command, { input: source, encoding: 'utf8', stdio: 'pipe' })).toBe('');
  });

  it('is read whole, and is predicted to do what the plan says, for 30 random wishes', async () => {
    const counts = { had: 0, refused: 0 };
    for (let seed = 1; counts.had < 30; seed++) {
      const { wish, device } = draw(seed);
      const answer = await designFor(wish, roughDesigner(device));
      const what = `seed ${seed}`;
      if (isRefused(answer)) {
        counts.refused++;
        const { row } = answer.nearest ?? {};
        if (row) expect(row.p99Ms > (wish.p99Ms ?? Infinity) || row.qps < (wish.rate ?? 0), what).toBe(true);
        continue;
      }
      counts.had++;
      const pipeline = await pipelineOf({ 'service.cpp': answer.source });
      expect(pipeline.coverage?.verdict, what).toBe('complete');
      expect(pipeline.unknowns, what).toEqual([]);
      const { qps, latency } = simulate(pipeline, loadProfile(device));
      expect(Math.abs(qps / answer.prediction.qps - 1), what).toBeLessThan(0.02);
      expect(qps, what).toBeGreaterThanOrEqual(0.95 * (wish.rate ?? 0));
      expect(latency.p99Ms, what).toBeLessThanOrEqual(1.1 * (wish.p99Ms ?? Infinity));
    }
    expect(counts.refused).toBeGreaterThan(0);
  }, 900_000);
});
