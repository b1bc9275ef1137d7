/** The simulator as the device: parts of it changed, its runs measured with noise, and what the fit makes of them. */
import { describe, expect, it } from 'vitest';
import { causesOf, scaled } from '../../src/measure/fit/causes.ts';
import { fitToRuns } from '../../src/measure/fit/fit.ts';
import { withNumbers } from '../../src/measure/constants.ts';
import { measurementText } from '../../src/measure/errors.ts';
import type { MeasuredRun } from '../../src/measure/runs.ts';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { simulate } from '../../src/sim/index.ts';

const base = loadProfile('ascend310');
const submit = (engine: string, work: object) => ({
  kind: 'submit',
  call: engine,
  engine,
  mode: 'async',
  stream: { id: 's' },
  work,
});

/** Pictures are copied, decoded and classified by some threads, each waiting for its own. */
const pipeline = parsePipeline({
  parameters: [
    { name: 'THREADS', value: 1, range: [1, 16] },
    { name: 'BYTES', value: 80_000, range: [1, 1e8] },
  ],
  streams: [{ id: 's', count: 'THREADS' }],
  models: [{ id: 'm', catalogueName: 'resnet50', batch: 1 }],
  threads: [
    {
      id: 'main',
      replicas: 'THREADS',
      program: [
        {
          kind: 'repeat',
          times: 'forever',
          frameLoop: true,
          body: [
            submit('h2d', { bytes: 'BYTES' }),
            submit('jpegd', { pixels: 1024 * 1536, bytes: 75_000 }),
            submit('aicore', { model: 'm' }),
            { kind: 'wait', for: 'stream', target: { id: 's' } },
          ],
        },
      ],
    },
  ],
});

/** Small steps of a generator of its own: equal in each run of the test. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 1_073_741_824 - 1;
  };
}

const SETTINGS = [
  { THREADS: 1, BYTES: 80_000 },
  { THREADS: 1, BYTES: 8_000_000 },
  { THREADS: 2, BYTES: 80_000 },
  { THREADS: 8, BYTES: 80_000 },
  { THREADS: 8, BYTES: 8_000_000 },
];

function causeOf(id: string) {
  const cause = causesOf(base).find((each) => each.id === id);
  if (!cause) throw new Error(`no ${id}`);
  return cause;
}

/** Runs on a device whose part takes `factor` times as long; 2 % noise on rates, points on shares. */
function measuredOn(id: string, factor: number, settings = SETTINGS, seed = 1): MeasuredRun[] {
  const device = withNumbers(base, new Map(scaled(base, causeOf(id), factor)));
  const next = noise(seed * 7919 + Math.round(factor * 100));
  return settings.map((each, i) => {
    const { qps, utilization } = simulate(pipeline, device, { settings: each, seed: 5 });
    const aicore = Math.min(1, (utilization['aicore'] ?? 0) * (1 + 0.02 * next()));
    return { settings: each, qps: qps * (1 + 0.03 * next()), shares: { aicore }, from: `run ${i + 1}` };
  });
}

const PARTS = ['models.resnet50', 'engines.jpegd', 'link.gigabytesPerSecond'];
const FACTORS = [0.125, 0.5, 2, 8];

describe('a part that is other than in the profile', () => {
  const cases = PARTS.flatMap((part) => FACTORS.map((factor): [string, number] => [part, factor]));

  it.each(cases)(
    '%s taking %d times as long is found, or said to be open, and no other is blamed',
    (part, factor) => {
      const fit = fitToRuns(pipeline, base, measuredOn(part, factor));
      const expected = new Map(scaled(base, causeOf(part), factor));
      for (const { constant, after, interval } of fit.constants) {
        expect(constant.startsWith(part)).toBe(true);
        const [path] = [...expected.keys()].filter((each) => constant.endsWith(each.split('.').at(-1) ?? ''));
        const truth = expected.get(path ?? '') ?? NaN;
        // The noise of a few runs: what is said of it has to hold, with a little for the steps of the fit.
        if (!constant.startsWith('models')) expect(Math.abs(Math.log(after / truth))).toBeLessThan(0.1);
        expect(interval[0] < after && after < interval[1]).toBe(true);
      }
      expect(fit.constants.length > 0 || fit.open.length > 0 || fit.meanError < 0.04).toBe(true);
    },
  );

  it('that is determined is said with an interval that holds it', () => {
    const found = [0.5, 8].map((factor) => {
      const fit = fitToRuns(pipeline, base, measuredOn('engines.jpegd', factor));
      const cost = fit.constants.find(({ constant }) => constant === 'engines.jpegd.cost.perMegapixelMs');
      return cost && cost.after / cost.before / factor;
    });
    for (const ratio of found) expect(Math.abs((ratio ?? 0) - 1)).toBeLessThan(0.06);
  });
});

describe('what the data do not tell', () => {
  const alone = (factor: number) => {
    const [run] = measuredOn('engines.jpegd', factor, [{ THREADS: 1, BYTES: 80_000 }]);
    return run!;
  };
  const words = (all: { id: unknown }[]) =>
    all.map((each) => measurementText(each as never, 'en')).join('\n');

  it('one rate does not tell which part is other: nothing is changed, and what would tell is named', () => {
    const { settings, qps, from } = alone(0.5);
    const fit = fitToRuns(pipeline, base, [{ settings, qps, from }]);
    expect(fit.profile).toEqual(base);
    expect(fit.constants).toEqual([]);
    expect(words(fit.open)).toMatch(/do not tell these apart.*engines\.jpegd.*\nto tell, measure/s);
    expect(fit.held).toEqual([]);
  });

  it('a share of the same run tells it, and clears the part that the rate alone would blame', () => {
    const fit = fitToRuns(pipeline, base, [alone(0.5)]);
    expect(fit.constants.map(({ constant }) => constant)).toContain('engines.jpegd.cost.perMegapixelMs');
    expect(words(fit.contradictions)).toMatch(
      /models\.resnet50 taking .* would explain the rates, but aicore/,
    );
  });

  it('a share that nothing explains is said', () => {
    const run = alone(1);
    const fit = fitToRuns(pipeline, base, [{ ...run, shares: { aicore: 0.99, jpegd: 0.01 } }]);
    expect(words(fit.contradictions)).toMatch(/jpegd was measured at 1 %/);
  });

  it('from two runs on, each is predicted from the others', () => {
    const fit = fitToRuns(pipeline, base, measuredOn('engines.jpegd', 8));
    expect(fit.held).toHaveLength(SETTINGS.length);
    for (const { error } of fit.held) expect(Math.abs(error)).toBeLessThan(0.1);
  });
});
