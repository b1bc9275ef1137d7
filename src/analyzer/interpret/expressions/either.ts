/** `c ? a : b` where only run time knows `c`: one of the two, as of the sides of an `if`. */
import type { Expression } from '../../syntax/ast.ts';
import { asStatement, usedVariables } from '../../syntax/visit.ts';
import { hasEffect } from '../effects.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { chooseOne } from '../statements/alternatives.ts';
import { dynamicTarget, pointee, type Value } from '../values/value.ts';

type Conditional = Extract<Expression, { kind: 'conditional' }>;

/** Where a side does something, each is followed as a side of its own; undefined where neither does. */
export function followEither(run: Interpreter, expression: Conditional, frame: Frame): Value | undefined {
  if (asksForUsed(expression)) return undefined;
  const { then, otherwise } = expression;
  const isBusy = [then, otherwise].some((side) => hasEffect(run, [asStatement(side)], 'submission'));
  if (!isBusy) return undefined;
  const follow = (side: Expression) => () => run.parts.evaluate(side, frame);
  return choose(run, expression, [follow(then), follow(otherwise)], frame);
}

/** Functions or objects of different classes: one of them; undefined for anything else. */
export function oneOfBoth(
  run: Interpreter,
  expression: Conditional,
  [then, otherwise]: readonly [Value, Value],
  frame: Frame,
): Value | undefined {
  const [first, second] = [pointee(then), pointee(otherwise)];
  if (first.kind !== second.kind || !isVaried(first, second) || asksForUsed(expression)) return undefined;
  return choose(run, expression, [() => first, () => second], frame);
}

/** `f ? chain(f, g) : g`: whether there is what the first side uses. It is taken to be there. */
const asksForUsed = ({ condition, then }: Conditional): boolean =>
  condition.kind === 'name' && usedVariables([asStatement(then)]).includes(condition.name);

function isVaried(first: Value, second: Value): boolean {
  if (first.kind === 'instance' && second.kind === 'instance')
    return first.instance.className !== second.instance.className;
  return first.kind === 'function' && dynamicTarget(first) !== dynamicTarget(second);
}

function choose(
  run: Interpreter,
  { condition, then, otherwise, start, end }: Conditional,
  [first, second]: readonly [() => Value, () => Value],
  frame: Frame,
): Value | undefined {
  const range = run.range(frame.chunk, start, end);
  const way = (side: Expression, work: () => Value) => ({
    condition: run.text(frame.chunk, run.loops.length ? condition : side),
    range,
    work,
  });
  const name = run.resultName;
  return chooseOne(run, [way(then, first), way(otherwise, second)], name === undefined ? {} : { name });
}
