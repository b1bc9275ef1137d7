/** The places of elements in arrays and containers. */
import type { Interpreter } from '../interpreter.ts';
import { grow, newElement } from '../values/elements.ts';
import { eitherOfAll, isOneOf } from '../values/join.ts';
import { isPlain, placeAt, separate } from '../values/separate.ts';
import {
  newCell,
  pointee,
  unknown,
  type ArrayStore,
  type Cell,
  type Instance,
  type Value,
} from '../values/value.ts';
import { arrayStore } from './arrays.ts';
import type { Expression } from '../../syntax/ast.ts';
import { selfOf, type Frame } from './frame.ts';
import { isContainer, isMap, memoryIn } from './types.ts';

/** The cell of an element; a container in it is there from the start, as `map[key].push_back(x)` and `v[i].size()` want it. */
export function heldElement(run: Interpreter, store: ArrayStore, index: Value, frame: Frame): Cell {
  const cell = isMap(store.typeName)
    ? mappedElement(run, store, index, frame)
    : elementCell(run, store, index);
  holdContainer(run, store, cell);
  return cell;
}

/** Containers in a container are there from the start. */
export function holdContainer(run: Interpreter, store: ArrayStore, cell: Cell): void {
  const { element, madeIn, rest } = store;
  if (cell.value.kind !== 'unknown' || !element || element.pointers > 0 || !isContainer(element)) return;
  const among = cell === rest ? { among: store } : {};
  const more = { typeName: element.name, memory: memoryIn(element), madeIn: madeIn ?? [], ...among };
  const held = arrayStore(run, cell.name, element.args.at(-1), undefined, more);
  run.store.discover(cell, { value: { kind: 'array', store: held } });
}

/** The element under a key: `map[key]` makes it where it is not there. */
function mappedElement(run: Interpreter, store: ArrayStore, key: Value, frame: Frame): Cell {
  const known = store.at.size;
  const cell = elementCell(run, store, key);
  const isNew = store.at.size > known || (cell === store.rest && !store.size);
  if (isNew) grow(run, store, key);
  const made = cell.value.kind === 'unknown' ? newElement(run, store, [], frame, run.statement) : unknown();
  if (made.kind !== 'unknown') run.store.discover(cell, { value: made });
  return cell;
}

const MAX_ELEMENTS = 256;

/** The cell of an element: its own for a constant index, the common one otherwise. */
export function elementCell(run: Interpreter, store: ArrayStore, index: Value): Cell {
  const cell = cellAt(run, store, index);
  elementStores.set(cell, store);
  const held = pointee(cell.value);
  if (held.kind === 'instance') elementStores.set(held.instance, store);
  return cell;
}

/** By the place of elements of an array, and the object there, that array. */
const elementStores = new WeakMap<Cell | Instance, ArrayStore>();

/** The array of which a place is an element: `auto &slot = slots[i % 4];` */
export const arrayOf = (cell: Cell): ArrayStore | undefined => elementStores.get(cell);

/** The array that a place, or the object which it is a member of, is an element of. */
export function ownerStore(run: Interpreter, place: Expression, frame: Frame): ArrayStore | undefined {
  if (place.kind === 'index') {
    const object = pointee(run.parts.evaluate(place.object, frame));
    return object.kind === 'array' ? object.store : undefined;
  }
  const self = selfOf(frame);
  if (place.kind === 'name') return self && elementStores.get(self);
  if (place.kind !== 'member') return undefined;
  const object = pointee(run.parts.evaluate(place.object, frame));
  const cell = run.parts.locate(place.object, frame);
  const own = object.kind === 'instance' ? elementStores.get(object.instance) : undefined;
  return own ?? (cell && elementStores.get(cell)) ?? ownerStore(run, place.object, frame);
}

function cellAt(run: Interpreter, store: ArrayStore, index: Value): Cell {
  const known = index.kind === 'number' && !index.index ? index.known : undefined;
  const isKnown = known !== undefined && (run.oneByOne > 0 || store.at.has(known));
  const isCertain = index.kind === 'number' && (index.fixed || isKnown);
  const at = isCertain ? known : undefined;
  // A text that differs from pass to pass names any of them.
  if (index.kind === 'string' && !index.varying) return namedElement(run, store, index.text);
  if (at === undefined || !Number.isInteger(at) || at < 0 || at > MAX_ELEMENTS)
    return commonElement(run, store);
  const cell = placeAt(run, store, at);
  run.elements.set(cell, store);
  if (meansOne(run, store)) separate(run, store, cell);
  return cell;
}

/**
 * A thread that names a place means that element alone, and so does the program's own course where it works with it over
 * and over: before that, it may name it for all. So does a pass of its own, and what names an element in which nothing
 * has been made yet.
 */
function meansOne({ thread, oneByOne, loops }: Interpreter, { rest }: ArrayStore): boolean {
  const isAlone = thread.kind === 'thread' || (thread.kind !== 'callback' && loops.length > 0);
  return oneByOne > 0 || isAlone || (!loops.length && isPlain(rest.value));
}

/**
 * Any element: where nothing was written through a running index, the first one stands for all; of a map, whose elements
 * are meant one by one, it is one of those that are known.
 */
function commonElement(run: Interpreter, store: ArrayStore): Cell {
  const { rest } = store;
  if (rest.value.kind !== 'unknown' && !isOneOf(rest.value)) return rest;
  const [first, ...others] = [...store.at.values()].map(({ value }) => value);
  if (first && first.kind !== 'unknown')
    run.store.assign(rest, isMap(store.typeName) ? eitherOfAll(run, first, others) : first);
  return rest;
}

function namedElement(run: Interpreter, store: ArrayStore, key: string): Cell {
  const code = [...key].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) | 0, 7);
  const at = -1 - Math.abs(code);
  const made = newCell(`${store.name}["${key}"]`, unknown(key), store.element);
  return store.at.get(at) ?? run.store.element(store.at, at, { ...made, key });
}
