/** Where frames begin in a thread, and how many each of its steps hands on: what latency is measured between. */
import type { FrameCounters } from '../pipeline/frames.ts';
import type { ResolvedStep, ResolvedThread } from '../pipeline/resolved.ts';
import { walk } from '../pipeline/walk.ts';
import { cycleOf, visitsIn } from './flow.ts';

export interface FrameRoles {
  /** Frames begin with these steps; those of a thread that takes them from a queue or report begin there. */
  begins: Set<ResolvedStep>;
  /** Begun frames that one pass of a counting or enqueuing step hands on. */
  handsOn: Map<ResolvedStep, number>;
}

export function frameRoles(thread: ResolvedThread, counters: FrameCounters): FrameRoles {
  const { cycle } = cycleOf(thread.program);
  const visits = visitsIn(cycle);
  const steps = [...walk(cycle)];
  const sum = (test: (step: ResolvedStep) => number) =>
    steps.reduce((total, step) => total + (visits.get(step) ?? 0) * test(step), 0);
  const taken =
    sum((step) => (step.kind === 'dequeue' || (step.kind === 'wait' && step.for === 'report') ? 1 : 0)) +
    (thread.kind === 'callback' ? 1 : 0);
  const first = taken > 0 ? undefined : steps.find((step) => step.kind === 'submit' || step.kind === 'host');
  const begun = first ? (visits.get(first) ?? 0) : taken;
  const frames = sum((step) => counters.get(step) ?? 0);
  const put = sum((step) => (step.kind === 'enqueue' ? 1 : 0));
  const handsOn = new Map<ResolvedStep, number>();
  for (const step of walk(thread.program)) {
    const counted = counters.get(step);
    if (counted !== undefined) handsOn.set(step, counted * ratio(begun, frames));
    else if (step.kind === 'enqueue') handsOn.set(step, frames > 0 ? 0 : ratio(begun, put));
  }
  return { begins: new Set(first ? [first] : []), handsOn };
}

function ratio(a: number, b: number): number {
  const value = a / b;
  return Number.isFinite(value) && value > 0 ? value : 1;
}
