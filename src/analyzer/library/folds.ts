/** `std::accumulate` and its kind over elements that are all known: what sizes are made of. */
import { argumentsOf } from '../interpret/calls/arguments.ts';
import { asCallable } from '../interpret/calls/callable.ts';
import type { CallSite } from '../interpret/calls/call-site.ts';
import type { Argument, Interpreter } from '../interpret/interpreter.ts';
import { beginOf, endOf } from '../interpret/statements/element-loop.ts';
import { calledName, placeKey } from '../interpret/statements/motion.ts';
import { unseen } from '../interpret/statements/positions.ts';
import { arithmetic } from '../interpret/values/operators.ts';
import { literal, unknown, type Value } from '../interpret/values/value.ts';
import type { Expression } from '../syntax/ast.ts';
import { containerAt } from './given-ranges.ts';
import { elementArgument, elementsOf } from './search.ts';

type Step = (sum: Value, element: Argument) => Value | undefined;

/** `accumulate(v.begin(), v.end(), init, op)`, `reduce(v.begin(), v.end())`; undefined where an element is not known. */
export function fold(run: Interpreter, site: CallSite): Value | undefined {
  const { args } = site.expression;
  const [, , init, operation] = argumentsOf(run, site);
  const store = isWhole(args) ? containerAt(run, site, 0) : undefined;
  const cells = store && elementsOf(store);
  const step = cells && stepOf(run, args[3], operation);
  let sum: Value | undefined = init?.value ?? literal(0);
  for (const cell of cells ?? []) sum = sum && step?.(sum, elementArgument(cell, site));
  return cells ? sum : undefined;
}

function isWhole([first, last]: readonly Expression[]): boolean {
  const [begin, end] = [first && beginOf(first), last && endOf(last)];
  return begin !== undefined && end !== undefined && placeKey(begin) === placeKey(end);
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
    const args = [{ ...element, value: sum, text: 'sum' }, element];
    const result = unseen(run, () => run.parts.invoke(target, args, element.range));
    return result.kind === 'number' ? result : undefined;
  };
}
