/** Arithmetic on numbers that may be expressions over parameters. */
import type { Quantity } from '../../../pipeline/quantity.ts';
import { literal, type NumberValue } from './value.ts';

type Operation = (left: number, right: number) => number;

const operations: Record<string, Operation> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? Number.NaN : a / b),
  '%': (a, b) => (b === 0 ? Number.NaN : a % b),
  '<<': (a, b) => a * 2 ** b,
  '>>': (a, b) => Math.floor(a / 2 ** b),
  '&': (a, b) => Number(BigInt(Math.trunc(a)) & BigInt(Math.trunc(b))),
  '|': (a, b) => Number(BigInt(Math.trunc(a)) | BigInt(Math.trunc(b))),
  '^': (a, b) => Number(BigInt(Math.trunc(a)) ^ BigInt(Math.trunc(b))),
  '==': (a, b) => (a === b ? 1 : 0),
  '!=': (a, b) => (a !== b ? 1 : 0),
  '<': (a, b) => (a < b ? 1 : 0),
  '>': (a, b) => (a > b ? 1 : 0),
  '<=': (a, b) => (a <= b ? 1 : 0),
  '>=': (a, b) => (a >= b ? 1 : 0),
  '&&': (a, b) => (a && b ? 1 : 0),
  '||': (a, b) => (a || b ? 1 : 0),
};

/** Longest expression kept; a longer one is cut to its known value. */
const MAX_LENGTH = 400;

/** `left operator right`; undefined where the operator is none of numbers. Integers divide as C++ does. */
export function calculate(operator: string, left: NumberValue, right: NumberValue): NumberValue | undefined {
  const operation = operations[operator];
  if (!operation) return undefined;
  const integers = isInteger(left) && isInteger(right);
  const known = combine(operation, operator, left.known, right.known, integers);
  const fixed = left.fixed && right.fixed;
  const index = left.index ?? right.index;
  const result = { kind: 'number' as const, known, fixed, index, quantity: known ?? 0 };
  if (typeof left.quantity === 'number' && typeof right.quantity === 'number') return result;
  const quantity = express(operator, left.quantity, right.quantity, integers);
  if (quantity === undefined || String(quantity).length > MAX_LENGTH)
    return { ...result, fixed: fixed && known !== undefined };
  return { ...result, quantity };
}

function combine(
  operation: Operation,
  operator: string,
  left: number | undefined,
  right: number | undefined,
  integers: boolean,
): number | undefined {
  if (left === undefined || right === undefined) return undefined;
  const value = operation(left, right);
  if (!Number.isFinite(value)) return undefined;
  return operator === '/' && integers ? Math.trunc(value) : value;
}

function isInteger(number: NumberValue): boolean {
  return number.known === undefined || Number.isInteger(number.known);
}

function express(operator: string, left: Quantity, right: Quantity, integers: boolean): Quantity | undefined {
  const simple = simplify(operator, left, right);
  if (simple !== undefined) return simple;
  const text = `${wrap(left, operator === '*' || operator === '/')} ${operator} ${wrap(right, false)}`;
  if (operator === '/' && integers) return `floor(${text})`;
  return '+-*/%'.includes(operator) ? text : undefined;
}

/** What needs no operator: `x * 1`, `x + 0`, `(a + b) - a`. */
function simplify(operator: string, left: Quantity, right: Quantity): Quantity | undefined {
  if (operator === '*' || operator === '/') return simplifyProduct(operator, left, right);
  if (operator !== '+' && operator !== '-') return undefined;
  if (right === 0) return left;
  if (operator === '+') return left === 0 ? right : undefined;
  if (left === right) return 0;
  const rest = `${right} + `;
  return typeof left === 'string' && left.startsWith(rest) ? left.slice(rest.length) : undefined;
}

function simplifyProduct(operator: string, left: Quantity, right: Quantity): Quantity | undefined {
  if (right === 1) return left;
  if (operator === '/') return undefined;
  if (left === 0 || right === 0) return 0;
  return left === 1 ? right : undefined;
}

/** Parentheses where they are needed; a product on the left of `*` or `/` needs none. */
function wrap(quantity: Quantity, leftOfProduct: boolean): string {
  const text = String(quantity);
  if (/^[\w.:@]+$/.test(text) || isCall(text)) return text;
  return leftOfProduct && /^[\w.:@]+( \* [\w.:@]+)+$/.test(text) ? text : `(${text})`;
}

/** One function's call from end to end. */
function isCall(text: string): boolean {
  if (!/^(floor|ceil|min|max)\(/.test(text)) return false;
  let depth = 0;
  for (let at = text.indexOf('('); at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at === text.length - 1;
  }
  return false;
}

/** Product of quantities, for replicas and bytes. */
export function multiply(left: Quantity, right: Quantity): Quantity {
  if (typeof left === 'number' && typeof right === 'number') return left * right;
  return express('*', left, right, true) ?? left;
}

/** `-x`, `!x`, `~x`. */
export function negate(operator: string, operand: NumberValue): NumberValue | undefined {
  if (operator === '-') return calculate('-', literal(0), operand);
  if (operand.known === undefined) return undefined;
  if (operator === '!') return { ...literal(operand.known ? 0 : 1), fixed: operand.fixed };
  if (operator === '~') return { ...literal(~operand.known), fixed: operand.fixed };
  return operator === '+' ? operand : undefined;
}
