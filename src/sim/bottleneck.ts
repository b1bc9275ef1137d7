import type { Model } from './model.ts';
import type { Prediction } from './prediction.ts';

/** A resource busy for this share of the time, or more, is what binds. */
const SATURATED = 0.85;

interface Candidate {
  resource: string;
  utilization: number;
  inWords: string;
}

/** What the rate is bound by: a resource that is busy nearly all the time, else the order within streams. */
export function bottleneckOf(
  model: Model,
  utilization: Record<string, number>,
  measuredMs: number,
): Prediction['bottleneck'] {
  const all = [...deviceCandidates(model, utilization), ...hostCandidates(model, measuredMs)];
  const best = all.reduce<Candidate | undefined>(
    (a, b) => (a === undefined || b.utilization > a.utilization ? b : a),
    undefined,
  );
  if (!best) return { resource: 'none', utilization: 0, inWords: 'no work is submitted' };
  if (best.utilization >= SATURATED) return best;
  const percent = Math.round(100 * best.utilization);
  return {
    resource: best.resource,
    utilization: best.utilization,
    inWords: `no resource is full: ${best.resource} is busy ${percent} % of the time, the most of all; the steps of a stream wait for each other`,
  };
}

function deviceCandidates(model: Model, utilization: Record<string, number>): Candidate[] {
  const names = new Set(model.devices.flatMap((device) => [...device.stations.keys()]));
  return [...names, 'taskScheduler', 'memoryBandwidth'].map((resource) => {
    const share = utilization[resource] ?? 0;
    return {
      resource,
      utilization: share,
      inWords: `${resource} is busy ${Math.round(100 * share)} % of the time`,
    };
  });
}

/** A host thread cannot work for more than all of the time. RT_SEND spinning on a full queue is no bottleneck. */
function hostCandidates(model: Model, measuredMs: number): Candidate[] {
  const candidates = model.threads.map((thread) => ({ name: thread.label, ms: thread.busyMs }));
  for (const { sender, receiver } of model.contexts) {
    candidates.push({ name: 'RT_SEND', ms: sender.busyMs - sender.spunMs });
    candidates.push({ name: 'RT_RECV', ms: receiver.busyMs });
  }
  return candidates.map(({ name, ms }) => {
    const share = Math.min(1, ms / measuredMs);
    return {
      resource: `host ${name}`,
      utilization: share,
      inWords: `the host thread ${name} is busy ${Math.round(100 * share)} % of the time`,
    };
  });
}
