/** What a given prediction means for frames that arrive at a pace, by hand. */
import { describe, expect, it } from 'vitest';
import { planFor } from '../../src/sim/bounds/plan.ts';
import type { Prediction } from '../../src/sim/prediction.ts';
import { plainDevice } from './support/devices.ts';
import {
  forever,
  host,
  infer,
  pipelineOf,
  put,
  sleep,
  submit,
  take,
  thread,
  wait,
  type Step,
} from './support/programs.ts';

function planned(threads: Parameters<typeof pipelineOf>[0], qps = 100, fits = true) {
  const prediction = { qps, memory: { fits } } as Prediction;
  return planFor(pipelineOf(threads), plainDevice, prediction);
}
const worker = thread('worker', forever(take(), infer(4), wait));
/** What arrives from a thread of these steps, frames/s. */
const arriving = (...steps: Step[]) => planned([thread('source', forever(...steps)), worker]).wanted;

describe('what arrives', () => {
  it('is set by threads that sleep between frames that they put into a queue', () => {
    expect(arriving(sleep(20), put())).toBeCloseTo(50, 6);
    expect(arriving(sleep(20), put(), put())).toBeCloseTo(100, 6);
    expect(arriving(host(5), sleep(20), put())).toBeCloseTo(40, 6);
    const three = { ...thread('source', forever(sleep(20), put())), replicas: 3 };
    expect(planned([three, worker]).wanted).toBeCloseTo(150, 6);
  });

  it('is not set by threads that work, that do not sleep, that take frames or that pass none on', () => {
    expect(arriving(host(20), put())).toBeUndefined();
    expect(arriving(sleep(0), host(20), put())).toBeUndefined();
    expect(arriving(take('p'), sleep(20), put())).toBeUndefined();
    expect(planned([thread('t', forever(sleep(20), infer(4), wait))]).wanted).toBeUndefined();
  });
});

describe('a plan', () => {
  const cameras = [thread('source', forever(sleep(10), put())), worker];

  it('fits where the prediction reaches what arrives but for its noise', () => {
    expect(planned(cameras, 100).fits).toBe(true);
    expect(planned(cameras, 98.6).fits).toBe(true);
    expect(planned(cameras, 98.4).fits).toBe(false);
    expect(planned(cameras, 100, false).fits).toBe(false);
  });

  it('without a pace fits where memory does', () => {
    const free = [thread('t', forever(infer(4), wait))];
    expect(planned(free, 1).fits).toBe(true);
    expect(planned(free, 1, false).fits).toBe(false);
  });

  it('knows what is possible however fast frames arrive', () => {
    expect(planned(cameras).possible).toBeCloseTo(250, 6);
    expect(planned([thread('t', forever(infer(0), wait))]).possible).toBe(Infinity);
  });

  it('loads each resource for what arrives, or else for what is predicted, the most loaded first', () => {
    const loads = (...args: Parameters<typeof planned>) =>
      planned(...args).loads.map(({ resource, load }) => [resource, expect.closeTo(load, 9)]);
    expect(loads(cameras)).toEqual([
      ['aicore', 0.4],
      ['stream s[0] of worker', 0.4],
      ['thread worker', 0.4],
    ]);
    const two = [{ ...thread('t', forever(submit('jpegd'), infer(4), wait)), replicas: 8 }];
    expect(planned(two, 100).loads.slice(0, 2)).toEqual([
      { resource: 'jpegd', load: expect.closeTo(0.5, 9) as number },
      { resource: 'aicore', load: expect.closeTo(0.4, 9) as number },
    ]);
  });
});

describe('the equivalent bandwidth', () => {
  it('has a term for each codec step whose pixels are known, for every picture of it', () => {
    const body = [
      submit('jpegd', { work: { pixels: 2e6 } }),
      submit('vpc', { work: { pixels: 1e6, pictures: 3 } }),
      submit('vpc'),
      submit('aicore', { work: { pixels: 1e6, milliseconds: 4 } }),
      wait,
    ];
    const { terms, bytesPerSecond, share } = planned([thread('t', forever(...body))], 100).bandwidth;
    expect(terms).toEqual([
      {
        engine: 'jpegd',
        framesPerSecond: expect.closeTo(100, 6),
        pixels: 2e6,
        bytesPerSecond: expect.closeTo(3e8, 0),
      },
      {
        engine: 'vpc',
        framesPerSecond: expect.closeTo(300, 6),
        pixels: 1e6,
        bytesPerSecond: expect.closeTo(4.5e8, 0),
      },
    ]);
    expect(bytesPerSecond).toBeCloseTo(7.5e8, 0);
    expect(share).toBeCloseTo(0.75 / plainDevice.memory.gigabytesPerSecond.value, 9);
  });

  it.each(['jpegd', 'jpege', 'pngd', 'vdec', 'venc', 'vpc'])('counts %s', (engine) => {
    const device = {
      ...plainDevice,
      engines: { ...plainDevice.engines, [engine]: plainDevice.engines['vpc']! },
    };
    const body = [submit(engine, { work: { pixels: 1e6 } }), infer(4), wait];
    const prediction = { qps: 10, memory: { fits: true } } as Prediction;
    const { bandwidth } = planFor(pipelineOf([thread('t', forever(...body))]), device, prediction);
    expect(bandwidth.terms.map((term) => term.engine)).toEqual([engine]);
  });
});
