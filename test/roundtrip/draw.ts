/** Pipelines drawn at random, within what people's programs do. */
import type {
  BufferDeclaration,
  Pipeline,
  RepeatStep,
  Step,
  ThreadDeclaration,
} from '../../src/pipeline/pipeline.ts';
import type { Random } from './random.ts';

const WIDTH = 1024;
const HEIGHT = 1536;
export const picture = { width: WIDTH, height: HEIGHT, jpegBytes: 75825, bytes: (WIDTH * HEIGHT * 3) / 2 };
export const net = { width: 224, height: 224, bytes: (224 * 224 * 3) / 2 };
export const outputBytes = 4000;

/** Which engines a frame goes through, in this order. */
export type Stage = 'upload' | 'decode' | 'resize' | 'merge' | 'infer' | 'download';

/** What a thread does, in few words: what is drawn, and what a failure is shrunk by. */
export interface Work {
  stages: Stage[];
  /** Frames submitted before a wait; 1 is no loop. */
  depth: number;
  batch: number;
  /** Each stage for all frames, or all stages for each frame. */
  order: 'stage' | 'frame';
  /** The model is executed, or the upload made, by the call that waits. */
  synchronous: boolean;
}

export interface Shape extends Work {
  kind: 'main' | 'threads' | 'queue';
  replicas: number;
  rounds: number | 'forever';
  devices: number;
  /** Of the queue between the two threads. */
  capacity: number;
  consumers: number;
}

const chains: Stage[][] = [
  ['infer'],
  ['upload', 'decode'],
  ['upload', 'infer'],
  ['upload', 'infer', 'download'],
  ['upload', 'decode', 'resize'],
  ['upload', 'decode', 'resize', 'infer'],
  ['upload', 'decode', 'resize', 'infer', 'download'],
  ['upload', 'decode', 'resize', 'merge', 'infer'],
];

/** What a drawn shape must have, so that a choice of style matters in it. */
export interface Needs {
  thread?: boolean;
  queue?: boolean;
  endless?: boolean;
  loop?: boolean;
}

export function drawShape(random: Random, needs: Needs = {}): Shape {
  const kinds = needs.queue
    ? (['queue'] as const)
    : needs.thread
      ? (['threads', 'threads', 'queue'] as const)
      : (['main', 'threads', 'threads', 'queue'] as const);
  return settled({
    kind: random.pick<Shape['kind']>(kinds),
    stages: random.pick(chains),
    depth: random.pick(needs.loop ? [4, 8, 32, 64] : [1, 4, 8, 32, 64]),
    batch: random.pick([4, 8, 16]),
    order: random.pick(['stage', 'frame'] as const),
    synchronous: !needs.loop && random.chance(0.5),
    replicas: random.pick([1, 2, 3, 4, 6, 8]),
    rounds: needs.endless ? 'forever' : random.pick(['forever', 'forever', 801, 250] as const),
    devices: 1,
    capacity: random.pick([4, 8, 16]),
    consumers: random.pick([1, 1, 2]),
  });
}

/** The shape with what does not matter in it at its simplest. */
export function settled(shape: Shape): Shape {
  const plain = simplestShape();
  const queue = shape.kind === 'queue';
  const stages: Stage[] = queue ? ['upload', 'decode', 'resize'] : shape.stages;
  const synchronous = shape.synchronous && stages.length === 1;
  const merges = stages.includes('merge');
  return {
    ...shape,
    stages,
    synchronous,
    depth: synchronous ? 1 : merges ? Math.max(16, shape.depth) : shape.depth,
    batch: merges ? Math.max(4, shape.batch) : 1,
    order: merges || synchronous || shape.depth === 1 ? 'stage' : shape.order,
    replicas: shape.kind === 'main' ? plain.replicas : shape.replicas,
    rounds: queue ? 'forever' : shape.rounds,
    capacity: queue ? shape.capacity : plain.capacity,
    consumers: queue ? shape.consumers : plain.consumers,
  };
}

/** The Pipeline that a program of this shape is. */
export function pipelineOf(drawn: Shape): Pipeline {
  const shape = settled(drawn);
  const pipeline: Pipeline = {
    version: 1,
    name: 'drawn',
    parameters: [],
    streams: [],
    events: [],
    queues: [],
    models: [],
    buffers: [],
    threads: [],
    unknowns: [],
    ...(shape.devices > 1 ? { devices: shape.devices } : {}),
  };
  if (shape.kind === 'queue') addQueue(pipeline, shape);
  else addThread(pipeline, shape.kind === 'main' ? 'main' : 'worker', shape, shape, []);
  const uploads = shape.stages.includes('upload');
  if (uploads)
    pipeline.buffers.push({ id: 'host', pool: 'pinned', bytes: uploadBytes(shape), scope: 'program' });
  return pipeline;
}

function addQueue(pipeline: Pipeline, shape: Shape): void {
  pipeline.queues.push({ id: 'queue', capacity: shape.capacity });
  const consumer: Work = { stages: ['infer'], depth: 1, batch: 1, order: 'stage', synchronous: true };
  const ends = { rounds: 'forever' } as const;
  addThread(
    pipeline,
    'producer',
    { ...shape, ...ends },
    shape,
    [],
    [{ kind: 'enqueue', queue: 'queue', blocking: true }],
  );
  addThread(pipeline, 'consumer', { ...shape, ...ends, replicas: shape.consumers }, consumer, [
    { kind: 'dequeue', queue: 'queue', blocking: true },
  ]);
}

