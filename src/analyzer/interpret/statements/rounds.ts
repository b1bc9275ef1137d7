/**
 * Counters that start again: `if (++n == 32) { …; n = 0; }` holds once in 32 passes, whatever the counter holds in the pass
 * that is followed.
 */
import { divide, inverse, max, subtract, type Quantity } from '../../../pipeline/quantity.ts';
import { oncePer } from '../../../base/once.ts';
import { push } from '../../../base/push.ts';
import { lastName } from '../../program/qualified.ts';
import type { SymbolTable } from '../../program/symbols.ts';
import type { Expression, IfStatement, Statement } from '../../syntax/ast.ts';
import { callNames, visitExpressions, withoutCasts } from '../../syntax/visit.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { hasEffect } from '../effects.ts';
import { nameOf } from '../turns/writes.ts';
import { calculate } from '../values/numbers.ts';
import { literal, type NumberValue } from '../values/value.ts';
import { movedPlace, movement, placeKey } from './motion.ts';
import { quietly } from './positions.ts';
import { waitsForThreads } from './thread-waits.ts';

/** A round that is longer than those of what passes take in turn: they come round before it does. */
export const LONG_ROUND = 17;

type Comparison = Extract<Expression, { kind: 'binary' }>;

/** In how many of the passes the condition holds, where it asks whether a round is full. */
export function shareOfRound(
  run: Interpreter,
  statement: IfStatement,
  rest: readonly Statement[],
  frame: Frame,
): Quantity | undefined {
  const { condition } = statement;
  const isAgain = run.loops.length > 0 || run.thread.kind === 'callback';
  if (!isAgain || run.deciding || condition.kind !== 'binary') return undefined;
  const isFull = FULL.has(condition.operator);
  if (!isFull && !OPEN.has(condition.operator)) return undefined;
  const length = roundOf(run, condition, isFull ? statement.then : otherSide(statement, rest), frame);
  if (length?.known === undefined || length.known < (run.oneByOne ? LONG_ROUND : 2)) return undefined;
  const once = inverse(max(1, length.quantity));
  return isFull ? once : subtract(1, once);
}

const otherSide = ({ otherwise }: IfStatement, rest: readonly Statement[]): readonly Statement[] =>
  otherwise.length ? otherwise : rest;

/** How many passes a counter takes to come round, where the side that is taken when it is full starts it again. */
function roundOf(
  run: Interpreter,
  condition: Comparison,
  full: readonly Statement[],
  frame: Frame,
): NumberValue | undefined {
  const place = heldIn(counterIn(condition.left));
  const name = place && nameOf(place);
  if (!place || name === undefined || isOfPass(run, place, frame)) return undefined;
  if (!hasEffect(run, full) && !waitsForThreads(run, full, frame)) return undefined;
  const reset = resetIn(run, full, name, 2);
  return reset === undefined
    ? ringOf(run, condition, name, frame)
    : lengthOf(run, condition, { name, reset }, frame);
}

/** How many places there are in a ring whose place a comparison asks for. */
function ringOf(
  run: Interpreter,
  { operator, left }: Comparison,
  name: string,
  frame: Frame,
): NumberValue | undefined {
  const [ring, ...others] = ringsByName(run.symbols).get(name) ?? [];
  if (!ring || others.length || !/^[!=]=$/.test(operator) || placeKey(left) === undefined) return undefined;
  const last = quietly(run, ring.right, frame);
  if (last.kind !== 'number' || last.index) return undefined;
  return ring.operator === '%' ? last : calculate('+', last, literal(1));
}

/** Operators by which a counter that rises is asked whether the round is full, and whether it is not yet. */
const FULL: ReadonlySet<string> = new Set(['==', '>=', '>']);
const OPEN: ReadonlySet<string> = new Set(['!=', '<', '<=']);

/** The place that a comparison counts with: `n`, `++n`, `n += k`. */
function counterIn(left: Expression): Expression | undefined {
  const asked = withoutCasts(left);
  if (asked.kind === 'update') return asked.operator === '++' ? asked.operand : undefined;
  if (asked.kind === 'assign') return asked.operator === '+=' ? asked.target : undefined;
  return placeKey(asked) === undefined ? undefined : asked;
}

/** `batch` of `batch.size()`, `n` of `n.load()`: what holds the count. */
const heldIn = (place: Expression | undefined): Expression | undefined =>
  place?.kind === 'call' && place.callee.kind === 'member' ? place.callee.object : place;

