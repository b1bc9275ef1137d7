/** Things that are made when first asked for: `if (p == nullptr) p = make_shared<T>();`. */
import type { Expression, Statement } from '../syntax/ast.ts';
import { callNames, visitExpressions } from '../syntax/visit.ts';
import type { Interpreter } from '../interpret/interpreter.ts';

/**
 * Whether the statements make what the condition found missing, themselves or in what they call: what they hold is done
 * once, not on a failure.
 */
export function makesWhatIsMissing(
  run: Interpreter,
  missing: Expression,
  then: readonly Statement[],
): boolean {
  const name = placeName(missing);
  return name !== undefined && gives(run, then, name, 0);
}

function gives(run: Interpreter, statements: readonly Statement[], name: string, depth: number): boolean {
  let made = false;
  visitExpressions(statements, (expression) => {
    made ||= isGiven(expression, name);
  });
  if (made || depth > 1) return made;
  const called = callNames(statements).flatMap((one) => run.symbols.functions.named(one));
  return called.some(({ owner, body }) => owner && body && gives(run, body, name, depth + 1));
}

/** `p` of `p == nullptr`, and of `!p`. */
export function missingThing(condition: Expression): Expression | undefined {
  if (condition.kind === 'unary' && condition.operator === '!') return condition.operand;
  if (condition.kind !== 'binary') return undefined;
  if (condition.operator === '||') return missingThing(condition.left) ?? missingThing(condition.right);
  if (condition.operator !== '==') return undefined;
  if (isNull(condition.right)) return condition.left;
  return isNull(condition.left) ? condition.right : undefined;
}

function isNull(expression: Expression): boolean {
  return expression.kind === 'null' || (expression.kind === 'name' && expression.name === 'NULL');
}

/** A name or a member, without the object before it. */
function placeName(expression: Expression): string | undefined {
  if (expression.kind === 'name' || expression.kind === 'member') return expression.name;
  if (expression.kind !== 'call' || expression.callee.kind !== 'member') return undefined;
  return expression.callee.name === 'get' ? placeName(expression.callee.object) : undefined;
}

/** `p = …`, `p.reset(…)`, `f(&p)`. */
function isGiven(expression: Expression, name: string): boolean {
  if (expression.kind === 'assign') return placeName(expression.target) === name && !isNull(expression.value);
  if (expression.kind !== 'call') return false;
  const { callee, args } = expression;
  const isReset = callee.kind === 'member' && callee.name === 'reset' && args.length > 0;
  if (isReset) return placeName(callee.object) === name;
  return args.some((arg) => isAddressOf(arg, name));
}

function isAddressOf(arg: Expression, name: string): boolean {
  if (arg.kind === 'cast') return isAddressOf(arg.operand, name);
  return arg.kind === 'unary' && arg.operator === '&' && placeName(arg.operand) === name;
}
