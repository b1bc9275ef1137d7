/** Dynamic batching: what is there is taken together, and a while is waited for more. */
import { describe, expect, it } from 'vitest';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { simulate } from '../../src/sim/index.ts';
import { plainDevice } from './support/devices.ts';

const SERVICE_MS = 10;

/** Frames come at `rate`; one thread takes up to `atMost` of them and runs a model of that batch, 10 ms whatever is in it. */
const batching = (rate: number, atMost: number, withinMs: number, workers = 1) =>
  parsePipeline({
    arrivals: { rate, pattern: 'poisson' },
    queues: [{ id: 'q' }],
    models: [{ id: 'm', batch: atMost, milliseconds: SERVICE_MS }],
    streams: [{ id: 's' }],
    threads: [
      { id: 'in', program: [{ kind: 'repeat', body: [{ kind: 'enqueue', queue: 'q' }] }] },
      {
        id: 'worker',
        replicas: workers,
        program: [
          {
            kind: 'repeat',
            body: [
              { kind: 'dequeue', queue: 'q', atMost, withinMs },
              { kind: 'submit', engine: 'aicore', stream: 's', work: { model: 'm' } },
              { kind: 'wait', target: 's' },
            ],
          },
        ],
      },
    ],
  });

const predicted = (...given: Parameters<typeof batching>) => simulate(batching(...given), plainDevice);
const meanBatch = (...given: Parameters<typeof batching>) => {
  const { qps, callsPerSecond } = predicted(...given);
  return qps / callsPerSecond;
};

/**
 * Mean batch of M/D^[1,b]/1 without patience (N. Bailey, 1954): of the chain of what waits when a batch is over, found by
 * iterating it. A cycle is a service, and where nothing waits the time to the next arrival before it.
 */
function batchByTheory(rate: number, most: number): number {
  const mean = (rate * SERVICE_MS) / 1000;
  const comes: number[] = [Math.exp(-mean)];
  for (let k = 1; k < 60; k++) comes.push(((comes[k - 1] ?? 0) * mean) / k);
  let chance = [1];
  for (let round = 0; round < 400; round++) {
    const next = new Array<number>(200).fill(0);
    chance.forEach((p, waiting) => {
      const left = Math.max(0, waiting - most);
      comes.forEach((q, k) => {
        if (left + k < next.length) next[left + k] = (next[left + k] ?? 0) + p * q;
      });
    });
    chance = next;
  }
  return mean + (chance[0] ?? 0);
}

describe('batches of what is there', () => {
  it.each([
    [50, 4],
    [150, 4],
    [300, 4],
    [250, 8],
  ])('are as large as theory says: %i frames/s, at most %i', (rate, most) => {
    expect(meanBatch(rate, most, 0) / batchByTheory(rate, most)).toBeCloseTo(1, 1);
  });

  it('are full where more comes than can be done, at the rate of full ones', () => {
    const { qps, callsPerSecond, load, bounds } = predicted(1000, 4, 0);
    expect(load?.keptUp).toBe(false);
    expect(qps).toBeCloseTo(400, -1);
    expect(callsPerSecond).toBeCloseTo(100, 0);
    expect(bounds.upper).toBeGreaterThanOrEqual(qps);
  });

  it('are kept up with at what one by one is not', () => {
    expect(predicted(250, 1, 0).load?.keptUp).toBe(false);
    expect(predicted(250, 8, 0).load?.keptUp).toBe(true);
  });
});

describe('a batch that waits for more', () => {
  it('holds the first and those of its time, where others hardly ever wait', () => {
    // 1 + rate × patience.
    expect(meanBatch(5, 8, 40) / (1 + (5 * 40) / 1000)).toBeCloseTo(1, 1);
  });

  it('costs its first frame the patience, and no more than that', () => {
    const { latency } = predicted(1, 8, 40);
    expect(latency.medianMs).toBeCloseTo(50, 0);
    expect(latency.p99Ms).toBeLessThan(55);
  });

  it('goes as soon as it is full', () => {
    const { latency } = predicted(300, 4, 1000);
    expect(meanBatch(300, 4, 1000)).toBeCloseTo(4, 2);
    expect(latency.medianMs).toBeLessThan(40);
  });

  it('counts each frame from its own arrival', () => {
    const { latency } = predicted(100, 8, 60);
    // The first has waited 60 ms and the last not at all.
    expect(latency.medianMs).toBeGreaterThan(30);
    expect(latency.medianMs).toBeLessThan(60);
    expect(latency.p99Ms).toBeGreaterThan(65);
  });

  it('is one of several, each of which takes what the others leave', () => {
    const { load, qps, callsPerSecond } = predicted(300, 8, 5, 3);
    expect(load?.keptUp).toBe(true);
    expect(qps / callsPerSecond).toBeGreaterThan(1);
    expect(qps / callsPerSecond).toBeLessThanOrEqual(8);
  });

  it('of no item is refused', () => {
    const pipeline = batching(10, 4, 5);
    const [, worker] = pipeline.threads;
    const none = {
      ...worker!,
      program: [{ kind: 'dequeue' as const, queue: 'q', blocking: true, atMost: 0 }, ...worker!.program],
    };
    expect(() => simulate({ ...pipeline, threads: [pipeline.threads[0]!, none] }, plainDevice)).toThrow(
      /items taken at once of queue q is 0, less than 1/,
    );
  });
});

describe('what is done for each item of a batch', () => {
  /** Clients that wait for their answer before they ask again, and a worker that takes up to 32 questions. */
  const served = (clients: number) =>
    simulate(
      parsePipeline({
        queues: [{ id: 'q' }, { id: 'answers', initial: 0 }],
        models: [{ id: 'm', milliseconds: SERVICE_MS }],
        streams: [{ id: 's' }],
        threads: [
          {
            id: 'client',
            replicas: clients,
            program: [
              {
                kind: 'repeat',
                body: [
                  { kind: 'enqueue', queue: 'q' },
                  { kind: 'dequeue', queue: 'answers' },
                ],
              },
            ],
          },
          {
            id: 'worker',
            program: [
              {
                kind: 'repeat',
                body: [
                  { kind: 'dequeue', queue: 'q', atMost: 32, withinMs: 5 },
                  { kind: 'submit', engine: 'aicore', stream: 's', work: { model: 'm' } },
                  { kind: 'wait', target: 's' },
                  { kind: 'repeat', times: 32, taken: true, body: [{ kind: 'enqueue', queue: 'answers' }] },
                ],
              },
            ],
          },
        ],
      }),
      plainDevice,
    );

  it('is done as often as it has items: eight clients have eight answers each time', () => {
    const { callsPerSecond } = served(8);
    expect(callsPerSecond).toBeGreaterThan(1000 / (SERVICE_MS + 6));
    expect(callsPerSecond).toBeLessThan(1000 / (SERVICE_MS + 4.9));
    const [answered] = [served(8).qps / callsPerSecond];
    expect(answered).toBeCloseTo(8, 0);
  });
});
