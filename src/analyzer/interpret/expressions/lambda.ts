/** Lambdas: what they take along of the place that they are made in. */
import type { Capture, LambdaExpression } from '../../syntax/ast.ts';
import { usedVariables } from '../../syntax/visit.ts';
import type { Interpreter } from '../interpreter.ts';
import { copyOf } from '../names/copies.ts';
import { selfOf, type Frame } from '../names/frame.ts';
import { isMutex } from '../names/types.ts';
import { newCell, type Cell, type Value } from '../values/value.ts';

/** The function that a lambda is, with a frame that keeps what it captures. */
export function evaluateLambda(run: Interpreter, expression: LambdaExpression, frame: Frame): Value {
  const { captures, start, end, body } = expression;
  const { line } = run.range(frame.chunk, start, end);
  const kept = frame.kept();
  const explicit = new Set(captures.named.map(({ name }) => name));
  if (captures.all === 'value')
    for (const name of usedVariables(body))
      if (!explicit.has(name)) copyInto(run, kept, name, frame.find(name));
  for (const capture of captures.named) bindCapture(run, capture, frame, kept);
  const lambda = { expression, frame: kept };
  return { kind: 'function', targets: [{ name: `lambda@${line}`, lambda, self: selfOf(frame) }] };
}

function bindCapture(
  run: Interpreter,
  { name, reference, initial }: Capture,
  frame: Frame,
  kept: Frame,
): void {
  if (!initial) {
    if (!reference) copyInto(run, kept, name, frame.find(name));
    return;
  }
  const place = reference ? run.parts.locate(initial, frame) : undefined;
  if (place) kept.share(name, place);
  else kept.declare(newCell(name, run.parts.evaluate(initial, frame)));
}

/** A copy is the lambda's own; a mutex has none. */
function copyInto(run: Interpreter, kept: Frame, name: string, cell: Cell | undefined): void {
  if (!cell || (cell.type && isMutex(cell.type))) return;
  kept.share(name, { ...cell, value: copyOf(run, cell.value, cell.type, kept) });
}
