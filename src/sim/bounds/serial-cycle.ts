/** The longest that the work of one cycle can take when nothing of it overlaps and every part is at its slowest. */
import type { ResolvedStep } from '../../pipeline/resolved.ts';
import type { StepCosts } from './demand.ts';
import type { Flow } from './flow.ts';

/** Threads that a submission may have to wake: RT_SEND, RT_RECV, and the one that waits for it. */
const WAKES_A_SUBMISSION = 3;

/** How many times slower a step's task can get by what other engines move through memory. */
export type Slowdown = (step: ResolvedStep) => number;

/** The largest slow-down of each step: all its rivals at work at once, or asking together for more than there is. */
export function slowdownOf(flow: Flow, costs: StepCosts): Slowdown {
  const { memory } = costs.profile;
  const capacity = memory.gigabytesPerSecond.value * 1e6;
  const shareOf = (step: ResolvedStep): number => {
    const cost = costs.of(step);
    return cost && cost.serviceMs > 0 ? cost.trafficBytes / cost.serviceMs / capacity : 0;
  };
  const most = new Map<string, number>();
  for (const { visits } of flow.threads) {
    for (const step of visits.keys()) {
      if (step.kind !== 'submit') continue;
      const { resource } = costs.of(step) ?? { resource: '' };
      most.set(resource, Math.max(most.get(resource) ?? 0, costs.serversOf(step) * shareOf(step)));
    }
  }
  const all = [...most.values()].reduce((sum, share) => sum + share, 0);
  const interference = memory.interference?.value ?? 0;
  return (step) => {
    const own = shareOf(step);
    return own > 0 ? Math.max(1 + interference * own, all) : 1;
  };
}

function submissionMs(step: ResolvedStep, costs: StepCosts, slower: Slowdown): number {
  const cost = costs.of(step);
  if (!cost) return 0;
  const { scheduler, host, engines } = costs.profile;
  const engine = step.kind === 'submit' ? engines[step.engine] : undefined;
  const change = (engine?.switchMs ?? scheduler.switchMs).value + (engine?.reloadMs?.value ?? 0);
  const start = scheduler.taskMs.value + change;
  const wakes = WAKES_A_SUBMISSION * host.wakeMs.value;
  return cost.hostMs + cost.completionMs + cost.serviceMs * slower(step) + start + wakes;
}

/**
 * ms of one cycle, all its work one after the other.
 * @param sleeps whether sleeps count: they hold up their own thread, but no other.
 */
export function serialCycleMs(
  cycle: readonly ResolvedStep[],
  visits: ReadonlyMap<ResolvedStep, number>,
  costs: StepCosts,
  slower: Slowdown,
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
