/** What a step adds where it is no literal: a constant, the smaller of a batch and what is left, or what a call gives. */
import type { Expression, LoopStatement, Statement } from '../../syntax/ast.ts';
import { withoutCasts, visitExpression, visitExpressions } from '../../syntax/visit.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { openNumber } from '../values/open-numbers.ts';
import type { NumberValue } from '../values/value.ts';
import { calledName, placeKey } from './motion.ts';
import { quietly } from './positions.ts';

/** `number`: what is added; `part`: what a call of the system got done of the rest; `unknown`: what only run time says. */
export type Amount = NumberValue | 'part' | 'unknown';

export function amountOf(
  run: Interpreter,
  loop: LoopStatement,
  expression: Expression,
  counter: Expression,
  frame: Frame,
): Amount {
  const by = withoutCasts(expression);
  const assigned = by.kind === 'name' ? assignedIn(loop.body, by.name) : undefined;
  if (assigned) return amountOf(run, loop, assigned, counter, frame);
  const whole = mostOf(by, placeKey(counter) ?? '');
  if (whole) return amountOf(run, loop, whole, counter, frame);
  if (by.kind === 'call' && isForeign(run, by)) return 'part';
  const value = quietly(run, by, frame);
  if (value.kind === 'number') return value;
  return (
    (value.kind === 'unknown' && by.kind !== 'call' ? openNumber(run, value.text) : undefined) ?? 'unknown'
  );
}

/** The side of `min(batch, total - done)` or `left < batch ? left : batch` that does not ask how far the loop is. */
function mostOf(by: Expression, key: string): Expression | undefined {
  const sides =
    by.kind === 'conditional'
      ? [by.then, by.otherwise]
      : by.kind === 'call' && calledName(by) === 'min'
        ? by.args
        : [];
  const still = sides.filter((side) => !mentions(side, key));
  return still.length < sides.length || still.length === 1 ? still[0] : sides[0];
}

function isForeign(run: Interpreter, call: Extract<Expression, { kind: 'call' }>): boolean {
  return (
    call.callee.kind === 'name' && !run.symbols.functions.named(call.callee.name).some(({ body }) => body)
  );
}

/** What the body gives a variable of its own, or one that it sets anew in each pass. */
function assignedIn(body: readonly Statement[], name: string): Expression | undefined {
  for (const statement of body) {
    const declared = statement.kind === 'declare' && statement.variables.find((one) => one.name === name);
    if (declared && declared.initial) return declared.initial;
  }
  let value: Expression | undefined;
  visitExpressions(body, (expression) => {
    if (expression.kind === 'assign' && expression.operator === '=' && placeKey(expression.target) === name)
      value ??= expression.value;
  });
  return value;
}

/** Whether an expression reads a place. */
export function mentions(expression: Expression, key: string): boolean {
  let found = false;
  visitExpression(expression, (inner) => {
    found ||= placeKey(inner) === key;
  });
  return found;
}
