/** The range of a prediction: whatever is open widens it by its effect, and what decides it is named. */
import { describe, expect, it } from 'vitest';
import { loadProfile } from '../../src/profile/load.ts';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { decidingText, modeTexts } from '../../src/service/doubt-text.ts';
import { decidingDoubt, simulate, withDoubts, type SimulateOptions } from '../../src/sim/index.ts';
import { loadCase } from './support/cases.ts';

const profile = loadProfile();
const guess = (name: string, value: number, unit = 'ms', range = [0, 1e6]) => ({
  name,
  value,
  unit,
  range,
  origin: { kind: 'default' },
});
const host = (milliseconds: number | string) => ({ kind: 'host', what: 'imread', milliseconds });
const infer = { kind: 'submit', engine: 'aicore', mode: 'async', work: { milliseconds: 2 } };

const looped = (body: object[], extra: object = {}) =>
  parsePipeline({ threads: [{ id: 't', program: [{ kind: 'repeat', body }] }], ...extra });

function assessed(pipeline: ReturnType<typeof looped>, options: SimulateOptions = {}, device = profile) {
  return withDoubts(pipeline, device, simulate(pipeline, device, options), options);
}

describe('a range', () => {
  it('of what is all measured is that of the model', () => {
    const { qps, qpsRange, doubts } = assessed(looped([infer]));
    expect(decidingDoubt(doubts)).toBeUndefined();
    expect(qpsRange[0] / qps).toBeGreaterThan(0.9);
    expect(qpsRange[0] / qps).toBeLessThanOrEqual(0.9201);
    expect(qpsRange[1] / qps).toBeLessThan(1.1);
    expect(qpsRange[1] / qps).toBeGreaterThanOrEqual(1.0799);
  });

  it('grows with a time on the host that nobody told, and the headline names it', () => {
    const pipeline = looped([host('read_ms'), infer], { parameters: [guess('read_ms', 20)] });
    const found = assessed(pipeline);
    expect(found.qpsRange[0]).toBeLessThan(0.5 * found.qps);
    expect(found.qpsRange[1]).toBeGreaterThan(2 * found.qps);
    expect(decidingDoubt(found.doubts)).toMatchObject({ kind: 'parameter', name: 'read_ms', value: 20 });
    expect(decidingText(found, 'en')).toMatch(/^read_ms = 20 is a guess, which decides the range: .* at 60/);
    expect(decidingText(found, 'zh')).toMatch(/^read_ms = 20 是推测值/);
  });

  it('is narrow again once it is told', () => {
    const pipeline = looped([host('read_ms'), infer], { parameters: [guess('read_ms', 20)] });
    const found = assessed(pipeline, { settings: { read_ms: 20 } });
    expect(found.doubts?.filter(({ kind }) => kind === 'parameter')).toEqual([]);
    expect(found.qpsRange[1]).toBeLessThan(1.1 * found.qps);
  });

  it('spans the other modes, and tells the rate of each by its name', () => {
    const mode = { ...guess('mode', 0, 'count', [0, 1]), choices: ['slow', 'fast'] };
    const branch = { kind: 'branch', share: 'mode', then: [host(1)], otherwise: [host(8)] };
    const pipeline = looped([branch, infer], { parameters: [mode] });
    const found = assessed(pipeline);
    expect(found.qpsRange[1]).toBeGreaterThan(3 * found.qps);
    expect(found.qpsRange[0]).toBeGreaterThan(0.9 * found.qps);
    expect(modeTexts(found, 'en')).toEqual([
      expect.stringMatching(/^mode is fixed for a run: slow [\d.]+ QPS, fast \d+ QPS/),
    ]);
    const fast = assessed(pipeline, { settings: { mode: 1 } });
    expect(fast.qps).toBeCloseTo(simulate(looped([host(1), infer]), profile).qps, 6);
    expect(modeTexts(fast, 'en')).toEqual([]);
  });

  it('says nothing of a mode on which the rate does not hang', () => {
    const modes = ['backend', 'colour'].map((name) => ({
      ...guess(name, 0, 'count', [0, 1]),
      choices: ['real', 'mock'],
    }));
    const otherwise = [{ kind: 'branch', share: 'backend', then: [], otherwise: [infer] }];
    const equal = { kind: 'branch', share: 'colour', then: [host(1)], otherwise: [host(1), host(0)] };
    const found = assessed(looped([equal, ...otherwise], { parameters: modes }));
    expect(modeTexts(found, 'en')).toEqual([
      expect.stringMatching(/^backend is fixed for a run: real \d+ QPS, mock .* \(--set backend/),
    ]);
  });

  it('says of a mode that gives the device no work that it does so', () => {
    const modes = [
      { at: 0, qps: 197 },
      { at: 1, qps: 0 },
    ];
    const subject = { kind: 'parameter' as const, name: 'backend', choices: ['real', 'mock'] };
    const end = { at: 0, qps: 197 };
    expect(
      modeTexts({ doubts: [{ ...subject, value: 0, low: end, high: end, modes, share: 0 }] }, 'en'),
    ).toEqual(['backend is fixed for a run: real 197 QPS, mock gives the device no work (--set backend=…)']);
  });

  it('hardly grows with what hardly counts, which decides nothing', () => {
    const pipeline = looped([host('log_ms'), infer], { parameters: [guess('log_ms', 0.01)] });
    const found = assessed(pipeline);
    expect(found.qpsRange[1]).toBeLessThan(1.12 * found.qps);
    expect(decidingDoubt(found.doubts)).toBeUndefined();
  });

  it('grows with open bytes and counts by their effect', () => {
    const copy = { kind: 'submit', engine: 'h2d', mode: 'sync', work: { bytes: 'size' } };
    const pipeline = looped([{ kind: 'repeat', times: 'parts', body: [copy] }, infer], {
      parameters: [guess('size', 20e6, 'bytes', [0, 1e9]), guess('parts', 2, 'count', [1, 1e6])],
    });
    const doubts = (assessed(pipeline).doubts ?? []).filter(({ kind }) => kind === 'parameter');
    expect(doubts.map(({ name }) => name).sort()).toEqual(['parts', 'size']);
    for (const { low, high } of doubts) expect(high.qps / low.qps).toBeGreaterThan(2);
  });

  it('has the figures of a device that nobody has measured', () => {
    const device = loadProfile('ascend310p3');
    const { doubts = [], qps, qpsRange } = assessed(looped([infer]), {}, device);
    expect(doubts.map(({ name }) => name)).toContain('host');
    expect(qpsRange[1] / qpsRange[0]).toBeGreaterThan(1.16);
    expect(qps).toBeGreaterThan(qpsRange[0]);
  });

  it('of a pace that is set from outside is no wider than that', () => {
    const { qps, qpsRange } = assessed(loadCase('open-load-latency'));
    expect(qps).toBeCloseTo(5, 2);
    expect(qpsRange[0]).toBeGreaterThan(4.9);
    expect(qpsRange[1]).toBeLessThan(5.1);
  });
});
