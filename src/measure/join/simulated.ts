/** The times of a simulated run, by the same sums as those of a recorded one. */
import type { ResolvedPipeline } from '../../pipeline/resolved.ts';
import type { DeviceProfile } from '../../profile/profile.ts';
import type { SimulatedRun } from '../../sim/record/call-recorder.ts';
import { CallRecorder } from '../../sim/record/call-recorder.ts';
import { simulateResolved } from '../../sim/simulate.ts';
import type { FrameSteps, RunTimes, TimedCall, TimedTask } from './place-times.ts';
import { runTimes } from './place-times.ts';

/**
 * What the prediction says of each step, in its steady state; of what is done before that, what it says of the start.
 * @throws PipelineError for a pipeline that cannot be simulated
 */
export function predictedTimes(
  pipeline: ResolvedPipeline,
  profile: DeviceProfile,
  frames: FrameSteps,
): RunTimes {
  const recorder = new CallRecorder();
  simulateResolved(pipeline, profile, {}, recorder);
  const { steady, before } = recorder.recorded();
  const times = timesOf(steady, frames);
  if (before) {
    for (const [step, sum] of timesOf(before, frames).steps)
      if (!times.steps.has(step)) times.steps.set(step, sum);
  }
  return times;
}

function timesOf(run: SimulatedRun, frames: FrameSteps): RunTimes {
  const { calls, tasks } = byThread(run);
  return runTimes(calls, tasks, frames);
}

/** The calls thread by thread, as the sums want them. */
export function byThread({ calls, tasks }: SimulatedRun): { calls: TimedCall[]; tasks: TimedTask[] } {
  const threads = [...new Set(calls.map(({ thread }) => thread))];
  const rank = new Map(threads.map((thread, i) => [thread, i]));
  const rankOf = (call: number): number => rank.get(calls[call]?.thread ?? '') ?? 0;
  const order = calls.map((_, i) => i).sort((a, b) => rankOf(a) - rankOf(b) || a - b);
  const placeOf = new Int32Array(calls.length);
  order.forEach((call, place) => (placeOf[call] = place));
  return {
    calls: order.flatMap((call) => calls[call] ?? []),
    tasks: tasks.map(({ call, resource, startMs, endMs }) => ({
      call: placeOf[call] ?? -1,
      kind: resource,
      startMs,
      endMs,
    })),
  };
}
