/** Statements where an expression stands: `({ … })`, and a block that a macro is given. */
import type { Expression } from '../../syntax/ast.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { unknown, type Value } from '../values/value.ts';

type StatementExpression = Extract<Expression, { kind: 'statements' }>;

/** The value of the last expression; what returns in it leaves no more than the statements behind it. */
export function evaluateStatements(run: Interpreter, { body }: StatementExpression, frame: Frame): Value {
  const { returned, statement } = run;
  const last = body.at(-1);
  const value = last?.kind === 'expression' ? last.expression : undefined;
  frame.enter();
  const flow = run.parts.execute(value ? body.slice(0, -1) : body, frame);
  const given = value && flow === 'next' ? run.parts.evaluate(value, frame) : unknown();
  frame.leave();
  Object.assign(run, { returned, statement });
  return given;
}
