/** Where what threads put into queues and give to callbacks gets to. */
import type { ResolvedPipeline, ResolvedStep, ResolvedThread } from './resolved.ts';
import { cycleOf, visitsIn } from './visits.ts';
import { walk } from './walk.ts';

/** What one cycle of a thread does. */
export interface Course {
  cycle: ResolvedStep[];
  visits: ReadonlyMap<ResolvedStep, number>;
  /** Items by the place that it takes them from, or puts them to. */
  takes: ReadonlyMap<string, number>;
  puts: ReadonlyMap<string, number>;
}

export class Ways {
  readonly courses = new Map<ResolvedThread, Course>();
  private readonly takers = new Map<string, ResolvedThread[]>();
  private readonly putters = new Map<string, ResolvedThread[]>();
  private readonly downstream = new Map<ResolvedThread, ReadonlySet<ResolvedThread>>();

  constructor({ threads }: ResolvedPipeline) {
    for (const thread of threads) {
      const course = courseOf(thread);
      this.courses.set(thread, course);
      for (const place of course.takes.keys()) note(this.takers, place, thread);
      for (const place of course.puts.keys()) note(this.putters, place, thread);
    }
  }

  takersOf(place: string): readonly ResolvedThread[] {
    return this.takers.get(place) ?? [];
  }

  puttersOf(place: string): readonly ResolvedThread[] {
    return this.putters.get(place) ?? [];
  }

  /** Whether what a thread puts somewhere gets to another, through others too. */
  leads(from: ResolvedThread, to: ResolvedThread): boolean {
    let reached = this.downstream.get(from);
    if (!reached) this.downstream.set(from, (reached = this.reachedFrom(from)));
    return reached.has(to);
  }

  private reachedFrom(from: ResolvedThread): ReadonlySet<ResolvedThread> {
    const reached = new Set<ResolvedThread>();
    const open = [from];
    for (let thread = open.pop(); thread; thread = open.pop()) {
      for (const place of this.courses.get(thread)?.puts.keys() ?? []) {
        for (const next of this.takersOf(place)) {
          if (reached.has(next)) continue;
          reached.add(next);
          open.push(next);
        }
      }
    }
    return reached;
  }
}

/** Of its cycle what is steady; of what comes before that only where it takes from and puts to. */
function courseOf(thread: ResolvedThread): Course {
  const { cycle } = cycleOf(thread.program);
  const visits = visitsIn(cycle);
  const takes = new Map<string, number>([[`callback ${thread.id}`, thread.kind === 'callback' ? 1 : 0]]);
  const puts = new Map<string, number>();
  for (const step of walk(thread.program)) {
    const times = visits.get(step) ?? 0;
    const taken = takePlace(step);
    if (taken !== undefined) add(takes, taken, times);
    const place = putPlace(step);
    if (place !== undefined) add(puts, place, times);
  }
  return { cycle, visits, takes, puts };
}

/** Where a step takes an item from. */
export function takePlace(step: ResolvedStep): string | undefined {
  return step.kind === 'dequeue' && !step.permit ? `queue ${step.queue}` : undefined;
}

/** Where a step puts an item; a permit that is given back leads nowhere. */
export function putPlace(step: ResolvedStep): string | undefined {
  if (step.kind === 'enqueue') return step.permit ? undefined : `queue ${step.queue}`;
  return step.kind === 'callback' ? `callback ${step.thread}` : undefined;
}

function add(items: Map<string, number>, place: string, times: number): void {
  items.set(place, (items.get(place) ?? 0) + times);
}

function note(threads: Map<string, ResolvedThread[]>, place: string, thread: ResolvedThread): void {
  const known = threads.get(place);
  if (known) known.push(thread);
  else threads.set(place, [thread]);
}
