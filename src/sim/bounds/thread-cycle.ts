/**
 * The shortest time in which one thread can run its steps, alone on an idle device: no wait for others, no wake-up.
 * Every delay that others add only makes it longer (the system is max-plus linear: F. Baccelli et al.,
 * "Synchronization and Linearity", 1992), so it bounds the rate of the thread from above.
 */
import type { ResolvedReference, ResolvedStep, ResolvedSubmit } from '../../pipeline/resolved.ts';
import { CHANNEL_ENGINES, isForChannel } from '../../pipeline/channels.ts';
import type { StepCosts } from './demand.ts';
import { hostWaits } from './host-waits.ts';

/** Steps of a cycle that are followed one by one; of more only the host's time is counted. */
const MOST_STEPS = 20_000;

const keyOf = (stream: ResolvedReference | undefined): string =>
  stream ? `${stream.id}[${stream.index}]` : 'default';

/** Work of one of these runs in its order, and beside that of the others. */
function queueOf(step: ResolvedStep): string {
  if (step.kind === 'submit' && step.mode === 'sync' && !step.stream) return 'private';
  if (step.kind === 'submit' && isForChannel(step)) return step.engine;
  return keyOf((step as Partial<ResolvedSubmit>).stream);
}

/** Clocks of one thread and its streams, ms. */
class ThreadClock {
  host = 0;
  private sender = 0;
  private followed = 0;
  /** By stream: when its last task is over, and when that is known to the host. */
  private readonly over = new Map<string, number>();
  private readonly reported = new Map<string, number>();

  constructor(
    private readonly costs: StepCosts,
    /** Only the time of the host itself: what remains where there are too many steps to follow. */
    private readonly hostOnly: boolean,
  ) {}

  get tooLong(): boolean {
    return this.followed > MOST_STEPS;
  }

  /** `weight` is the share of passes that take these steps: their times count by it, and they hold up nobody for sure. */
  run(steps: readonly ResolvedStep[], weight: number): void {
    for (const step of steps) {
      if (!this.hostOnly && ++this.followed > MOST_STEPS) return;
      this.step(step, weight);
    }
  }

  private step(step: ResolvedStep, weight: number): void {
    switch (step.kind) {
      case 'host':
        this.host += weight * step.milliseconds;
        return;
      case 'repeat':
        this.repeat(step.body, step.times, weight);
        return;
      case 'lock':
        this.run(step.body, weight);
        return;
      case 'branch':
        this.run(step.then, weight * step.share);
        this.run(step.otherwise, weight * (1 - step.share));
        return;
      case 'wait':
        if (weight === 1) this.wait(step.for, step.target);
        return;
      default:
        this.submit(step, weight);
    }
  }

  private repeat(body: ResolvedStep[], times: number, weight: number): void {
    if (this.hostOnly) this.run(body, Number.isFinite(times) ? weight * times : 0);
    else for (let i = 0; i < times && !this.tooLong; i++) this.run(body, weight);
  }

  private submit(step: ResolvedStep, weight: number): void {
    const cost = this.costs.of(step);
    if (!cost) return;
    const { submitShare, sendShare } = this.costs.profile.host;
    this.host += weight * cost.hostMs * submitShare.value;
    if (this.hostOnly) return;
    const waits = step.kind === 'submit' && hostWaits(step, this.costs.profile);
    const key = queueOf(step);
    this.sender = Math.max(this.sender, this.host) + weight * cost.hostMs * sendShare.value;
    const begin = Math.max(this.over.get(key) ?? 0, this.sender);
    // The host hears of the end at once; the stream goes on when the completion is handled.
    const reported = begin + weight * (this.costs.schedulerMs(step) + cost.serviceMs);
    this.over.set(key, reported + weight * cost.completionMs);
    this.reported.set(key, reported);
    if (waits && weight === 1) this.host = Math.max(this.host, reported);
  }

  private until(queue: string): void {
    this.host = Math.max(this.host, this.reported.get(queue) ?? 0);
  }

  private wait(what: string, target: ResolvedReference | undefined): void {
    if (what === 'stream' || what === 'task') this.until(keyOf(target));
    if (what === 'task') CHANNEL_ENGINES.forEach((engine) => this.until(engine));
    else if (what === 'device') this.host = Math.max(this.host, ...this.reported.values());
  }
}

/** Least ms from the first of the steps to the end of the last. */
export function leastCycleMs(steps: readonly ResolvedStep[], costs: StepCosts): number {
  const clock = new ThreadClock(costs, false);
  clock.run(steps, 1);
  if (!clock.tooLong) return clock.host;
  const hostOnly = new ThreadClock(costs, true);
  hostOnly.run(steps, 1);
  return hostOnly.host;
}
