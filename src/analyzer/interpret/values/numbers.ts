/** Arithmetic on numbers that may be expressions over parameters. */
import {
  add,
  divide,
  divideDown,
  multiply,
  remainder,
  subtract,
  type Quantity,
} from '../../../pipeline/quantity.ts';
import { opposite } from '../../trace/modes.ts';
import { literal, type NumberValue } from './value.ts';
import { ownValue } from '../../../base/own-value.ts';

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

type Algebra = (left: Quantity, right: Quantity) => Quantity;

/** Operators that an expression over parameters has too. */
const algebra: Partial<Record<string, Algebra>> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '%': remainder,
};

/** Longest expression kept; a longer one is cut to its known value. */
export const MAX_LENGTH = 400;

/** `left operator right`; undefined where the operator is none of numbers. Integers divide as C++ does. */
export function calculate(operator: string, left: NumberValue, right: NumberValue): NumberValue | undefined {
  const operation = ownValue(operations, operator);
  if (!operation) return undefined;
  const integers = isInteger(left) && isInteger(right);
  const known = combine(operation, operator, left.known, right.known, integers);
  const operate = operator === '/' && integers ? divideDown : ownValue(algebra, operator);
  return expressed(operate, known, left, right);
}

/** A number computed from two: an expression where one of them is, if there is a short one. */
export function expressed(
  operate: Algebra | undefined,
  known: number | undefined,
  left: NumberValue,
  right: NumberValue,
): NumberValue {
  const fixed = left.fixed && right.fixed;
  const index = left.index ?? right.index;
  const settled = fixed && (left.settled ?? right.settled);
  const result = {
    kind: 'number' as const,
    known,
    fixed,
    index,
    quantity: known ?? 0,
    ...(settled ? { settled } : {}),
  };
  if (typeof left.quantity === 'number' && typeof right.quantity === 'number') return result;
  const quantity = operate?.(left.quantity, right.quantity);
  if (quantity === undefined || Number.isNaN(quantity) || String(quantity).length > MAX_LENGTH)
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

/** `-x`, `!x`, `~x`. */
export function negate(operator: string, operand: NumberValue): NumberValue | undefined {
  if (operator === '-') return calculate('-', literal(0), operand);
  if (operand.known === undefined) return undefined;
  if (operator === '!') {
    const settled = operand.settled ? { settled: operand.settled } : {};
    const test = operand.test ? { test: opposite(operand.test) } : {};
    return { ...literal(operand.known ? 0 : 1), fixed: operand.fixed, ...settled, ...test };
  }
  if (operator === '~') return { ...literal(~operand.known), fixed: operand.fixed };
  return operator === '+' ? operand : undefined;
}
