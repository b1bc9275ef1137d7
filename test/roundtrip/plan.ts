/** What a Pipeline asks of the program that is to be written: per thread, what a replica owns. */
import type {
  BufferDeclaration,
  Engine,
  ModelDeclaration,
  Pipeline,
  Step,
  ThreadDeclaration,
} from '../../src/pipeline/pipeline.ts';
import { walk } from '../../src/pipeline/walk.ts';

/** A thread of the Pipeline with what each of its replicas owns: a lane. */
export interface Lane {
  role: string;
  thread: ThreadDeclaration;
  replicas: number;
  /** Frames between two waits. */
  depth: number;
  engines: Set<Engine>;
  usesStream: boolean;
  model: ModelDeclaration | undefined;
  batch: number;
  buffer(role: BufferRole): BufferDeclaration | undefined;
}

/** What a buffer is for; a thread's buffer has the id `<thread>.<role>`. */
export type BufferRole = 'jpeg' | 'decoded' | 'resized' | 'input' | 'output' | 'result';

export const numberOf = (value: number | string | undefined, otherwise: number): number =>
  typeof value === 'number' ? value : otherwise;

export function lanesOf(pipeline: Pipeline): Lane[] {
  return pipeline.threads
    .filter((thread) => thread.kind !== 'callback')
    .map((thread) => laneOf(thread, pipeline));
}

function laneOf(thread: ThreadDeclaration, pipeline: Pipeline): Lane {
  const steps = [...walk<Step>(thread.program)];
  const submits = steps.filter((step) => step.kind === 'submit');
  const model = pipeline.models.find((m) => submits.some((step) => step.work.model === m.id));
  return {
    role: thread.id,
    thread,
    replicas: numberOf(thread.replicas, 1),
    depth: depthOf(thread.program),
    engines: new Set(submits.map((step) => step.engine)),
    usesStream: submits.some((step) => step.stream !== undefined),
    model,
    batch: numberOf(model?.batch, 1),
    buffer: (role) => pipeline.buffers.find((b) => b.id === `${thread.id}_${role}`),
  };
}

/** The largest count of a loop inside the frame loop. */
function depthOf(program: Step[]): number {
  const inner = program.flatMap((step) => (step.kind === 'repeat' ? step.body : []));
  return Math.max(
    1,
    ...inner.map((step) => (step.kind === 'repeat' ? numberOf(step.times as number, 1) : 1)),
  );
}
