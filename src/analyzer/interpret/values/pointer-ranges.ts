/** `f(p, p + n)`, `std::vector<float> v(p, p + n)`: what is given both ends of a piece of memory reads it. */
import type { Expression } from '../../syntax/ast.ts';
import type { Frame } from '../names/frame.ts';
import type { Interpreter } from '../interpreter.ts';
import { recordAccess } from './memory.ts';
import { pointee, type Value } from './value.ts';

/** @param span the expression that reads */
export function notePointerRange(
  run: Interpreter,
  args: readonly Expression[],
  frame: Frame,
  span: Expression | undefined,
): void {
  const at = args.findIndex((arg) => arg.kind === 'binary' && arg.operator === '+');
  const [first, last] = at > 0 ? args.slice(at - 1) : [];
  if (!first || !last || hasCall(first) || hasCall(last)) return;
  const [from, to] = [first, last].map((one) => memoryIn(run.parts.evaluate(one, frame)));
  if (span && from && from === to) recordAccess(run, from, frame, span, false);
}

/** Evaluated twice, a call would be done twice. */
const hasCall = (expression: Expression): boolean =>
  expression.kind === 'call' ||
  (expression.kind === 'binary' && (hasCall(expression.left) || hasCall(expression.right)));

function memoryIn(value: Value) {
  const held = pointee(value);
  return held.kind === 'object' && held.object.kind === 'buffer' ? held.object : undefined;
}
