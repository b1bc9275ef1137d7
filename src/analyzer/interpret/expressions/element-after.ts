/** Elements beside others, and how far they are from each other: pointers and iterators that move by so many. */
import type { Expression } from '../../syntax/ast.ts';
import type { Interpreter } from '../interpreter.ts';
import { elementCell } from '../names/elements.ts';
import type { Frame } from '../names/frame.ts';
import { isMap } from '../names/types.ts';
import { iteratorPosition } from '../statements/positions.ts';
import { calculate } from '../values/numbers.ts';
import { literal, pointee, unknown, type ArrayStore, type NumberValue, type Value } from '../values/value.ts';

/** `slots + i`, `&slots[0] + i` of an array of objects, `--found` of a table: the address of another of them. */
export function elementAfter(
  run: Interpreter,
  operator: string,
  left: Value,
  right: Value,
): Value | undefined {
  if (!/^[+-]$/.test(operator) || right.kind !== 'number') return undefined;
  const from = left.kind === 'array' ? { store: left.store, place: 0 } : pointedElement(run, left);
  if (!from || pointee(from.store.rest.value).kind !== 'instance') return undefined;
  if (isMap(from.store.typeName)) return mappedAfter(run, from, operator, right);
  const place = calculate(operator, literal(from.place), right);
  if (place?.known !== undefined && place.known === from.store.size?.known)
    return { ...unknown(from.store.name), endOf: from.store };
  return place && { kind: 'pointer', cell: elementCell(run, from.store, place) };
}

interface ElementPlace {
  store: ArrayStore;
  place: number;
}

/** Of a map the elements follow each other by their keys. */
function mappedAfter(
  run: Interpreter,
  { store, place }: ElementPlace,
  operator: string,
  { known, fixed }: NumberValue,
): Value | undefined {
  if (known === undefined || !fixed || store.size?.known !== store.at.size) return undefined;
  const keys = [...store.at.keys()].toSorted((a, b) => a - b);
  const at = keys.indexOf(place) + (operator === '+' ? known : -known);
  const cell = keys.some((key) => key < 0) ? undefined : store.at.get(keys[at] ?? -1);
  return cell && { kind: 'pointer', cell };
}

/** Where a pointer to an element of a known place stands. */
function pointedElement({ elements }: Interpreter, value: Value): ElementPlace | undefined {
  const store = value.kind === 'pointer' ? elements.get(value.cell) : undefined;
  if (value.kind !== 'pointer' || !store) return undefined;
  const place = [...store.at].find(([, cell]) => cell === value.cell)?.[0];
  return place === undefined ? undefined : { store, place };
}

/** `found - table.begin()`: the place of an element that is known; undefined of any other. */
export function elementsBetween(
  run: Interpreter,
  first: Expression,
  last: Value,
  frame: Frame,
): NumberValue | undefined {
  const to = endPosition(last) ?? pointedElement(run, last)?.place;
  const from = to === undefined ? undefined : iteratorPosition(run, first, frame);
  return to !== undefined && to >= 0 && from ? calculate('-', literal(to), from) : undefined;
}

const endPosition = (value: Value): number | undefined =>
  value.kind === 'unknown' && value.endOf?.size?.fixed ? value.endOf.size.known : undefined;
