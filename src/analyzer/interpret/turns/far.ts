/** What a state machine counts by that only many passes come to. */
import type { Expression } from '../../syntax/ast.ts';
import { withoutCasts } from '../../syntax/visit.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { quietly } from '../statements/positions.ts';
import { literal, type Cell, type Value } from '../values/value.ts';

/** A number that only many passes come to, as in `++frames >= 100000`, tells no pass from the next. */
export const MANY = 256;

const CONSTANT: ReadonlySet<string> = new Set(['number', 'name', 'member']);

export function isFarAway(run: Interpreter, expression: Expression, frame: Frame): boolean {
  if (expression.kind !== 'binary' || !/^[<>]=?$/.test(expression.operator)) return false;
  if (!CONSTANT.has(withoutCasts(expression.right).kind)) return false;
  const bound = quietly(run, expression.right, frame);
  return bound.kind === 'number' && bound.fixed && (bound.known ?? 0) > MANY;
}

/** What counts up or down to a number that it is far from. */
export interface Far {
  cell: Cell;
  /** By so many passes, where each counts once. */
  passes: number;
  /** What it holds once the answer is another one. */
  end: number;
  /** What it may hold when the next passes come there: it may be moved before. */
  near: readonly number[];
  /** It is asked whether it is below or above, which may be a matter of any other limit. */
  isLimit?: boolean;
}

const COMPARING = /^([!=]=|[<>]=?)$/;

const isLimit = (operator: string): boolean => /[<>]/.test(operator);

/** What a count holds once `n <= bound` and its kind say something else than before. */
function turningAt(operator: string, bound: number, step: number): number {
  const isBeyond = step > 0 ? operator === '<=' || operator === '>' : operator === '>=' || operator === '<';
  return isBeyond ? bound + step : bound;
}

/** `left-- == 0`, `!--left`, `++frames == 1000`, `++frames < 1000`. */
export function farCounter(run: Interpreter, expression: Expression, frame: Frame): Far | undefined {
  const one = withoutCasts(expression);
  if (one.kind === 'unary' && one.operator === '!') return farCounter(run, one.operand, frame);
  if (one.kind === 'update') return farFrom(run, one, { operator: '==', bound: literal(0) }, frame);
  if (one.kind !== 'binary' || !COMPARING.test(one.operator)) return undefined;
  const left = withoutCasts(one.left);
  if (left.kind !== 'update') return undefined;
  return farFrom(run, left, { operator: one.operator, bound: quietly(run, one.right, frame) }, frame);
}

function farFrom(
  run: Interpreter,
  { operand, operator, start }: Extract<Expression, { kind: 'update' }>,
  asked: { operator: string; bound: Value },
  frame: Frame,
): Far | undefined {
  const from = knownIn(run.parts.locate(operand, frame));
  const bound = fixedNumber(asked.bound);
  if (!from || bound === undefined) return undefined;
  const step = operator === '++' ? 1 : -1;
  const end = turningAt(asked.operator, bound, step);
  const passes = (end - from.known) * step;
  const near = operand.start === start ? end : end - step;
  return passes > MANY
    ? { cell: from.cell, passes, end, near: [near], isLimit: isLimit(asked.operator) }
    : undefined;
}

/** `frames == 1000`, `frames < 1000` of a number that is far from it. */
export interface FarCompared {
  cell: Cell;
  from: number;
  bound: number;
  operator: string;
}

export function farCompared(run: Interpreter, expression: Expression, frame: Frame): FarCompared | undefined {
  const one = withoutCasts(expression);
  if (one.kind !== 'binary' || !COMPARING.test(one.operator)) return undefined;
  const left = withoutCasts(one.left);
  if (left.kind !== 'name' && left.kind !== 'member') return undefined;
  const from = knownIn(run.parts.locate(left, frame));
  const bound = fixedNumber(quietly(run, one.right, frame));
  if (!from || bound === undefined || Math.abs(bound - from.known) <= MANY) return undefined;
  return { cell: from.cell, from: from.known, bound, operator: one.operator };
}

/** What counts from `first` by ones to where the answer is another one. */
export function farBySteps({ cell, from, bound, operator }: FarCompared, first: number, last: number): Far {
  const end = turningAt(operator, bound, from - last);
  const near = [end - (from - last), end];
  return { cell, passes: Math.abs(end - first), end, near, isLimit: isLimit(operator) };
}

function knownIn(cell: Cell | undefined): { cell: Cell; known: number } | undefined {
  if (cell?.value.kind !== 'number' || cell.value.known === undefined) return undefined;
  return { cell, known: cell.value.known };
}

const fixedNumber = (value: Value): number | undefined =>
  value.kind === 'number' && value.fixed ? value.known : undefined;
