/** Sums the times of calls by their step: of a record whose calls are placed, and of a simulated run alike. */
import { frameCounters, type FrameCounters } from '../../pipeline/frames.ts';
import type { ResolvedPipeline, ResolvedStep } from '../../pipeline/resolved.ts';
import { steadyLoop } from '../../pipeline/steady-loop.ts';
import { walk } from '../../pipeline/walk.ts';
import type { ResolvedCall } from '../../pipeline/step-calls.ts';

/** Times in ms; `step` undefined: at no place of the source. */
export interface TimedCall {
  thread: string;
  step: ResolvedCall | undefined;
  startMs: number;
  endMs: number;
}

export interface TimedTask {
  /** Place of its call in the list of calls; -1 where that is not known. */
  call: number;
  /** Tasks of one kind take the same engine. */
  kind: string;
  startMs: number;
  endMs: number;
}

/** Sums over the calls of one step, in ms. */
export interface StepTimes {
  calls: number;
  /** Within the calls. */
  hostMs: number;
  /** Between the thread's call before and these: what the host does itself, or waits for without the runtime. */
  beforeMs: number;
  /** Of the calls, how many gave the device a task that is known. */
  withTask: number;
  /** From when the call returned (a call that waits: began) to the start of its first task. */
  queueMs: number;
  /** From the first start of a call's tasks to their last end. */
  deviceMs: number;
  /** In which the engine had run out of work before these tasks. */
  idleMs: number;
}

export interface RunTimes {
  steps: Map<ResolvedCall, StepTimes>;
  /** Calls at no place of the source, in threads that finish frames: between the first and the last of their steady loop. */
  elsewhere: { calls: number; ms: number };
  /** Of each thread that finishes frames the time and the frames of its steady loop. */
  threads: Map<string, { ms: number; frames: number }>;
}

/** What makes frames: the steps of steady loops that finish some, and how many each call does. */
export interface FrameSteps {
  inLoop: ReadonlySet<ResolvedStep>;
  /** Those that come once in each pass. */
  oncePerPass: ReadonlySet<ResolvedStep>;
  counters: FrameCounters;
}

const NONE: StepTimes = {
  calls: 0,
  hostMs: 0,
  beforeMs: 0,
  withTask: 0,
  queueMs: 0,
  deviceMs: 0,
  idleMs: 0,
};

/** @param calls by thread, in the order of their starts @param tasks in any order */
export function runTimes(
  calls: readonly TimedCall[],
  tasks: readonly TimedTask[],
  frames: FrameSteps,
): RunTimes {
  const runs = tasksByCall(calls.length, tasks);
  const parts = steadyParts(calls, frames);
  const times: RunTimes = { steps: new Map(), elsewhere: { calls: 0, ms: 0 }, threads: new Map() };
  calls.forEach((call, i) => {
    const last = calls[i - 1];
    const before = last?.thread === call.thread ? Math.max(0, call.startMs - last.endMs) : 0;
    const ms = before + call.endMs - call.startMs;
    if (!(ms >= 0)) return;
    const part = parts.get(call.thread);
    const isSteady = part !== undefined && i > part.first && i <= part.last;
    if (isSteady && part.finishes) addFrames(times, call, ms, frames);
    if (!call.step) return;
    // Passes of the loop that are not whole, and the first, would spoil the means.
    const isLeftOut = part !== undefined && !isSteady && frames.inLoop.has(call.step);
    if (!isLeftOut) addCall(times.steps, { ...call, step: call.step }, before, runs.get(i));
  });
  return times;
}

function addFrames(
  { threads, elsewhere }: RunTimes,
  { thread, step }: TimedCall,
  ms: number,
  { counters }: FrameSteps,
): void {
  const sum = threads.get(thread) ?? { ms: 0, frames: 0 };
  threads.set(thread, sum);
  sum.ms += ms;
  if (step) sum.frames += counters.get(step) ?? 0;
  else {
    elsewhere.calls++;
    elsewhere.ms += ms;
  }
}

function addCall(
  steps: RunTimes['steps'],
  call: TimedCall & { step: ResolvedCall },
  before: number,
  run: TaskRun | undefined,
): void {
  const sum = steps.get(call.step) ?? { ...NONE };
  steps.set(call.step, sum);
  sum.calls++;
  sum.hostMs += call.endMs - call.startMs;
  sum.beforeMs += before;
  if (run) addTasks(sum, run, call);
}

