/** What each part does to the rate: roofs that are above it, and rates that rise where what binds is free. */
import { describe, expect, it } from 'vitest';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { resolve } from '../../src/pipeline/resolve.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { boundParts, simulate } from '../../src/sim/index.ts';
import { boundsOf } from '../../src/sim/bounds/bounds.ts';
import { roofsOf } from '../../src/sim/bounds/roofs.ts';

const profile = loadProfile();
const infer = (milliseconds: number, mode = 'async') => ({
  ...{ kind: 'submit', engine: 'aicore', mode },
  work: { milliseconds },
});
const host = (milliseconds: number) => ({ kind: 'host', what: 'work', milliseconds });
const loop = (...body: object[]) =>
  parsePipeline({ threads: [{ id: 't', program: [{ kind: 'repeat', body }] }] });
const partsOf = (pipeline: ReturnType<typeof loop>) =>
  boundParts(pipeline, profile, simulate(pipeline, profile));

describe('the roof of each part', () => {
  it('is one over its work of a frame', () => {
    const roofs = roofsOf(resolve(loop(infer(4), host(1)), {}), profile);
    expect(roofs.find(({ resource }) => resource === 'aicore')?.qps).toBeCloseTo(250, -1);
    expect(roofs.find(({ resource }) => resource === 'host cores')?.qps).toBeLessThan(
      1000 * profile.host.cores.value,
    );
  });

  it('is never below the upper bound, and the lowest is near it', () => {
    for (const pipeline of [loop(infer(4)), loop(infer(2), host(5)), loop(infer(2, 'sync'), host(2))]) {
      const resolved = resolve(pipeline, {});
      const { upper } = boundsOf(resolved, profile);
      const [lowest] = roofsOf(resolved, profile);
      expect(lowest?.qps).toBeGreaterThanOrEqual(upper * 0.999);
      expect(lowest?.qps).toBeLessThan(upper * 1.01);
    }
  });
});

describe('a part that takes no time', () => {
  const freedOf = (pipeline: ReturnType<typeof loop>, resource: string) =>
    partsOf(pipeline).find((part) => part.resource === resource)?.freed;

  it('lifts the rate where it alone holds it, and does not where another does', () => {
    const held = loop(infer(4), host(1));
    const { qps } = simulate(held, profile);
    expect(freedOf(held, 'aicore')).toBeGreaterThan(3 * qps);
    expect(freedOf(held, 'host')).toBe(qps);
  });

  it('lifts it by its share where the work of one thread is done in turn', () => {
    const turns = loop(infer(4, 'sync'), host(4));
    const { qps } = simulate(turns, profile);
    for (const resource of ['aicore', 'host']) {
      expect(freedOf(turns, resource)).toBeGreaterThan(1.7 * qps);
      expect(freedOf(turns, resource)).toBeLessThan(2.3 * qps);
    }
    expect(partsOf(turns)[0]).toMatchObject({ resource: 'thread t' });
  });

  it('stands among the parts in the order of their roofs', () => {
    const roofs = partsOf(loop(infer(4), host(1))).map(({ roof = Infinity }) => roof);
    expect(roofs).toEqual([...roofs].sort((a, b) => a - b));
    expect(partsOf(loop(infer(4), host(1)))[0]?.busy).toBeGreaterThan(0.9);
  });
});

it('a frame’s way tells its waits apart from its work', () => {
  const threads = [{ id: 't', replicas: 3, program: [{ kind: 'repeat', body: [infer(4, 'sync')] }] }];
  const [step] = simulate(parsePipeline({ threads }), profile).criticalPath;
  expect(step?.waitedMs).toBeGreaterThan(6);
  expect((step?.milliseconds ?? 0) - (step?.waitedMs ?? 0)).toBeCloseTo(4, 0);
});
