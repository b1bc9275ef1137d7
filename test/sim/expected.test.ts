/** What mean value analysis expects, where it can be worked out by hand. Frames/s. */
import { describe, expect, it } from 'vitest';
import { resolve } from '../../src/pipeline/resolve.ts';
import { boundsOf } from '../../src/sim/bounds/bounds.ts';
import { plainDevice, value } from './support/devices.ts';
import {
  forever,
  host,
  infer,
  lock,
  pipelineOf,
  put,
  repeat,
  sleep,
  submit,
  take,
  thread,
  wait,
  waitFor,
  type Step,
} from './support/programs.ts';

type Threads = Parameters<typeof pipelineOf>[0];
const of = (threads: Threads, extra: object = {}, device = plainDevice): number | undefined =>
  boundsOf(resolve(pipelineOf(threads, extra)), device).expected;
const lone = (...body: Step[]) => [thread('t', forever(...body))];
const many = (replicas: number, ...body: Step[]) => [{ ...thread('t', forever(...body)), replicas }];

describe('of one thread', () => {
  it('is its cycle: its stream, what it does besides, and completions', () => {
    expect(of(lone(infer(4), wait))).toBeCloseTo(250, 6);
    expect(of(lone(host(6), infer(4), wait))).toBeCloseTo(100, 6);
    expect(of(lone(submit('vpc'), wait))).toBeCloseTo(250, 6);
    expect(of(lone(submit('vpc'), infer(4), wait))).toBeCloseTo(125, 6);
  });

  it('counts three wakes for every wait, also that of a synchronous call', () => {
    const slow = { ...plainDevice, host: { ...plainDevice.host, wakeMs: value(1) } };
    expect(of(lone(infer(4), wait), {}, slow)).toBeCloseTo(1000 / 7, 6);
    expect(of(lone(infer(2), infer(2, { completes: 1 }), wait), {}, slow)).toBeCloseTo(1000 / 7, 6);
    expect(of(lone(infer(4, { mode: 'sync' })), {}, slow)).toBeCloseTo(1000 / 7, 6);
    expect(of(lone(repeat(2, infer(2), wait)), {}, slow)).toBeCloseTo(2000 / 10, 6);
    expect(of(lone(infer(4), put('p')), {}, slow)).toBeCloseTo(250, 6);
  });

  it('is by frame where a cycle finishes several', () => {
    expect(of(lone(infer(4, { completes: 2 }), wait))).toBeCloseTo(500, 6);
    expect(of(lone(host(6), infer(4, { completes: 5 }), wait))).toBeCloseTo(500, 6);
  });
});

describe('of several threads of a kind', () => {
  // A queue of 4 ms and 4 ms elsewhere, two customers: 0.8 of the queue's rate.
  const half: Step[] = [host(4), infer(4), wait];

  it('is that of a closed network with a customer for each replica and process', () => {
    expect(of(many(2, ...half))).toBeCloseTo(200, 6);
    expect(of(lone(...half), { processes: 2 })).toBeCloseTo(200, 6);
    expect(of(many(2, infer(4, { completes: 2 }), wait))).toBeCloseTo(500, 6);
  });

  it('has the servers of an engine', () => {
    expect(of(many(2, submit('jpegd'), wait))).toBeCloseTo(200, 6);
    expect(of(many(40, submit('jpegd'), wait))).toBeCloseTo(200, 3);
  });

  it('is as if threads that do not use the device were not there', () => {
    expect(of([...many(2, ...half), thread('b', forever(host(3)))])).toBeCloseTo(200, 6);
    expect(of([...many(2, ...half), thread('b', forever(sleep(3)))])).toBeCloseTo(200, 6);
  });
});

describe('is left out', () => {
  it('where another thread uses the device', () => {
    const frame = infer(4, { completes: 1 });
    expect(
      of([...lone(frame, wait), thread('b', forever(submit('jpegd', { completes: 0 }), wait))]),
    ).toBeUndefined();
    expect(of([...lone(frame, wait), thread('b', forever(frame, wait))])).toBeUndefined();
  });

  it('where threads feed each other', () => {
    const fed = [thread('a', forever(sleep(1), put())), thread('b', forever(take(), infer(4), wait))];
    expect(of(fed)).toBeUndefined();
  });

  it('where customers are at two places at once: streams that overlap or are shared, locks', () => {
    expect(of(lone(infer(4), infer(4, { stream: 'u', completes: 1 }), waitFor('device')))).toBeUndefined();
    expect(of(many(2, infer(4, { stream: 'all' }), waitFor('device')))).toBeUndefined();
    expect(of(many(1, infer(4, { stream: 'all' }), waitFor('device')))).toBeCloseTo(250, 6);
    expect(of(lone(lock(infer(4), wait)))).toBeUndefined();
  });

  it('where nothing takes time', () => {
    expect(of(lone(infer(0), wait))).toBeUndefined();
  });
});
