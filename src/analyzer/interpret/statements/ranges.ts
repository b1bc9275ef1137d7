/** How many elements a range loop walks over. */
import { pointee } from '../values/value.ts';
import { min, type Quantity } from '../../../pipeline/quantity.ts';
import type { CallExpression, Expression, LoopStatement } from '../../syntax/ast.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { hasEffect } from '../effects.ts';
import { isEmptyYet } from '../values/elements.ts';
import { calculate } from '../values/numbers.ts';
import { openNumber } from '../values/open-numbers.ts';
import { openPasses } from './counted.ts';
import { calledName } from './motion.ts';
import { quietly } from './positions.ts';

/** The passes of a range loop: what it walks over has so many elements, or as many as run time says. */
export function rangePasses(run: Interpreter, statement: LoopStatement, frame: Frame): Quantity {
  const { condition, body } = statement;
  // What is cleaned up before anything has been made is nothing.
  if (condition && isNothingYet(run, condition, frame) && !hasEffect(run, body, 'effect')) return 0;
  const length = condition && lengthOfRange(run, condition, frame);
  if (length !== undefined) return length;
  const text = condition ? run.text(frame.chunk, condition) : 'items';
  const isPlain = /^[\w.:>-]+$/.test(text);
  return (
    (isPlain ? openNumber(run, `${text}.size()`)?.quantity : undefined) ?? openPasses(run, statement, frame)
  );
}

function isNothingYet(run: Interpreter, range: Expression, frame: Frame): boolean {
  const value = pointee(quietly(run, range, frame));
  return value.kind === 'array' && isEmptyYet(value.store);
}

/** How many elements a range shows; undefined where only run time knows. */
export function lengthOfRange(run: Interpreter, range: Expression, frame: Frame): Quantity | undefined {
  if (range.kind === 'binary' && range.operator === '|') {
    const whole = lengthOfRange(run, range.left, frame);
    return range.right.kind === 'call' ? adapted(run, range.right, range.right.args, whole, frame) : whole;
  }
  const value = pointee(quietly(run, range, frame));
  if (value.kind === 'array') return value.store.size?.quantity;
  return range.kind === 'call' ? viewLength(run, range, frame) : undefined;
}

/** `iota(a, b)`, `span(p, n)`, `take(v, n)`, and views that show all of what they are given. */
function viewLength(run: Interpreter, call: CallExpression, frame: Frame): Quantity | undefined {
  const name = calledName(call);
  const [first, second] = call.args;
  if (!first || call.callee.kind !== 'name' || isOwn(run, call.callee.name)) return undefined;
  if (name === 'iota') return second && distance(run, first, second, frame);
  if (second && (name === 'span' || name === 'counted')) return number(run, second, frame);
  return adapted(run, call, call.args.slice(1), lengthOfRange(run, first, frame), frame);
}

function isOwn(run: Interpreter, name: string): boolean {
  return run.symbols.functions.named(name).some(({ body }) => body !== undefined);
}

/** What a view leaves of a range: `take` and `drop` so many, `reverse` and its kind all, `filter` some. */
function adapted(
  run: Interpreter,
  call: CallExpression,
  args: readonly Expression[],
  whole: Quantity | undefined,
  frame: Frame,
): Quantity | undefined {
  const [count] = args;
  const name = calledName(call);
  if (name === 'filter' || name === 'take_while' || name === 'drop_while' || name === 'join')
    return undefined;
  if (name !== 'take' || !count) return whole;
  const taken = number(run, count, frame);
  return whole === undefined || taken === undefined ? taken : min(whole, taken);
}

function distance(run: Interpreter, from: Expression, to: Expression, frame: Frame): Quantity | undefined {
  const [first, last] = [from, to].map((side) => quietly(run, side, frame));
  const isNumbers = first?.kind === 'number' && last?.kind === 'number';
  return isNumbers ? calculate('-', last, first)?.quantity : undefined;
}

function number(run: Interpreter, expression: Expression, frame: Frame): Quantity | undefined {
  const value = quietly(run, expression, frame);
  if (value.kind === 'number') return value.quantity;
  return value.kind === 'unknown' ? openNumber(run, value.text)?.quantity : undefined;
}
