/** Streams of a Pipeline: which one a step names, and which one a fix would take. */
import type { Pipeline, Reference, Step } from '../../../pipeline/pipeline.ts';
import type { SourceRange } from '../../../pipeline/source.ts';
import { walk } from '../../../pipeline/walk.ts';
import { holds, insides, standsAt } from './steps.ts';

/** The stream that the step at `at` names; undefined for the default stream, and where there is no such step. */
export function streamAt(pipeline: Pipeline, at: SourceRange): Reference | undefined {
  for (const { program } of pipeline.threads) {
    for (const step of walk(program)) if (standsAt(step, at)) return streamOf(step);
  }
  return undefined;
}

export function streamOf(step: Step): Reference | undefined {
  if (step.kind === 'wait') return step.for === 'stream' ? step.target : undefined;
  return step.kind === 'submit' ? step.stream : undefined;
}

/** The stream that the submissions around `at` use: the one of its thread, else one that no other uses, else a new one. */
export function streamFor(pipeline: Pipeline, at: SourceRange): Reference {
  const thread = pipeline.threads.find((t) => t.program.some((step) => holds(step, at)));
  const used = thread ? findStream(thread.program) : undefined;
  if (used) return used;
  const others = new Set(pipeline.threads.flatMap(({ program }) => [...streamIds(program)]));
  return { id: pipeline.streams.find(({ id }) => !others.has(id))?.id ?? 'stream added by the fix' };
}

function* streamIds(steps: readonly Step[]): Generator<string> {
  for (const step of walk(steps)) {
    const stream = step.kind === 'streamWait' || step.kind === 'record' ? step.stream : streamOf(step);
    if (stream) yield stream.id;
  }
}

export function findStream(steps: readonly Step[]): Reference | undefined {
  for (const step of steps) {
    if (step.kind === 'submit' && step.stream) return step.stream;
    const inner = findStream(insides(step));
    if (inner) return inner;
  }
  return undefined;
}

export function declareStream(pipeline: Pipeline, stream: Reference): Pipeline {
  if (pipeline.streams.some((s) => s.id === stream.id)) return pipeline;
  return { ...pipeline, streams: [...pipeline.streams, { id: stream.id, scope: 'thread' }] };
}
