/** What a loop does in every pass, done once before it. */
import type { Pipeline, Step } from '../../../pipeline/pipeline.ts';
import type { SourceRange } from '../../../pipeline/source.ts';
import { type Change, collect, holds, isInnermostFrameLoop, mapSteps, standsAt, without } from './steps.ts';

/** Moves the steps at `at` out of the outermost frame loop around them, to just before it. */
export function hoist(at: SourceRange): Change {
  return (pipeline) => {
    const threads = pipeline.threads.map((thread) => ({
      ...thread,
      program: thread.program.flatMap((step) => hoistFrom(step, at)),
    }));
    return { ...pipeline, threads };
  };
}

function hoistFrom(step: Step, at: SourceRange): Step[] {
  if (!holds(step, at)) return [step];
  if (step.kind === 'repeat' && step.frameLoop === true) {
    return [...collect(step, at), ...without([step], at)];
  }
  if (step.kind === 'repeat' || step.kind === 'lock') {
    return [{ ...step, body: step.body.flatMap((inner) => hoistFrom(inner, at)) }];
  }
  if (step.kind !== 'branch') return [step];
  const side = (steps: Step[]): Step[] => steps.flatMap((inner) => hoistFrom(inner, at));
  return [{ ...step, then: side(step.then), otherwise: side(step.otherwise) }];
}

/** Moves the allocation at `at` before the outermost frame loop, and takes one `free` of its pool out of the loop. */
export function hoistAllocation(at: SourceRange): Change {
  return (pipeline) => {
    const pool = poolAt(pipeline, at);
    const freed = mapSteps(pipeline, (step) => {
      if (!isInnermostFrameLoop(step, at)) return [step];
      return [{ ...step, body: withoutFirstFree(step.body, pool) }];
    });
    return hoist(at)(freed);
  };
}

/** Does what stands at `at` take time of the host? A call of the runtime does only where a comment says how much. */
export function isTimed(pipeline: Pipeline, at: SourceRange): boolean {
  return pipeline.threads.some((thread) =>
    thread.program.some((step) => collect(step, at).some((found) => found.kind === 'host')),
  );
}

function poolAt(pipeline: Pipeline, at: SourceRange): string | undefined {
  for (const thread of pipeline.threads) {
    for (const step of thread.program.flatMap((s) => collect(s, at))) {
      if (step.kind === 'allocate') return step.pool;
    }
  }
  return undefined;
}

function withoutFirstFree(steps: readonly Step[], pool: string | undefined): Step[] {
  const free = steps.find((step) => step.kind === 'free' && step.pool === pool);
  const at = free?.source;
  // The time that a comment says of it stands beside it.
  return at ? steps.filter((step) => !standsAt(step, at)) : [...steps];
}
