/** Where a counter, an iterator or a pointer stands before a loop, and where its end is. */
import type { Expression } from '../../syntax/ast.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { calculate } from '../values/numbers.ts';
import { openNumber } from '../values/open-numbers.ts';
import { pointee, literal, unknown, type NumberValue, type Value } from '../values/value.ts';
import { calledName } from './motion.ts';

/** A number as it is; of an iterator or a pointer the number of elements before it. Undefined where nothing can be said. */
export function positionOf(run: Interpreter, expression: Expression, frame: Frame): NumberValue | undefined {
  return iteratorPosition(run, expression, frame) ?? valuePosition(run, expression, frame);
}

/** Of what is written as an iterator or an element's address. */
export function iteratorPosition(
  run: Interpreter,
  expression: Expression,
  frame: Frame,
): NumberValue | undefined {
  if (expression.kind === 'call') return callPosition(run, expression, frame);
  if (expression.kind === 'binary' && /^[+-]$/.test(expression.operator)) {
    const from = iteratorPosition(run, expression.left, frame) ?? startOfArray(run, expression.left, frame);
    const by = from && valuePosition(run, expression.right, frame);
    return by && calculate(expression.operator, from, by);
  }
  const isElement = expression.kind === 'unary' && expression.operator === '&';
  if (!isElement || expression.operand.kind !== 'index') return undefined;
  return valuePosition(run, expression.operand.index, frame);
}

/** `frames` of `frames + N`. */
function startOfArray(run: Interpreter, expression: Expression, frame: Frame): NumberValue | undefined {
  if (expression.kind !== 'name' && expression.kind !== 'member') return undefined;
  const value = quietly(run, expression, frame);
  return value.kind === 'number' || value.kind === 'unknown' ? undefined : positionIn(run, value);
}

/** `v.begin()`, `std::end(v)`, `std::next(i, k)`. */
function callPosition(
  run: Interpreter,
  call: Extract<Expression, { kind: 'call' }>,
  frame: Frame,
): NumberValue | undefined {
  const name = calledName(call);
  const [first, by] = call.args;
  const whole = call.callee.kind === 'member' ? call.callee.object : first;
  if (!whole) return undefined;
  if (/^c?r?begin$/.test(name)) return literal(0);
  if (/^c?r?end$/.test(name)) return lengthOf(run, whole, frame);
  if (name !== 'next' && name !== 'prev') return undefined;
  const from = iteratorPosition(run, whole, frame);
  const steps = by ? valuePosition(run, by, frame) : literal(1);
  return from && steps && calculate(name === 'next' ? '+' : '-', from, steps);
}

/** The number of elements of a container or an array. */
export function lengthOf(run: Interpreter, whole: Expression, frame: Frame): NumberValue | undefined {
  const value = pointee(quietly(run, whole, frame));
  if (value.kind === 'array' && value.store.size) return value.store.size;
  return openNumber(run, `${run.text(frame.chunk, whole)}.size()`);
}

function valuePosition(run: Interpreter, expression: Expression, frame: Frame): NumberValue | undefined {
  const value = quietly(run, expression, frame);
  const known = positionIn(run, value);
  if (known) return known;
  if (value.kind === 'constant') return openNumber(run, value.name);
  return value.kind === 'unknown' ? openNumber(run, value.text) : undefined;
}

/** The position of a place whose value is known. */
export function knownPosition(run: Interpreter, place: Expression, frame: Frame): NumberValue | undefined {
  return positionIn(run, quietly(run, place, frame));
}

function positionIn(run: Interpreter, value: Value): NumberValue | undefined {
  switch (value.kind) {
    case 'number':
      return value.known === undefined ? undefined : value;
    case 'array':
    case 'instance':
    case 'pointer':
      return literal(0);
    case 'object':
      return value.offset;
    case 'unknown':
      // What counts up to a container's size goes over what it holds.
      if (value.sizeOf?.size) return value.sizeOf.size;
      return value.endOf && (value.endOf.size ?? openNumber(run, `${value.endOf.name}.size()`));
    default:
      return undefined;
  }
}

/** The value of an expression that is looked at ahead of its time: what that does is not recorded. */
export function quietly(run: Interpreter, expression: Expression, frame: Frame): Value {
  return unseen(run, () => run.parts.evaluate(expression, frame));
}

/** What `work` gives, of which nothing is recorded and nothing stays. */
export function unseen(run: Interpreter, work: () => Value): Value {
  let value: Value = unknown();
  const { length } = run.objects;
  run.into([], () => {
    run.store.tentatively(() => {
      value = work();
    });
  });
  // What was made then is made when its time comes.
  run.objects.length = length;
  return value;
}
