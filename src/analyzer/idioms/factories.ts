/** Functions that make one of several classes: which one, is decided by what is not known here. */
import type { Expression } from '../syntax/ast.ts';
import { unknown, type Value } from '../interpret/values/value.ts';

/** An object of one of the classes that a factory makes; family.ts finds them again. */
const ONE_OF_SEVERAL = unknown('one of several classes');

/** What a function gives that may give either: where that is objects of different classes, it is neither of them. */
export function eitherOf(first: Value, second: Value): Value {
  if (first === ONE_OF_SEVERAL || second === ONE_OF_SEVERAL) return ONE_OF_SEVERAL;
  if (first.kind !== 'instance' || second.kind !== 'instance') return first;
  const [a, b] = [first.instance, second.instance];
  const isShared = b.declaration?.bases.some((base) => a.declaration?.bases.includes(base)) ?? false;
  return a.className !== b.className && isShared ? ONE_OF_SEVERAL : first;
}

export function isOneOfSeveral(value: Value | undefined): boolean {
  return value === ONE_OF_SEVERAL;
}

/** `new T`, `std::make_shared<T>()`, and casts of these. */
export function isMaking(expression: Expression): boolean {
  if (expression.kind === 'new') return true;
  if (expression.kind === 'cast') return isMaking(expression.operand);
  if (expression.kind !== 'call' || expression.callee.kind !== 'name') return false;
  const { callee, args } = expression;
  if (/(^|::)make_(shared|unique)$/.test(callee.name)) return true;
  // `std::unique_ptr<Base>(new T)`
  return /(^|::)(shared|unique)_ptr$/.test(callee.name) && args.some(isMaking);
}
