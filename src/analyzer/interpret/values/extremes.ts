/** The least or the greatest of numbers of which run time alone may know some: a bound holds whatever the others are. */
import { max, min } from '../../../pipeline/quantity.ts';
import type { Interpreter } from '../interpreter.ts';
import { expressed } from './numbers.ts';
import { openNumber } from './open-numbers.ts';
import type { NumberValue, Value } from './value.ts';

export type Extreme = 'min' | 'max';

const operations = { min, max };

/** `min(v.size(), 5)`; undefined where none of the values is a number. */
export function extremeOf(
  run: Interpreter,
  name: Extreme,
  values: readonly Value[],
): NumberValue | undefined {
  const known = values.flatMap((value) => (value.kind === 'number' ? [value] : []));
  const [first, ...others] = known;
  if (!first) return undefined;
  const bound = others.reduce((one, other) => extremeOfTwo(name, one, other), first);
  return values.reduce<NumberValue>((found, value) => {
    const open = value.kind === 'unknown' ? openBeside(run, name, value, bound) : undefined;
    return open ? extremeOfTwo(name, found, open) : found;
  }, bound);
}

function extremeOfTwo(name: Extreme, left: NumberValue, right: NumberValue): NumberValue {
  const [one, other] = [left.known, right.known];
  const known = one === undefined || other === undefined ? undefined : Math[name](one, other);
  return expressed(operations[name], known, left, right);
}

/** What only run time knows is taken to reach the bound, as a queue or a list does that there is a bound for. */
function openBeside(
  run: Interpreter,
  name: Extreme,
  value: Extract<Value, { kind: 'unknown' }>,
  bound: NumberValue,
): NumberValue | undefined {
  const size = value.sizeOf?.size;
  if (size) return size;
  const least = name === 'min' ? (bound.known ?? 0) : 0;
  const open = openNumber(run, value.text, least) ?? openNumber(run, run.resultName ?? 'count', least);
  if (!open || (open.known ?? 0) >= least || typeof open.quantity !== 'string') return open;
  run.parameters.assume(open.quantity, least);
  return { ...open, known: least };
}
