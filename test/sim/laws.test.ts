/** Laws that hold for every simulation, whatever the pipeline: P. Denning, J. Buzen (1978), and plain bookkeeping. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { resolve } from '../../src/pipeline/resolve.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { boundsOf } from '../../src/sim/bounds/bounds.ts';
import { demandsOf, StepCosts } from '../../src/sim/bounds/demand.ts';
import type { Station } from '../../src/sim/device/station.ts';
import { flowOf } from '../../src/sim/bounds/flow.ts';
import { Model } from '../../src/sim/model.ts';
import { simulate } from '../../src/sim/simulate.ts';
import { plainDevice, value } from './support/devices.ts';
import { alike, anyPipeline, finite, inOneStream, pricedByDevice } from './support/pipelines.ts';
import { scaled } from './support/scale.ts';

const profile = loadProfile('ascend310');
const budgetEvents = 200_000;
const runs = (numRuns: number) => ({ numRuns: scaled(numRuns), seed: 20 });

/** Streams go on the moment that an engine is done. */
const promptDevice = {
  ...plainDevice,
  engines: { ...plainDevice.engines, vpc: { ...plainDevice.engines['vpc']!, completionMs: value(0) } },
};

/** All stations of a model that has run to its end, or for a number of events. */
function ran(pipeline: Pipeline, events = Infinity): { model: Model; stations: Station[]; end: string } {
  const model = new Model(resolve(pipeline), promptDevice, 1, undefined);
  const end = model.engine.run(Infinity, events);
  return { model, end, stations: model.devices.flatMap((device) => [...device.stations.values()]) };
}

describe('every prediction', () => {
  it('has utilizations from 0 to 1 that with the idle time of an engine make up all of its time', () => {
    fc.assert(
      fc.property(anyPipeline, (pipeline) => {
        const { utilization, idle } = simulate(pipeline, profile, { budgetEvents });
        for (const share of Object.values(utilization)) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
        for (const [engine, causes] of Object.entries(idle)) {
          // The cores of AI CPU also serve the interrupts of DVPP, which are no tasks of it.
          if (engine === 'aicpu') continue;
          const waited = Object.values(causes).reduce((sum, share) => sum + share, 0);
          for (const share of Object.values(causes)) expect(share).toBeGreaterThanOrEqual(0);
          expect((utilization[engine] ?? 0) + waited, engine).toBeCloseTo(1, 2);
        }
      }),
      runs(50),
    );
  });

  it('is the same to the bit for the same seed, and near to it for another', () => {
    fc.assert(
      fc.property(alike, (pipeline) => {
        const first = simulate(pipeline, profile, { budgetEvents, seed: 3 });
        expect(simulate(pipeline, profile, { budgetEvents, seed: 3 })).toEqual(first);
        const other = simulate(pipeline, profile, { budgetEvents, seed: 4 });
        expect(other.qpsRange[0]).toBeLessThan(first.qpsRange[1]);
        expect(other.qpsRange[1]).toBeGreaterThan(first.qpsRange[0]);
      }),
      runs(40),
    );
  });

  it('keeps the utilization law: an engine is busy for its rate times its work a frame', () => {
    fc.assert(
      fc.property(alike, (pipeline) => {
        const resolved = resolve(pipeline);
        const flow = flowOf(resolved);
        const { qps, utilization } = simulate(pipeline, plainDevice, { budgetEvents });
        for (const { resource, kind, servers, cycleMs } of demandsOf(
          flow,
          new StepCosts(resolved, plainDevice),
        )) {
          if (kind !== 'engine' || resource === 'link') continue;
          const perFrame = (cycleMs[0] ?? 0) / (flow.threads[0]?.frames ?? 1);
          expect(Math.abs((utilization[resource] ?? 0) - (qps * perFrame) / 1000 / servers)).toBeLessThan(
            0.03,
          );
        }
      }),
      runs(60),
    );
  });

  it("keeps Little's law: as many frames are under way as threads, each of which has one at a time", () => {
    fc.assert(
      fc.property(inOneStream, ({ pipeline, frames }) => {
        const { model } = ran(pipeline, 1000);
        let total = 0;
        const end = model.meter.end.bind(model.meter);
        model.reset();
        model.meter.end = (n, birth, now) => {
          total += n * (now - birth);
          end(n, birth, now);
        };
        const from = model.engine.now;
        model.engine.run(Infinity, 30_000);
        expect(total / (model.engine.now - from)).toBeGreaterThan(frames * 0.97);
        expect(total / (model.engine.now - from)).toBeLessThan(frames * 1.03);
      }),
      runs(40),
    );
  });
});

