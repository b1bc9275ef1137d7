/** Why a prediction is what it is: virtual speed-ups, and words for what binds and what the others wait for. */
import type { Pipeline } from '../pipeline/pipeline.ts';
import { resolve } from '../pipeline/resolve.ts';
import type { DeviceProfile } from '../profile/profile.ts';
import type { IdleCause, Prediction } from './prediction.ts';
import { simulateResolved, type SimulateOptions } from './simulate.ts';
import { faster, HOST } from './what-if.ts';

/** "Twice as fast" is far enough from today for a clear answer, and near enough to be thought of. */
const FACTOR = 2;
/** A resource that is busy for less than this share of the time has nothing to give. */
const HARDLY_USED = 0.01;

/** Resources that are worth asking about: those with work, the scheduler and memory among them, and the host. */
function candidates({ utilization, hostThreads }: Prediction): string[] {
  // Cores of the control CPU are loaded by interrupts, which no step waits for.
  const device = Object.entries(utilization)
    .filter(([name, share]) => share >= HARDLY_USED && name !== 'ctrlcpu')
    .map(([name]) => name);
  const host = Object.values(hostThreads).some((share) => share >= HARDLY_USED);
  return host ? [...device, HOST] : device;
}

/**
 * Frames/s with each resource in turn twice as fast, the largest gain first. One simulation a resource: about ten times
 * the time of a prediction.
 */
export function virtualSpeedups(
  pipeline: Pipeline,
  profile: DeviceProfile,
  prediction: Prediction,
  options: SimulateOptions = {},
): Prediction['speedups'] {
  const given = { pipeline: resolve(pipeline, options.settings), profile };
  return candidates(prediction)
    .map((resource) => {
      const changed = faster(given, resource, FACTOR);
      const { qps } = simulateResolved(changed.pipeline, changed.profile, { ...options, timeline: false });
      return { resource, factor: FACTOR, qps };
    })
    .sort((a, b) => b.qps - a.qps);
}

/** In words what a resource waits for while it is idle. */
const CAUSES: Record<IdleCause, string> = {
  upstream: 'the steps before it',
  host: 'the host to submit',
  sync: 'a thread that waits in a synchronize',
  memory: 'memory',
  scheduler: 'the task scheduler',
  none: 'nothing that was asked of it',
};

const percent = (share: number): string => `${Math.round(100 * share)} %`;
/** Idle times below this share are not worth a sentence. */
const NOTEWORTHY = 0.05;

function idleSentence(resource: string, causes: Partial<Record<IdleCause, number>>): string[] {
  const parts = (Object.entries(causes) as [IdleCause, number][])
    .filter(([, share]) => share >= NOTEWORTHY)
    .sort(([, a], [, b]) => b - a)
    .map(([cause, share]) => `${percent(share)} for ${CAUSES[cause]}`);
  return parts.length > 0 ? [`${resource} waits ${parts.join(', ')}`] : [];
}

function place(step: Prediction['criticalPath'][number]): string {
  return step.source ? ` (${step.source.file}:${step.source.line})` : '';
}

function pathSentence({ criticalPath }: Prediction): string[] {
  const longest = [...criticalPath].sort((a, b) => b.share - a.share)[0];
  if (!longest) return [];
  const whole = criticalPath.reduce((sum, step) => sum + step.milliseconds, 0);
  return [
    `of a frame's ${whole.toFixed(2)} ms on its way, ${percent(longest.share)} are in ${longest.what} on ${longest.resource}${place(longest)}`,
  ];
}

function speedupSentence(
  { qps }: Prediction,
  { resource, factor, qps: then }: Prediction['speedups'][number],
): string {
  const gain = Math.round(100 * (then / qps - 1));
  const times = factor === 2 ? 'twice' : `${factor} times`;
  return `${resource} ${times} as fast: ${gain >= 0 ? '+' : ''}${gain} %`;
}

/** The whole explanation, a sentence each: what binds, what the others wait for, where a frame's time goes, what would lift it. */
export function explainInWords(prediction: Prediction): string[] {
  const idle = Object.entries(prediction.idle).flatMap(([resource, causes]) =>
    idleSentence(resource, causes),
  );
  return [
    prediction.bottleneck.inWords,
    ...idle,
    ...pathSentence(prediction),
    ...prediction.speedups.map((speedup) => speedupSentence(prediction, speedup)),
  ];
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