/** Whether each pass has a counter of its own. */
function isOfPass(run: Interpreter, place: Expression, frame: Frame): boolean {
  const { declared } = (place.kind === 'name' && frame.find(place.name)) || {};
  const { statement: pass } = run.loops.at(-1) ?? {};
  if (!declared || !pass || declared.file !== pass.file) return false;
  return declared.line > pass.line && declared.line <= pass.endLine;
}

/** By how much a counter rises, and to where, until it starts again. */
function lengthOf(
  run: Interpreter,
  { operator, left, right }: Comparison,
  { name, reset }: { name: string; reset: number },
  frame: Frame,
): NumberValue | undefined {
  const bound = quietly(run, right, frame);
  const [step, ...others] = stepsByName(run.symbols).get(name) ?? [];
  if (bound.kind !== 'number' || bound.index || step === undefined) return undefined;
  const asked = movement(withoutCasts(left))?.step.by;
  const by = asked ?? (others.length ? 1 : step);
  const amount = by === 1 ? literal(1) : quietly(run, by, frame);
  if (amount.kind !== 'number' || (amount.known ?? 0) < 1) return undefined;
  const past = Number(operator === '>' || operator === '<=') + Number(isCountedAfter(left));
  const whole = calculate('+', bound, literal(past - reset));
  return whole && divided(whole, amount);
}

/** `n++ == 15` asks what the counter was. */
const isCountedAfter = (left: Expression): boolean =>
  left.kind === 'update' && left.operand.start === left.start;

function divided(whole: NumberValue, by: NumberValue): NumberValue {
  if (by.quantity === 1) return whole;
  const known = (whole.known ?? 0) / (by.known ?? 1);
  return { ...whole, quantity: divide(whole.quantity, by.quantity), known };
}

/** What a side, or what it calls, lets places of that name start again with; undefined where it does not. */
function resetIn(
  run: Interpreter,
  side: readonly Statement[],
  name: string,
  depth: number,
): number | undefined {
  let found: number | undefined;
  visitExpressions(side, (one) => (found ??= resetBy(one, name)));
  if (found !== undefined || depth === 0) return found;
  const called = callNames(side).flatMap((one) => run.symbols.functions.named(lastName(one)));
  for (const { body } of called) found ??= body && resetIn(run, body, name, depth - 1);
  return found;
}

function resetBy(one: Expression, name: string): number | undefined {
  if (one.kind === 'call' && one.callee.kind === 'member' && one.callee.name === 'clear')
    return nameOf(one.callee.object) === name ? 0 : undefined;
  if (one.kind === 'call' && one.callee.kind === 'member' && one.callee.name === 'store')
    return nameOf(one.callee.object) === name ? numberOf(one.args[0]) : undefined;
  if (one.kind !== 'assign' || nameOf(one.target) !== name) return undefined;
  if (one.operator === '=') return numberOf(one.value);
  return one.operator === '-=' || one.operator === '%=' ? 0 : undefined;
}

function numberOf(value: Expression | undefined): number | undefined {
  const plain = value && withoutCasts(value);
  return plain?.kind === 'number' ? plain.value : undefined;
}

/** By the last names of counters what each step upwards adds. */
const stepsByName = oncePer(({ functions }: SymbolTable) => {
  const steps = new Map<string, (Expression | 1)[]>();
  for (const { body } of functions.values())
    visitExpressions(body ?? [], (one) => {
      const moved = movement(one);
      const place = moved && movedPlace(one);
      const name = place && nameOf(place);
      if (!moved || name === undefined || moved.step.sign < 0) return;
      push(steps, name, moved.step.by);
    });
  return steps;
});

/** By the last names of places how each of them comes round by itself: the `% 8` of `n = (n + 1) % 8`, or `& 7`. */
const ringsByName = oncePer(({ functions }: SymbolTable) => {
  const rings = new Map<string, Comparison[]>();
  for (const { body } of functions.values())
    visitExpressions(body ?? [], (one) => {
      if (one.kind !== 'assign' || one.operator !== '=') return;
      const name = nameOf(one.target);
      const value = withoutCasts(one.value);
      if (name === undefined || value.kind !== 'binary' || !/^[%&]$/.test(value.operator)) return;
      if (isNext(withoutCasts(value.left), name)) push(rings, name, value);
    });
  return rings;
});

/** `n + 1`, `1 + n`, `++n`. */
function isNext(value: Expression, name: string): boolean {
  if (value.kind === 'update') return value.operator === '++' && nameOf(value.operand) === name;
  if (value.kind !== 'binary' || value.operator !== '+') return false;
  const { left, right } = value;
  return (nameOf(left) === name && numberOf(right) === 1) || (nameOf(right) === name && numberOf(left) === 1);
}
