/** Operators on values that are not only numbers: pointers, strings, constants, null. */
import { add } from '../../../pipeline/quantity.ts';
import { calculate } from './numbers.ts';
import { memoryOf } from './memory.ts';
import { isRunMode } from './modes.ts';
import { isErrorCode } from '../../acl/constants.ts';
import type { Interpreter } from '../interpreter.ts';
import { openNumber } from './open-numbers.ts';
import { isThing } from './store.ts';
import { isFound, literal, type ArrayStore, type NumberValue, type Value } from './value.ts';

/** The result of an operator; undefined where it is not known. */
export function arithmetic(run: Interpreter, operator: string, left: Value, right: Value): Value | undefined {
  noteCapacity(run, operator, left, right);
  const pointer = pointerArithmetic(run, operator, left, right);
  if (pointer) return pointer;
  const numbers = operands(run, left, right);
  return numbers && calculate(operator, numbers[0], numbers[1]);
}

/** `queue.size() >= n` tells how many the queue holds. */
export function noteCapacity(run: Interpreter, operator: string, left: Value, right: Value): void {
  const { size, limit } = comparedSize(left, right);
  if (!size || !/^[<>]=?$|^[!=]=$/.test(operator) || limit?.kind !== 'number' || (limit.known ?? 0) < 1)
    return;
  const isPast =
    operator === (left.kind === 'unknown' ? '>' : '<') ||
    operator === (left.kind === 'unknown' ? '<=' : '>=');
  // Who asks for one item and takes it tells no bound; who puts one in then does.
  if (limit.quantity === 1) run.store.set(size, 'oneAskedIn', run.functionName);
  else run.store.set(size, 'capacity', isPast ? add(limit.quantity, 1) : limit.quantity);
}

/** The container whose number of elements stands on one side, and what stands on the other. */
function comparedSize(left: Value, right: Value): { size?: ArrayStore | undefined; limit?: Value } {
  if (left.kind === 'unknown' && left.sizeOf) return { size: left.sizeOf, limit: right };
  return right.kind === 'unknown' ? { size: right.sizeOf, limit: left } : {};
}

/** Two numbers; where one is a number and the other a name that the source leaves open, that becomes a parameter. */
function operands(run: Interpreter, left: Value, right: Value): [NumberValue, NumberValue] | undefined {
  if (left.kind === 'number' && right.kind === 'number') return [left, right];
  // What is compared with the end of a container is an iterator, whatever it is named after.
  if (isEnd(left) || isEnd(right)) return undefined;
  if (left.kind === 'number' && right.kind === 'unknown')
    return pair(left, openNumber(run, right.text), false);
  if (left.kind === 'unknown' && right.kind === 'number')
    return pair(right, openNumber(run, left.text), true);
  if (left.kind === 'unknown' && right.kind === 'unknown') {
    const first = openNumber(run, left.text);
    return first && pair(first, openNumber(run, right.text), false);
  }
  return undefined;
}

function isEnd(value: Value): boolean {
  return value.kind === 'unknown' && value.endOf !== undefined;
}

function pair(
  first: NumberValue,
  second: NumberValue | undefined,
  swapped: boolean,
): [NumberValue, NumberValue] | undefined {
  if (!second) return undefined;
  return swapped ? [second, first] : [first, second];
}

function pointerArithmetic(run: Interpreter, operator: string, left: Value, right: Value): Value | undefined {
  if (operator !== '+' && operator !== '-') return undefined;
  const base = left.kind === 'array' ? memoryOf(run, left.store) : left;
  if (base.kind !== 'object' || base.object.kind !== 'buffer') return undefined;
  const distance =
    right.kind === 'number' ? right : right.kind === 'unknown' ? openNumber(run, right.text) : undefined;
  const offset = distance && base.offset && calculate(operator, base.offset, distance);
  return { ...base, offset, offsetUnknown: !offset };
}

/** Comparisons that are decided: strings, constants, null. */
export function compareText(operator: string, left: Value, right: Value): Value | undefined {
  if (operator !== '==' && operator !== '!=') return undefined;
  const isElement = (isFound(left) && isEnd(right)) || (isFound(right) && isEnd(left));
  const same = isElement ? false : (isSame(left, right) ?? isSame(right, left));
  if (same === undefined) return undefined;
  const result = literal(same === (operator === '==') ? 1 : 0);
  if (!isSettled(left) && !isSettled(right)) return result;
  return { ...result, settled: isOfWork(left) || isOfWork(right) ? 'work' : true };
}

/** Whether a value says how work of the device ended. */
export const isOfWork = (value: Value): boolean => value.kind === 'number' && value.settled === 'work';

/** Whether a value is the same whenever the program comes here. */
export function isSettled(value: Value): boolean {
  if (value.kind === 'number') return value.settled !== undefined;
  return isThing(value) || (value.kind === 'constant' && isRunMode(value.name));
}

/** Whether two values are the same, as far as the left one tells. */
function isSame(left: Value, right: Value): boolean | undefined {
  switch (left.kind) {
    case 'null':
      return right.kind === 'null' ? true : undefined;
    case 'constant':
      return right.kind === 'constant' ? isSameName(left.name, right.name) : undefined;
    case 'string':
      return right.kind === 'string' && !left.varying && !right.varying
        ? left.text === right.text
        : undefined;
    case 'number':
      return isNoError(left) && right.kind === 'constant' && isErrorCode(right.name) ? false : undefined;
    default:
      return isThing(left) && right.kind === 'null' ? false : undefined;
  }
}

function isNoError({ settled, known }: NumberValue): boolean {
  return settled !== undefined && known === 0;
}

/** Two names of one enum differ; of two macros one cannot say. */
function isSameName(left: string, right: string): boolean | undefined {
  if (left === right) return true;
  const prefix = (name: string) => name.split('_').slice(0, 2).join('_');
  if (isRunMode(left) && isRunMode(right)) return false;
  return prefix(left) === prefix(right) ? false : undefined;
}
