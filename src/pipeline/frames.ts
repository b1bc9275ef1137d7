/** Which steps count frames, and how many each time. */
import type { ResolvedPipeline, ResolvedStep, ResolvedThread } from './resolved.ts';
import { walk } from './walk.ts';

/** Frames that one pass of a step finishes. */
export type FrameCounters = Map<ResolvedStep, number>;

type Test = (step: ResolvedStep) => boolean;

const isModel: Test = (step) => step.kind === 'submit' && step.engine === 'aicore';
const isEngine: Test = (step) => step.kind === 'submit' && !['memset', 'd2d', 'p2p'].includes(step.engine);
const isSubmit: Test = (step) => step.kind === 'submit';
const isHost: Test = (step) => step.kind === 'host';

/**
 * The steps whose completion counts frames: those that say so (`completes`); else the last model of each thread whose
 * frames go to no later thread with a model, times its batch; else the last step of an engine; else the last host step.
 */
export function frameCounters(pipeline: ResolvedPipeline): FrameCounters {
  const counters: FrameCounters = new Map();
  for (const thread of pipeline.threads) {
    for (const step of walk(thread.program)) {
      if (step.kind === 'submit' && step.completes !== undefined) counters.set(step, step.completes);
    }
  }
  if (counters.size > 0) return counters;
  for (const test of [isModel, isEngine, isSubmit, isHost]) {
    for (const step of lastSteps(pipeline, test)) counters.set(step, framesOf(step, pipeline));
    if (counters.size > 0) return counters;
  }
  return counters;
}

function framesOf(step: ResolvedStep, pipeline: ResolvedPipeline): number {
  if (step.kind !== 'submit') return 1;
  const model = pipeline.models.find((m) => m.id === step.work.model);
  return (model?.batch ?? 1) * step.work.pictures;
}

/** The last matching step of each thread that hands its frames to no other thread with such a step. */
function lastSteps(pipeline: ResolvedPipeline, test: Test): ResolvedStep[] {
  const having = pipeline.threads.filter((t) => t.replicas > 0 && has(t, test));
  const ways = new Ways(pipeline);
  return having
    .filter((t) => !having.some((other) => other !== t && ways.lead(t, other) && !ways.lead(other, t)))
    .flatMap((t) => lastIn(t.program, test));
}

function has(thread: ResolvedThread, test: Test): boolean {
  for (const step of walk(thread.program)) if (test(step)) return true;
  return false;
}

function lastIn(steps: ResolvedStep[], test: Test): ResolvedStep[] {
  for (const step of steps.toReversed()) {
    const found = test(step) ? [step] : lastInside(step, test);
    if (found.length > 0) return found;
  }
  return [];
}

function lastInside(step: ResolvedStep, test: Test): ResolvedStep[] {
  if (step.kind === 'repeat') return step.times > 0 ? lastIn(step.body, test) : [];
  if (step.kind === 'lock') return lastIn(step.body, test);
  if (step.kind === 'branch') return [...lastIn(step.then, test), ...lastIn(step.otherwise, test)];
  return [];
}

/** Where what a thread puts into queues and callbacks gets to, through other threads too; a permit given back leads nowhere. */
class Ways {
  private readonly takers = new Map<string, ResolvedThread[]>();
  private readonly downstream = new Map<ResolvedThread, Set<ResolvedThread>>();

  constructor(pipeline: ResolvedPipeline) {
    for (const thread of pipeline.threads) {
      this.add(callOf(thread.id), thread);
      for (const step of walk(thread.program))
        if (step.kind === 'dequeue' && !step.permit) this.add(queueOf(step.queue), thread);
    }
  }

  lead(from: ResolvedThread, to: ResolvedThread): boolean {
    let reached = this.downstream.get(from);
    if (!reached) this.downstream.set(from, (reached = this.reachedFrom(from)));
    return reached.has(to);
  }

  private add(place: string, thread: ResolvedThread): void {
    const all = this.takers.get(place);
    if (!all) this.takers.set(place, [thread]);
    else if (all.at(-1) !== thread) all.push(thread);
  }

  private reachedFrom(from: ResolvedThread): Set<ResolvedThread> {
    const reached = new Set<ResolvedThread>();
    const open = [from];
    for (let thread = open.pop(); thread; thread = open.pop()) {
      for (const next of this.receivers(thread)) {
        if (reached.has(next)) continue;
        reached.add(next);
        open.push(next);
      }
    }
    return reached;
  }

  private receivers(thread: ResolvedThread): ResolvedThread[] {
    const places = new Set<string>();
    for (const step of walk(thread.program)) {
      if (step.kind === 'enqueue' && !step.permit) places.add(queueOf(step.queue));
      if (step.kind === 'callback') places.add(callOf(step.thread));
    }
    return [...places].flatMap((place) => this.takers.get(place) ?? []);
  }
}

const queueOf = (id: string): string => `queue ${id}`;
const callOf = (id: string): string => `callback ${id}`;
