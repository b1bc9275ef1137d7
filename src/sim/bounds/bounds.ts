/**
 * Closed forms on the rate of a Pipeline, without simulation: what it can never exceed, what it can never fall below,
 * and what mean value analysis expects. The simulator must agree with them (test/sim/bounds.test.ts).
 *
 * Upper: the best rates of all threads under which no engine, stream, thread, lock or host part has more work than time
 * (asymptotic operational bounds: P. Denning, J. Buzen, "The Operational Analysis of Queueing Network Models", 1978),
 * with queues and callbacks keeping rates together: a linear program. Lower: at any moment something is at work, so
 * a cycle takes no longer than all its work one after the other, each part as slow as it can get.
 */
import type { ResolvedPipeline } from '../../pipeline/resolved.ts';
import type { DeviceProfile } from '../../profile/profile.ts';
import { demandsOf, StepCosts, type Demand } from './demand.ts';
import { flowOf, type Flow } from './flow.ts';
import { lawRows } from './flow-rows.ts';
import { maximize } from './linear-program.ts';
import { expectedQps } from './expected.ts';
import { serialCycleMs, slowdownOf } from './serial-cycle.ts';

/** Rates in frames/s. */
export interface Bounds {
  lower: number;
  /** Infinity where nothing limits the rate: no step takes time. */
  upper: number;
  /** By mean value analysis with exponential service; left out where the threads are not of one kind. */
  expected?: number;
  /** What limits the upper bound, the most decisive first. */
  binding: Binding[];
  /** Share of each resource's time that the upper bound uses, 0…1. */
  load: Record<string, number>;
}

/** `elasticity`: growth of the upper bound in percent for a percent more of the resource. */
export interface Binding {
  resource: string;
  kind: Demand['kind'];
  elasticity: number;
}

const PER_SECOND = 1000;
/** Shares of the bound below this are rounding. */
const NEGLIGIBLE = 1e-6;

function upperOf(flow: Flow, demands: Demand[]): Pick<Bounds, 'upper' | 'binding' | 'load'> {
  const laws = lawRows(flow);
  const found = maximize({
    objective: flow.threads.map((thread) => thread.frames),
    rows: [...demands.map((demand) => demand.cycleMs), ...laws.rows],
    limits: [...demands.map((demand) => demand.servers), ...laws.limits],
  });
  if (!found) return { upper: Infinity, binding: [], load: {} };
  const binding = demands
    .map(({ resource, kind, servers }, i) => ({
      resource,
      kind,
      elasticity: ((found.prices[i] ?? 0) * servers) / found.value,
    }))
    .filter(({ elasticity }) => elasticity > NEGLIGIBLE)
    .sort((a, b) => b.elasticity - a.elasticity);
  const load = demands.map(({ resource, servers, cycleMs }) => {
    const busy = cycleMs.reduce((sum, ms, i) => sum + ms * (found.x[i] ?? 0), 0);
    return [resource, busy / servers] as const;
  });
  return { upper: found.value * PER_SECOND, binding, load: Object.fromEntries(load) };
}

/** Threads whose rates are tied to those that finish frames, directly or through others. */
function tiedToFrames(flow: Flow): boolean[] {
  const tied = flow.threads.map((thread) => thread.frames > 0);
  for (let changed = true; changed;) {
    changed = false;
    for (const { coefficients } of flow.laws) {
      if (!coefficients.some((value, i) => value !== 0 && tied[i])) continue;
      coefficients.forEach((value, i) => {
        if (value === 0 || tied[i]) return;
        tied[i] = true;
        changed = true;
      });
    }
  }
  return tied;
}

/** Share of all time that a thread's own work may take from the others, at the fastest that it can run. */
function mostTakenBy(index: number, flow: Flow, demands: Demand[], serialMs: number): number {
  const laws = lawRows(flow);
  const found = maximize({
    objective: flow.threads.map((_, i) => (i === index ? 1 : 0)),
    rows: [...demands.map((demand) => demand.cycleMs), ...laws.rows],
    limits: [...demands.map((demand) => demand.servers), ...laws.limits],
  });
  return found ? found.value * serialMs : Infinity;
}

function lowerOf(flow: Flow, demands: Demand[], costs: StepCosts): number {
  const tied = tiedToFrames(flow);
  const slower = slowdownOf(flow, costs);
  let left = 1;
  flow.threads.forEach(({ cycle, endless, visits }, i) => {
    if (tied[i] || !endless) return;
    left -= mostTakenBy(i, flow, demands, serialCycleMs(cycle, visits, costs, slower, false));
  });
  if (left <= 0) return 0;
  const laws = lawRows(flow);
  const longest = maximize({
    objective: flow.threads.map(({ cycle, visits }, i) =>
      tied[i] ? serialCycleMs(cycle, visits, costs, slower, true) : 0,
    ),
    rows: [flow.threads.map((thread) => thread.frames), ...laws.rows],
    limits: [1, ...laws.limits],
  });
  return longest && longest.value > 0 ? (PER_SECOND * left) / longest.value : 0;
}

/** A batch may be of one item, and then costs as much as a full one. */
function fullestBatch({ threads }: Flow): number {
  const sizes = threads.flatMap(({ visits }) =>
    [...visits.keys()].map((step) => (step.kind === 'dequeue' ? (step.batch?.atMost ?? 1) : 1)),
  );
  return Math.max(1, ...sizes);
}

/**
 * Bounds on the frames per second of the whole pipeline: all its processes and devices together.
 * @throws PipelineError on an engine that the profile lacks.
 */
export function boundsOf(pipeline: ResolvedPipeline, profile: DeviceProfile): Bounds {
  const flow = flowOf(pipeline);
  if (flow.threads.every((thread) => thread.frames === 0))
    return { lower: 0, upper: 0, binding: [], load: {} };
  const costs = new StepCosts(pipeline, profile);
  const demands = demandsOf(flow, costs);
  const expected = expectedQps(flow, demands, costs);
  const upper = upperOf(flow, demands);
  return {
    ...upper,
    lower: Math.min(lowerOf(flow, demands, costs) / fullestBatch(flow), upper.upper),
    ...(expected === undefined ? {} : { expected }),
  };
}
