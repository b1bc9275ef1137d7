/** Random pipelines for laws that hold for all: made of what the schema allows, small enough to simulate in a moment. */
import fc from 'fast-check';
import { parsePipeline } from '../../../src/pipeline/schema.ts';
import type { Pipeline } from '../../../src/pipeline/pipeline.ts';

const time = fc.double({ min: 0.05, max: 4, noNaN: true });
const engine = fc.constantFrom('jpegd', 'vpc', 'aicore', 'h2d', 'd2h', 'aicpu');
const submit = fc.record({
  kind: fc.constant('submit'),
  engine,
  mode: fc.constantFrom('async', 'async', 'sync'),
  stream: fc.constantFrom('own', 'own', 'shared'),
  work: fc.record({ milliseconds: time }),
});
const host = fc.record({ kind: fc.constant('host'), milliseconds: time, busy: fc.boolean() });
const wait0 = { kind: 'wait', for: 'device' };
const wait = fc.constant(wait0);
const plain = fc.oneof(
  { weight: 4, arbitrary: submit },
  { weight: 1, arbitrary: host },
  { weight: 1, arbitrary: wait },
);
const steps = fc.array(plain, { minLength: 1, maxLength: 4 });
const compound = fc.oneof(
  { weight: 4, arbitrary: plain },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('repeat'), times: fc.integer({ min: 1, max: 6 }), body: steps }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lock'), mutex: fc.constant('m'), body: steps }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('branch'),
      share: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
      then: steps,
      otherwise: steps,
    }),
  },
);
const body = fc.array(compound, { minLength: 1, maxLength: 4 });

/** An endless loop that takes some time, and ends in a wait, so that no stream fills without end. */
const loop = (inner: object[]) => ({
  kind: 'repeat',
  body: [{ kind: 'host', milliseconds: 0.02 }, ...inner, { kind: 'wait', for: 'device' }],
});
const frame = { kind: 'submit', engine: 'vpc', stream: 'own', work: { milliseconds: 0.5 }, completes: 1 };

function pipelineOf(threads: object[], capacity: number, processes: number, devices: number): Pipeline {
  return parsePipeline({
    name: 'random',
    processes,
    devices,
    streams: [{ id: 'own' }, { id: 'shared', scope: 'program' }],
    queues: [{ id: 'q', capacity }],
    threads,
  });
}

const replicas = fc.integer({ min: 1, max: 4 });

/** Several replicas of one thread that finishes frames. */
export const alike: fc.Arbitrary<Pipeline> = fc
  .record({
    body,
    replicas,
    processes: fc.integer({ min: 1, max: 2 }),
    devices: fc.integer({ min: 1, max: 2 }),
  })
  .map(({ body: inner, replicas: n, processes, devices }) =>
    pipelineOf([{ id: 'a', replicas: n, program: [loop([...inner, frame])] }], 1, processes, devices),
  );

/** Threads that hand frames to others through a bounded queue. */
export const handedOn: fc.Arbitrary<Pipeline> = fc
  .record({ first: body, second: body, a: replicas, b: replicas, capacity: fc.integer({ min: 1, max: 5 }) })
  .map(({ first, second, a, b, capacity }) =>
    pipelineOf(
      [
        { id: 'a', replicas: a, program: [loop([...first, { kind: 'enqueue', queue: 'q' }])] },
        { id: 'b', replicas: b, program: [loop([{ kind: 'dequeue', queue: 'q' }, ...second, frame])] },
      ],
      capacity,
      1,
      1,
    ),
  );

/** Threads that only share the device: one finishes frames, the other gets in its way. */
export const sideBySide: fc.Arbitrary<Pipeline> = fc
  .record({ first: body, second: body, a: replicas, b: replicas })
  .map(({ first, second, a, b }) =>
    pipelineOf(
      [
        { id: 'a', replicas: a, program: [loop([...first, frame])] },
        { id: 'b', replicas: b, program: [loop(second)] },
      ],
      1,
      1,
      1,
    ),
  );

export const anyPipeline: fc.Arbitrary<Pipeline> = fc.oneof(alike, handedOn, sideBySide);

const certain = fc.oneof(
  { weight: 4, arbitrary: plain },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('repeat'), times: fc.integer({ min: 1, max: 6 }), body: steps }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lock'), mutex: fc.constant('m'), body: steps }) },
);

