import * as v from 'valibot';
import { expect, it } from 'vitest';
import { quantitiesOf } from '../../src/pipeline/quantities.ts';
import { PipelineSchema } from '../../src/pipeline/schema.ts';

/** A Pipeline with a name of its own wherever the schema lets an expression stand. */
const everywhere = {
  processes: 'q1',
  devices: 'q2',
  streams: [{ id: 's', count: 'q3' }],
  queues: [{ id: 'q', capacity: 'q4' }],
  models: [
    {
      id: 'm',
      batch: 'q5',
      milliseconds: 'q6',
      inputBytes: 'q7',
      outputBytes: 'q8',
      weightBytes: 'q9',
      workBytes: 'q10',
    },
  ],
  buffers: [{ id: 'b', bytes: 'q11', count: 'q12' }],
  threads: [
    {
      id: 't',
      replicas: 'q13',
      program: [
        {
          kind: 'repeat',
          times: 'q14',
          body: [
            {
              kind: 'submit',
              engine: 'vpc',
              work: { bytes: 'q15', pixels: 'q16', pictures: 'q17', milliseconds: 'q18' },
              completes: 'q19',
              stream: { id: 's', index: 'q20' },
            },
          ],
        },
        { kind: 'wait', target: { id: 's', index: 'q21' } },
        { kind: 'record', event: { id: 'e', index: 'q22' }, stream: { id: 's', index: 'q23' } },
        { kind: 'streamWait', event: { id: 'e', index: 'q24' } },
        { kind: 'resetEvent', event: { id: 'e', index: 'q25' } },
        { kind: 'lock', mutex: 'm', body: [{ kind: 'host', milliseconds: 'q26' }] },
        { kind: 'allocate', bytes: 'q27' },
        { kind: 'free', bytes: 'q28' },
        {
          kind: 'branch',
          share: 'q29',
          then: [{ kind: 'callback', thread: 't', stream: { id: 's', index: 'q30' } }],
          otherwise: [
            { kind: 'enqueue', queue: 'q' },
            { kind: 'repeat', body: [] },
          ],
        },
      ],
    },
  ],
};

it('finds every quantity of a Pipeline, in order', () => {
  const found = quantitiesOf(v.parse(PipelineSchema, everywhere));
  expect(found).toEqual(Array.from({ length: 30 }, (_, at) => `q${String(at + 1)}`));
});
