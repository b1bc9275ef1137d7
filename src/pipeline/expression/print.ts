/** The one writer of quantities. */
import type { BinaryExpression, Expression, Operator } from './expression.ts';

/** How tightly the operators bind; names, numbers and calls bind most. */
const RANK: Readonly<Record<Operator, number>> = { '+': 1, '-': 1, '*': 2, '/': 2, '%': 2 };
const MOST = 3;

/** The text of an expression, with no more parentheses than it needs: read again it is the same expression. */
export function print(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return printNumber(expression.value);
    case 'name':
      return expression.name;
    case 'negative':
      return `-${within(expression.operand, MOST)}`;
    case 'call':
      return `${expression.name}(${expression.args.map(print).join(', ')})`;
    case 'binary':
      return printBinary(expression);
  }
}

function printBinary({ operator, left, right }: BinaryExpression): string {
  const rank = RANK[operator];
  return `${within(left, rank)} ${operator} ${within(right, rank + 1)}`;
}

/** In parentheses where it binds less tightly than what stands around it, or has a sign. */
function within(expression: Expression, least: number): string {
  const text = print(expression);
  const rank = expression.kind === 'binary' ? RANK[expression.operator] : MOST;
  return rank < least || isSigned(expression) ? `(${text})` : text;
}

function isSigned(expression: Expression): boolean {
  if (expression.kind === 'number') return Number.isFinite(expression.value) && expression.value < 0;
  return expression.kind === 'negative';
}

/** The grammar has no word for what is not finite, but a division by zero is just that. */
function printNumber(value: number): string {
  if (Number.isFinite(value)) return String(value);
  if (Number.isNaN(value)) return '(0 / 0)';
  return value > 0 ? '(1 / 0)' : '(-1 / 0)';
}
