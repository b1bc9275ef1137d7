/**
 * Two runs line by line: what was recorded beside what was predicted, or one record beside another. In the threads that
 * finish frames all time lies in a call or before one, so that what the lines differ in adds up to what the rates do.
 */
import type { ResolvedCall } from '../../pipeline/step-calls.ts';
import { namesOfCall } from '../../pipeline/step-calls.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import type { FrameSteps, RunTimes, StepTimes } from './place-times.ts';

/** Means of one call, in ms. */
export interface CallTimes {
  calls: number;
  /** Calls for each frame; null where no frames are counted. */
  perFrame: number | null;
  hostMs: number;
  /** Between the thread's call before and this: the host's own work, and waits that are no calls of the runtime. */
  beforeMs: number;
  /** Of the device; null where no task of it is known. */
  queueMs: number | null;
  deviceMs: number | null;
  idleMs: number | null;
}

export interface ComparedLine {
  /** Where it stands; null in a pipeline by hand. */
  source: SourceRange | null;
  call: string;
  /** Entry function of its thread. */
  thread: string;
  measured: CallTimes | null;
  /** The prediction, or the run before. */
  reference: CallTimes | null;
  /** Of the time of a frame as measured, the share by which this line makes it longer than in the reference, -1…1. */
  share: number | null;
  /** Steps that stand on the line. */
  steps: ResolvedCall[];
}

export interface ComparedRuns {
  /** Frames/s; null where the record holds none. */
  qps: { measured: number | null; reference: number | null };
  /** Threads that finish frames. */
  threads: { measured: number; reference: number };
  /** Those that make the largest difference first. */
  lines: ComparedLine[];
  /** Calls between those of the steady loop that are at no place of the source, and their share of the time of a frame. */
  elsewhere: { calls: number; share: number };
}

/** A line of one thread. */
interface Line {
  source: SourceRange | null;
  call: string;
  thread: string;
  steps: ResolvedCall[];
}

const MS_PER_S = 1000;

export function compareRuns(
  measured: RunTimes,
  reference: RunTimes,
  frames: FrameSteps,
  threadOf: (step: ResolvedCall) => string,
): ComparedRuns {
  const [now, then] = [paceOf(measured), paceOf(reference)];
  const lines = linesOf([...measured.steps.keys(), ...reference.steps.keys()], threadOf).map(
    (line): ComparedLine => {
      const [here, there] = [sumOf(line, measured), sumOf(line, reference)];
      const counts = line.steps.some((step) => frames.inLoop.has(step)) && isPaced(line, frames, threadOf);
      const share = counts ? differenceOf(here, there, now, then) : null;
      return {
        ...line,
        measured: callTimes(here, now.frames),
        reference: callTimes(there, then.frames),
        share,
      };
    },
  );
  return {
    qps: { measured: now.qps, reference: then.qps },
    threads: { measured: now.threads, reference: then.threads },
    lines: lines.sort((a, b) => Math.abs(b.share ?? 0) - Math.abs(a.share ?? 0) || order(a, b)),
    elsewhere: {
      calls: measured.elsewhere.calls,
      share: now.ms > 0 ? measured.elsewhere.ms / now.ms : 0,
    },
  };
}

const order = (a: ComparedLine, b: ComparedLine): number =>
  compareText(a.source?.file, b.source?.file) || (a.source?.line ?? 0) - (b.source?.line ?? 0);

const compareText = (a = '', b = ''): number => (a < b ? -1 : Number(a > b));

/** How fast the threads that finish frames go. */
interface Pace {
  threads: number;
  frames: number;
  /** Of all of them. */
  ms: number;
  qps: number | null;
}

function paceOf({ threads }: RunTimes): Pace {
  const all = [...threads.values()].filter(({ ms, frames }) => ms > 0 && frames > 0);
  const sum = (of: (thread: { ms: number; frames: number }) => number): number =>
    all.reduce((total, thread) => total + of(thread), 0);
  const qps = sum(({ ms, frames }) => (MS_PER_S * frames) / ms);
  return {
    threads: all.length,
    frames: sum(({ frames }) => frames),
    ms: sum(({ ms }) => ms),
    qps: all.length > 0 ? qps : null,
  };
}

function linesOf(steps: readonly ResolvedCall[], threadOf: (step: ResolvedCall) => string): Line[] {
  const lines = new Map<string, Line>();
  for (const step of new Set(steps)) {
    const { source } = step;
    const call = namesOfCall(step)[0] ?? step.kind;
    const thread = threadOf(step);
    const place = source ? `${source.file}\n${source.line}` : thread;
    const key = `${place}\n${call}`;
    const line = lines.get(key) ?? { source: source ?? null, call, thread, steps: [] };
    lines.set(key, line);
    line.steps.push(step);
  }
  return [...lines.values()];
}

function sumOf({ steps }: Line, { steps: times }: RunTimes): StepTimes | undefined {
  const found = steps.flatMap((step) => times.get(step) ?? []);
  const [first, ...rest] = found;
  if (first === undefined) return undefined;
  return rest.reduce(added, first);
}

const added = (a: StepTimes, b: StepTimes): StepTimes => ({
  calls: a.calls + b.calls,
  hostMs: a.hostMs + b.hostMs,
  beforeMs: a.beforeMs + b.beforeMs,
  withTask: a.withTask + b.withTask,
  queueMs: a.queueMs + b.queueMs,
  deviceMs: a.deviceMs + b.deviceMs,
  idleMs: a.idleMs + b.idleMs,
});

/** Does the line belong to a thread that finishes frames? */
function isPaced(
  { steps }: Line,
  { counters }: FrameSteps,
  threadOf: (step: ResolvedCall) => string,
): boolean {
  const paced = new Set([...counters.keys()].map((step) => threadOf(step as ResolvedCall)));
  return steps.some((step) => paced.has(threadOf(step)));
}

/** Of a frame's time as measured. A thread more, or less, shares a frame's time: all are of one thread. */
function differenceOf(
  here: StepTimes | undefined,
  there: StepTimes | undefined,
  now: Pace,
  then: Pace,
): number | null {
  if (now.frames === 0 || then.frames === 0) return null;
  const ofFrame = (sum: StepTimes | undefined, { frames }: Pace): number =>
    sum ? (sum.hostMs + sum.beforeMs) / frames : 0;
  return (ofFrame(here, now) - ofFrame(there, then)) / (now.ms / now.frames);
}

function callTimes(sum: StepTimes | undefined, frames: number): CallTimes | null {
  if (sum === undefined || sum.calls === 0) return null;
  const { calls, withTask } = sum;
  const ofTasks = (ms: number): number | null => (withTask > 0 ? ms / withTask : null);
  return {
    calls,
    perFrame: frames > 0 ? calls / frames : null,
    hostMs: sum.hostMs / calls,
    beforeMs: sum.beforeMs / calls,
    queueMs: ofTasks(sum.queueMs),
    deviceMs: ofTasks(sum.deviceMs),
    idleMs: ofTasks(sum.idleMs),
  };
}
