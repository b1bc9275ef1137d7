/** What a quantity is made of, once read. */

export type Operator = '+' | '-' | '*' | '/' | '%';
export type FunctionName = 'min' | 'max' | 'ceil' | 'floor';

export type Expression =
  | { kind: 'number'; value: number }
  | { kind: 'name'; name: string }
  | { kind: 'negative'; operand: Expression }
  | BinaryExpression
  | { kind: 'call'; name: FunctionName; args: Expression[] };

export interface BinaryExpression {
  kind: 'binary';
  operator: Operator;
  left: Expression;
  right: Expression;
}

export const ARITY: Readonly<Record<FunctionName, number>> = { min: 2, max: 2, ceil: 1, floor: 1 };

export function number(value: number): Expression {
  return { kind: 'number', value };
}

/** `-5` is a number of its own; there is one zero. */
export function negative(operand: Expression): Expression {
  if (operand.kind === 'negative') return operand.operand;
  return operand.kind === 'number' ? number(0 - operand.value) : { kind: 'negative', operand };
}

/** The expressions right inside an expression, in order. */
export function partsOf(expression: Expression): Expression[] {
  switch (expression.kind) {
    case 'negative':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'call':
      return expression.args;
    default:
      return [];
  }
}

/** The operands that one operator joins, in order: `a * (b * c)` has three. */
export function operandsOf(operator: '+' | '*', expression: Expression): Expression[] {
  if (expression.kind !== 'binary' || expression.operator !== operator) return [expression];
  return partsOf(expression).flatMap((part) => operandsOf(operator, part));
}
