import { checkDeviceWork } from '../pipeline/device-work.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { ResolvedPipeline } from '../pipeline/resolved.ts';
import { resolve } from '../pipeline/resolve.ts';
import type { DeviceProfile } from '../profile/profile.ts';
import type { CallRecorder } from './record/call-recorder.ts';
import { predictMemory } from './memory.ts';
import { Model } from './model.ts';
import type { Prediction } from './prediction.ts';
import { TimelineRecorder } from './record/recorder.ts';
import { report } from './report.ts';
import { run, type StopSignal } from './run.ts';

export interface SimulateOptions {
  /** Parameters of the pipeline to set, by name. */
  settings?: Readonly<Record<string, number>>;
  /** Equal seeds give equal results. Default 1. */
  seed?: number;
  /** Half width of the 95 % range of the rate at which to stop, as a share of it. Default 0.01. */
  precision?: number;
  /** Events after which to stop with a wider range. Default 500,000. */
  budgetEvents?: number;
  /** Keep the timeline's boxes in `Prediction.timeline`. */
  timeline?: boolean;
  /** Stops the simulation with an AbortError. */
  signal?: StopSignal;
}

/** Half width, as a share of the rate, at which a simulation stops: finer than what a fix has to gain to be worth a line. */
export const DEFAULT_PRECISION = 0.01;

const DEFAULTS = { seed: 1, precision: DEFAULT_PRECISION, budgetEvents: 500_000 };

/**
 * Predicts what a pipeline does on a device.
 * @throws PipelineError when the pipeline makes no sense, needs an engine the profile lacks, or deadlocks, and for a
 * program that gives the device no work.
 */
export function simulate(
  pipeline: Pipeline,
  profile: DeviceProfile,
  options: SimulateOptions = {},
): Prediction {
  checkDeviceWork(pipeline);
  return simulateResolved(resolve(pipeline, options.settings), profile, options);
}

/**
 * The same for a pipeline whose quantities are numbers already.
 * @param calls records the calls of the host, and what they gave the device.
 */
export function simulateResolved(
  pipeline: ResolvedPipeline,
  profile: DeviceProfile,
  options: Omit<SimulateOptions, 'settings'> = {},
  calls?: CallRecorder,
): Prediction {
  const { seed, precision, budgetEvents } = { ...DEFAULTS, ...options };
  const recorder = options.timeline ? new TimelineRecorder() : undefined;
  const model = new Model(pipeline, profile, seed, recorder, calls);
  const result = run(model, { precision, budgetEvents, signal: options.signal });
  const prediction = report(model, result, predictMemory(pipeline, profile), seed);
  if (recorder) {
    prediction.timeline = recorder.boxes;
    prediction.timelineLeftOut = recorder.leftOut;
  }
  return prediction;
}
