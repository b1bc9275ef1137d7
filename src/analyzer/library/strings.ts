/** std::string: what its methods do to the text that it holds. */
import { argumentsOf } from '../interpret/calls/arguments.ts';
import type { CallSite } from '../interpret/calls/call-site.ts';
import type { Interpreter } from '../interpret/interpreter.ts';
import { unknown, type Value } from '../interpret/values/value.ts';
import type { Expression } from '../syntax/ast.ts';

/** Whether a method of a string changes it. */
export function changesText(method: string): boolean {
  return /^(assign|append|push_back|insert|replace|erase|clear|swap|resize)$/.test(method);
}

/** A std::string that a method changes: `assign` gives it a new text, anything else one that is not followed. */
export function changeText(
  run: Interpreter,
  callee: Extract<Expression, { kind: 'member' }>,
  site: CallSite,
): Value {
  const args = argumentsOf(run, site);
  const cell = run.parts.locate(callee.object, site.frame);
  const [first] = args;
  const whole = callee.name === 'assign' && args.length === 1 ? first?.value : undefined;
  if (cell) run.store.write(cell, whole ?? unknown(cell.name));
  return unknown(callee.name);
}
