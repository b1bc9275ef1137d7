/**
 * Frames between threads. A thread that takes from others finishes frames of theirs: where one item in brings several out,
 * or the same frame goes several ways, each item is a part of a frame.
 */
import type { Counting } from './cascade.ts';
import type { ResolvedThread } from './resolved.ts';
import { mostIn } from './visits.ts';
import { putPlace, type Course, type Ways } from './ways.ts';

export class FrameShares {
  private readonly shares = new Map<ResolvedThread, number>();

  /** @param own by thread that counts frames how it does, as if it took whole frames. */
  constructor(
    private readonly ways: Ways,
    private readonly own: ReadonlyMap<ResolvedThread, Counting>,
  ) {}

  /** The threads that hand their frames to no other that counts. */
  last(): ResolvedThread[] {
    const all = [...this.own.keys()];
    const isBefore = (one: ResolvedThread, other: ResolvedThread) =>
      other !== one && this.ways.leads(one, other) && !this.ways.leads(other, one);
    return all.filter((one) => !all.some((other) => isBefore(one, other)));
  }

  /** Frames for each that a thread would count by itself. */
  of(thread: ResolvedThread): number {
    const known = this.shares.get(thread);
    if (known !== undefined) return known;
    // Where items go round, each is what it was.
    this.shares.set(thread, 1);
    const share = this.shareOf(thread);
    this.shares.set(thread, share);
    return share;
  }

  private shareOf(thread: ResolvedThread): number {
    const isByItem = this.own.get(thread)?.isByItem === true;
    const known = [...(this.ways.courses.get(thread)?.takes ?? [])].flatMap(([place, items]) => {
      const share = items > 0 ? this.ofPlace(place, isByItem) : undefined;
      return share === undefined ? [] : [{ items, share }];
    });
    if (!known.length) return 1;
    const most = Math.max(...known.map(({ items }) => items));
    const sum = known.reduce((total, { items, share }) => total + items * share, 0);
    return Math.min(sum / most, Math.max(1, ...known.map(({ share }) => share)));
  }

  /** Frames an item, over all that put some there. */
  private ofPlace(place: string, isWhole: boolean): number | undefined {
    let items = 0;
    let frames = 0;
    for (const thread of this.ways.puttersOf(place)) {
      const put = (this.ways.courses.get(thread)?.puts.get(place) ?? 0) * thread.replicas;
      if (!(put > 0)) continue;
      items += put;
      frames += put * this.ofItem(thread, isWhole);
    }
    const share = frames / items;
    return Number.isFinite(share) && share > 0 ? share : undefined;
  }

  /**
   * Frames an item that a thread puts anywhere from where it gets to a thread that counts.
   * @param isWhole an item counts for all that is in it; else who takes it counts several frames of one item himself.
   */
  private ofItem(thread: ResolvedThread, isWhole: boolean): number {
    const course = this.ways.courses.get(thread);
    if (!course) return 1;
    const counts = [...course.puts].filter(([place]) => this.isCounted(place));
    const places = new Set(counts.map(([place]) => place));
    const mean = counts.reduce((sum, [, items]) => sum + items, 0);
    const most = mostIn(course.cycle, (step) => (places.has(putPlace(step) ?? '') ? 1 : 0));
    if (!(mean > 0) || !(most > 0)) return 1;
    const each = this.itemsOf(thread, course, places) / most;
    return (this.of(thread) * (isWhole ? each : Math.min(1, each)) * most) / mean;
  }

  /** Items, in its own measure, that a cycle of a thread has to hand on. */
  private itemsOf(
    thread: ResolvedThread,
    { cycle, visits, takes }: Course,
    places: ReadonlySet<string>,
  ): number {
    const own = this.own.get(thread);
    if (own) return [...own.counters].reduce((sum, [step, each]) => sum + each * (visits.get(step) ?? 0), 0);
    const taken = Math.max(0, ...takes.values());
    if (taken > 0) return taken;
    const most = (place: string) => mostIn(cycle, (step) => (putPlace(step) === place ? 1 : 0));
    return Math.max(...[...places].map(most));
  }

  private isCounted(place: string): boolean {
    const counting = [...this.own.keys()];
    return this.ways
      .takersOf(place)
      .some((taker) => counting.some((one) => one === taker || this.ways.leads(taker, one)));
  }
}
