/** A simulation as a message: what a thread needs to run it, and what it answers. */
import { PipelineError } from '../../pipeline/errors.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import type { Problem } from '../../pipeline/problems.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import type { DeviceProfile } from '../../profile/profile.ts';
import { chromeTrace } from '../../sim/record/chrome-trace.ts';
import type { BoundPart, Doubt, Prediction, StopSignal, TimelineBox } from '../../sim/index.ts';
import { boundParts, effectsOf, simulate, withDoubts } from '../../sim/index.ts';
import type { CutTimeline } from '../../sim/record/timeline.ts';
import { cutTimeline } from '../../sim/record/timeline.ts';

export interface SimulationJob {
  pipeline: Pipeline;
  profile: DeviceProfile;
  settings: Readonly<Record<string, number>>;
  /** As in SimulateOptions. */
  precision?: number;
  budgetEvents?: number;
  /** Asks for the first `mostBoxes` boxes of the timeline; a timeline is made and cut where it is simulated, as it is large. */
  mostBoxes?: number;
  /** Asks for the timeline as a Chrome trace of this name. */
  trace?: string;
  /** Asks for this prediction with its doubts, in place of a new one. */
  assess?: Prediction;
  /** Asks what each guess does to the rate of this prediction, in place of a new one; see `effectsOf`. */
  effects?: { prediction: Prediction; times: Readonly<Record<string, number>> };
  /** Asks what each part does to the rate of this prediction; see `boundParts`. */
  bound?: Prediction;
}

export interface SimulationResult {
  /** Without its timeline. */
  prediction: Prediction;
  timeline?: CutTimeline;
  /** JSON. */
  trace?: string;
  effects?: Doubt[];
  parts?: BoundPart[];
}

/** @throws PipelineError for a pipeline that cannot be simulated, an AbortError when stopped. */
export function runJob(job: SimulationJob, signal?: StopSignal): SimulationResult {
  const { pipeline, profile, mostBoxes, trace, assess, effects, bound, ...given } = job;
  const options = { ...given, ...(signal ? { signal } : {}) };
  if (assess) return { prediction: withDoubts(pipeline, profile, assess, options) };
  if (effects)
    return { prediction: effects.prediction, effects: effectsOf(pipeline, profile, effects, options) };
  if (bound) return { prediction: bound, parts: boundParts(pipeline, profile, bound, options) };
  const timeline = mostBoxes !== undefined || trace !== undefined;
  const {
    timeline: boxes = [],
    timelineLeftOut = 0,
    ...prediction
  } = simulate(pipeline, profile, { ...options, timeline });
  return {
    prediction,
    ...(mostBoxes === undefined ? {} : { timeline: cutFor(boxes, mostBoxes, timelineLeftOut) }),
    ...(trace === undefined ? {} : { trace: JSON.stringify(traceOf(trace, boxes, prediction)) }),
  };
}

function cutFor(boxes: TimelineBox[], most: number, alreadyLeftOut: number): CutTimeline {
  const cut = cutTimeline(boxes, { most });
  return { ...cut, leftOut: cut.leftOut + alreadyLeftOut };
}

/** The trace tells what part of the run it shows: a simulation goes on far beyond what a viewer takes. */
function traceOf(name: string, boxes: NonNullable<Prediction['timeline']>, { run, qps }: Prediction) {
  const { fromMs, toMs } = cutTimeline(boxes, { most: Infinity });
  return chromeTrace(boxes, name, {
    shownFromMs: fromMs.toFixed(1),
    shownToMs: toMs.toFixed(1),
    simulatedMs: run.simulatedMs.toFixed(1),
    qps: String(qps),
  });
}

/** What a thread is asked. Where memory can be shared, a 1 in `stop` ends the simulation. */
export interface SimulationRequest {
  job: SimulationJob;
  stop?: Int32Array;
}

export type SimulationAnswer =
  | { kind: 'done'; result: SimulationResult }
  | { kind: 'stopped' }
  /** The pipeline makes no sense: what its PipelineError says. */
  | { kind: 'refused'; problem: Problem; range: SourceRange | undefined }
  /** A defect. */
  | { kind: 'failed'; message: string };

/** The thread's side. */
export function answerJob({ job, stop }: SimulationRequest): SimulationAnswer {
  const signal = stop && {
    get aborted() {
      return Atomics.load(stop, 0) === 1;
    },
  };
  try {
    return { kind: 'done', result: runJob(job, signal) };
  } catch (error) {
    if (isAbort(error)) return { kind: 'stopped' };
    if (error instanceof PipelineError)
      return { kind: 'refused', problem: error.problem, range: error.range };
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

/** Was the work stopped because nobody waits for it any more? */
export const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';
