/**
 * Elements that were made together and go different ways: one object stands for all that a loop puts into an array, until
 * threads are given elements at places that are known. Then each of these has things of its own.
 */
import { share, subtract } from '../../../pipeline/quantity.ts';
import { lastName } from '../../program/qualified.ts';
import { push } from '../../../base/push.ts';
import type { LoopNode } from '../../trace/nodes.ts';
import type { TraceObject, TraceValue } from '../../trace/values.ts';
import type { Argument, Interpreter } from '../interpreter.ts';
import { isThing } from './store.ts';
import { newCell, newInstance, type ArrayStore, type Cell, type Instance, type Value } from './value.ts';

/** An argument of a thread: an element that is still one with the others becomes one of its own. */
export function ownElement(run: Interpreter, arg: Argument): Argument {
  const cell = arg.element ?? arg.cell ?? (arg.value.kind === 'pointer' ? arg.value.cell : undefined);
  const store = cell && run.elements.get(cell);
  if (!cell || !store) return arg;
  separate(run, store, cell);
  return arg.value.kind === 'pointer' && !arg.element ? arg : { ...arg, value: cell.value };
}

/** Gives an element what it is made of as its own; the last one keeps what was there. */
export function separate(run: Interpreter, store: ArrayStore, cell: Cell): void {
  const { rest, size } = store;
  const [place] = [...store.at].find(([, one]) => one === cell) ?? [];
  const apart = [...store.at.values()].filter((one) => isSame(one.value, rest.value) === false);
  if (!size || place === undefined || apart.length + 1 >= (size.known ?? 0)) return;
  // Where all are told apart the first keeps what was there.
  if (place === 0 && run.oneByOne) return separateOthers(run, store);
  if (!isSame(cell.value, rest.value)) return;
  const copier = new Copier(run, store, place);
  const value = copier.value(rest.value);
  if (copier.made || isPlain(rest.value)) run.store.assign(cell, value);
}

/** More elements than these are not told apart by who walks over them. */
const MOST_APART = 16;

/** What becomes of the first is no business of the others. */
function separateOthers(run: Interpreter, store: ArrayStore): void {
  const count = store.size?.known ?? 0;
  // Only a state machine leaves something in them that the next pass asks for.
  if (!run.deciding || count > MOST_APART) return;
  for (let at = 1; at < count; at++) separate(run, store, placeAt(run, store, at));
}

/** The cell of the element at a place, which starts as all others are. */
export function placeAt(run: Interpreter, store: ArrayStore, at: number): Cell {
  const made = newCell(`${store.name}[${at}]`, store.rest.value, store.element);
  return store.at.get(at) ?? run.store.element(store.at, at, made);
}

/** Whether an element is an object in which nothing of the runtime has been made yet: one that is named gets things of its own. */
export function isPlain(value: Value): boolean {
  return value.kind === 'instance' && holdsNothing(value);
}

function holdsNothing(value: Value): boolean {
  if (!isThing(value)) return true;
  if (value.kind === 'array') return cellsIn(value.store).every((cell) => holdsNothing(cell.value));
  if (value.kind !== 'instance' || value.instance.oneOf) return false;
  return [...value.instance.fields.values()].every((field) => holdsNothing(field.value));
}

const cellsIn = ({ at, rest }: ArrayStore): Cell[] => [...at.values(), rest];

/** Whether two values are one thing; undefined for what is none. */
function isSame(one: Value, other: Value): boolean | undefined {
  if (one.kind === 'instance' && other.kind === 'instance') return one.instance === other.instance;
  if (one.kind === 'array' && other.kind === 'array') return one.store === other.store;
  if (one.kind === 'object' && other.kind === 'object') return one.object === other.object;
  return undefined;
}

/** Copies what was made once for each element, and leaves what the elements only refer to. */
class Copier {
  /** Whether anything of the runtime was there for each element. */
  made = false;
  private readonly objects = new Map<TraceObject, TraceObject>();
  private readonly instances = new Map<Instance, Instance>();
  private readonly cells = new Map<Cell, Cell>();

  constructor(
    private readonly run: Interpreter,
    private readonly store: ArrayStore,
    private readonly place: number,
  ) {}

  value(value: Value): Value {
    switch (value.kind) {
      case 'object':
        return { ...value, object: this.object(value.object) };
      case 'instance':
        return { ...value, instance: this.instance(value.instance) };
      case 'array':
        return { ...value, store: this.array(value.store) };
      case 'pointer':
        return { ...value, cell: this.cells.get(value.cell) ?? value.cell };
      default:
        return value;
    }
  }

