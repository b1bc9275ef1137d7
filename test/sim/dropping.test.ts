/** Queues that drop what they have no room for, and channels that hold up who sends to a full one. */
import { describe, expect, it } from 'vitest';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { CHANNEL_DEPTH } from '../../src/sim/host/channel.ts';
import { simulate } from '../../src/sim/simulate.ts';
import { plainDevice } from './support/devices.ts';

const host = (what: string, milliseconds: number) => ({ kind: 'host', what, milliseconds, busy: false });
const infer = { kind: 'submit', engine: 'aicore', call: 'infer', mode: 'sync', work: { model: 'm' } };
const loop = (times: number | string, ...body: object[]) => ({
  kind: 'repeat',
  times,
  frameLoop: true,
  body,
});
const put = (blocking: boolean) => ({ kind: 'enqueue', queue: 'frames', blocking });
const take = { kind: 'dequeue', queue: 'frames' };

function line(makeMs: number, takeMs: number, capacity: number, blocking = false): number {
  const pipeline = parsePipeline({
    models: [{ id: 'm', milliseconds: 0.001 }],
    queues: [{ id: 'frames', capacity }],
    threads: [
      { id: 'maker', program: [loop('forever', host('make', makeMs), put(blocking))] },
      { id: 'taker', program: [loop('forever', take, infer, host('post', takeMs))] },
    ],
  });
  return simulate(pipeline, plainDevice).qps;
}

describe('a queue that drops', () => {
  it.each([1, 2, 32])('with room for %i gives the rate of the slower side', (capacity) => {
    expect(line(2, 5, capacity) / line(2, 5, capacity, true)).toBeCloseTo(1, 2);
    expect(line(5, 2, capacity) / line(5, 2, capacity, true)).toBeCloseTo(1, 2);
    expect(line(1, 5, capacity)).toBeGreaterThan(185);
    expect(line(1, 5, capacity)).toBeLessThan(200);
  });

  it('gives no less with more room', () => {
    const rates = [1, 2, 4, 16, 64].map((capacity) => line(4, 4.1, capacity));
    for (const [i, rate] of rates.entries()) expect(rate).toBeGreaterThan(0.99 * (rates[i - 1] ?? 0));
  });
});

const send = { kind: 'submit', engine: 'vdec', call: 'send', mode: 'async', work: { milliseconds: 2 } };
const decoded = { kind: 'callback', thread: 'decoded', blocking: false };

/** 3,000 pictures sent at once, whose callback hands them on or drops them, to a model of 3 ms. */
function video(blocking: boolean) {
  const pipeline = parsePipeline({
    models: [{ id: 'm', milliseconds: 3 }],
    queues: [{ id: 'frames', capacity: 32 }],
    threads: [
      { id: 'main', program: [loop(3000, send, decoded)] },
      { id: 'decoded', kind: 'callback', program: [put(blocking)] },
      { id: 'detect', program: [loop('forever', take, infer)] },
    ],
  });
  return simulate(pipeline, loadProfile());
}

describe('a channel of a decoder', () => {
  it.each([true, false])('does not starve who takes its pictures, blocking %s', (blocking) => {
    const { qps, utilization } = video(blocking);
    expect(qps).toBeGreaterThan(270);
    expect(utilization.aicore).toBeGreaterThan(0.8);
  });

  it.each(['vdec', 'venc'])('holds up who sends to a full one: %s', (engine) => {
    const pipeline = parsePipeline({
      threads: [
        { id: 'main', program: [loop(3000, { ...send, engine }, decoded)] },
        { id: 'decoded', kind: 'callback', program: [host('use', 0.1)] },
      ],
    });
    const { latency, qps, warnings } = simulate(pipeline, loadProfile());
    expect(qps).toBeGreaterThan(450);
    expect(latency.medianMs).toBeGreaterThan(2 * CHANNEL_DEPTH);
    expect(latency.medianMs).toBeLessThan(2 * (CHANNEL_DEPTH + 4));
    expect(warnings.map(({ id }) => id)).toEqual(['channel-depth']);
  });

  it('is held up by callbacks that wait for room in a queue', () => {
    const { qps, latency } = video(true);
    expect(qps).toBeCloseTo(1000 / 3, -2);
    // All that may be between the sender and the model, at the model's pace with its submission.
    expect(latency.medianMs).toBeLessThan(3.5 * (32 + CHANNEL_DEPTH + 4));
  });

  it('is held up by callbacks that take long', () => {
    const pipeline = parsePipeline({
      threads: [
        { id: 'main', program: [loop(3000, send, decoded)] },
        { id: 'decoded', kind: 'callback', program: [host('use', 5)] },
      ],
    });
    const { qps, latency } = simulate(pipeline, loadProfile());
    expect(qps).toBeCloseTo(200, -1);
    expect(latency.medianMs).toBeLessThan(5 * (CHANNEL_DEPTH + 4));
  });

  it('goes on where fewer callbacks come than pictures were sent', () => {
    const pipeline = parsePipeline({
      threads: [
        { id: 'main', program: [loop(3000, send, send, decoded)] },
        { id: 'decoded', kind: 'callback', program: [host('use', 0.1)] },
      ],
    });
    expect(simulate(pipeline, loadProfile()).utilization.vdec).toBeGreaterThan(0.9);
  });
});
