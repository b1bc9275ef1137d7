import type { ResolvedPipeline } from '../../pipeline/resolved.ts';
import { modelErrorOf } from '../../profile/confidence.ts';
import type { Job } from '../device/task.ts';
import { flowOf } from '../bounds/flow.ts';
import type { Model } from '../model.ts';
import { HOST } from './what-if.ts';
import { ownValue } from '../../base/own-value.ts';

/** Time that jobs ask for, ms, and the same if each took longer by its doubt. */
interface Demand {
  ms: number;
  longerMs: number;
}

function add(demand: Demand, job: Job, servers = 1): void {
  demand.ms += job.servedMs / servers;
  demand.longerMs += (job.servedMs * (1 + job.uncertainty)) / servers;
}

/** Of one pass through all jobs, and of a server of each resource. */
function demandsOf({ jobs, profile }: Model): { cycle: Demand; resources: Demand[] } {
  const cycle = { ms: 0, longerMs: 0 };
  const resources = new Map<string, Demand>();
  for (const job of jobs) {
    const demand = resources.get(job.resource) ?? { ms: 0, longerMs: 0 };
    resources.set(job.resource, demand);
    add(cycle, job);
    add(demand, job, ownValue(profile.engines, job.resource)?.servers.value);
  }
  return { cycle, resources: [...resources.values()] };
}

/**
 * Half width of the range of a prediction by what its figures are worth, as a share of the rate: how far the laws of
 * the cycle and of the bottleneck would lower it, to first order, if each job took longer by its doubt.
 */
export function uncertaintyOf(model: Model): number {
  const { cycle, resources } = demandsOf(model);
  const fullestMs = Math.max(0, ...resources.map(({ ms }) => ms));
  const ofModel = modelErrorOf(model.profile);
  if (fullestMs === 0) return ofModel;
  const bottleneck = Math.max(...resources.map(({ longerMs }) => longerMs)) / fullestMs - 1;
  return Math.max(ofModel, cycle.longerMs / cycle.ms - 1, bottleneck);
}

/** Doubt of a time on the host that nobody told, as a share. */
const GUESS = 1;

/** The doubt of each resource's time in the jobs done so far, and of the host's work, as a share of it. */
export function resourceDoubts({ jobs, pipeline }: Model): Map<string, number> {
  const sums = new Map<string, Demand>([[HOST, hostDemand(pipeline)]]);
  for (const job of jobs) {
    const sum = sums.get(job.resource) ?? { ms: 0, longerMs: 0 };
    sums.set(job.resource, sum);
    add(sum, job);
  }
  return new Map(
    [...sums].flatMap(([name, { ms, longerMs }]) => (ms > 0 ? [[name, longerMs / ms - 1]] : [])),
  );
}

function hostDemand(pipeline: ResolvedPipeline): Demand {
  const demand = { ms: 0, longerMs: 0 };
  for (const { visits } of flowOf(pipeline).threads) {
    for (const [step, times] of visits) {
      if (step.kind !== 'host' || !step.busy || !Number.isFinite(times)) continue;
      demand.ms += times * step.milliseconds;
      demand.longerMs += times * step.milliseconds * (step.assumed ? 1 + GUESS : 1);
    }
  }
  return demand;
}
