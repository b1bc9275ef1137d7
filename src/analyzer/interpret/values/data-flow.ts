/**
 * Which of the host's places what it writes comes from. Only what stands in loops is noted: it tells whether a pass needs
 * what the pass before has computed.
 */
import type { CallNode, LoopNode } from '../../trace/nodes.ts';
import { push } from '../../../base/push.ts';
import type { Argument, Interpreter } from '../interpreter.ts';
import type { TraceObject } from '../../trace/values.ts';
import { pointee, type ArrayStore, type Cell, type Value } from './value.ts';

/** Something that holds data: a cell, an array, an instance, or an object of the trace. */
export type Place = object;

export interface DataFlow {
  /** Before the node of the trace that has this order. */
  order: number;
  loops: readonly LoopNode[];
  /** `whole`, `made`: what was in `to` is gone; `set`: what the same call has set before is. */
  kind: 'write' | 'set' | 'whole' | 'made' | 'call' | 'swap' | 'asked' | 'input';
  to: readonly Place[];
  from: readonly Place[];
  /** Of a pointer, what says where it points to. */
  pointed?: readonly Place[];
  /** Of a pointer, where it points to in the pass that was followed. */
  holds?: TraceObject;
  /** `asked`: the call that is given what comes from there. */
  call?: CallNode;
}

/** What is noted in each loop, in order. */
export type FlowsByLoop = ReadonlyMap<LoopNode, readonly DataFlow[]>;

/** Stands for all that the program is not seen to make: what comes from there may be another thing each time. */
export const OUTSIDE: Place = {};

export class DataFlows {
  readonly all: DataFlow[] = [];
  /** What the expression at hand has read so far; undefined where nobody asks. */
  reads: Set<Place> | undefined;
  /** What the function at hand has read for what it returns. */
  returned = new Set<Place>();
  /** Cells that the choice at hand gives a value, with what it has looked at. */
  readonly decided = new Map<Cell, readonly Place[]>();
  /** The memory of places whose address is given to a copy. */
  readonly memory = new WeakMap<Place, TraceObject>();
  private readonly arrays = new WeakMap<Cell, ArrayStore>();
  private readonly parts = new WeakMap<Place, Place>();

  byLoop(): FlowsByLoop {
    const found = new Map<LoopNode, DataFlow[]>();
    for (const flow of this.all) for (const loop of flow.loops) push(found, loop, flow);
    return found;
  }

  /** A cell that stands for the elements of an array. */
  joinElements(store: ArrayStore): void {
    this.arrays.set(store.rest, store);
    this.join(store.rest, store);
  }

  /** From here on a part, such as an element, counts as the whole. */
  join(part: Place, whole: Place): void {
    this.parts.set(part, whole);
  }

  /** The array of which it stands for the elements. */
  arrayOf(cell: Cell): ArrayStore | undefined {
    return this.arrays.get(cell);
  }

  whole(place: Place): Place {
    return this.parts.get(place) ?? place;
  }
}

/** Runs `work` and tells which places it has read. */
export function collecting<T>(run: Interpreter, work: () => T): { value: T; reads: readonly Place[] } {
  const { dataFlows: flows } = run;
  if (!run.loops.length) return { value: work(), reads: [] };
  const outer = flows.reads;
  const own = new Set<Place>();
  flows.reads = own;
  try {
    return { value: work(), reads: [...own] };
  } finally {
    flows.reads = outer;
    if (outer) for (const place of own) outer.add(place);
  }
}

/** The same of a function's body: its caller has read what the returned values come from, and nothing else of it. */
export function collectingReturned(run: Interpreter, work: () => void): void {
  const { dataFlows: flows } = run;
  const { reads, returned } = flows;
  flows.reads = undefined;
  flows.returned = new Set();
  try {
    work();
  } finally {
    if (reads) for (const place of flows.returned) reads.add(place);
    Object.assign(flows, { reads, returned });
  }
}

/** Evaluates what the function at hand returns. */
export function returning(run: Interpreter, work: () => Value): Value {
  const { value, reads } = collecting(run, work);
  for (const place of reads) run.dataFlows.returned.add(place);
  return value;
}

export function noteRead(run: Interpreter, ...places: readonly Place[]): void {
  const { reads } = run.dataFlows;
  if (reads) for (const place of places) reads.add(wholeOf(run, place));
}

