import type { HostThread } from '../host/thread.ts';
import type { Model } from '../model.ts';
import type { Prediction } from '../prediction.ts';
import { ownValue } from '../../base/own-value.ts';

type Candidate = Prediction['bottleneck'];

/** Where no resource has any work. */
const NONE: Candidate = { resource: 'none', utilization: 0 };

/** A resource that is busy for more of the time binds, however long the program sleeps: it may drop what comes. */
const FULL = 0.95;
/** A program that sleeps for less of the time is not held up by that alone. */
const LEAST_PAUSED = 0.8;

/** A thread that has so many of its items dropped is faster than who takes them, and binds nothing. */
const OFTEN_DROPPED = 0.05;

/** What the rate is bound by: the resource that is busy most of the time, or the pauses of the program itself. */
export function bottleneckOf(
  model: Model,
  utilization: Record<string, number>,
  measuredMs: number,
): Prediction['bottleneck'] {
  const busiest = most([...deviceCandidates(model, utilization), ...hostCandidates(model, measuredMs)]);
  const paused = most(pauses(model, measuredMs));
  const isPaced = busiest.utilization < FULL && paused.utilization >= LEAST_PAUSED;
  return isPaced && paused.utilization > busiest.utilization ? paused : busiest;
}

const most = (candidates: readonly Candidate[]): Candidate =>
  candidates.reduce((a, b) => (b.utilization > a.utilization ? b : a), NONE);

const outruns = ({ offered, dropped }: HostThread): boolean => dropped > OFTEN_DROPPED * offered;

function pauses({ threads }: Model, measuredMs: number): Candidate[] {
  return threads
    .filter((thread) => thread.paces && !outruns(thread))
    .map(({ label, pausedMs }) => ({
      resource: `pauses of ${label}`,
      utilization: Math.min(1, pausedMs / measuredMs),
    }));
}

function deviceCandidates(model: Model, utilization: Record<string, number>): Candidate[] {
  const names = new Set(model.devices.flatMap((device) => [...device.stations.keys()]));
  return [...names, 'taskScheduler', 'memoryBandwidth'].map((resource) => ({
    resource,
    utilization: ownValue(utilization, resource) ?? 0,
  }));
}

/** A host thread cannot work for more than all of the time. Spinning on a full queue is no bottleneck. */
function hostCandidates(model: Model, measuredMs: number): Candidate[] {
  const candidates = model.threads
    .filter((thread) => !outruns(thread))
    .map((thread) => ({ name: thread.label, ms: thread.busyMs }));
  for (const { sender, receiver } of model.contexts) {
    if (sender) candidates.push({ name: 'RT_SEND', ms: sender.busyMs - sender.spunMs });
    candidates.push({ name: 'RT_RECV', ms: receiver.busyMs });
  }
  return candidates.map(({ name, ms }) => ({
    resource: `host ${name}`,
    utilization: Math.min(1, ms / measuredMs),
  }));
}
