/** Searches of a table whose elements are all known: which of them is found, where the program's text says what is sought. */
import { argumentsOf } from '../interpret/calls/arguments.ts';
import { asCallable } from '../interpret/calls/callable.ts';
import type { CallSite } from '../interpret/calls/call-site.ts';
import type { Argument, Interpreter } from '../interpret/interpreter.ts';
import { unseen } from '../interpret/statements/positions.ts';
import { askedMode } from '../interpret/values/modes.ts';
import { arithmetic, compareText } from '../interpret/values/operators.ts';
import { truthOf } from '../interpret/values/truth.ts';
import { unknown, type ArrayStore, type Cell, type Value } from '../interpret/values/value.ts';
import { containerAt } from './given-ranges.ts';

/** Whether an element is the one; undefined where only run time says. */
type Test = (element: Argument) => boolean | undefined;

/** What a search is given behind the range that it goes over. */
type Search = (run: Interpreter, given: readonly Argument[]) => Test | undefined;

/** A table of more is data, and no list of settings. */
const MOST_ELEMENTS = 64;

/** `find_if(begin, end, f)`, `ranges::find_if(v, f)`: undefined where it cannot be said which element that is. */
export function search(by: Search, ends: 1 | 2): (run: Interpreter, site: CallSite) => Value | undefined {
  return (run, site) => {
    const args = argumentsOf(run, site);
    const store = containerAt(run, site, 0);
    const cells = store && elementsOf(store);
    const test = cells && by(run, args.slice(ends));
    return store && cells && test && firstOf(run, store, cells, (cell) => test(elementArgument(cell, site)));
  };
}

/** `max_element(begin, end)`, `min_element(begin, end, less)`: the first that no other one exceeds. */
export function extremeElement(
  operator: '<' | '>',
  ends: 1 | 2,
): (run: Interpreter, site: CallSite) => Value | undefined {
  return (run, site) => {
    const [less] = argumentsOf(run, site).slice(ends);
    const store = containerAt(run, site, 0);
    const [head, ...others] = (store && elementsOf(store)) ?? [];
    let best: Cell | undefined = head;
    for (const cell of others) {
      const pair = [best, cell].map((one) => one && elementArgument(one, site));
      const isMore = exceeds(run, pair, operator, less);
      if (isMore === undefined) return undefined;
      if (isMore) best = cell;
    }
    return store && best && placeOf(run, store, best);
  };
}

function exceeds(
  run: Interpreter,
  [best, other]: readonly (Argument | undefined)[],
  operator: '<' | '>',
  less: Argument | undefined,
): boolean | undefined {
  if (!best || !other) return undefined;
  if (!less) return compared(run, operator, best.value, other.value);
  return says(run, less, operator === '<' ? [best, other] : [other, best]);
}

/** An element as an algorithm hands it to what it is given. */
export const elementArgument = (cell: Cell, { range }: CallSite): Argument => ({
  value: cell.value,
  cell,
  text: cell.name,
  range,
});

/** The elements of a container of which each is known; undefined for one of more, or whose elements are not. */
export function elementsOf({ at, size }: ArrayStore): Cell[] | undefined {
  const cells = Array.from({ length: at.size }, (_, place) => at.get(place));
  const isWhole = size?.known === at.size && at.size > 0 && at.size <= MOST_ELEMENTS;
  const known = cells.flatMap((cell) => cell ?? []);
  return isWhole && known.length === cells.length ? known : undefined;
}

function firstOf(
  run: Interpreter,
  store: ArrayStore,
  cells: readonly Cell[],
  isMeant: (cell: Cell) => boolean | undefined,
): Value | undefined {
  for (const cell of cells) {
    const answer = isMeant(cell);
    if (answer === undefined) return undefined;
    if (answer) return placeOf(run, store, cell);
  }
  return { ...unknown(store.name), endOf: store };
}

/** What stands at an element: its address, whatever kind of iterator that is. */
function placeOf(run: Interpreter, store: ArrayStore, cell: Cell): Value {
  run.elements.set(cell, store);
  return { kind: 'pointer', cell, found: true };
}

const compared = (run: Interpreter, operator: string, left: Value, right: Value): boolean | undefined =>
  truthOf(
    askedMode(run, operator, left, right) ??
      compareText(operator, left, right) ??
      (left.kind === 'number' && right.kind === 'number'
        ? arithmetic(run, operator, left, right)
        : undefined) ??
      unknown(),
  );

/** What a function that is given says of these, as if nobody called it. */
function says(
  run: Interpreter,
  callee: Argument | undefined,
  args: readonly Argument[],
): boolean | undefined {
  const [target] = asCallable(run, callee?.value ?? unknown(), args.length)?.targets ?? [];
  const [{ range } = { range: run.statement }] = args;
  return target && truthOf(unseen(run, () => run.parts.invoke(target, args, range)));
}

export const byTest: Search = (run, given) =>
  given.length === 1 ? (element) => says(run, given[0], [element]) : undefined;

export const byValue: Search = (run, [value, ...others]) =>
  value && !others.length ? (element) => compared(run, '==', element.value, value.value) : undefined;

/** The first element that is not less than the value, or, of `upper_bound`, that is greater. */
export const fromValue: Search = (run, [value, less]) => {
  if (!value) return undefined;
  return (element) =>
    not(less ? says(run, less, [element, value]) : compared(run, '<', element.value, value.value));
};

export const afterValue: Search = (run, [value, less]) => {
  if (!value) return undefined;
  return (element) =>
    less ? says(run, less, [value, element]) : compared(run, '>', element.value, value.value);
};

const not = (answer: boolean | undefined): boolean | undefined =>
  answer === undefined ? undefined : !answer;

/** `map.lower_bound(key)`, `map.upper_bound(key)` of numbers; undefined where the keys or the one asked for are not known. */
export function boundOfMap(
  run: Interpreter,
  store: ArrayStore,
  key: Value,
  operator: '>=' | '>',
): Value | undefined {
  const isKnown = store.size?.known === store.at.size && [...store.at.keys()].every((at) => at >= 0);
  if (!isKnown || key.kind !== 'number' || !key.fixed || key.known === undefined) return undefined;
  const { known } = key;
  const places = [...store.at].toSorted(([one], [other]) => one - other);
  const [, cell] = places.find(([at]) => (operator === '>=' ? at >= known : at > known)) ?? [];
  return cell ? placeOf(run, store, cell) : { ...unknown(store.name), endOf: store };
}

/** `map.find(key)` of a key that something is known to stand under. */
export function foundInMap(run: Interpreter, store: ArrayStore, key: Value): Value | undefined {
  const cell =
    key.kind === 'string'
      ? [...store.at.values()].find((one) => !key.varying && one.key === key.text)
      : key.kind === 'number' && key.fixed && store.at.get(key.known ?? -1);
  return cell && cell.value.kind !== 'unknown' ? placeOf(run, store, cell) : undefined;
}
