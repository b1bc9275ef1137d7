/** What is read with `>>`. */
import type { Expression } from '../../syntax/ast.ts';
import { typeOfExpression } from '../names/expression-type.ts';
import type { Frame } from '../names/frame.ts';
import { locate } from '../names/lvalue.ts';
import type { Interpreter } from '../interpreter.ts';
import { noteFlow, placesIn } from '../values/data-flow.ts';
import type { Value } from '../values/value.ts';
import { overwrite } from '../values/defaults.ts';

type Binary = Extract<Expression, { kind: 'binary' }>;

/** `std::cin >> n`: what a stream gives is not known. */
export function readFromStream(run: Interpreter, { left, right }: Binary, into: Value, frame: Frame): void {
  noteFlow(run, 'whole', placesIn(into), []);
  const first = leftmost(left);
  const type = typeOfExpression(run, first, frame)?.name ?? run.text(frame.chunk, first);
  if (!/stream|(^|::)cin$/.test(type)) return;
  const cell = locate(run, right, frame);
  if (cell) overwrite(run, cell);
}

function leftmost(expression: Expression): Expression {
  return expression.kind === 'binary' && expression.operator === '>>'
    ? leftmost(expression.left)
    : expression;
}
