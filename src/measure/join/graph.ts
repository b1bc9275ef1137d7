/**
 * The calls of a thread as a graph: from each the calls that may come next, with what it costs to pass over those between.
 * Loops collapse to one pass that goes round; a loop of few known passes is laid out, as what follows it may look like it.
 */
import type {
  ResolvedBranch,
  ResolvedRepeat,
  ResolvedStep,
  ResolvedThread,
} from '../../pipeline/resolved.ts';
import { isCall, namesOfCall, type ResolvedCall } from '../../pipeline/step-calls.ts';
import { walk } from '../../pipeline/walk.ts';
import { usualNames } from './names.ts';

/** A call of the thread; one step may have several places. */
export interface Place {
  step: ResolvedCall;
  names: string[];
}

export interface Successor {
  place: number;
  cost: number;
}

export interface CallGraph {
  places: Place[];
  /** What may come after each place. */
  after: Successor[][];
  /** What the thread may begin with. */
  first: Successor[];
}

/** Costs of what a run and the source differ in; a call that is as it was read costs nothing. */
export const COSTS = {
  /** A call of the source that the record lacks. */
  missing: 1,
  /** A call of the record that the source lacks. */
  extra: 1.5,
  /** A call that the record has behind the next one, beside what passing it over has cost. */
  late: 0.25,
  /** Losing the thread: going on anywhere. */
  jump: 3,
  /** A loop that is passed by, or left before its passes are done. */
  leaving: 0.5,
  /** What the device did speaks against the place. */
  contradiction: 0.8,
};

/** Loops of so many passes are laid out, while there are no more places than `MOST_LAID_OUT`. */
const MOST_PASSES = 64;
const MOST_LAID_OUT = 1000;
/** Places of a thread: beyond, calls are passed over. */
const MOST_PLACES = 4000;

interface Edge {
  to: number;
  cost: number;
}

interface Node {
  edges: Edge[];
  /** The call that leads on from here, and where to. */
  call?: { place: number; to: number };
}

class GraphBuilder {
  readonly nodes: Node[] = [];
  readonly places: Place[] = [];
  readonly ends: number[] = [];

  node(): number {
    return this.nodes.push({ edges: [] }) - 1;
  }

  edge(from: number, to: number, cost = 0): void {
    this.nodes[from]?.edges.push({ to, cost });
  }

  /** Gives the node behind the steps. */
  steps(steps: readonly ResolvedStep[], from: number): number {
    return steps.reduce((at, step) => this.step(step, at), from);
  }

  private step(step: ResolvedStep, from: number): number {
    if (isCall(step)) return this.call(step, from);
    if (step.kind === 'lock') return this.steps(step.body, from);
    if (step.kind === 'branch') return this.branch(step, from);
    if (step.kind !== 'repeat' || !holdsCalls(step.body)) return from;
    if (step.turn) return this.steps(step.body, from);
    return this.isLaidOut(step) ? this.passes(step, from) : this.loop(step.body, from);
  }

  private call(step: ResolvedCall, from: number): number {
    if (this.places.length >= MOST_PLACES) return from;
    const to = this.node();
    const node = this.nodes[from];
    // A node has one call: a second begins at one of its own.
    if (node?.call) {
      const own = this.node();
      this.edge(from, own);
      return this.call(step, own);
    }
    const names = namesOfCall(step);
    const place = this.places.push({ step, names: names.length > 0 ? names : usualNames(step) }) - 1;
    this.ends[place] = to;
    if (node) node.call = { place, to };
    this.edge(from, to, COSTS.missing);
    return to;
  }

  private branch({ then, otherwise }: ResolvedBranch, from: number): number {
    const to = this.node();
    for (const side of [then, otherwise]) {
      const begin = this.node();
      this.edge(from, begin);
      this.edge(this.steps(side, begin), to);
    }
    return to;
  }

  /** Any number of passes. */
  loop(body: readonly ResolvedStep[], from: number): number {
    const [begin, to] = [this.node(), this.node()];
    this.edge(from, begin);
    const end = this.steps(body, begin);
    this.edge(end, begin);
    this.edge(end, to);
    this.edge(from, to, COSTS.leaving);
    return to;
  }

  private passes({ times, body }: ResolvedRepeat, from: number): number {
    const to = this.node();
    let at = this.node();
    this.edge(from, at);
    const begin = at;
    for (let pass = 0; pass < times; pass++) {
      this.edge(at, to, COSTS.leaving);
      at = this.steps(body, at);
    }
    this.edge(at, to);
    this.edge(at, begin, COSTS.leaving);
    return to;
  }

  private isLaidOut({ times, assumed, body }: ResolvedRepeat): boolean {
    if (assumed || times < 2 || times > MOST_PASSES || !Number.isInteger(times)) return false;
    const calls = [...walk(body)].filter(isCall).length;
    return this.places.length + calls * times <= MOST_LAID_OUT;
  }
}

const holdsCalls = (steps: readonly ResolvedStep[]): boolean => [...walk(steps)].some(isCall);

export function callGraph({ program, kind }: Pick<ResolvedThread, 'program' | 'kind'>): CallGraph {
  const builder = new GraphBuilder();
  const start = builder.node();
  if (kind === 'callback') builder.loop(program, start);
  else builder.steps(program, start);
  const { nodes, places, ends } = builder;
  return {
    places,
    first: successors(nodes, start),
    after: places.map((_, place) => successors(nodes, ends[place] ?? start)),
  };
}

/** The calls that are reached at no more than a jump's cost, each on its cheapest way. */
function successors(nodes: readonly Node[], from: number): Successor[] {
  const costs = new Map([[from, 0]]);
  // Few nodes, and few different costs: a list by cost is queue enough.
  const open: Edge[] = [{ to: from, cost: 0 }];
  const found: Successor[] = [];
  for (let next = cheapest(open); next; next = cheapest(open)) {
    if (next.cost > (costs.get(next.to) ?? Infinity)) continue;
    const node = nodes[next.to];
    if (node?.call) found.push({ place: node.call.place, cost: next.cost });
    for (const edge of node?.edges ?? []) {
      const cost = next.cost + edge.cost;
      if (cost >= COSTS.jump || cost >= (costs.get(edge.to) ?? Infinity)) continue;
      costs.set(edge.to, cost);
      open.push({ to: edge.to, cost });
    }
  }
  return found;
}

function cheapest(open: Edge[]): Edge | undefined {
  let best = 0;
  for (let i = 1; i < open.length; i++) if ((open[i]?.cost ?? 0) < (open[best]?.cost ?? 0)) best = i;
  const [found] = open.splice(best, 1);
  return found;
}
