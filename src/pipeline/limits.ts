/**
 * How much of a Pipeline can be simulated. Each limit is far beyond any real program, and within what a simulation
 * holds in memory and ends in some seconds; what exceeds one is refused with a sentence that names it.
 */
import { PipelineError } from './errors.ts';
import type { Problem, ProblemId } from './problems.ts';
import { problem } from './problems.ts';
import type { ResolvedPipeline, ResolvedStep, ResolvedThread } from './resolved.ts';
import type { SourceRange } from './source.ts';
import { walk } from './walk.ts';

/** Host threads of one run, all processes together; processes by devices, too. */
export const MAX_THREADS = 4096;
/** Threads that are declared, and queues: kinds of them, whatever their replicas. */
export const MAX_KINDS = 256;
/** Streams, events, models and buffers that are declared. */
export const MAX_DECLARED = 4096;
/** Frames that arrive at once. */
export const MAX_BURST = 65_536;
/** Steps of all threads, each counted in every replica and process. */
export const MAX_STEPS = 1_000_000;

/** @throws PipelineError on the first limit that the pipeline exceeds. */
export function checkLimits(pipeline: ResolvedPipeline): void {
  const { processes, devices, threads, queues, arrivals } = pipeline;
  atMost(MAX_THREADS, processes, 'processes');
  atMost(MAX_THREADS, devices, 'devices');
  atMost(MAX_THREADS, processes * devices, 'contexts');
  atMost(MAX_THREADS, arrivals?.sources ?? 0, 'sources');
  atMost(MAX_BURST, arrivals?.burst ?? 0, 'burst');
  atMost(MAX_KINDS, threads.length, 'declared-threads', threads.at(-1)?.source);
  atMost(MAX_KINDS, queues.length, 'queues', queues.at(-1)?.source);
  for (const kind of ['streams', 'events', 'models', 'buffers'] as const)
    atMost(MAX_DECLARED, pipeline[kind].length, kind, pipeline[kind].at(-1)?.source);
  checkThreads(threads, processes);
  checkSteps(threads, processes);
}

function checkThreads(threads: readonly ResolvedThread[], processes: number): void {
  let all = 0;
  for (const thread of threads) {
    const replicas = thread.replicas * processes;
    const { entry } = thread;
    atMost(MAX_THREADS, replicas, problem('threads-of', { entry }), thread.createdAt ?? thread.source);
    all += replicas;
  }
  atMost(MAX_THREADS, all, 'threads');
}

function checkSteps(threads: readonly ResolvedThread[], processes: number): void {
  let all = 0;
  for (const thread of threads) {
    all += thread.replicas * processes * stepsIn(thread);
    atMost(MAX_STEPS, all, problem('steps-with', { entry: thread.entry }), thread.source);
  }
}

function stepsIn(thread: ResolvedThread): number {
  return [...walk<ResolvedStep>(thread.program)].length;
}

function atMost(limit: number, count: number, kind: ProblemId | Problem, source?: SourceRange): void {
  if (count <= limit) return;
  const what = typeof kind === 'string' ? problem(kind) : kind;
  throw new PipelineError('over-limit', { count, what, limit }, source);
}
