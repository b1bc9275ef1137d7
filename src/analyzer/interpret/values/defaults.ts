/** What the program starts with, where run time may put something else: that is open, with the start as its default. */
import type { Interpreter } from '../interpreter.ts';
import { openNumber, usualNumber } from './open-numbers.ts';
import { asSetting } from './settings.ts';
import { unknown, type Cell, type NumberValue, type Value } from './value.ts';

/** What a place holds once `value` is put over a number or a text: `times = atoi(argv[1])` leaves it open. */
export function orDefault(run: Interpreter, value: Value, cell: Cell, where: string): Value {
  const held = cell.value;
  if (value.kind === 'array' && isListed(held) && !value.store.size?.fixed) return held;
  if (value.kind !== 'unknown') return value;
  const setting = asSetting(run, cell, [value]);
  if (setting) return setting;
  if (held.kind === 'string' && held.text) return { ...held, varying: true };
  if (held.kind !== 'number' || held.known === undefined) return value;
  return openedNumber(run, value.text, { ...held, known: held.known }, cell, where);
}

/** What is put over a number: named after where it stands, or, where a 0 only waits for the real one, after what that is. */
function openedNumber(
  run: Interpreter,
  text: string,
  held: NumberValue & { known: number },
  cell: Cell,
  where: string,
): Value {
  const { quantity, known } = held;
  const origin = { kind: 'argument' as const, range: run.statement, evidence: text };
  if (typeof quantity === 'string' && run.parameters.reopen(quantity, origin))
    return { ...held, fixed: false };
  const named = known > 0 || usualNumber(text) === 1 ? undefined : openNumber(run, text);
  if (named) return named;
  const usual = known > 0 ? known : usualNumber(cell.name);
  // By its default too: two objects may start with different ones.
  return run.parameters.open(cell.name, `${where}:${cell.name}=${known}`, usual, origin);
}

/** Elements that the program names, as many as it says: `devices{0, 1, 2}`. */
const isListed = (value: Value): boolean =>
  value.kind === 'array' && value.store.size?.fixed === true && (value.store.size.known ?? 0) > 0;

/** What a stream, or a function whose text is not at hand, writes to a place; 0 and 1 are no defaults but fill it. */
export function overwrite(run: Interpreter, cell: Cell): void {
  const held = cell.value;
  if (held.kind !== 'number' && held.kind !== 'string') return;
  const value = unknown(cell.name);
  run.store.write(cell, isDefault(held) ? orDefault(run, value, cell, run.functionName) : value);
}

/** Whether a number is one that a program would start with to be used as it is. */
export function isDefault(value: Value): boolean {
  return value.kind === 'number' && (value.known ?? 0) > 1;
}