/** A cell is read, and with it what it leads to; of an object only the field that is then asked for. */
export function noteCellRead(run: Interpreter, cell: Cell): void {
  if (!run.dataFlows.reads) return;
  const held = pointee(cell.value);
  noteRead(run, cell, ...(held.kind === 'instance' ? [held.instance] : placesIn(cell.value)));
}

const wholeOf = (run: Interpreter, place: Place): Place =>
  run.elements.get(place as Cell) ?? run.picked.get(place as Cell) ?? run.dataFlows.whole(place);

/** Fields of an object that are looked at: larger ones are not handed on for one of them. */
const MOST_FIELDS = 32;

/** The places that hold what a value leads to. */
export function placesIn(value: Value, depth = 0): Place[] {
  if (value.kind === 'object') return [value.object];
  if (value.kind === 'array') return [value.store];
  if (value.kind === 'unknown') return value.beginOf ? [value.beginOf] : [];
  if (value.kind === 'pointer')
    return depth < 3 ? [value.cell, ...placesIn(value.cell.value, depth + 1)] : [value.cell];
  if (value.kind !== 'instance') return [];
  const fields = depth < 2 ? [...value.instance.fields.values()].slice(0, MOST_FIELDS) : [];
  return [value.instance, ...fields, ...fields.flatMap((cell) => placesIn(cell.value, depth + 2))];
}

export function noteFlow(
  run: Interpreter,
  kind: DataFlow['kind'],
  to: readonly Place[],
  from: readonly Place[],
  more: Pick<DataFlow, 'call' | 'pointed' | 'holds'> = {},
): void {
  if (!run.loops.length) return;
  const whole = (places: readonly Place[]) => [...new Set(places.map((place) => wholeOf(run, place)))];
  const { loops } = run;
  run.dataFlows.all.push({
    ...{ order: run.budget.recorded, loops, kind, to: whole(to), from: whole(from) },
    ...more,
  });
}

/** A place is given a value: what it is a pointer to keeps what it holds. */
export function noteGiven(run: Interpreter, cell: Cell, value: Value, reads: readonly Place[]): void {
  const isPointer =
    ['object', 'pointer', 'function'].includes(value.kind) ||
    (value.kind === 'array' && (cell.type?.pointers ?? 0) > 0);
  const isPart = wholeOf(run, cell) !== cell;
  const parts = value.kind === 'instance' ? placesIn(value) : [];
  const from = [...(isPointer ? [] : reads), ...parts, ...(run.dataFlows.decided.get(cell) ?? [])];
  const more = {
    ...(isPointer ? { pointed: placedBy(reads) } : {}),
    ...(value.kind === 'object' ? { holds: value.object } : {}),
  };
  noteFlow(run, isPart ? 'write' : 'whole', [cell], from, more);
}

/** An execution takes what the places point to that its input was read from: in the next pass that may be another thing. */
export function noteInput(run: Interpreter, input: Argument | undefined): void {
  if (input?.value.kind === 'object') noteFlow(run, 'input', [], placedBy(input.reads ?? []));
}

/** What says where something is: not what stands there. */
const placedBy = (reads: readonly Place[]): Place[] => reads.filter((place) => !('parts' in place));

/** What is made of it is the same again as long as none of this changes. */
export function noteMade(run: Interpreter, made: TraceObject, args: readonly Argument[]): void {
  const from = args.flatMap(({ value, reads = [] }) =>
    value.kind === 'object' ? placedBy(reads) : [...reads],
  );
  noteFlow(run, 'whole', [made], [], { pointed: from });
}

/** What a call that is not followed may write, as far as its arguments are no copies. */
export function noteForeign(
  run: Interpreter,
  args: readonly Argument[],
  isRead: (at: number) => boolean,
  receiver: readonly Place[] = [],
): void {
  if (!run.loops.length) return;
  const given = args.flatMap(({ value }, at) => (isRead(at) ? [] : placesIn(value)));
  const from = args.flatMap(({ reads = [] }) => [...reads]);
  if (given.length) noteFlow(run, 'call', given, [...from, ...receiver]);
  if (receiver.length) noteFlow(run, 'write', receiver, from);
}

/** What comes from where in the numbers that a call of the runtime is given. */
export function noteAsked(run: Interpreter, call: CallNode, args: readonly Argument[]): void {
  const from = args.flatMap(({ value, reads = [] }) =>
    value.kind === 'object' || value.kind === 'array' || value.kind === 'pointer' ? [] : [...reads],
  );
  if (from.length) noteFlow(run, 'asked', [], from, { call });
}
