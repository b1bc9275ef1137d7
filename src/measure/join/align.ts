/**
 * Aligns the calls of a thread's record with its calls in the source: the cheapest of all ways through the graph, found call
 * by call (Viterbi's algorithm) and told by its last states.
 */
import type { CallGraph, Successor } from './graph.ts';
import { COSTS } from './graph.ts';

/** A call of the record: its name by number, and what the device says against a place. */
export interface Letter {
  name: number;
  contradicts(place: number): boolean;
}

/** Where a call was put, and the way that led there. */
interface Way {
  /** -1: the source has no such call. */
  place: number;
  before: Way | undefined;
}

interface State {
  /** The last place that was come to; -1 at the start. */
  place: number;
  cost: number;
  way: Way | undefined;
  /** How it was come to, where a call was passed over that the record may have next: clocks of cores differ a little. */
  leap?: Leap | undefined;
}

interface Leap {
  from: number;
  /** By the call of this name. */
  name: number;
  cost: number;
}

export interface Alignment {
  /** Of each letter its place in the graph, -1 for none. */
  places: Int32Array;
  cost: number;
}

/** States that are this much dearer than the best are given up, and all beyond a number. */
const BEAM = 6;
const MOST_STATES = 48;

/** For each place the successors with a name. */
type ByName = Map<number, Successor[]>[];

export class Aligner {
  private readonly after: ByName;
  private readonly first: Map<number, Successor[]>;
  private readonly byName = new Map<number, number[]>();

  /** @param namesOf the numbers of all names that a call at a place may have */
  constructor(graph: CallGraph, namesOf: (names: readonly string[]) => readonly number[]) {
    const names = graph.places.map((place) => namesOf(place.names));
    const split = (successors: readonly Successor[]) => byName(successors, names);
    this.after = graph.after.map(split);
    this.first = split(graph.first);
    names.forEach((numbers, place) => {
      for (const name of numbers) push(this.byName, name, place);
    });
  }

  /** Does the thread call anything of that name? */
  knows(name: number): boolean {
    return this.byName.has(name);
  }

  align(letters: readonly Letter[]): Alignment {
    let states: State[] = [{ place: -1, cost: 0, way: undefined }];
    for (const letter of letters) states = this.next(states, letter);
    const [best] = states;
    const places = new Int32Array(letters.length).fill(-1);
    let at = letters.length;
    for (let way = best?.way; way; way = way.before) places[--at] = way.place;
    return { places, cost: best?.cost ?? 0 };
  }

  private next(states: readonly State[], letter: Letter): State[] {
    const found = new Map<number, State>();
    const reach = (place: number, by: number, from: State): void => {
      const known = found.get(place);
      const cost = from.cost + by;
      if (known && known.cost <= cost) return;
      const isLeap = by >= COSTS.missing && by < COSTS.jump;
      const leap = isLeap ? { from: from.place, name: letter.name, cost: by } : undefined;
      found.set(place, { place, cost, way: from.way, leap });
    };
    for (const state of states) {
      for (const { place, cost } of this.followers(state.place, letter.name)) reach(place, cost, state);
    }
    const [best] = states;
    if (best && this.isLost(found, best)) {
      for (const place of this.byName.get(letter.name) ?? []) reach(place, COSTS.jump, best);
    }
    const late = states.flatMap((state) => this.late(state, letter) ?? []);
    return kept([...taken(found, letter), ...late, ...states.map(passedBy)]);
  }

  private followers(place: number, name: number): readonly Successor[] {
    return (place < 0 ? this.first : this.after[place])?.get(name) ?? [];
  }

  /** The call that was passed over just before comes now: it is put there, and what follows goes on from where it stood. */
  private late({ place, cost, way, leap }: State, letter: Letter): State | undefined {
    if (!leap) return undefined;
    const between = this.followers(leap.from, letter.name).find((passed) => {
      const after = this.followers(passed.place, leap.name).find((next) => next.place === place);
      return after && passed.cost + COSTS.missing + after.cost <= leap.cost;
    });
    if (!between) return undefined;
    const against = letter.contradicts(between.place) ? COSTS.contradiction : 0;
    return { place, cost: cost + COSTS.late + against, way: { place: between.place, before: way } };
  }

  /** Nothing follows that costs less than to go on anywhere. */
  private isLost(found: ReadonlyMap<number, State>, best: State): boolean {
    for (const { cost } of found.values()) if (cost < best.cost + COSTS.jump) return false;
    return true;
  }
}

function taken(found: ReadonlyMap<number, State>, letter: Letter): State[] {
  return [...found.values()].map(({ place, cost, way, leap }) => ({
    place,
    cost: cost + (letter.contradicts(place) ? COSTS.contradiction : 0),
    way: { place, before: way },
    leap,
  }));
}

/** The source has no such call here: where it stood, it stands. */
const passedBy = ({ place, cost, way }: State): State => ({
  place,
  cost: cost + COSTS.extra,
  way: { place: -1, before: way },
});

/** The cheapest state of each place, by cost, without those that are too dear. */
function kept(states: readonly State[]): State[] {
  const sorted = states.toSorted((a, b) => a.cost - b.cost);
  const most = (sorted[0]?.cost ?? 0) + BEAM;
  const seen = new Set<number>();
  const out: State[] = [];
  for (const state of sorted) {
    if (state.cost > most || out.length >= MOST_STATES) break;
    if (seen.has(state.place)) continue;
    seen.add(state.place);
    out.push(state);
  }
  return out;
}

function byName(successors: readonly Successor[], names: readonly (readonly number[])[]) {
  const found = new Map<number, Successor[]>();
  for (const successor of successors) {
    for (const name of names[successor.place] ?? []) push(found, name, successor);
  }
  return found;
}

function push<K, T>(lists: Map<K, T[]>, key: K, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
