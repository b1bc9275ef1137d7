/**
 * Loops of which a pass needs what the pass before has computed: a token that is fed back, a state, the place where a thing
 * was seen last. The data are followed through two passes: what comes from the results of the first and is given to the
 * device in the second is carried.
 */
import type { CallNode, LoopNode, TraceNode } from '../../trace/nodes.ts';
import { callsOf, visitNodes } from '../../trace/nodes.ts';
import { copyDirection } from '../../trace/copies.ts';
import type { TraceArgument } from '../../trace/nodes.ts';
import { withMemory, type TraceObject } from '../../trace/values.ts';
import type { Interpreter } from '../interpreter.ts';
import { placesIn, type DataFlow, type FlowsByLoop, type Place } from '../values/data-flow.ts';
import type { Cell, Instance } from '../values/value.ts';

/** By way of the host, or within the device's memory alone. */
type Carried = NonNullable<LoopNode['carries']>;

/** Sets `carries` of the frame loops. */
export function noteCarried(run: Interpreter, flows: FlowsByLoop): void {
  const visit = (node: TraceNode): void => {
    if (node.kind !== 'loop' || !node.isFrameLoop) return;
    const carries = new Passes(run).follow(eventsOf(node, flows.get(node) ?? []));
    if (carries) node.carries = carries;
  };
  for (const { body } of run.trace.threads) visitNodes(body, visit);
}

type Event = DataFlow | CallNode;

const isCall = (event: Event): event is CallNode => event.kind === 'call' && 'row' in event;

function eventsOf(loop: LoopNode, flows: readonly DataFlow[]): Event[] {
  const all: Event[] = [...flows, ...callsOf(loop.body)];
  // What is noted before a node has its order.
  return all.sort((a, b) => a.order - b.order || Number(isCall(a)) - Number(isCall(b)));
}

/** What places hold of the first pass's results. */
class Passes {
  private readonly held = new Map<Place, Carried>();
  private written = new Set<Place>();
  /** What was the last to give a place something, where that was a call that sets a part of it. */
  private readonly setBy = new Map<Place, DataFlow>();
  /** Where pointers point to that a pass moves. */
  private readonly pointers = new Map<Place, TraceObject>();
  private isFirst = true;
  private found: Carried | undefined;

  constructor(private readonly run: Interpreter) {}

  follow(events: readonly Event[]): Carried | undefined {
    for (const event of events) this.take(event);
    if (!this.held.size) return undefined;
    this.isFirst = false;
    this.written = new Set();
    for (const event of events) this.take(event);
    return this.found;
  }

  private take(event: Event): void {
    if (isCall(event)) this.call(event);
    else this.flow(event);
  }

  private flow(flow: DataFlow): void {
    const { kind, to, from, call } = flow;
    if (kind === 'swap') return this.swap(to[0], from[0]);
    if (kind === 'call') return this.foreign(to, from);
    if (kind === 'made') return this.forget(to);
    if (kind === 'input') return this.input(from);
    if (flow.holds) this.point(flow, flow.holds);
    // What comes out of a queue is another thing each time, with all that belongs to it.
    if (kind === 'whole' && from.some(isQueue)) this.forget(to.flatMap(reachedFrom));
    // A handle of the device's memory is not what stands there.
    const given = this.of(from);
    if (kind === 'asked' && given === 'host' && givesData(call)) this.note(given);
    for (const place of to) {
      const isSetAgain = kind === 'set' && this.setBy.get(place) === flow;
      this.put(place, given, kind === 'whole' || isSetAgain);
      if (kind === 'set') this.setBy.set(place, flow);
    }
  }

  /** A pointer that is moved to where another one points to goes where that one does by now. */
  private point({ to, pointed = [] }: DataFlow, holds: TraceObject): void {
    const [moved] = pointed.flatMap((place) => this.pointers.get(place) ?? []);
    for (const place of to) this.pointers.set(place, moved ?? holds);
  }

