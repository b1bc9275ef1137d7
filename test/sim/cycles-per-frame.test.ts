import { describe, expect, it } from 'vitest';
import { resolve } from '../../src/pipeline/resolve.ts';
import { lawRows } from '../../src/sim/bounds/flow-rows.ts';
import { cyclesPerFrame, flowOf } from '../../src/sim/bounds/flow.ts';
import {
  callback,
  forever,
  host,
  infer,
  pipelineOf,
  put,
  repeat,
  take,
  thread,
  wait,
  waitFor,
} from './support/programs.ts';

const flow = (threads: Parameters<typeof pipelineOf>[0], extra: object = {}) =>
  flowOf(resolve(pipelineOf(threads, extra)));
const cycles = (...args: Parameters<typeof flow>) => cyclesPerFrame(flow(...args));

describe('cycles a frame', () => {
  it('of threads that finish frames are shared out by their replicas', () => {
    expect(cycles([thread('t', forever(infer(4), wait))])).toEqual([1]);
    expect(cycles([thread('t', forever(infer(4, { completes: 8 }), wait))])).toEqual([1 / 8]);
    const two = [
      { ...thread('a', forever(infer(4, { completes: 1 }))), replicas: 3 },
      { ...thread('b', forever(infer(4, { completes: 2 }))), replicas: 1 },
    ];
    expect(cycles(two)).toEqual([3 / 5, 1 / 5]);
  });

  it('of threads that feed them follow from the queues between', () => {
    const threads = [
      thread('a', forever(host(1), put('p'), put('p'))),
      thread('b', forever(take('p'), put('q'))),
      thread('c', forever(repeat(4, take('q')), infer(4, { completes: 4 }))),
    ];
    expect(cycles(threads)).toEqual([1 / 2, 1, 1 / 4]);
  });

  it('of callback threads follow from the reports', () => {
    const threads = [
      thread('t', forever(infer(4, { completes: 2 }), repeat(3, callback('c')), wait)),
      { ...thread('c', host(1)), kind: 'callback' },
    ];
    expect(cycles(threads)).toEqual([1 / 2, 3 / 2]);
  });

  it('are not known of threads that nothing ties to a frame, or that share a queue', () => {
    expect(cycles([thread('t', forever(infer(4))), thread('u', forever(host(1)))])).toEqual([1, undefined]);
    const shared = [
      thread('a', forever(host(1), put())),
      thread('b', forever(host(2), put())),
      thread('c', forever(take(), infer(4))),
    ];
    expect(cycles(shared)).toEqual([undefined, undefined, 1]);
  });

  it('are not known where a law would need a rate below 0', () => {
    const threads = [
      thread('a', forever(infer(4), put(), take())),
      thread('b', forever(host(1), put(), put(), take())),
    ];
    expect(cycles(threads)[1]).toBeUndefined();
  });
});

describe('what is a law', () => {
  const laws = (threads: Parameters<typeof flow>[0]) =>
    flow(threads).laws.map(({ what, coefficients }) => [what, ...coefficients]);
  const answering = (id: string) => ({ ...thread(id, host(1)), kind: 'callback' });

  it('of each callback thread are the reports that it is given itself', () => {
    const calls = forever(infer(4), callback('c'), callback('c'), callback('d'), wait);
    expect(laws([thread('t', calls), answering('c'), answering('d')])).toEqual([
      ['callback c', 2, -1, 0],
      ['callback d', 1, 0, -1],
    ]);
  });

  it('is none of a thread that takes reports in by itself, or of a queue that nobody fills', () => {
    const taking = thread('c', forever(waitFor('report'), host(1)));
    expect(laws([thread('t', forever(infer(4), callback('c'), wait)), taking])).toEqual([]);
    expect(laws([thread('t', forever(take(), infer(4), wait))])).toEqual([]);
  });
});

describe('the laws of a flow as rows', () => {
  it('are two for a bounded queue, one for an unbounded one', () => {
    const threads = (queue: string) => [
      thread('a', forever(host(1), put(queue), put(queue))),
      thread('b', forever(take(queue), infer(4))),
    ];
    expect(lawRows(flow(threads('q')))).toEqual({
      rows: [
        [-2, 1],
        [2, -1],
      ],
      limits: [0, 0],
    });
    expect(lawRows(flow(threads('p')))).toEqual({ rows: [[-2, 1]], limits: [0] });
  });
});
