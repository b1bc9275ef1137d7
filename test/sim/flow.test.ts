import { describe, expect, it } from 'vitest';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { resolve } from '../../src/pipeline/resolve.ts';
import { flowOf } from '../../src/sim/bounds/flow.ts';

const flow = (value: object) => flowOf(resolve(parsePipeline(value)));
const host = (milliseconds: number) => ({ kind: 'host', milliseconds });
const vpc = { kind: 'submit', engine: 'vpc', mode: 'sync', work: { milliseconds: 1 } };

describe('the cycle of a thread', () => {
  it('is the body of its endless loop, without what runs before', () => {
    const found = flow({
      threads: [{ id: 't', program: [host(9), { kind: 'repeat', body: [host(1), vpc] }] }],
    }).threads[0];
    expect(found?.endless).toBe(true);
    expect(found?.cycle.map((step) => step.kind)).toEqual(['host', 'submit']);
    expect(found?.frames).toBe(1);
  });

  it('is the innermost endless loop, also inside a lock, and the whole program without one', () => {
    const inner = { kind: 'repeat', body: [vpc] };
    const found = flow({
      threads: [
        {
          id: 'a',
          program: [{ kind: 'repeat', body: [host(1), { kind: 'lock', mutex: 'm', body: [inner] }] }],
        },
        { id: 'b', program: [{ kind: 'repeat', times: 5, body: [vpc] }] },
      ],
    });
    expect(found.threads.map((t) => [t.endless, t.cycle.length, t.frames])).toEqual([
      [true, 1, 1],
      [false, 1, 5],
    ]);
  });

  it('multiplies loops and shares branches', () => {
    const found = flow({
      parameters: [{ name: 'N', value: 4 }],
      threads: [
        {
          id: 't',
          program: [
            {
              kind: 'repeat',
              body: [
                {
                  kind: 'repeat',
                  times: 'N * 2',
                  body: [{ kind: 'branch', share: 0.25, then: [vpc], otherwise: [host(1)] }],
                },
              ],
            },
          ],
        },
      ],
    }).threads[0];
    const times = [...(found?.visits ?? [])].map(([step, count]) => [step.kind, count]);
    expect(times).toEqual([
      ['repeat', 1],
      ['branch', 8],
      ['submit', 2],
      ['host', 6],
    ]);
    expect(found?.frames).toBe(2);
  });

  it('leaves out threads without replicas', () => {
    expect(
      flow({
        threads: [
          { id: 'a', program: [vpc] },
          { id: 'b', replicas: 0, program: [vpc] },
        ],
      }).threads.map((t) => t.thread.id),
    ).toEqual(['a']);
  });
});

describe('what ties threads together', () => {
  const producer = (times: number) => ({
    id: 'p',
    program: [
      { kind: 'repeat', body: [host(1), { kind: 'repeat', times, body: [{ kind: 'enqueue', queue: 'q' }] }] },
    ],
  });
  const consumer = (blocking = true) => ({
    id: 'c',
    program: [{ kind: 'repeat', body: [{ kind: 'dequeue', queue: 'q', blocking }, vpc] }],
  });

  it('is what goes in and out of a queue: equal where it is bounded', () => {
    expect(flow({ queues: [{ id: 'q', capacity: 2 }], threads: [producer(3), consumer()] }).laws).toEqual([
      { what: 'queue q', coefficients: [3, -1], equal: true },
    ]);
    expect(flow({ queues: [{ id: 'q' }], threads: [producer(3), consumer()] }).laws[0]?.equal).toBe(false);
  });

  it('is no more out than in where an item may be refused', () => {
    const offers = {
      id: 'p',
      program: [{ kind: 'repeat', body: [host(1), { kind: 'enqueue', queue: 'q', blocking: false }] }],
    };
    expect(flow({ queues: [{ id: 'q', capacity: 2 }], threads: [offers, consumer(false)] }).laws).toEqual([
      { what: 'queue q', coefficients: [1, -1], equal: false },
    ]);
  });

  it('is nothing where a queue is not used, or only filled', () => {
    expect(flow({ queues: [{ id: 'q' }], threads: [{ id: 'a', program: [vpc] }] }).laws).toEqual([]);
    expect(flow({ queues: [{ id: 'q' }], threads: [producer(1)] }).laws).toEqual([]);
  });

  it('is the reports that a callback thread is given', () => {
    const callback = { kind: 'callback', thread: 'cb', blocking: false };
    const found = flow({
      threads: [
        {
          id: 'a',
          program: [{ kind: 'repeat', body: [vpc, { kind: 'repeat', times: 2, body: [callback] }] }],
        },
        { id: 'cb', kind: 'callback', program: [host(1)] },
      ],
    });
    expect(found.laws).toEqual([{ what: 'callback cb', coefficients: [2, -1], equal: true }]);
  });
});
