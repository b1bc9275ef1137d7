import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Finding, Gain } from '../../src/analyzer/finding.ts';
import { createAnalyzer } from '../../src/analyzer/index.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { gainText, isNoticeable } from '../../src/service/gain-text.ts';
import { localeOf } from '../../src/service/locale.ts';
import { LruMap } from '../../src/service/lru.ts';
import { parametersInUse, settingsFor } from '../../src/service/parameters.ts';
import { Predictor } from '../../src/service/predictor.ts';
import type { PricedFinding, Rate } from '../../src/service/price.ts';
import { findGain, priceTogether, rankByGain, unpriced, withGain } from '../../src/service/price.ts';
import { Session } from '../../src/service/session.ts';
import type { SimulationJob } from '../../src/service/simulation/job.ts';
import { LocalSimulator } from '../../src/service/simulation/simulator.ts';
import type { Task } from '../../src/service/simulation/task.ts';

const range = { file: 'a.cpp', line: 10, column: 1, endLine: 10, endColumn: 5 };
const loop = (line: number, mode: 'sync' | 'async'): Pipeline =>
  parsePipeline({
    parameters: [
      { name: 'THREADS', value: 2, range: [1, 8] },
      { name: 'DEPTH', value: 16, range: [1, 64] },
    ],
    streams: [{ id: 's' }],
    models: [{ id: 'm', catalogueName: 'resnet50' }],
    threads: [
      {
        id: 't',
        replicas: 'THREADS',
        program: [
          {
            kind: 'repeat',
            times: 'forever',
            body: [
              {
                kind: 'repeat',
                times: 'DEPTH',
                body: [
                  {
                    kind: 'submit',
                    call: 'run',
                    engine: 'aicore',
                    mode,
                    stream: { id: 's' },
                    work: { model: 'm' },
                    source: { ...range, line },
                  },
                ],
              },
              { kind: 'wait', for: 'stream', target: { id: 's' } },
            ],
          },
        ],
      },
    ],
  });

const pipeline = loop(10, 'async');
const named = (name: string): Pipeline => ({ ...pipeline, name });
const finding = (to: string, severity: Finding['severity'] = 'warning'): Finding => ({
  rule: 'sync-model-execute-in-loop',
  messageId: 'syncExecute',
  data: {},
  severity,
  range,
  related: [],
  fixes: [],
  counterfactual: (from) => named(from.name === pipeline.name ? to : `${from.name}+${to}`),
});

const rate = (qps: number): Rate => ({
  qps,
  noise: 1,
  doubts: { aicore: 0.4 },
  latencyMs: 3,
  memoryBytes: 0,
  boundBy: 'aicore',
  boundUtilization: 0.98,
});
const rates: Record<string, number> = {
  [pipeline.name]: 300,
  fast: 360,
  faster: 400,
  same: 301,
  'faster+fast': 420,
};
const estimate = ({ name }: Pipeline): Promise<Rate | undefined> =>
  Promise.resolve(name in rates ? rate(rates[name]!) : undefined);

const priceFinding = async (found: Finding, from: Pipeline, by: typeof estimate) =>
  withGain(found, await findGain(found, from, by));

