/**
 * Numbers that come round, by their values: whoever gives back `at = (at + 1) % 8`, keeps it in a member or compares it later
 * asks for one pass in eight.
 */
import { inverse, subtract } from '../../../pipeline/quantity.ts';
import type { Expression } from '../../syntax/ast.ts';
import { withoutCasts } from '../../syntax/visit.ts';
import type { Interpreter } from '../interpreter.ts';
import { movement, placeKey } from '../statements/motion.ts';
import { LONG_ROUND } from '../statements/rounds.ts';
import { calculate } from './numbers.ts';
import { literal, type NumberValue, type Value } from './value.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

/** `++n % 8`, `n++ & 7`: what the operator gives, which comes round where its left side is counted up there. */
export function ofCounted(
  run: Interpreter,
  { operator, left }: Of<'binary'>,
  value: Value | undefined,
  divisor: Value,
): Value | undefined {
  const counted = withoutCasts(left);
  const step = counted.kind === 'update' || counted.kind === 'assign' ? movement(counted)?.step : undefined;
  const isNext = step?.sign === 1 && step.by === 1;
  return value && isNext ? comingRound(run, operator, value, divisor) : value;
}

/** What a place is given that is its own next one in a ring: `at = (at + 1) % 8`, `at = at + 1 == 8 ? 0 : at + 1`. */
export function ofNext(
  run: Interpreter,
  { target, value: given }: Of<'assign'>,
  value: Value,
  evaluate: (expression: Expression) => Value,
): Value {
  const key = placeKey(target);
  const plain = withoutCasts(given);
  if (key === undefined || !run.loops.length) return value;
  if (plain.kind === 'binary' && /^[%&]$/.test(plain.operator) && isNext(plain.left, key))
    return comingRound(run, plain.operator, value, evaluate(plain.right));
  const last = plain.kind === 'conditional' ? lastIn(plain, key) : undefined;
  return last ? comingRound(run, '%', value, evaluate(last)) : value;
}

/** `at + 1`, `1 + at`, `++at`. */
function isNext(expression: Expression, key: string): boolean {
  const one = withoutCasts(expression);
  if (one.kind === 'update') return one.operator === '++' && placeKey(one.operand) === key;
  if (one.kind !== 'binary' || one.operator !== '+') return false;
  const isOne = (side: Expression) => side.kind === 'number' && side.value === 1;
  return (placeKey(one.left) === key && isOne(one.right)) || (placeKey(one.right) === key && isOne(one.left));
}

/** What the next place is compared with, where the ring begins again: `at + 1 == 8 ? 0 : at + 1`, `++at < 8 ? at : 0`. */
function lastIn({ condition, then, otherwise }: Of<'conditional'>, key: string): Expression | undefined {
  const asked = withoutCasts(condition);
  if (asked.kind !== 'binary' || !isNext(asked.left, key)) return undefined;
  const isFull = asked.operator === '==' || asked.operator === '>=';
  if (!isFull && asked.operator !== '!=' && asked.operator !== '<') return undefined;
  const [again, on] = isFull ? [then, otherwise] : [otherwise, then];
  const isOn = isNext(on, key) || (asked.left.kind === 'update' && placeKey(on) === key);
  return again.kind === 'number' && again.value === 0 && isOn ? asked.right : undefined;
}

function comingRound(run: Interpreter, operator: string, value: Value, divisor: Value): Value {
  const loop = run.loops.at(-1);
  if (!loop || divisor.kind !== 'number' || divisor.index) return value;
  const length = operator === '%' ? divisor : calculate('+', divisor, literal(1));
  if (!length || (length.known ?? 0) < 2 || (operator === '&' && !isPower(length))) return value;
  const number: NumberValue =
    value.kind === 'number' ? value : { ...literal(0), known: undefined, fixed: false };
  return { ...number, round: { length, loop } };
}

const isPower = ({ known }: NumberValue): boolean => Number.isInteger(Math.log2(known ?? 0));

/** What a comparison gives, with its share of the passes where one side comes round and the other stands. */
export function comparedInRound(
  operator: string,
  left: Value,
  right: Value,
  value: Value | undefined,
): Value | undefined {
  if (operator !== '==' && operator !== '!=') return value;
  if (left.kind !== 'number' || right.kind !== 'number') return value;
  const round = left.round ?? right.round;
  if (!round || (left.round && right.round) || (left.round ? right : left).index) return value;
  return sharing(value, round, operator === '==');
}

/** `!(++n % 8)`. */
export function noneInRound(operand: NumberValue, value: Value | undefined): Value | undefined {
  if (operand.round) return sharing(value, operand.round, true);
  const { share } = operand;
  if (!share || value?.kind !== 'number') return value;
  return { ...value, share: { ...share, quantity: subtract(1, share.quantity) } };
}

function sharing(value: Value | undefined, round: NonNullable<NumberValue['round']>, isOnce: boolean): Value {
  const once = inverse(round.length.quantity);
  const number: NumberValue =
    value?.kind === 'number' ? value : { ...literal(0), known: undefined, fixed: false };
  return { ...number, share: { quantity: isOnce ? once : subtract(1, once), round } };
}

/** In how many of the passes at hand a value holds as a condition, where it comes round with them. */
export function shareOf(run: Interpreter, value: Value) {
  if (value.kind !== 'number' || run.deciding) return undefined;
  const share =
    value.share ??
    (value.round && { quantity: subtract(1, inverse(value.round.length.quantity)), round: value.round });
  if (!share || !run.loops.includes(share.round.loop)) return undefined;
  // Passes that are followed one by one come round before it, or tell by themselves.
  return run.oneByOne && (share.round.length.known ?? 0) < LONG_ROUND ? undefined : share.quantity;
}
