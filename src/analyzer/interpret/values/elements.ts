/** The elements that an array or a container of objects begins with. */
import { evaluate } from '../../../pipeline/evaluate.ts';
import { multiply, type Quantity } from '../../../pipeline/quantity.ts';
import type { SourceRange } from '../../../pipeline/source.ts';
import type { Argument, Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { classFor } from '../names/template.ts';
import { isMap } from '../names/types.ts';
import { isEmptied } from './emptied.ts';
import { calculate } from './numbers.ts';
import type { LoopNode } from '../../trace/nodes.ts';
import {
  literal,
  newCell,
  unknown,
  type ArrayStore,
  type Cell,
  type Instance,
  type NumberValue,
  type Value,
} from './value.ts';

/** Makes as many elements as there are: one that stands for all of them. Handles and numbers need no making. */
export function makeElements(run: Interpreter, store: ArrayStore, frame: Frame, site: SourceRange): void {
  const { size, rest } = store;
  if (!size || size.known === 0 || rest.value.kind !== 'unknown' || !elementClass(run, store, frame)) return;
  run.repeated(size.quantity, site, '', () =>
    run.store.assign(rest, newElement(run, store, [], frame, site)),
  );
}

/** The class of the workspace whose objects an array holds by value. */
function elementClass(run: Interpreter, { element }: ArrayStore, frame: Frame): ReturnType<typeof classFor> {
  if (!element || element.pointers > 0 || element.reference) return undefined;
  return classFor(run, element, frame);
}

/** A new object of the array's class; unknown where it holds none. */
export function newElement(
  run: Interpreter,
  store: ArrayStore,
  args: readonly Argument[],
  frame: Frame,
  site: SourceRange,
): Value {
  const found = elementClass(run, store, frame);
  if (!found) return unknown(store.name);
  const instance = run.parts.make(run, found.name, args, frame.scope, site, found.bindings);
  return { kind: 'instance', instance };
}

/** Whether nothing has been put into a container since it was made. */
export function isEmptyYet({ typeName, touched, at, size }: ArrayStore): boolean {
  return typeName !== '' && !touched && at.size === 0 && size === undefined;
}

/** Notes that a container may hold something from here on. */
export function touch(run: Interpreter, value: Value): void {
  if (value.kind === 'array' && value.store.typeName !== '') run.store.set(value.store, 'touched', true);
}

/** One element more: in a loop as many as it has passes; of a map under a running index as many as that has values. */
export function grow(run: Interpreter, store: ArrayStore, key?: Value): void {
  const index = key?.kind === 'number' ? key.index : undefined;
  if (index && key?.kind === 'number') run.store.set(store, 'keyed', key);
  run.store.set(store, 'size', index ? numberOf(run, index.times) : grown(run, store));
}

/** The loops that a container is filled in. */
const loopsAround = ({ loops }: Interpreter, { madeIn }: ArrayStore): readonly LoopNode[] =>
  loops.filter((one) => !madeIn?.includes(one));

/** How many of an object the loops that made it and have ended have made; undefined where they say no number. */
export function ownPasses(run: Interpreter, { madeIn = [] }: Instance): Quantity | undefined {
  const loops = madeIn.filter((one) => !run.loops.includes(one));
  const isCounted = loops.every((one) => one.times !== 'forever' && !run.selective.has(one));
  if (!loops.length || !isCounted) return undefined;
  return loops.reduce<Quantity>((all, { times }) => (times === 'forever' ? all : multiply(all, times)), 1);
}

/** An element that is added here; in loops each of their passes adds one, where none is left out. */
export function addedCell(run: Interpreter, store: ArrayStore, at: number, value: Value): Cell {
  const cell = newCell(`${store.name}[${at}]`, value, store.element);
  const loops = loopsAround(run, store);
  const isCounted =
    loops.length > 0 && loops.every((one) => one.times !== 'forever' && !run.selective.has(one));
  return isCounted ? { ...cell, putIn: loops } : cell;
}

function grown(run: Interpreter, store: ArrayStore): NumberValue | undefined {
  const loops = loopsAround(run, store);
  const innermost = loops.at(-1);
  if (!innermost && store.growing) return store.size && calculate('+', store.size, literal(1));
  if (!innermost) return literal((store.size?.known ?? 0) + 1);
  const isOpen = store.growing && !store.size;
  run.store.set(store, 'growing', true);
  // What only some of the passes put in are fewer than the passes: how many, run time says.
  if (loops.some((one) => run.selective.has(one))) return undefined;
  // What is emptied again holds what the loop has put in that filled it last.
  if (isEmptied(run.symbols, store)) return numberOf(run, innermost.times);
  const passes = passesOf(run, ofOne(loops, store));
  return isOpen ? undefined : passes && calculate('+', store.size ?? literal(0), passes);
}

/** The loops less those that walk over what the container is one of; of a map that no such loop is known of, the innermost. */
function ofOne(loops: readonly LoopNode[], { among }: ArrayStore): readonly LoopNode[] {
  if (!among) return loops;
  const walk = loops.find(({ times }) => times === among.size?.quantity);
  const others = walk || !isMap(among.typeName) ? loops.filter((one) => one !== walk) : loops.slice(-1);
  return ofOne(others, among);
}

/** How many passes loops in each other make; undefined where one of them is endless. */
function passesOf(run: Interpreter, loops: readonly LoopNode[]): NumberValue | undefined {
  let all: NumberValue | undefined = literal(1);
  for (const { times } of loops) {
    const passes = numberOf(run, times);
    all = all && passes && calculate('*', all, passes);
  }
  return all;
}

/** With every parameter at its default. */
export function knownValue(run: Interpreter, times: Quantity): number | undefined {
  if (typeof times === 'number') return times;
  const defaults = run.parameters.all().map(({ name, value }) => [name, value] as const);
  try {
    return evaluate(times, Object.fromEntries(defaults));
  } catch {
    return undefined;
  }
}

function numberOf(run: Interpreter, times: LoopNode['times']): NumberValue | undefined {
  if (times === 'forever') return undefined;
  const known = knownValue(run, times);
  return { kind: 'number', quantity: times, known, fixed: typeof times === 'number' };
}
