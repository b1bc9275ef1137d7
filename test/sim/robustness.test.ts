/** Whatever a Pipeline says: a prediction of numbers, or one sentence, and always an end. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { PipelineError } from '../../src/pipeline/errors.ts';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { deviceIds, loadProfile } from '../../src/profile/load.ts';
import { plan } from '../../src/sim/bounds/plan.ts';
import { mutated, type Json } from './support/mutations.ts';
import { scaled } from './support/scale.ts';

const folder = new URL('../../examples/pipelines/', import.meta.url);
const examples = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Json);

/** All kinds of steps, small. */
const everything: Json = {
  processes: 1,
  devices: 1,
  parameters: [{ name: 'N', value: 2, range: [1, 9] }],
  streams: [{ id: 's' }, { id: 'shared', scope: 'program', count: 2 }],
  events: [{ id: 'e' }],
  queues: [{ id: 'q', capacity: 'N' }, { id: 'open' }],
  models: [{ id: 'm', catalogueName: 'resnet50', batch: 4 }],
  buffers: [{ id: 'b', pool: 'dvpp', bytes: 4096, count: 2 }],
  threads: [
    {
      id: 'main',
      replicas: 'N',
      program: [
        {
          kind: 'repeat',
          body: [
            { kind: 'dequeue', queue: 'q' },
            { kind: 'submit', engine: 'h2d', stream: 's', work: { bytes: 75825, pageable: true } },
            { kind: 'submit', engine: 'jpegd', stream: 's', work: { pixels: 1e6, bytes: 75825 } },
            { kind: 'record', event: 'e', stream: 's' },
            { kind: 'streamWait', event: 'e', stream: { id: 'shared', index: 1 } },
            { kind: 'branch', share: 0.5, then: [{ kind: 'host', milliseconds: 1, busy: false }] },
            {
              kind: 'submit',
              engine: 'aicore',
              stream: { id: 'shared', index: 1 },
              work: { model: 'm' },
              completes: 1,
            },
            { kind: 'callback', thread: 'back', stream: 's', blocking: false },
            { kind: 'lock', mutex: 'x', body: [{ kind: 'wait', for: 'device' }] },
            { kind: 'wait', for: 'stream', target: 's' },
            { kind: 'allocate', bytes: 4096 },
            { kind: 'free' },
            { kind: 'enqueue', queue: 'open', blocking: false },
          ],
        },
      ],
    },
    { id: 'back', kind: 'callback', replicas: 'N', program: [{ kind: 'host', milliseconds: 0.1 }] },
    {
      id: 'giver',
      program: [
        {
          kind: 'repeat',
          body: [
            { kind: 'host', milliseconds: 2 },
            { kind: 'enqueue', queue: 'q' },
          ],
        },
      ],
    },
    { id: 'taker', program: [{ kind: 'repeat', times: 99, body: [{ kind: 'dequeue', queue: 'open' }] }] },
  ],
};

/** Where a value is no finite number, or a share or rate below 0. */
function wrongNumbers(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? [] : [`${path}: ${value}`];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => wrongNumbers(inner, `${path}.${key}`));
}

/** Events beyond the budget that a run may take; see run.ts. */
const BUDGET = 4000;

describe('any pipeline', () => {
  it('that all these are changes of is valid', () => {
    for (const json of [...examples, everything]) {
      expect(wrongNumbers(plan(parsePipeline(json), loadProfile(), { budgetEvents: BUDGET }))).toEqual([]);
    }
  });

  it('gives a prediction of numbers, or one sentence', () => {
    const given = fc.tuple(mutated([...examples, everything]), fc.constantFrom(...deviceIds()));
    fc.assert(
      fc.property(given, ([json, device]) => {
        try {
          const { prediction, ...planned } = plan(parsePipeline(json), loadProfile(device), {
            budgetEvents: BUDGET,
          });
          expect(wrongNumbers({ prediction, planned })).toEqual([]);
          expect(prediction.run.events).toBeLessThan(12 * BUDGET);
          expect(prediction.qps).toBeLessThanOrEqual(prediction.bounds.upper * 1.01);
        } catch (error) {
          if (!(error instanceof PipelineError)) throw error;
          expect(error.message).toMatch(/^[^\n]{10,900}$/);
          expect(error.message).not.toContain('[object');
        }
      }),
      { numRuns: scaled(400) },
    );
  });
});
