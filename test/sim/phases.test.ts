/** Programs of several phases one after the other: a frame is what the steady loop makes, and takes as long as it does there. */
import { describe, expect, it } from 'vitest';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { simulate } from '../../src/sim/index.ts';
import { plainDevice } from './support/devices.ts';

type Step = Record<string, unknown>;

const infer: Step = { kind: 'submit', engine: 'aicore', stream: 's', work: { milliseconds: 2 } };
const inferAndWait: Step = { ...infer, mode: 'sync' };
const wait: Step = { kind: 'wait', target: 's' };
const copy = (engine: 'h2d' | 'd2h'): Step => ({
  kind: 'submit',
  engine,
  mode: 'sync',
  work: { milliseconds: 1 },
});
const read: Step = { kind: 'host', milliseconds: 3 };
const loop = (times: number, ...body: Step[]): Step => ({ kind: 'repeat', times, body });
const nowAndThen = (...then: Step[]): Step => ({ kind: 'branch', share: 0.0625, periodic: true, then });

function latencyOf(...program: Step[]): number {
  const threads = [{ id: 't', entry: 'main', program }];
  return simulate(parsePipeline({ streams: [{ id: 's' }], threads }), plainDevice).latency.medianMs;
}

describe('the latency of a frame', () => {
  const alone = latencyOf(loop(200, inferAndWait));

  it('leaves out what is loaded for all before, and taken home from all behind', () => {
    const phases = [loop(200, read, copy('h2d')), loop(200, inferAndWait), loop(200, copy('d2h'))];
    expect(latencyOf(...phases)).toBeCloseTo(alone, 5);
    expect(alone).toBeGreaterThan(1.9);
    expect(alone).toBeLessThan(3);
  });

  it('leaves out a warm-up', () => {
    expect(latencyOf(loop(10, inferAndWait), loop(200, inferAndWait))).toBeCloseTo(alone, 5);
  });

  it('is over with the wait now and then, and with the last one', () => {
    const group = latencyOf(loop(256, infer, nowAndThen(wait)), wait, loop(256, copy('d2h')));
    expect(group).toBeGreaterThan(16);
    expect(group).toBeLessThan(40);
  });
});