describe('prices', () => {
  it('are before and after, with a range that is the noise’s and the model’s', async () => {
    const { gain, severity } = await priceFinding(finding('faster'), pipeline, estimate);
    expect(gain).toMatchObject({ qpsBefore: 300, qpsAfter: 400 });
    // Of the difference what the model may be off by; what both hang on cancels.
    expect(gain!.plusMinus).toBeCloseTo(Math.hypot(Math.SQRT2, 8));
    expect(severity).toBe('warning');
    expect(gainText(gain!, 'en')).toBe('predicted 300 → 400 QPS (+33 %, ±8.12 QPS)');
  });

  it('say that there is none now and why, and make a hint of it, but not of an error', async () => {
    const none = await priceFinding(finding('same'), pipeline, estimate);
    expect(none.severity).toBe('hint');
    expect(gainText(none.gain!, 'en')).toBe('no gain now: AI Core is already at 98 %');
    expect(gainText(none.gain!, 'zh')).toBe('目前无收益：AI Core 已达 98 %');
    expect((await priceFinding(finding('same', 'error'), pipeline, estimate)).severity).toBe('error');
  });

  it('are left out where the fix does not apply or cannot be simulated', async () => {
    const throws: Finding = {
      ...finding('x'),
      counterfactual: () => {
        throw new Error('another shape');
      },
    };
    expect(await priceFinding(throws, pipeline, estimate)).toEqual(unpriced(throws));
    expect((await priceFinding(finding('unknown'), pipeline, estimate)).gain).toBeNull();
  });

  it('rank, and are simulated together rather than added', async () => {
    const priced = await Promise.all(
      ['fast', 'same', 'faster'].map((to) => priceFinding(finding(to), pipeline, estimate)),
    );
    expect(rankByGain(priced).map(({ gain }) => gain?.qpsAfter)).toEqual([400, 360, 301]);
    const together = await priceTogether(priced, pipeline, estimate);
    expect(together?.findings).toHaveLength(2);
    expect(together?.gain.qpsAfter).toBe(420);
    expect(await priceTogether(priced.slice(0, 2), pipeline, estimate)).toBeUndefined();
  });

  it('below their own uncertainty are none', () => {
    const gain = {
      qpsBefore: 300,
      qpsAfter: 304,
      plusMinus: 5,
      noise: 5,
      boundBy: 'aicore',
      boundUtilization: 0.5,
    };
    expect(isNoticeable(gain)).toBe(false);
    expect(gainText(gain, 'en')).toMatch(/^no gain predicted: the rate stays at 300 QPS/);
    expect(isNoticeable({ ...gain, noise: 2 })).toBe(true);
  });
});

/** Counts what is simulated. */
class Counting extends LocalSimulator {
  jobs = 0;

  override submit(job: SimulationJob): Task {
    this.jobs++;
    return super.submit(job);
  }
}

describe('the predictor', () => {
  const simulator = new Counting();
  beforeEach(() => (simulator.jobs = 0));

  it('simulates once, and follows the lines of a pipeline that has only moved', async () => {
    const predictor = new Predictor(loadProfile(), simulator);
    const first = await predictor.predict(loop(10, 'async'), {});
    expect(await predictor.predict(loop(10, 'async'), {})).toBe(first);
    const below = await predictor.predict(loop(25, 'async'), {});
    expect(simulator.jobs).toBe(1);
    expect(below.qps).toBe(first.qps);
    const linesOf = (p: typeof first) => p.criticalPath.flatMap(({ source }) => source?.line ?? []);
    expect(linesOf(first)).toContain(10);
    expect(linesOf(below)).toEqual(linesOf(first).map((line) => (line === 10 ? 25 : line)));
  });

  it('predicts and prices in one simulation, whichever is asked first', async () => {
    const predictor = new Predictor(loadProfile(), simulator);
    const rate = await predictor.rate(loop(10, 'async'), {}, undefined, true);
    const predicted = await predictor.predict(loop(25, 'async'), {});
    expect(predicted.qps).toBe(rate!.qps);
    expect(JSON.stringify(predicted.criticalPath)).toContain('"line":25');
    const both = [predictor.predict(loop(10, 'sync'), {}), predictor.rate(loop(25, 'sync'), {})] as const;
    const [whole, priced] = await Promise.all(both);
    expect(priced!.qps).toBe(whole.qps);
    expect(await predictor.rate(loop(10, 'sync'), {})).toEqual(priced);
    expect(simulator.jobs).toBe(2);
  });

  it('gives each of those that wait for one simulation the lines of its own', async () => {
    const predictor = new Predictor(loadProfile(), simulator);
    const all = await Promise.all([10, 25].map((line) => predictor.predict(loop(line, 'async'), {})));
    expect(simulator.jobs).toBe(1);
    for (const [i, line] of [10, 25].entries())
      expect(JSON.stringify(all[i]!.criticalPath)).toContain(`"line":${line}`);
  });

  it('knows nothing of other settings or other contents', async () => {
    const predictor = new Predictor(loadProfile(), simulator);
    await predictor.predict(loop(10, 'async'), {});
    await predictor.predict(loop(10, 'async'), { THREADS: 1 });
    await predictor.predict(loop(10, 'sync'), {});
    expect(simulator.jobs).toBe(3);
  });

  it('prices a pipeline that cannot be simulated with nothing', async () => {
    const predictor = new Predictor(loadProfile());
    expect(await predictor.rate(pipeline, { THREADS: -1 })).toBeUndefined();
    expect((await predictor.rate(pipeline, {}))!.qps).toBeGreaterThan(0);
    expect(predictor.pricedEvents).toBeGreaterThan(0);
  });
});