  /** What a moved pointer leads to in the second pass, the first pass may have computed. */
  private input(places: readonly Place[]): void {
    const objects = places.flatMap((place) => this.pointers.get(place) ?? []);
    this.note(this.of(objects.flatMap((object) => this.within(object))));
  }

  /** What it has not been given anything of in this pass, such a call fills; the rest it may look at and change. */
  private foreign(given: readonly Place[], from: readonly Place[]): void {
    const filled = new Set(given.filter((place) => !this.written.has(place)));
    const known = this.of([...from, ...given].filter((place) => !filled.has(place))) && 'host';
    for (const place of given) this.put(place, known, filled.has(place));
  }

  /** An object that each pass makes anew holds nothing of the pass before. */
  private forget(places: readonly Place[]): void {
    for (const place of places.flatMap((one) => [one, ...(isInstance(one) ? fieldsOf(one) : [])]))
      this.held.delete(place);
  }

  private swap(one: Place | undefined, other: Place | undefined): void {
    if (!one || !other) return;
    const [left, right] = [this.held.get(one), this.held.get(other)];
    this.put(one, right, true);
    this.put(other, left, true);
  }

  private call(call: CallNode): void {
    const { role, inputDescription, outputDescription } = call.row;
    if (role === 'copy') return this.copy(call);
    if (role !== 'execute' && role !== 'submit') return;
    for (const [at, arg] of call.args.entries())
      if (at !== outputDescription) this.give(arg, at === inputDescription && role === 'execute');
    for (const place of this.behind(argumentAt(call, outputDescription)))
      this.put(place, this.isFirst && role === 'execute' ? 'device' : undefined, true);
  }

  /** Only what came by way of the host holds a submission up that is no execution. */
  private give(arg: TraceArgument, isInput: boolean): void {
    const held = this.of(this.behind(arg));
    if (held === 'host' || isInput) this.note(held);
  }

  private copy(call: CallNode): void {
    const [to, from] = [argumentAt(call, call.row.destination), argumentAt(call, call.row.source)];
    const held = this.of(this.behind(from));
    const direction = copyDirection(call);
    if (direction === 'h2d' && held === 'host') this.note(held);
    const isResult = direction === 'd2h' && (this.isFirst || held !== undefined);
    for (const place of this.behind(to)) this.put(place, isResult ? 'host' : held, true);
  }

  private note(held: Carried | undefined): void {
    if (!this.isFirst && held && this.found !== 'host') this.found = held;
  }

  private put(place: Place, held: Carried | undefined, isWhole: boolean): void {
    this.written.add(place);
    this.setBy.delete(place);
    if (held) this.held.set(place, held);
    else if (isWhole) this.held.delete(place);
  }

  private of(places: readonly Place[]): Carried | undefined {
    const all = places.map((place) => this.held.get(place));
    return all.find((one) => one === 'host') ?? all.find((one) => one !== undefined);
  }

  private behind(arg: TraceArgument | undefined): Place[] {
    return arg?.value.kind === 'object' ? this.within(arg.value.object) : [];
  }

  private within(object: TraceObject): Place[] {
    return withMemory(object).map((one) => this.run.dataFlows.whole(one));
  }
}

/** Descriptions of the runtime's have fields too, which are values. */
const isInstance = (place: Place): place is Instance => 'className' in place;

const isQueue = (place: Place): boolean => 'queue' in place && place.queue !== undefined;

const reachedFrom = (place: Place): Place[] => ('value' in place ? placesIn((place as Cell).value) : []);

const fieldsOf = ({ fields }: Instance): Place[] =>
  [...fields.values()].flatMap((cell) => [cell, ...(cell.value.kind === 'array' ? [cell.value.store] : [])]);

const argumentAt = ({ args }: CallNode, at: number | undefined): TraceArgument | undefined =>
  at === undefined ? undefined : args[at];

const givesData = (call: CallNode | undefined): boolean =>
  call !== undefined && ['copy', 'execute', 'submit'].includes(call.row.role);
