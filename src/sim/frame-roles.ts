/** The part of a thread in frames: the loop that they are made in, where they begin, and how many each step hands on. */
import type { FrameCounters } from '../pipeline/frames.ts';
import type { ResolvedRepeat, ResolvedStep, ResolvedThread } from '../pipeline/resolved.ts';
import { steadyCycle, steadyLoop } from '../pipeline/steady-loop.ts';
import { isTurn, turnsOf } from '../pipeline/turns.ts';
import { bodiesOf, walk } from '../pipeline/walk.ts';
import type { DeviceProfile } from '../profile/profile.ts';
import { type FrameEnds, frameEnds } from './frame-ends.ts';
import { visitsIn } from '../pipeline/visits.ts';

export interface FrameRoles {
  /** The loop that frames are made in; undefined where they are made in none. */
  steady: ResolvedRepeat | undefined;
  /** It begins frames that it, or who takes them from it, finishes. */
  feeds: boolean;
  /** It sleeps between frames that it hands on, and does no other work at them: it sets the pace. */
  paced: boolean;
  /** The thread runs without end. */
  endless: boolean;
  /** Frames begin with these steps; those of a thread that takes them from a queue or report begin there. */
  begins: Set<ResolvedStep>;
  /** Begun frames that one pass of a counting or enqueuing step hands on. */
  handsOn: Map<ResolvedStep, number>;
  ends: FrameEnds;
}

export function frameRoles(
  thread: ResolvedThread,
  counters: FrameCounters,
  profile: DeviceProfile,
): FrameRoles {
  const { cycle, endless } = steadyCycle(thread, counters);
  const visits = visitsIn(cycle);
  const steps = [...walk(cycle)];
  const sum = (test: (step: ResolvedStep) => number) =>
    steps.reduce((total, step) => total + (visits.get(step) ?? 0) * test(step), 0);
  const taken =
    sum((step) => (isTaking(step) || (step.kind === 'wait' && step.for === 'report') ? 1 : 0)) +
    (thread.kind === 'callback' ? 1 : 0);
  const firsts = taken > 0 ? [] : beginsOf(cycle);
  const begun = taken + firsts.reduce((sum, step) => sum + (visits.get(step) ?? 0), 0);
  const frames = sum((step) => counters.get(step) ?? 0);
  const put = sum((step) => (isHandingOn(step) ? 1 : 0));
  const handsOn = new Map<ResolvedStep, number>();
  for (const step of walk(thread.program)) {
    const counted = counters.get(step);
    if (counted !== undefined) handsOn.set(step, counted * ratio(begun, frames));
    else if (isHandingOn(step)) handsOn.set(step, frames > 0 ? 0 : ratio(begun, put));
  }
  const steady = frames > 0 ? steadyLoop(thread, counters) : undefined;
  const feeds = taken === 0 && (frames > 0 || put > 0);
  const paced =
    feeds && put > 0 && steps.some((step) => step.kind === 'host' && !step.busy && step.milliseconds > 0);
  const begins = new Set(firsts);
  const ends = frameEnds(cycle, counters, (step) => begins.has(step) || isTaking(step), profile);
  return { steady, endless, feeds, paced, begins, handsOn, ends };
}

/** The first work, and that of each turn where it stands in one. */
function beginsOf(steps: readonly ResolvedStep[]): ResolvedStep[] {
  const turns = turnsIn(steps);
  const begins = (turns ? turns.map(({ body }) => body) : [steps]).map(firstWork);
  return begins.flatMap((step) => step ?? []);
}

/** The first work; where that does a part of a frame, the loop over its parts. */
function firstWork(steps: readonly ResolvedStep[]): ResolvedStep | undefined {
  for (const step of steps) {
    if (isWork(step)) return step;
    const inner = bodiesOf(step)
      .map(firstWork)
      .find((found) => found !== undefined);
    if (inner) return step.kind === 'repeat' && step.part && step.times > 0 ? step : inner;
  }
  return undefined;
}

/** The turns that the first work stands in. */
function turnsIn(steps: readonly ResolvedStep[]): readonly ResolvedRepeat[] | undefined {
  for (const step of steps) {
    if (isWork(step)) return undefined;
    const inside = bodiesOf(step).find((body) => [...walk(body)].some(isWork));
    if (inside) return isTurn(step) ? turnsOf(steps) : turnsIn(inside);
  }
  return undefined;
}

const isTaking = (step: ResolvedStep): boolean => step.kind === 'dequeue' && !step.permit;
const isHandingOn = (step: ResolvedStep): boolean => step.kind === 'enqueue' && !step.permit;

/** A frame is there once it is worked at or handed on: a sleep before it is the wait for it. */
function isWork(step: ResolvedStep): boolean {
  return step.kind === 'submit' || isHandingOn(step) || (step.kind === 'host' && step.busy);
}

function ratio(a: number, b: number): number {
  const value = a / b;
  return Number.isFinite(value) && value > 0 ? value : 1;
}