function addThread(
  pipeline: Pipeline,
  id: string,
  shape: Shape,
  work: Work,
  before: Step[],
  after: Step[] = [],
): void {
  const stream = `${id}_stream`;
  const waits = !work.synchronous;
  const wait: Step = { kind: 'wait', for: 'stream', target: { id: stream }, call: 'aclrtSynchronizeStream' };
  const body = [...before, ...stepsOf(work, id, stream), ...(waits ? [wait] : []), ...after];
  const loop: RepeatStep = { kind: 'repeat', times: shape.rounds, body, frameLoop: true };
  if (waits) pipeline.streams.push({ id: stream, scope: 'thread' });
  if (work.stages.includes('infer')) {
    pipeline.models.push({
      id: `${id}_model`,
      catalogueName: 'resnet50',
      path: `resnet50_bs${work.batch}.om`,
      batch: work.batch,
      scope: 'thread',
    });
  }
  pipeline.buffers.push(...buffersOf(work, id));
  const thread: ThreadDeclaration = {
    id,
    entry: id,
    kind: id === 'main' ? 'main' : 'thread',
    replicas: id === 'main' ? 1 : shape.replicas,
    program: [loop],
  };
  pipeline.threads.push(thread);
}

const uploadBytes = (work: Work): number => (work.stages.includes('decode') ? picture.jpegBytes : net.bytes);

function stepsOf(work: Work, id: string, stream: string): Step[] {
  const steps = work.stages.map((stage) => ({ stage, step: stepOf(stage, work, id, stream) }));
  if (work.depth === 1) return steps.map(({ step }) => step);
  const repeat = (times: number, body: Step[]): Step => ({ kind: 'repeat', times, body, frameLoop: true });
  if (work.order === 'frame')
    return [
      repeat(
        work.depth,
        steps.map(({ step }) => step),
      ),
    ];
  const each = (stage: Stage) =>
    stage === 'infer' || stage === 'download' ? work.depth / work.batch : work.depth;
  return steps.map(({ stage, step }) => repeat(each(stage), [step]));
}

function stepOf(stage: Stage, work: Work, id: string, stream: string): Step {
  const on = { kind: 'submit', mode: 'async', stream: { id: stream } } as const;
  const pixels = WIDTH * HEIGHT;
  switch (stage) {
    case 'upload':
      return { ...on, call: 'aclrtMemcpyAsync', engine: 'h2d', work: { bytes: uploadBytes(work) } };
    case 'decode':
      return {
        ...on,
        call: 'acldvppJpegDecodeAsync',
        engine: 'jpegd',
        work: { pixels, bytes: picture.jpegBytes },
      };
    case 'resize':
      return { ...on, call: 'acldvppVpcResizeAsync', engine: 'vpc', work: { pixels, bytes: net.bytes } };
    case 'merge':
      return { ...on, call: 'aclrtMemcpyAsync', engine: 'd2d', work: { bytes: net.bytes } };
    case 'download':
      return { ...on, call: 'aclrtMemcpyAsync', engine: 'd2h', work: { bytes: outputBytes * work.batch } };
    case 'infer': {
      const model = { model: `${id}_model` };
      if (!work.synchronous) return { ...on, call: 'aclmdlExecuteAsync', engine: 'aicore', work: model };
      return { kind: 'submit', mode: 'sync', call: 'aclmdlExecute', engine: 'aicore', work: model };
    }
  }
}

function buffersOf({ stages, depth, batch }: Work, id: string): BufferDeclaration[] {
  const count = (n: number) => (n > 1 ? { count: n } : {});
  const buffer = (
    role: string,
    pool: BufferDeclaration['pool'],
    bytes: number,
    n = depth,
  ): BufferDeclaration => ({
    id: `${id}_${role}`,
    pool,
    bytes,
    scope: 'thread',
    ...count(n),
  });
  const has = (stage: Stage) => stages.includes(stage);
  return [
    ...(has('decode')
      ? [buffer('jpeg', 'dvpp', picture.jpegBytes), buffer('decoded', 'dvpp', picture.bytes)]
      : []),
    ...(has('resize') ? [buffer('resized', 'dvpp', net.bytes)] : []),
    ...(has('merge') ? [buffer('input', 'dvpp', net.bytes * batch, depth / batch)] : []),
    ...(has('infer') && !has('resize') ? [buffer('input', 'device', net.bytes)] : []),
    ...(has('infer') ? [buffer('output', 'device', outputBytes * batch, depth / batch)] : []),
    ...(has('download') ? [buffer('result', 'pinned', outputBytes * batch, depth / batch)] : []),
  ];
}

/** The plainest program: one that copies and decodes in threads. */
export const simplestShape = (): Shape => ({
  kind: 'threads',
  stages: ['upload', 'decode'],
  depth: 8,
  batch: 1,
  order: 'stage',
  synchronous: false,
  replicas: 2,
  rounds: 'forever',
  devices: 1,
  capacity: 8,
  consumers: 1,
});

/** A shape in a few words. */
export function describe({ kind, replicas, rounds, capacity, consumers, ...work }: Shape): string {
  const { stages, depth, batch, order, synchronous } = work;
  const threads =
    kind === 'queue'
      ? `${replicas} threads, queue of ${capacity}, ${consumers} threads`
      : kind === 'main'
        ? 'main'
        : `${replicas} threads`;
  return `${threads}: ${stages.join('→')} × ${depth}${batch > 1 ? ` in batches of ${batch}` : ''} by ${order}${synchronous ? ', synchronous' : ''}, ${rounds === 'forever' ? 'for ever' : `${rounds} rounds`}`;
}