/** Programs that end, and leave nothing to chance. */
export const finite: fc.Arbitrary<Pipeline> = fc
  .record({
    body: fc.array(certain, { minLength: 1, maxLength: 4 }),
    times: fc.integer({ min: 1, max: 5 }),
    replicas,
    processes: fc.integer({ min: 1, max: 2 }),
    devices: fc.integer({ min: 1, max: 2 }),
  })
  .map(({ body: inner, times, replicas: n, processes, devices }) =>
    pipelineOf(
      [{ id: 'a', replicas: n, program: [{ kind: 'repeat', times, body: [...inner, frame] }, wait0] }],
      1,
      processes,
      devices,
    ),
  );

/**
 * Threads that each have exactly one frame under way at any time: all its tasks in one stream, work of the host between
 * them, and a wait at the end. Any of the tasks may be the one that counts it.
 */
export const inOneStream: fc.Arbitrary<{ pipeline: Pipeline; frames: number }> = fc
  .record({
    tasks: fc.array(
      fc.record({
        kind: fc.constant('submit'),
        engine,
        mode: fc.constantFrom('async', 'async', 'sync'),
        stream: fc.constant('own'),
        work: fc.record({ milliseconds: time }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    counting: fc.nat(),
    between: fc.array(
      fc.constantFrom(
        [],
        [{ kind: 'host', milliseconds: 0.7 }],
        [{ kind: 'wait', for: 'stream', target: 'own' }],
      ),
      { minLength: 5, maxLength: 5 },
    ),
    replicas: fc.integer({ min: 1, max: 6 }),
  })
  .map(({ tasks, counting, between, replicas: n }) => {
    const counted = tasks.map((task, i) => ({
      ...task,
      ...(i === counting % tasks.length && { completes: 1 }),
    }));
    const steps = counted.flatMap((task, i) => [task, ...(between[i] ?? [])]);
    const body = [...steps, { kind: 'wait', for: 'stream', target: 'own' }];
    return {
      pipeline: pipelineOf([{ id: 'a', replicas: n, program: [{ kind: 'repeat', body }] }], 1, 1, 1),
      frames: n,
    };
  });

const stream = fc.constantFrom('own', 'shared');
const priced = fc.oneof(
  fc.record({
    kind: fc.constant('submit'),
    engine: fc.constantFrom('jpegd', 'vpc'),
    stream,
    work: fc.record({ pixels: fc.integer({ min: 10_000, max: 8_000_000 }) }),
  }),
  fc.record({
    kind: fc.constant('submit'),
    engine: fc.constantFrom('h2d', 'd2h', 'd2d', 'memset'),
    stream,
    work: fc.record({ bytes: fc.integer({ min: 100, max: 20_000_000 }) }),
  }),
  fc.record({
    kind: fc.constant('submit'),
    engine: fc.constant('aicore'),
    mode: fc.constantFrom('async', 'sync'),
    stream,
    work: fc.constant({ model: 'resnet' }),
  }),
  // The stream that frames end in waits for what the other one has done so far.
  fc.constant({ kind: 'event' }),
);

const throughEvent = [
  { kind: 'record', event: 'done', stream: 'shared' },
  { kind: 'streamWait', event: 'done', stream: 'own' },
  { kind: 'resetEvent', event: 'done', stream: 'own' },
];

/** Threads whose work is priced by the device: it moves memory, and tasks slow each other down. */
export const pricedByDevice: fc.Arbitrary<Pipeline> = fc
  .record({
    work: fc.array(priced, { minLength: 1, maxLength: 6 }),
    times: fc.integer({ min: 1, max: 40 }),
    batch: fc.constantFrom(1, 5, 16, 64),
    replicas: fc.integer({ min: 1, max: 10 }),
  })
  .map(({ work, times, batch, replicas: n }) => {
    const body: object[] = work.flatMap((step): object[] => (step.kind === 'event' ? throughEvent : [step]));
    return parsePipeline({
      streams: [{ id: 'own' }, { id: 'shared' }],
      events: [{ id: 'done' }],
      models: [{ id: 'resnet', catalogueName: 'resnet50', batch }],
      threads: [
        { id: 'a', replicas: n, program: [loop([{ kind: 'repeat', times, body: [...body, frame] }])] },
      ],
    });
  });
