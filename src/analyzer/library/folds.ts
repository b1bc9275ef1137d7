/** `std::accumulate` and its kind over elements that are all known: what sizes are made of. */
import { argumentsOf } from '../interpret/calls/arguments.ts';
import { asCallable, asFunction } from '../interpret/calls/callable.ts';
import type { CallSite } from '../interpret/calls/call-site.ts';
import type { Argument, Interpreter } from '../interpret/interpreter.ts';
import { beginOf, endOf } from '../interpret/statements/element-loop.ts';
import { calledName, placeKey } from '../interpret/statements/motion.ts';
import { positionOf, unseen } from '../interpret/statements/positions.ts';
import { arithmetic } from '../interpret/values/operators.ts';
import { literal, pointee, unknown, type Cell, type Value } from '../interpret/values/value.ts';
import type { Expression } from '../syntax/ast.ts';
import { elementArgument, elementsOf } from './search.ts';

type Step = (sum: Value, element: Argument) => Value | undefined;

/** `accumulate(v.begin(), v.end(), init, op)`, `reduce(v.begin(), v.end())`; undefined where an element is not known. */
export function fold(run: Interpreter, site: CallSite): Value | undefined {
  const { args } = site.expression;
  const [, , init, operation] = argumentsOf(run, site);
  const cells = cellsBetween(run, site);
  const step = cells && stepOf(run, args[3], operation);
  let sum: Value | undefined = init?.value ?? literal(0);
  for (const cell of cells ?? []) sum = sum && step?.(sum, elementArgument(cell, site));
  return cells ? sum : undefined;
}

/** The elements from a place that is known, as of `v.begin() + 1` and `std::next(v.begin())`, to the end. */
function cellsBetween(run: Interpreter, { expression, frame }: CallSite): Cell[] | undefined {
  const [first, last] = expression.args;
  const whole = last && endOf(last);
  const position =
    first && whole && wholeOf(first) === placeKey(whole) ? positionOf(run, first, frame) : undefined;
  const held = whole && pointee(run.parts.evaluate(whole, frame));
  if (position?.known === undefined || held?.kind !== 'array') return undefined;
  return elementsOf(held.store)?.slice(position.known);
}

/** `v` of `v.begin()`, `v.begin() + 1` and `std::next(v.begin())`. */
function wholeOf(first: Expression): string | undefined {
  const begin = beginOf(first);
  if (begin) return placeKey(begin);
  if (first.kind === 'binary') return wholeOf(first.left);
  const [inner] = first.kind === 'call' ? first.args : [];
  return inner && wholeOf(inner);
}

const OPERATORS = new Map([
  ['plus', '+'],
  ['multiplies', '*'],
]);

function stepOf(
  run: Interpreter,
  written: Expression | undefined,
  given: Argument | undefined,
): Step | undefined {
  const name = written?.kind === 'call' ? calledName(written) : written ? '' : 'plus';
  const operator = OPERATORS.get(name);
  if (operator !== undefined) return (sum, { value }) => arithmetic(run, operator, sum, value);
  const [target] = asCallable(run, given?.value ?? unknown(), 2)?.targets ?? [];
  if (!target) return undefined;
  return (sum, element) => {
    const args = [{ value: sum, text: 'sum', range: element.range }, element];
    const call = (): Value => run.parts.invoke(target, args, element.range);
    // A chain of functions is made for good.
    if (asFunction(element.value)) return asFunction(call());
    const result = unseen(run, call);
    return result.kind === 'number' ? result : undefined;
  };
}
