/** What the operators and functions of quantities do with numbers. */
import type { FunctionName, Operator } from './expression.ts';

const OPERATORS: Readonly<Record<Operator, (left: number, right: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

const FUNCTIONS: Readonly<Record<FunctionName, (...values: number[]) => number>> = {
  min: Math.min,
  max: Math.max,
  ceil: Math.ceil,
  floor: Math.floor,
};

/** Division is exact, as in `WIDTH * HEIGHT * 3 / 2`; by zero it gives what is not finite. */
export function applyOperator(operator: Operator, left: number, right: number): number {
  return OPERATORS[operator](left, right);
}

export function applyFunction(name: FunctionName, values: readonly number[]): number {
  return FUNCTIONS[name](...values);
}
