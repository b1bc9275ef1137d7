/** Numbers that a running index picks out of a list, each pass of a loop another one. */
import { add, loopIndex, max, multiply, subtract } from '../../../pipeline/quantity.ts';
import { isMap } from '../names/types.ts';
import { MAX_LENGTH } from './numbers.ts';
import { literal, type ArrayStore, type Cell, type NumberValue, type Value } from './value.ts';

/** The number of a pass, by the name of the loop's variable. */
export function indexOf(name: string, index?: NumberValue['index']): NumberValue {
  return { kind: 'number', quantity: loopIndex(name), known: undefined, fixed: false, index };
}

/** `ids[i]` of `{4, 5, 6}` is `4 + i`, of `{0, 1, 3}` `i + max(0, i - 1)`: what known numbers come to under a running index. */
export function byIndex(store: ArrayStore, index: Value): NumberValue | undefined {
  const { at } = store;
  const cells = Array.from({ length: at.size }, (_, place) => at.get(place));
  return index.kind === 'number' && index.index ? numbersAt(store, cells, index) : undefined;
}

/** The same for a walk over all that is held, under whatever keys. */
export const inWalk = (store: ArrayStore, index: NumberValue): NumberValue | undefined =>
  isMap(store.typeName) ? numbersAt(store, [...store.at.values()], index) : byIndex(store, index);

function numbersAt(
  { size }: ArrayStore,
  cells: readonly (Cell | undefined)[],
  index: NumberValue,
): NumberValue | undefined {
  const numbers = cells.map((cell) => settledNumber(cell?.value));
  const isKnown = size?.known === cells.length && new Set(numbers).size > 1;
  return isKnown && numbers.every((one) => one !== undefined) ? bentLine(numbers, index) : undefined;
}

/** A line through numbers, one a pass, that bends where these do. */
export function bentLine(numbers: readonly number[], index: NumberValue): NumberValue | undefined {
  const [first = 0] = numbers;
  let value: NumberValue | undefined = literal(first);
  for (const [place, bend] of bendsOf(numbers).entries())
    if (bend !== 0) value = value && bent(value, index, place, bend);
  return value;
}

/** By how much the step from each number to the next differs from the one before. */
function bendsOf(numbers: readonly number[]): number[] {
  const steps = numbers.slice(1).map((one, place) => one - (numbers[place] ?? 0));
  return steps.map((step, place) => step - (steps[place - 1] ?? 0));
}

/** The value, with `bend` more a pass from that place on; undefined where it cannot be said, or not shortly. */
function bent(value: NumberValue, index: NumberValue, place: number, bend: number): NumberValue | undefined {
  const passed = max(0, subtract(index.quantity, place));
  const quantity = add(value.quantity, multiply(place ? passed : index.quantity, bend));
  if (Number.isNaN(quantity) || String(quantity).length > MAX_LENGTH) return undefined;
  return { ...index, quantity };
}

const settledNumber = (value: Value | undefined): number | undefined =>
  value?.kind === 'number' && value.fixed && typeof value.quantity === 'number' ? value.known : undefined;
