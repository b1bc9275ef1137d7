/** Why a prediction is what it is: virtual speed-ups. */
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { resolve } from '../../pipeline/resolve.ts';
import type { ResolvedPipeline } from '../../pipeline/resolved.ts';
import { walk } from '../../pipeline/walk.ts';
import type { DeviceProfile } from '../../profile/profile.ts';
import type { Prediction } from '../prediction.ts';
import { DEFAULT_PRECISION, simulateResolved, type SimulateOptions } from '../simulate.ts';
import { faster, HOST, lockName } from './what-if.ts';

/** "Twice as fast" is far enough from today for a clear answer, and near enough to be thought of. */
const FACTOR = 2;
/** A resource that is busy for less than this share of the time has nothing to give. */
const HARDLY_USED = 0.01;

/** Locks that are asked about; programs with more have one for each of many things. */
const MOST_LOCKS = 4;

/** Resources that are worth asking about: those with work, the scheduler and memory among them, the host, and locks. */
export function candidates({ utilization, hostThreads }: Prediction, pipeline: ResolvedPipeline): string[] {
  // Cores of the control CPU are loaded by interrupts, which no step waits for.
  const device = Object.entries(utilization)
    .filter(([name, share]) => share >= HARDLY_USED && name !== 'ctrlcpu')
    .map(([name]) => name);
  const host = Object.values(hostThreads).some((share) => share >= HARDLY_USED);
  return [...device, ...(host ? [HOST] : []), ...locksOf(pipeline).slice(0, MOST_LOCKS)];
}

function locksOf({ threads }: ResolvedPipeline): string[] {
  const locks = threads.flatMap(({ program }) =>
    [...walk(program)].flatMap((step) => (step.kind === 'lock' ? [lockName(step.mutex)] : [])),
  );
  return [...new Set(locks)];
}

/**
 * What differs by less than the error of a simulated rate does not differ. A part that is faster by a factor lifts the
 * rate by that at most; where other threads make more of it than those that finish frames, it lifts it by nothing.
 */
function atMost(qps: number, today: number, { precision = DEFAULT_PRECISION }: SimulateOptions): number {
  return qps < today * (1 + precision) ? today : Math.min(qps, FACTOR * today);
}

/**
 * Frames/s with each resource in turn twice as fast, and without each lock, the largest gain first; today's where the difference is within the
 * simulation's own error. One simulation a resource: about ten times the time of a prediction.
 */
export function virtualSpeedups(
  pipeline: Pipeline,
  profile: DeviceProfile,
  prediction: Prediction,
  options: SimulateOptions = {},
): Prediction['speedups'] {
  const given = { pipeline: resolve(pipeline, options.settings), profile };
  return candidates(prediction, given.pipeline)
    .map((resource) => {
      const changed = faster(given, resource, FACTOR);
      const { qps } = simulateResolved(changed.pipeline, changed.profile, { ...options, timeline: false });
      return { resource, factor: FACTOR, qps: atMost(qps, prediction.qps, options) };
    })
    .sort((a, b) => b.qps - a.qps);
}

/** The prediction with its virtual speed-ups. */
export function explain(
  pipeline: Pipeline,
  profile: DeviceProfile,
  prediction: Prediction,
  options: SimulateOptions = {},
): Prediction {
  return { ...prediction, speedups: virtualSpeedups(pipeline, profile, prediction, options) };
}
