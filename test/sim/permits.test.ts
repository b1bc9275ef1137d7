/** Queues of permits: they bound what is under way, and carry no frames. */
import { describe, expect, it } from 'vitest';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { frameCounters } from '../../src/pipeline/frames.ts';
import { resolve } from '../../src/pipeline/resolve.ts';
import { simulate } from '../../src/sim/simulate.ts';
import { plainDevice } from './support/devices.ts';

const host = (what: string, milliseconds: number) => ({ kind: 'host', what, milliseconds, busy: false });
const infer = { kind: 'submit', engine: 'aicore', call: 'infer', mode: 'sync', work: { model: 'm' } };
const forever = (...body: object[]) => [{ kind: 'repeat', times: 'forever', frameLoop: true, body }];
const move = (kind: 'enqueue' | 'dequeue', queue: string) => ({ kind, queue });

/** A camera that takes 6 ms and a thread that takes 4 ms a frame, with so many frames under way. */
function bounded(initial?: number | string) {
  return parsePipeline({
    parameters: [{ name: 'DEPTH', value: 1, range: [1, 8], origin: { kind: 'default' } }],
    models: [{ id: 'm', milliseconds: 0.001 }],
    queues: [{ id: 'frames' }, ...(initial === undefined ? [] : [{ id: 'slots', initial }])],
    threads: [
      {
        id: 'camera',
        program: forever(
          ...(initial === undefined ? [] : [move('dequeue', 'slots')]),
          host('grab', 6),
          move('enqueue', 'frames'),
        ),
      },
      {
        id: 'worker',
        program: forever(
          move('dequeue', 'frames'),
          infer,
          host('post', 4),
          ...(initial === undefined ? [] : [move('enqueue', 'slots')]),
        ),
      },
    ],
  });
}

const qps = (initial?: number | string, settings = {}): number =>
  simulate(bounded(initial), plainDevice, { settings }).qps;

describe('permits', () => {
  it('bound how many frames are under way', () => {
    expect(qps(1)).toBeGreaterThan(80);
    expect(qps(1)).toBeLessThan(1000 / 10);
    expect(qps(2) / qps()).toBeCloseTo(1, 2);
    expect(qps(1e9) / qps()).toBeCloseTo(1, 2);
  });

  it('are as many as a parameter says', () => {
    expect(qps('DEPTH')).toBe(qps(1));
    expect(qps('DEPTH', { DEPTH: 4 })).toBeGreaterThan(1.4 * qps(1));
  });

  it('carry no frames: giving one back hands nothing on', () => {
    const counted = [...frameCounters(resolve(bounded(2)))].map(([step]) => step.kind);
    expect(counted).toEqual(['submit']);
    const { latency } = simulate(bounded(2), plainDevice);
    expect(latency.medianMs).toBeLessThan(6);
  });

  it('count frames once where free buffers go round', () => {
    const model = (call: string) => ({ ...infer, call });
    const pipeline = parsePipeline({
      models: [{ id: 'm', milliseconds: 1 }],
      queues: [{ id: 'full' }, { id: 'free', initial: 2 }],
      threads: [
        {
          id: 'a',
          program: forever(move('dequeue', 'free'), model('detect'), move('enqueue', 'full')),
        },
        {
          id: 'b',
          program: forever(move('dequeue', 'full'), model('classify'), move('enqueue', 'free')),
        },
      ],
    });
    const counted = [...frameCounters(resolve(pipeline)).keys()];
    expect(counted).toMatchObject([{ call: 'classify' }]);
  });

  it('that nobody gives back are a deadlock once they are gone', () => {
    const pipeline = bounded(2);
    pipeline.threads[1]?.program.forEach((step) => {
      if (step.kind === 'repeat') step.body.pop();
    });
    expect(() => simulate(pipeline, plainDevice)).toThrow(/slots/);
  });
});