describe('every run to the end', () => {
  it('does each step as often as the program says, and finishes every frame', () => {
    fc.assert(
      fc.property(finite, (pipeline) => {
        const resolved = resolve(pipeline);
        const { model, end } = ran(pipeline);
        expect(end).toBe('idle');
        expect(model.threads.every((thread) => thread.over)).toBe(true);
        const copies = resolved.processes * (resolved.threads[0]?.replicas ?? 0);
        const flow = flowOf(resolved).threads[0]!;
        expect(model.meter.everFrames).toBeCloseTo(flow.frames * copies, 6);
        const submissions = [...flow.visits].reduce(
          (sum, [step, n]) => sum + (step.kind === 'submit' ? n : 0),
          0,
        );
        expect(model.jobs.reduce((sum, job) => sum + job.done, 0)).toBe(submissions * copies);
      }),
      runs(100),
    );
  });

  it('takes as long on each engine as its work, no more and no less', () => {
    fc.assert(
      fc.property(finite, (pipeline) => {
        const resolved = resolve(pipeline);
        const { model, stations } = ran(pipeline);
        const copies = resolved.processes * (resolved.threads[0]?.replicas ?? 0);
        for (const { resource, kind, cycleMs } of demandsOf(
          flowOf(resolved),
          new StepCosts(resolved, plainDevice),
        )) {
          if (kind !== 'engine' || resource === 'link') continue;
          const busy = stations.filter((s) => s.name === resource).reduce((sum, s) => sum + s.busyMs, 0);
          expect(busy).toBeCloseTo((cycleMs[0] ?? 0) * copies, 6);
        }
        expect(model.engine.now).toBeGreaterThan(0);
      }),
      runs(60),
    );
  });
});

describe('every engine', () => {
  it('works while there is work: no server is free while a task waits', () => {
    fc.assert(
      fc.property(anyPipeline, (pipeline) => {
        const model = new Model(resolve(pipeline), { ...profile, variation: value(0.1) }, 1, undefined);
        for (let i = 0; i < 1000; i++) {
          model.engine.run(Infinity, 1);
          for (const device of model.devices) {
            for (const station of device.stations.values()) {
              const { free, waiting } = station as unknown as Record<'free' | 'waiting', { length: number }>;
              expect(Math.min(free.length, waiting.length)).toBe(0);
            }
          }
        }
      }),
      runs(15),
    );
  });
});

describe('a simulated rate is within the bounds', () => {
  /** A simulated rate is known to 1 %; twice that leaves the odd one out. */
  const NOISE = 0.02;
  const folder = new URL('../../examples/pipelines/', import.meta.url);
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

  it.each(files)('for %s', (file) => {
    const pipeline = parsePipeline(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
    const { lower, upper } = boundsOf(resolve(pipeline), profile);
    const { qps } = simulate(pipeline, profile);
    expect(qps).toBeLessThanOrEqual(upper * (1 + NOISE));
    expect(qps).toBeGreaterThanOrEqual(lower * (1 - NOISE));
  });

  it.each([
    ['random pipelines', anyPipeline],
    ['pipelines priced by the device', pricedByDevice],
  ])(
    'for %s',
    (_, pipelines) => {
      fc.assert(
        fc.property(pipelines, (pipeline) => {
          const { lower, upper } = boundsOf(resolve(pipeline), profile);
          const { qps } = simulate(pipeline, profile, { budgetEvents: 300_000 });
          expect(qps).toBeLessThanOrEqual(upper * (1 + NOISE));
          expect(qps).toBeGreaterThanOrEqual(lower * (1 - NOISE));
        }),
        { numRuns: scaled(100), seed: 5 },
      );
    },
    60_000,
  );
});