/** Whole passes of a thread's steady loop: the calls after `first`, up to `last`. */
export interface SteadyPart {
  first: number;
  last: number;
  /** It finishes frames. */
  finishes: boolean;
}

/** Of threads that make at least two passes: from the end of the first to that of the last. */
export function steadyParts(calls: readonly TimedCall[], frames: FrameSteps): Map<string, SteadyPart> {
  const found = new Map<string, { passes: Map<ResolvedCall, number[]>; finishes: boolean }>();
  calls.forEach(({ thread, step }, i) => {
    if (!step || !frames.inLoop.has(step)) return;
    const part = found.get(thread) ?? { passes: new Map<ResolvedCall, number[]>(), finishes: false };
    found.set(thread, part);
    part.finishes ||= frames.counters.has(step);
    const places = part.passes.get(step);
    if (places) places.push(i);
    else part.passes.set(step, [i]);
  });
  const parts = new Map<string, SteadyPart>();
  for (const [thread, { passes, finishes }] of found) {
    const places = placesOfPasses(passes, frames).filter((i) => !Number.isNaN(calls[i]?.endMs));
    const [first, last] = [places[0], places.at(-1)];
    if (first !== undefined && last !== undefined && last > first)
      parts.set(thread, { first, last, finishes });
  }
  return parts;
}

/** Calls that come once a pass; where none are told from the source, those of the step that is called least. */
function placesOfPasses(passes: ReadonlyMap<ResolvedCall, number[]>, { oncePerPass }: FrameSteps): number[] {
  const all = [...passes];
  const once = all.filter(([step]) => oncePerPass.has(step)).map(([, places]) => places);
  const [most] = once.sort((a, b) => b.length - a.length);
  const several = all.map(([, places]) => places).filter((places) => places.length > 1);
  return most ?? several.sort((a, b) => a.length - b.length)[0] ?? [];
}

/** The steps that make frames of a pipeline, by its steady loops; where a thread has none, all of its own. */
export function frameSteps(pipeline: ResolvedPipeline): FrameSteps {
  const counters = frameCounters(pipeline);
  const loops = pipeline.threads.map((thread) => steadyLoop(thread, counters)?.body ?? thread.program);
  const inLoop = new Set(loops.flatMap((steps) => [...walk(steps)]));
  return { counters, inLoop, oncePerPass: new Set(loops.flatMap(stepsOfPass)) };
}

/** Neither in a loop nor on one of several ways. */
function stepsOfPass(steps: readonly ResolvedStep[]): ResolvedStep[] {
  return steps.flatMap((step) => {
    if (step.kind === 'lock' || (step.kind === 'repeat' && step.turn)) return stepsOfPass(step.body);
    return step.kind === 'repeat' || step.kind === 'branch' ? [] : [step];
  });
}

/** The tasks of one call. */
interface TaskRun {
  startMs: number;
  endMs: number;
  idleMs: number;
}

function addTasks(sum: StepTimes, { startMs, endMs, idleMs }: TaskRun, call: TimedCall): void {
  // A call that returns after its work has waited for it: its own time holds the queue's.
  const since = call.endMs <= startMs ? call.endMs : call.startMs;
  sum.withTask++;
  sum.queueMs += Math.max(0, startMs - since);
  sum.deviceMs += endMs - startMs;
  sum.idleMs += idleMs;
}

function tasksByCall(calls: number, tasks: readonly TimedTask[]): Map<number, TaskRun> {
  const runs = new Map<number, TaskRun>();
  const busyUntil = new Map<string, number>();
  for (const { call, kind, startMs, endMs } of tasks.toSorted((a, b) => a.startMs - b.startMs)) {
    const until = busyUntil.get(kind);
    const idleMs = until === undefined ? 0 : Math.max(0, startMs - until);
    busyUntil.set(kind, Math.max(until ?? 0, endMs));
    if (call < 0 || call >= calls) continue;
    const run = runs.get(call);
    if (run) run.endMs = Math.max(run.endMs, endMs);
    else runs.set(call, { startMs, endMs, idleMs });
  }
  return runs;
}
