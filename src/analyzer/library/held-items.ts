/**
 * Containers that the passes of one loop fill and empty, as of what is under way: where the passes are followed one by one,
 * what is in them is known.
 */
import { lastName } from '../program/qualified.ts';
import type { Interpreter } from '../interpret/interpreter.ts';
import { isAwaitable } from '../interpret/names/awaitable.ts';
import { settledLiteral, type ArrayStore, type Value } from '../interpret/values/value.ts';

/** Such containers of the passes that are being followed: their names, and those that were met. */
export interface HeldItems {
  names: ReadonlySet<string>;
  met: Set<ArrayStore>;
}

/** Follows passes that put into containers of these names and take from them. */
export function withHeldItems<T>(run: Interpreter, names: ReadonlySet<string>, follow: () => T): T {
  const around = run.heldItems;
  const own: HeldItems = { names, met: new Set() };
  run.heldItems = own;
  const found = follow();
  run.heldItems = around;
  // What is left after all passes is what run time has left.
  for (const store of own.met) run.store.set(store, 'held', undefined);
  return found;
}

/** Notes what a container holds when it is first met. */
export function meetHeld(run: Interpreter, store: ArrayStore): void {
  const { heldItems } = run;
  const isOpen = store.touched && store.filled !== store.at.size;
  if (store.held || isOpen || !heldItems?.names.has(lastName(store.name))) return;
  heldItems.met.add(store);
  const items = [...store.at.values()].map(({ value }) => value);
  const isWhole = items.length ? store.size?.known === items.length : !store.queue;
  if (isWhole && !isAwaitable(store.rest.type?.name ?? '')) run.store.set(store, 'held', items);
}

export function putHeld(run: Interpreter, store: ArrayStore, value: Value): void {
  if (store.held) run.store.set(store, 'held', [...store.held, value]);
}

/** Takes the first or the last one; by any other method what is left is not known. */
export function takeHeld(run: Interpreter, store: ArrayStore, method: string): void {
  run.store.set(store, 'filled', undefined);
  if (!store.held) return;
  const isLast = method === 'pop_back' || (method === 'pop' && isStack(store));
  const isFirst = !isLast && /^pop(_front)?$/.test(method) && !/priority_queue$/.test(store.typeName);
  const left = isLast ? store.held.slice(0, -1) : store.held.slice(1);
  run.store.set(store, 'held', isFirst || isLast ? left : undefined);
}

const isStack = ({ typeName }: ArrayStore): boolean => /(^|:)stack$/.test(typeName);

/** What is read of it: how many there are, whether there are none, or the one at an end. */
export function readHeld(store: ArrayStore, method: string): Value | undefined {
  const { held } = store;
  if (!held) return undefined;
  if (method === 'size') return settledLiteral(held.length);
  if (method === 'empty') return settledLiteral(Number(held.length === 0));
  if (method === 'back' || (method === 'top' && isStack(store))) return held.at(-1);
  return method === 'front' ? held[0] : undefined;
}
