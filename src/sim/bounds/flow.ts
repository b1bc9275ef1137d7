/**
 * How often each step runs: the cycle of every thread, the executions of its steps in one cycle, and what ties the
 * rates of threads together (queues and callbacks). Nothing of a device is in it.
 */
import { frameCounters } from '../../pipeline/frames.ts';
import { steadyCycle } from '../../pipeline/steady-loop.ts';
import { visitsIn } from '../../pipeline/visits.ts';
import type {
  ResolvedPipeline,
  ResolvedQueueStep,
  ResolvedStep,
  ResolvedThread,
} from '../../pipeline/resolved.ts';

/** One thread's steady state. `visits` counts executions of a step in one cycle of one replica. */
export interface ThreadFlow {
  thread: ResolvedThread;
  /** The body of its endless loop, or its steady loop with the waits behind it, or its whole program. */
  cycle: ResolvedStep[];
  endless: boolean;
  visits: Map<ResolvedStep, number>;
  /** Frames that one cycle completes. */
  frames: number;
}

/** `coefficients[i] · cycles of thread i` sums to 0 (`equal`), or to at least 0. */
export interface FlowLaw {
  what: string;
  coefficients: number[];
  equal: boolean;
}

export interface Flow {
  threads: ThreadFlow[];
  laws: FlowLaw[];
}

function weightedVisits(flow: ThreadFlow, weight: (step: ResolvedStep) => number): number {
  let sum = 0;
  for (const [step, times] of flow.visits) {
    const each = weight(step);
    if (each !== 0) sum += times * each;
  }
  return sum;
}

function sumVisits(flow: ThreadFlow, test: (step: ResolvedStep) => boolean): number {
  return weightedVisits(flow, (step) => (test(step) ? 1 : 0));
}

/** Items that one pass of a step moves at most. */
const itemsOf = (step: ResolvedQueueStep): number => step.batch?.atMost ?? 1;

/** Passes of the steps that take from a queue. */
const plainMoves = (flow: ThreadFlow, queue: string): number =>
  sumVisits(flow, (step) => step.kind === 'dequeue' && step.queue === queue);

/**
 * What goes into a bounded queue comes out of it; of an unbounded one, or one that refuses items when full, no more
 * comes out than was offered. A batch may take fewer items than it could: with full ones the least work is done.
 */
function queueLaw(queue: ResolvedPipeline['queues'][number], threads: ThreadFlow[]): FlowLaw {
  const moves = (
    kind: 'enqueue' | 'dequeue',
    flow: ThreadFlow,
    only = (_blocking: boolean) => true,
  ): number =>
    weightedVisits(flow, (step) =>
      step.kind === kind && step.queue === queue.id && only(step.blocking) ? itemsOf(step) : 0,
    );
  const refuses = threads.some((flow) => moves('enqueue', flow, (blocking) => !blocking) > 0);
  const batches = threads.some((flow) => moves('dequeue', flow) !== plainMoves(flow, queue.id));
  return {
    what: `queue ${queue.id}`,
    coefficients: threads.map((flow) => moves('enqueue', flow) - moves('dequeue', flow)),
    equal: Number.isFinite(queue.capacity) && !refuses && !batches,
  };
}

/** A callback thread runs its program once for each report it is given. */
function callbackLaw(callback: ThreadFlow, threads: ThreadFlow[]): FlowLaw {
  const coefficients = threads.map(
    (flow) =>
      sumVisits(flow, (step) => step.kind === 'callback' && step.thread === callback.thread.id) -
      (flow === callback ? 1 : 0),
  );
  return { what: `callback ${callback.thread.id}`, coefficients, equal: true };
}

function threadFlow(thread: ResolvedThread, counters: Map<ResolvedStep, number>): ThreadFlow {
  const { cycle, endless } = steadyCycle(thread, counters);
  const visits = visitsIn(cycle);
  let frames = 0;
  for (const [step, times] of visits) frames += times * (counters.get(step) ?? 0);
  return { thread, cycle, endless, visits, frames };
}

/** A law of one side only says nothing that a rate could follow: a queue that is never emptied, or never filled. */
function isLaw({ coefficients }: FlowLaw): boolean {
  return coefficients.some((value) => value > 0) && coefficients.some((value) => value < 0);
}

/** The flow of all threads that run: those without replicas are left out. */
export function flowOf(pipeline: ResolvedPipeline): Flow {
  const counters = frameCounters(pipeline);
  const threads = pipeline.threads
    .filter((thread) => thread.replicas > 0)
    .map((thread) => threadFlow(thread, counters));
  const laws = [
    ...pipeline.queues.map((queue) => queueLaw(queue, threads)),
    ...threads.filter((flow) => flow.thread.kind === 'callback').map((flow) => callbackLaw(flow, threads)),
  ];
  return { threads, laws: laws.filter(isLaw) };
}

/**
 * Cycles of each thread a frame, summed over its replicas: of threads that finish frames by their replicas, of others as
 * queues and callbacks tie them to those. Undefined for a thread that nothing ties to a frame.
 */
export function cyclesPerFrame(flow: Flow): (number | undefined)[] {
  const frames = flow.threads.reduce((sum, { frames: own, thread }) => sum + own * thread.replicas, 0);
  const cycles: (number | undefined)[] = flow.threads.map(({ frames: own, thread }) =>
    own > 0 ? thread.replicas / frames : undefined,
  );
  for (let round = 0; round < flow.threads.length; round++) {
    for (const { coefficients } of flow.laws) followLaw(coefficients, cycles);
  }
  return cycles;
}

/** A law with one thread whose rate is not known yet tells it. */
function followLaw(coefficients: number[], cycles: (number | undefined)[]): void {
  const open = coefficients.flatMap((value, i) => (value !== 0 && cycles[i] === undefined ? [i] : []));
  const [only] = open;
  if (only === undefined || open.length > 1) return;
  const known = coefficients.reduce((sum, value, i) => sum + (i === only ? 0 : value * (cycles[i] ?? 0)), 0);
  const rate = -known / (coefficients[only] ?? 1);
  if (rate > 0) cycles[only] = rate;
}