describe('a session', () => {
  const wasm = (name: string, file: string) =>
    readFileSync(path.join(import.meta.dirname, '../../node_modules', name, file));
  const text = readFileSync(path.join(import.meta.dirname, '../../examples/sync-infer/main.cpp'), 'utf8');
  const file = 'main.cpp';
  const open = async (simulator: Counting): Promise<Session> => {
    const analyzer = await createAnalyzer({
      runtimeWasm: wasm('web-tree-sitter', 'web-tree-sitter.wasm'),
      grammarWasm: wasm('tree-sitter-cpp', 'tree-sitter-cpp.wasm'),
    });
    const session = new Session(analyzer, { profile: loadProfile(), parameters: {} }, simulator);
    session.update({ file, text });
    return session;
  };
  const gains = (priced: PricedFinding[]) => priced.map(({ gain }) => gain);

  it('knows the gains of findings that have moved, and of no others', async () => {
    const simulator = new Counting();
    const session = await open(simulator);
    expect(gains(session.knownPrices(session.findings()))).toEqual(session.findings().map(() => null));
    const priced = gains(await session.price(session.findings()));
    expect(priced.filter((gain) => gain !== null).length).toBeGreaterThan(1);
    const jobs = simulator.jobs;
    session.update({ file, text: `// one line more\n${text}` });
    expect(gains(session.knownPrices(session.findings()))).toEqual(priced);
    expect(gains(await session.price(session.findings()))).toEqual(priced);
    expect(simulator.jobs).toBe(jobs);
    session.update({ file, text: text.replace('i <= 0x320', 'i <= 0x32') });
    expect(gains(session.knownPrices(session.findings()))).toEqual(session.findings().map(() => null));
    session.dispose();
  });

  it('stops pricing at its limit of events, and goes on from there the next time', async () => {
    const session = await open(new Counting());
    const found = session.findings();
    const first = gains(await session.price(found, { maxEvents: 0 }));
    const second = gains(await session.price(found, { maxEvents: 0 }));
    const whole = gains(await session.price(found));
    const known = (list: (Gain | null)[]): number => list.filter((gain) => gain !== null).length;
    expect([known(first), known(second)]).toEqual([1, 2]);
    expect(second.find((gain) => gain !== null)).toEqual(whole.find((gain) => gain !== null));
    session.dispose();
  });

  it('tells how far it is after each simulation', async () => {
    const session = await open(new Counting());
    const known: number[] = [];
    await session.price(session.findings(), {
      between: (soFar) => {
        known.push(soFar.filter(({ gain }) => gain !== null).length);
        return Promise.resolve();
      },
    });
    expect(known).toEqual(known.map((_, i) => i + 1));
    session.dispose();
  });
});

describe('parameters', () => {
  it('play a part by where they stand', () => {
    const roles = parametersInUse(pipeline, { DEPTH: 4 }).map(({ parameter, value, role }) => [
      parameter.name,
      value,
      role,
    ]);
    expect(roles).toEqual([
      ['THREADS', 2, 'threads'],
      ['DEPTH', 4, 'depth'],
    ]);
    expect(settingsFor(pipeline, { DEPTH: 4, OTHER: 1 })).toEqual({ DEPTH: 4 });
  });
});

describe('small parts', () => {
  it('a locale is Chinese by its first letters only', () => {
    expect(['zh-cn', 'zh_CN.UTF-8', 'zh', 'en', 'zhuang', undefined, 'C'].map(localeOf)).toEqual([
      'zh',
      'zh',
      'zh',
      'en',
      'en',
      'en',
      'en',
    ]);
  });

  it('an LRU map forgets what was not used for longest', () => {
    const map = new LruMap<string, number>(2);
    map.set('a', 1);
    map.set('b', 2);
    map.get('a');
    map.set('c', 3);
    expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([1, undefined, 3]);
  });
});
