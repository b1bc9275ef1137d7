/**
 * Expressions made of expressions, in the shortest form that is known. The value is the same wherever all parts of it
 * are finite, up to the rounding of fractions: sums and products are regrouped.
 */
import { applyFunction, applyOperator } from './arithmetic.ts';
import { negative, number, type Expression, type FunctionName, type Operator } from './expression.ts';
import { print } from './print.ts';

/** `left operator right`. */
export function combine(operator: Operator, left: Expression, right: Expression): Expression {
  if (left.kind === 'number' && right.kind === 'number')
    return number(applyOperator(operator, left.value, right.value));
  if (isNotANumber(left) || isNotANumber(right)) return number(Number.NaN);
  switch (operator) {
    case '+':
      return sum(left, right);
    case '-':
      return difference(left, right);
    case '*':
      return product(left, right);
    case '/':
      return quotient(left, right);
    case '%':
      return { kind: 'binary', operator, left, right };
  }
}

function sum(left: Expression, right: Expression): Expression {
  if (isNumber(right, 0)) return left;
  if (isNumber(left, 0)) return right;
  if (right.kind === 'negative') return combine('-', left, right.operand);
  if (right.kind === 'number') return shifted(left, right.value);
  if (right.kind === 'binary' && (right.operator === '+' || right.operator === '-'))
    return combine(right.operator, combine('+', left, right.left), right.right);
  if (left.kind === 'binary' && left.operator === '-' && isSame(left.right, right)) return left.left;
  return { kind: 'binary', operator: '+', left, right };
}

function difference(left: Expression, right: Expression): Expression {
  if (isSame(left, right)) return number(0);
  if (isNumber(left, 0)) return negative(right);
  if (right.kind === 'negative') return combine('+', left, right.operand);
  if (right.kind === 'number') return shifted(left, 0 - right.value);
  return withoutTerm(left, right) ?? { kind: 'binary', operator: '-', left, right };
}

/** `x + by`; whole numbers that are added one after the other are one. */
function shifted(expression: Expression, by: number): Expression {
  const { rest, constant } = splitConstant(expression);
  if (constant !== 0 && Number.isInteger(by)) return combine('+', rest, number(constant + by));
  if (by === 0) return expression;
  const operator = by < 0 ? '-' : '+';
  return { kind: 'binary', operator, left: expression, right: number(Math.abs(by)) };
}

function splitConstant(expression: Expression): { rest: Expression; constant: number } {
  const none = { rest: expression, constant: 0 };
  if (expression.kind !== 'binary' || expression.right.kind !== 'number') return none;
  const { operator, left, right } = expression;
  if (!Number.isInteger(right.value) || (operator !== '+' && operator !== '-')) return none;
  return { rest: left, constant: operator === '+' ? right.value : 0 - right.value };
}

/** `(a + b) - a`; undefined where the term is none of the sum. */
function withoutTerm(expression: Expression, term: Expression): Expression | undefined {
  if (expression.kind !== 'binary' || (expression.operator !== '+' && expression.operator !== '-'))
    return undefined;
  const { operator, left, right } = expression;
  if (operator === '+' && isSame(right, term)) return left;
  if (operator === '+' && isSame(left, term)) return right;
  const rest = withoutTerm(left, term);
  return rest && combine(operator, rest, right);
}

function product(left: Expression, right: Expression): Expression {
  if (isNumber(left, 0) || isNumber(right, 0)) return number(0);
  if (isNumber(left, 1)) return right;
  if (isNumber(right, 1)) return left;
  if (right.kind === 'binary' && right.operator === '*')
    return combine('*', combine('*', left, right.left), right.right);
  const isScaled = left.kind === 'binary' && left.operator === '*' && isWhole(left.right) && isWhole(right);
  if (isScaled) return combine('*', left.left, combine('*', left.right, right));
  return { kind: 'binary', operator: '*', left, right };
}

function quotient(left: Expression, right: Expression): Expression {
  if (isNumber(right, 1)) return left;
  if (left.kind === 'binary' && left.operator === '*' && isWhole(left.right) && isWhole(right)) {
    const ratio = combine('/', left.right, right);
    if (isWhole(ratio)) return combine('*', left.left, ratio);
  }
  return { kind: 'binary', operator: '/', left, right };
}

/** `name(args)`. What is rounded once need not be again. */
export function call(name: FunctionName, args: Expression[]): Expression {
  const [first, second] = args;
  const values = args.flatMap((arg) => (arg.kind === 'number' ? [arg.value] : []));
  if (values.length === args.length || values.some(Number.isNaN)) return number(applyFunction(name, values));
  if (first && second && isSame(first, second)) return first;
  const isRounded = first?.kind === 'call' && (first.name === 'ceil' || first.name === 'floor');
  return isRounded && !second ? first : { kind: 'call', name, args };
}

/** The expression made anew, with what `valueOf` gives in the place of each name. */
export function rebuild(expression: Expression, valueOf: (name: string) => Expression): Expression {
  switch (expression.kind) {
    case 'number':
      return expression;
    case 'name':
      return valueOf(expression.name);
    case 'negative':
      return combine('-', number(0), rebuild(expression.operand, valueOf));
    case 'binary':
      return combine(
        expression.operator,
        rebuild(expression.left, valueOf),
        rebuild(expression.right, valueOf),
      );
    case 'call':
      return call(
        expression.name,
        expression.args.map((arg) => rebuild(arg, valueOf)),
      );
  }
}

function isNumber(expression: Expression, value: number): boolean {
  return expression.kind === 'number' && expression.value === value;
}

function isNotANumber(expression: Expression): boolean {
  return expression.kind === 'number' && Number.isNaN(expression.value);
}

function isWhole(expression: Expression): boolean {
  return expression.kind === 'number' && Number.isInteger(expression.value);
}

function isSame(one: Expression, other: Expression): boolean {
  return one === other || print(one) === print(other);
}
