/** The longest that the work of one cycle can take when nothing of it overlaps and every part is at its slowest. */
import type { ResolvedStep } from '../pipeline/resolved.ts';
import type { StepCosts } from './demand.ts';
import type { Flow } from './flow.ts';

/** Threads that a submission may have to wake: RT_SEND, RT_RECV, and the one that waits for it. */
const WAKES_A_SUBMISSION = 3;

/** How many times slower a task can get by what other engines move through memory. */
export function slowestFactor(flow: Flow, costs: StepCosts): number {
  const { memory } = costs.profile;
  const capacity = memory.gigabytesPerSecond.value * 1e6;
  const most = new Map<string, number>();
  for (const { visits } of flow.threads) {
    for (const step of visits.keys()) {
      const cost = costs.of(step);
      if (step.kind !== 'submit' || !cost || cost.serviceMs === 0) continue;
      const rate = (costs.serversOf(step) * cost.trafficBytes) / cost.serviceMs;
      most.set(cost.resource, Math.max(most.get(cost.resource) ?? 0, rate));
    }
  }
  const all = [...most.values()].reduce((sum, rate) => sum + rate, 0);
  return Math.max(1 + (memory.interference?.value ?? 0), all / capacity);
}

function submissionMs(step: ResolvedStep, costs: StepCosts, slower: number): number {
  const cost = costs.of(step);
  if (!cost) return 0;
  const { scheduler, host } = costs.profile;
  const start = Math.max(scheduler.taskMs.value, scheduler.switchMs.value + (scheduler.reloadMs?.value ?? 0));
  const wakes = WAKES_A_SUBMISSION * host.wakeMs.value;
  return cost.hostMs + cost.completionMs + cost.serviceMs * slower + start + wakes;
}

/**
 * ms of one cycle, all its work one after the other.
 * @param sleeps whether sleeps count: they hold up their own thread, but no other.
 */
export function serialCycleMs(
  cycle: readonly ResolvedStep[],
  visits: ReadonlyMap<ResolvedStep, number>,
  costs: StepCosts,
  slower: number,
  sleeps: boolean,
): number {
  const wake = costs.profile.host.wakeMs.value;
  let sum = cycle.length > 0 ? wake : 0;
  for (const [step, times] of visits) {
    if (step.kind === 'host') sum += step.busy || sleeps ? times * step.milliseconds : 0;
    else if (
      step.kind === 'wait' ||
      step.kind === 'lock' ||
      step.kind === 'enqueue' ||
      step.kind === 'dequeue'
    )
      sum += times * wake;
    else sum += times * submissionMs(step, costs, slower);
  }
  return sum;
}
