/**
 * The steady loop of a thread: the outermost one that its frames are made in. The rate is that of these loops; warm-up
 * loops before them, and what comes before and after, take no part.
 */
import { frameCounters, type FrameCounters } from './frames.ts';
import type { ResolvedPipeline, ResolvedRepeat, ResolvedStep, ResolvedThread } from './resolved.ts';
import { cycleOf } from './visits.ts';
import { bodiesOf, walk } from './walk.ts';

type Test = (step: ResolvedStep) => boolean;

/** The last of the outermost loops that hold such a step. */
function lastLoop(steps: readonly ResolvedStep[], test: Test): ResolvedRepeat | undefined {
  for (const step of steps.toReversed()) {
    const inner = bodiesOf(step).flat();
    if (step.kind === 'repeat') {
      if (step.times > 0 && holds(step.body, test)) return step;
      continue;
    }
    const found = lastLoop(inner, test);
    if (found) return found;
  }
  return undefined;
}

function holds(steps: readonly ResolvedStep[], test: Test): boolean {
  for (const step of walk(steps)) if (test(step)) return true;
  return false;
}

const isQueue: Test = (step) => step.kind === 'enqueue' || step.kind === 'dequeue';

/** Of a thread that finishes frames the loop in which it does, of one that only feeds or follows others that one. */
export function steadyLoop(
  { kind, program }: ResolvedThread,
  counters: FrameCounters,
): ResolvedRepeat | undefined {
  // Each call of a callback is a pass: a loop in it is a part of that.
  if (kind === 'callback') return undefined;
  const counts: Test = (step) => counters.has(step);
  return holds(program, counts) ? lastLoop(program, counts) : lastLoop(program, isQueue);
}

/** What runs over and over; of a thread that ends its steady loop, with the waits behind that: what else it does is no frame's. */
export function steadyCycle(thread: ResolvedThread, counters: FrameCounters): ReturnType<typeof cycleOf> {
  const all = cycleOf(thread.program);
  const counts = !all.endless && holds(all.cycle, (step) => counters.has(step));
  const steady = counts ? steadyLoop(thread, counters) : undefined;
  return { ...all, cycle: (steady && phaseOf(thread.program, steady)) ?? all.cycle };
}

function phaseOf(steps: readonly ResolvedStep[], steady: ResolvedStep): ResolvedStep[] | undefined {
  const at = steps.indexOf(steady);
  if (at < 0)
    return steps
      .flatMap(bodiesOf)
      .map((body) => phaseOf(body, steady))
      .find((found) => found !== undefined);
  const end = steps.findIndex(({ kind }, place) => place > at && kind !== 'wait');
  return steps.slice(at, end < 0 ? undefined : end);
}

/** Whether a thread takes part in frames and comes to its end after a number of passes that is told. */
function ends(thread: ResolvedThread, loop: ResolvedRepeat | undefined): boolean {
  if (thread.replicas === 0 || thread.kind === 'callback') return false;
  return loop ? loop.times !== Infinity && !loop.assumed : holds(thread.program, isQueue);
}

/**
 * The pipeline with steady loops of which nobody told the passes run without end: a guess of how many there are would
 * only say how much of the whole the start and the end are. Where another thread ends by itself, all stays as it is.
 */
export function withSteadyLoops(pipeline: ResolvedPipeline): ResolvedPipeline {
  const counters = frameCounters(pipeline);
  const loops = new Map(pipeline.threads.map((thread) => [thread, steadyLoop(thread, counters)]));
  const assumed = new Set([...loops.values()].filter((loop) => loop?.assumed));
  if (assumed.size === 0 || pipeline.threads.some((thread) => ends(thread, loops.get(thread))))
    return pipeline;
  const threads = pipeline.threads.map((thread) =>
    assumed.has(loops.get(thread))
      ? { ...thread, program: endless(thread.program, loops.get(thread)) }
      : thread,
  );
  return { ...pipeline, threads };
}

function endless(steps: ResolvedStep[], loop: ResolvedStep | undefined): ResolvedStep[] {
  return steps.map((step) => {
    if (step === loop && step.kind === 'repeat') return { ...step, times: Infinity };
    if (step.kind === 'lock') return { ...step, body: endless(step.body, loop) };
    if (step.kind !== 'branch') return step;
    return { ...step, then: endless(step.then, loop), otherwise: endless(step.otherwise, loop) };
  });
}