  /** The loop that makes one for each element. */
  private loopOf(madeIn: readonly LoopNode[] = []): LoopNode | undefined {
    const { size, madeIn: around = [] } = this.store;
    return madeIn.find((loop) => !around.includes(loop) && loop.times === size?.quantity);
  }

  /** Whether it is the element itself, and nothing that elements only point to. */
  private isElement(instance: Instance): boolean {
    const { element, rest } = this.store;
    if (!this.run.deciding || rest.value.kind !== 'instance' || rest.value.instance !== instance || !element)
      return false;
    const { name, pointers } = this.run.symbols.resolveType(element);
    return pointers === 0 && lastName(name) === lastName(instance.className);
  }

  private instance(instance: Instance): Instance {
    const known = this.instances.get(instance);
    if (known ?? !(this.isElement(instance) || this.loopOf(instance.madeIn))) return known ?? instance;
    const { className, declaration, bindings, createdAt, madeIn } = instance;
    const own = new Map<string, Cell>();
    const copy = newInstance(className, declaration, {
      fields: own,
      bindings,
      createdAt,
      madeIn,
      like: instance,
    });
    this.instances.set(instance, copy);
    for (const [name, cell] of instance.fields) own.set(name, this.cell(cell));
    return copy;
  }

  private array(store: ArrayStore): ArrayStore {
    const rest = this.cell(store.rest);
    const at = new Map([...store.at].map(([key, cell]) => [key, this.cell(cell)]));
    const copy: { -readonly [K in keyof ArrayStore]: ArrayStore[K] } = { ...store, rest, at, like: store };
    // A queue between threads is one of each element's own.
    delete copy.queue;
    return copy;
  }

  private cell(cell: Cell): Cell {
    const copy = { ...cell, value: this.value(cell.value), like: cell };
    this.cells.set(cell, copy);
    return copy;
  }

  private object(object: TraceObject): TraceObject {
    const known = this.objects.get(object);
    const loop = known ? undefined : this.loopOf(this.run.madeAround.get(object));
    if (!loop) return known ?? object;
    this.made = true;
    const shared = this.ofPlace(object);
    if (shared) return shared;
    const { separated } = this.run;
    const id = `${object.id}.${separated.size + 1}`;
    // What only some threads are given is theirs; what passes take in turn stays one kind of thing.
    const inTurn = this.run.oneByOne ? { oneOf: { all: object, place: this.place } } : {};
    const madeIn = { of: object, pass: this.place };
    const own = { ...object, id, fields: new Map(), parts: [], madeIn, ...inTurn };
    const copy = this.run.object(object.kind, object.name, own);
    this.objects.set(object, copy);
    separated.set(copy, { from: object, loop, place: this.place });
    copy.fields = new Map([...object.fields].map(([name, held]) => [name, this.held(held)]));
    copy.parts = object.parts.map((part) => this.object(part));
    return copy;
  }

  /** What another array has at that place of what one loop has made for both; the last place keeps what was there. */
  private ofPlace(object: TraceObject): TraceObject | undefined {
    const apart = [...this.run.separated].filter(([, { from }]) => from === object);
    const same = apart.find(([, { place }]) => place === this.place)?.[0];
    return same ?? (apart.length + 1 >= (this.store.size?.known ?? 0) ? object : undefined);
  }

  private held(value: TraceValue): TraceValue {
    return value.kind === 'object' ? { ...value, object: this.object(value.object) } : value;
  }
}

/** How many there are of each, once it is known how many there were of all. */
export function countSeparated(run: Interpreter): void {
  const { separated } = run;
  notePassOfRest(run);
  for (const [own, { from, loop }] of separated) {
    const total = separatedTotal(from, loop);
    if (total === undefined) continue;
    own.inFrameLoop = from.inFrameLoop;
    own.scope = from.scope;
    if (total === 1) delete own.count;
    else own.count = total;
  }
  for (const [own, { from }] of separated) {
    if (own.oneOf) continue;
    const left = subtract(from.count ?? 1, own.count ?? 1);
    if (left === 1) delete from.count;
    else from.count = left;
  }
}

/** What is left where all others are told apart was made by the one pass that made none of these. */
function notePassOfRest({ separated }: Interpreter): void {
  const passes = new Map<TraceObject, number[]>();
  for (const { from, place } of separated.values()) push(passes, from, place);
  for (const [{ madeIn }, { from, loop }] of separated) {
    const apart = madeIn && passes.get(from);
    if (!apart || apart.length + 1 !== loop.times) continue;
    const pass = [...apart.keys(), apart.length].find((one) => !apart.includes(one));
    if (pass !== undefined) from.madeIn = { of: from, pass };
  }
}

function separatedTotal({ count }: TraceObject, { times }: LoopNode): TraceObject['count'] {
  return count === undefined || times === 'forever' ? undefined : share(count, times);
}
