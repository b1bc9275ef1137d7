/** Expressions: their values, and what evaluating them does. */
import type { Expression, TypeName } from '../../syntax/ast.ts';
import { evaluateExpansion } from '../calls/arguments.ts';
import { evaluateMode } from '../statements/modes.ts';
import { opposite } from '../../trace/modes.ts';
import { answer, askedMode, truthTest } from '../values/modes.ts';
import { comparedInRound, noneInRound, ofCounted } from '../values/rounds.ts';
import { asSetting } from '../values/settings.ts';
import { asking, fillBy, notFill, type Fill } from '../values/fill.ts';
import { arithmetic, compareText, noteCapacity } from '../values/operators.ts';
import { asFunction } from '../calls/callable.ts';
import { callExpression } from '../calls/call.ts';
import { callOverload, ledTo, overloadedBinary, overloadOf, overloadWith } from '../calls/overloaded.ts';
import { selfOf, type Frame } from '../names/frame.ts';
import { evaluateList } from '../names/braced.ts';
import { handedIn } from '../names/handed-in.ts';
import { heldElement } from '../names/elements.ts';
import { pickedElement } from '../names/picked.ts';
import { locate } from '../names/lvalue.ts';
import { keyNamed } from '../names/map-keys.ts';
import type { Interpreter } from '../interpreter.ts';
import { fieldCell, readCell, readName } from '../names/lookup.ts';
import { noteCellRead } from '../values/data-flow.ts';
import { recordAccess } from '../values/memory.ts';
import { byIndex } from '../values/by-index.ts';
import { evaluateAssign, evaluateUpdate } from './assign.ts';
import { extremeChosen } from './bounded.ts';
import { followEither, oneOfBoth } from './either.ts';
import { elementAfter, elementsBetween } from './element-after.ts';
import { evaluateDelete, evaluateNew } from './creation.ts';
import { evaluateLambda } from './lambda.ts';
import { evaluateSizeof } from './size-of.ts';
import { evaluateStatements } from './statement-expression.ts';
import { fieldInSteps } from './table-field.ts';
import { readFromStream } from './streams.ts';
import { evaluateSuspending, isSuspending } from '../coroutines/resume.ts';
import { noteDeciding } from '../turns/deciding.ts';
import { negate } from '../values/numbers.ts';
import { negated, noteAwaited, noteAwaitedFlag } from '../../library/counters.ts';
import { heapObjectsAs } from '../../library/heap.ts';
import { addressOfText } from '../../library/strings.ts';
import { noteRing } from '../../library/rings.ts';
import { asLetter, joinTexts, streamText } from '../../library/texts.ts';
import { substitute } from '../names/template.ts';
import { typeOfExpression } from '../names/expression-type.ts';
import { isThing } from '../values/store.ts';
import {
  isFound,
  pointee,
  literal,
  partNamed,
  settledLiteral,
  unknown,
  unknownPart,
  newCell,
  type Instance,
  type NumberValue,
  type Value,
} from '../values/value.ts';

/** The value of an expression. Calls in it are made, in the order they stand. */
export function evaluate(run: Interpreter, expression: Expression, frame: Frame): Value {
  if (!run.step()) return unknown();
  if (run.deciding) noteDeciding(run, expression, frame);
  const handler = evaluators[expression.kind] as Evaluate<Expression>;
  return handler(run, expression, frame);
}

type Evaluate<E extends Expression> = (run: Interpreter, expression: E, frame: Frame) => Value;
type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

const evaluators: { [K in Expression['kind']]: Evaluate<Of<K>> } = {
  number: (run, expression, frame) => ({
    ...literal(expression.value),
    origin: { kind: 'literal', range: run.range(frame.chunk, expression.start, expression.end) },
  }),
  string: (_machine, expression) => ({ kind: 'string', text: expression.text }),
  name: (run, expression, frame) =>
    readName(run, expression, frame, run.range(frame.chunk, expression.start, expression.end)),
  call: callExpression,
  member: evaluateMember,
  index: evaluateIndex,
  unary: (run, expression, frame) =>
    (isSuspending(expression) ? evaluateSuspending : evaluateUnary)(run, expression, frame),
  binary: evaluateBinary,
  assign: evaluateAssign,
  update: evaluateUpdate,
  expansion: evaluateExpansion,
  designated: (run, { value }, frame) => run.parts.evaluate(value, frame),
  conditional: evaluateConditional,
  cast: evaluateCast,
  new: evaluateNew,
  delete: evaluateDelete,
  lambda: evaluateLambda,
  list: evaluateList,
  sizeof: evaluateSizeof,
  this: (_machine, _expression, frame) => {
    const self = selfOf(frame);
    return self ? { kind: 'instance', instance: self } : unknown('this');
  },
  null: () => ({ kind: 'null' }),
  statements: evaluateStatements,
  other: (run, expression, frame) => {
    for (const part of expression.parts) run.parts.evaluate(part, frame);
    return unknown();
  },
};

function evaluateMember(run: Interpreter, expression: Of<'member'>, frame: Frame): Value {
  const object = run.parts.evaluate(expression.object, frame);
  const through = ledTo(run, expression, object, frame);
  const part = partNamed(through, expression.name) ?? keyNamed(expression, frame);
  if (part) return part;
  if (expression.name === 'second' && isEntry(run, object, through)) return through;
  if (through.kind === 'instance') {
    const stepped = fieldInSteps(run, expression, frame);
    if (stepped) return stepped;
    const cell = locate(run, expression, frame, through);
    return cell
      ? orOfAll(run, through.instance, expression.name, readCell(run, cell))
      : unknown(expression.name);
  }
  // `mat.data` is the memory of the matrix; a description's fields are asked through getters.
  if (through.kind === 'object' && /^(data|ptr)$/.test(expression.name)) return through;
  const text = run.text(frame.chunk, expression);
  if (through.kind === 'array') return unknown(text);
  const type = typeOfExpression(run, expression.object, frame);
  // Reading a field of something foreign makes nothing known of it.
  if (!type || !run.symbols.findClass(type.name, frame.scope)) return unknownPart(through, text);
  const cell = locate(run, expression, frame, through);
  return cell && cell.value.kind !== 'unknown' ? readCell(run, cell) : unknown(text);
}

/** What an element was not given by itself it may have been given with all the others. */
function orOfAll(run: Interpreter, { like }: Instance, name: string, value: Value): Value {
  const shared = value.kind === 'unknown' ? like?.fields.get(name) : undefined;
  return shared ? readCell(run, shared) : value;
}

/** `it->second` of a map's iterator, which stands for the element itself. */
function isEntry(run: Interpreter, object: Value, through: Value): boolean {
  if (isFound(object)) return true;
  if (through.kind !== 'instance') return ['array', 'object', 'function', 'string'].includes(through.kind);
  const { instance } = through;
  return instance.declaration !== undefined && !fieldCell(run, instance, 'second', false);
}

function evaluateIndex(run: Interpreter, expression: Of<'index'>, frame: Frame): Value {
  const object = pointee(run.parts.evaluate(expression.object, frame));
  const overload = overloadWith(run, '[]', [object, expression.index], frame);
  if (overload) return callOverload(run, overload, frame);
  const index = run.parts.evaluate(expression.index, frame);
  if (object.kind === 'array') {
    const range = run.range(frame.chunk, expression.start, expression.end);
    noteRing(run, object.store, 'dequeue', expression.index, frame, range);
    const key = { expression: expression.index, value: index };
    const place = () =>
      pickedElement(run, object.store, key, frame) ?? heldElement(run, object.store, index, frame);
    const value = byIndex(object.store, index) ?? readCell(run, place());
    return value.kind === 'unknown' ? unknown(run.text(frame.chunk, expression)) : value;
  }
  if (object.kind === 'object' && !object.cleared) recordAccess(run, object.object, frame, expression, false);
  return unknown(run.text(frame.chunk, expression));
}

function evaluateUnary(run: Interpreter, expression: Of<'unary'>, frame: Frame): Value {
  const { operator, operand } = expression;
  if (operator === '&') return addressOf(run, operand, frame);
  const value = operator === '!' ? evaluateNegated(run, operand, frame) : run.parts.evaluate(operand, frame);
  if (operator === '*') return dereference(run, value, expression, frame);
  if (operator === '!' && value.kind === 'number' && value.mode !== undefined) return noneOf(run, value);
  if (value.kind === 'number') return ofNumber(operator, value) ?? unknown(run.text(frame.chunk, expression));
  // `+[](…) {…}` is the lambda as a function pointer.
  if (operator === '+') return value;
  if (operator === '!' && value.kind === 'null') return literal(1);
  if (operator === '!' && isThing(value)) return settledLiteral(0);
  return asking(unknown(run.text(frame.chunk, expression)), operator === '!' ? notFill(value) : undefined);
}

function ofNumber(operator: string, value: NumberValue): Value | undefined {
  const negative = negate(operator, value);
  return operator === '!' ? noneInRound(value, negative) : negative;
}

/** `!level` of a mode. */
function noneOf(run: Interpreter, value: NumberValue): Value {
  const test = truthTest(run, value);
  return test ? answer(run, opposite(test)) : unknown();
}

function evaluateNegated(run: Interpreter, operand: Expression, frame: Frame): Value {
  return negated(run, () => {
    noteAwaitedFlag(run, operand, frame);
    return run.parts.evaluate(operand, frame);
  });
}

function addressOf(run: Interpreter, operand: Expression, frame: Frame): Value {
  if (operand.kind === 'name') {
    const named = run.parts.evaluate(operand, frame);
    if (named.kind === 'function') return named;
  }
  if (operand.kind === 'index') {
    const object = pointee(run.parts.evaluate(operand.object, frame));
    const index = run.parts.evaluate(operand.index, frame);
    if (object.kind === 'object') return arithmetic(run, '+', object, index) ?? object;
    if (
      object.kind === 'array' &&
      object.store.element?.pointers === 0 &&
      /^(u?char|u?int8_t|void|float|int|byte)/i.test(object.store.element.name)
    ) {
      return arithmetic(run, '+', object, index) ?? object;
    }
    const text = addressOfText(run, operand.object, unknown(run.text(frame.chunk, operand)), frame);
    if (text.kind === 'unknown' && text.textIn) return text;
  }
  const cell = run.parts.locate(operand, frame);
  if (!cell) return unknown(run.text(frame.chunk, operand));
  noteCellRead(run, cell);
  return { kind: 'pointer', cell };
}

function dereference(run: Interpreter, value: Value, expression: Of<'unary'>, frame: Frame): Value {
  const overload = overloadOf(run, '*', [value, expression.operand], frame);
  if (overload) return callOverload(run, overload, frame);
  if (value.kind === 'pointer') return readCell(run, value.cell);
  if (value.kind === 'array') return value.store.at.get(0)?.value ?? value.store.rest.value;
  if (value.kind === 'object' && !value.cleared) recordAccess(run, value.object, frame, expression, false);
  if (value.kind === 'object' && value.object.kind === 'buffer')
    return unknown(run.text(frame.chunk, expression));
  return value;
}

function evaluateBinary(run: Interpreter, expression: Of<'binary'>, frame: Frame): Value {
  const { operator } = expression;
  const length = operator === '/' ? lengthOf(run, expression, frame) : undefined;
  if (length) return length;
  const left = run.parts.evaluate(expression.left, frame);
  if (isDecided(operator, left)) return asTruth(left);
  if (operator === '.*') return memberOf(left, run.parts.evaluate(expression.right, frame));
  const overloaded = overloadedBinary(run, expression, left, frame);
  if (overloaded) return overloaded;
  const right = run.parts.evaluate(expression.right, frame);
  if (run.awaited) noteAwaited(run, expression, [left, right], frame);
  const text = left.kind === 'number' ? undefined : ofText(run, expression, [left, right], frame);
  if (text) return text;
  const fill = fillBy(operator, left, right);
  if (fill) return ofQueue(run, expression, [left, right], fill, frame);
  return (
    ofElements(run, expression, [left, right], frame) ??
    askedMode(run, operator, left, right) ??
    ofNumbers(run, expression, left, right) ??
    compareText(operator, left, right) ??
    unknown(run.text(frame.chunk, expression))
  );
}

function ofNumbers(run: Interpreter, expression: Of<'binary'>, left: Value, right: Value): Value | undefined {
  const { operator } = expression;
  const value = arithmetic(run, operator, left, right);
  if (operator === '%' || operator === '&') return ofCounted(run, expression, value, right);
  return comparedInRound(operator, left, right, value);
}

/** What streams are given or read into, and texts that are joined. */
function ofText(
  run: Interpreter,
  expression: Of<'binary'>,
  [first, second]: readonly [Value, Value],
  frame: Frame,
): Value | undefined {
  const { operator, left, right } = expression;
  if (operator === '>>') readFromStream(run, expression, second, frame);
  if (operator === '<<') streamText(run, expression, second, frame);
  if (first.kind !== 'string' && second.kind !== 'string') return undefined;
  return joinTexts(operator, asLetter(run, first, left, frame), asLetter(run, second, right, frame));
}

/** A comparison that asks whether a queue holds something may tell what room it has. */
function ofQueue(
  run: Interpreter,
  expression: Of<'binary'>,
  [left, right]: readonly [Value, Value],
  fill: Fill,
  frame: Frame,
): Value {
  noteCapacity(run, expression.operator, left, right);
  return asking(unknown(run.text(frame.chunk, expression)), fill);
}

/** How far an element that is known is from the begin of all, or the address of another one. */
function ofElements(
  run: Interpreter,
  { operator, right }: Of<'binary'>,
  [left, by]: readonly [Value, Value],
  frame: Frame,
): Value | undefined {
  const between = operator === '-' ? elementsBetween(run, right, left, frame) : undefined;
  return between ?? elementAfter(run, operator, left, by);
}

/** `object.*method`: a function that is called on the object. */
function memberOf(object: Value, member: Value): Value {
  const targets = asFunction(member)?.targets ?? [];
  if (!targets.length) return unknown();
  return {
    kind: 'function',
    targets: targets.map((target) => ({ ...target, self: undefined, bound: [object] })),
  };
}

/** The right side of `a && b` is not evaluated where `a` fails, nor that of `a || b` where it holds. */
function isDecided(operator: string, left: Value): boolean {
  if ((operator !== '&&' && operator !== '||') || left.kind !== 'number' || !left.settled) return false;
  return left.known !== undefined && (left.known !== 0) === (operator === '||');
}

function asTruth(value: Value): Value {
  return value.kind === 'number'
    ? { ...value, quantity: value.known ? 1 : 0, known: value.known ? 1 : 0 }
    : value;
}

/** `sizeof(a) / sizeof(a[0])`: the number of elements, whatever one takes. */
function lengthOf(run: Interpreter, { left, right }: Of<'binary'>, frame: Frame): Value | undefined {
  if (left.kind !== 'sizeof' || right.kind !== 'sizeof') return undefined;
  const { start, end } = left;
  const whole = left.type ? { kind: 'name' as const, name: left.type.name, start, end } : left.operand;
  const held = whole && locate(run, whole, frame)?.value;
  return held?.kind === 'array' ? held.store.size : undefined;
}

function evaluateConditional(run: Interpreter, expression: Of<'conditional'>, frame: Frame): Value {
  const condition = run.parts.evaluate(expression.condition, frame);
  if (condition.kind === 'number' && condition.fixed && condition.known !== undefined) {
    const test = truthTest(run, condition);
    if (test) return evaluateMode(run, expression, test, frame);
    return run.parts.evaluate(condition.known ? expression.then : expression.otherwise, frame);
  }
  return (
    extremeChosen(run, expression, frame) ??
    followEither(run, expression, frame) ??
    eitherSide(run, expression, frame)
  );
}

/** What is had where neither side does anything, whichever run time picks. */
function eitherSide(run: Interpreter, expression: Of<'conditional'>, frame: Frame): Value {
  const otherwise = run.parts.evaluate(expression.otherwise, frame);
  const then = run.parts.evaluate(expression.then, frame);
  const either = oneOfBoth(run, expression, [then, otherwise], frame);
  if (either) return either;
  if (then.kind === 'unknown') return openDefault(run, then, otherwise, frame);
  if (otherwise.kind === 'unknown' && (then.kind === 'number' || then.kind === 'string'))
    return openDefault(run, otherwise, then, frame);
  const isNothing = then.kind === 'null' || (isZero(then) && !isStep(expression.otherwise));
  return isNothing ? otherwise : then;
}

/** `first >= total ? 0 : min(share, total - first)`: where there is something to do is what counts. */
const isZero = (value: Value): boolean => value.kind === 'number' && value.fixed && value.known === 0;

/** `at + 1 == N ? 0 : at + 1` begins again, and is 0 in its turn. */
const isStep = (expression: Expression): boolean =>
  expression.kind === 'binary' && expression.right.kind === 'number';

/** `argc > 1 ? atoi(argv[1]) : 320`: run time decides, and 320 is what it falls back to. */
function openDefault(run: Interpreter, open: Value, otherwise: Value, frame: Frame): Value {
  const name = run.resultName;
  const setting =
    name === undefined
      ? undefined
      : asSetting(run, newCell(name, otherwise, undefined, run.statement), [open]);
  if (setting) return setting;
  const isPlain = otherwise.kind === 'number' && typeof otherwise.quantity === 'number';
  if (open.kind !== 'unknown' || name === undefined || !isPlain || !(otherwise.known ?? 0)) return otherwise;
  const origin = { kind: 'argument' as const, range: run.statement, evidence: open.text };
  return run.parameters.open(name, `${frame.name}:${name}`, otherwise.known ?? 1, origin);
}

function evaluateCast(run: Interpreter, expression: Of<'cast'>, frame: Frame): Value {
  const type = run.symbols.resolveType(substitute(expression.type, frame));
  const made = heapObjectsAs(run, expression.operand, type, frame);
  if (made) return made;
  const value = run.parts.evaluate(expression.operand, frame);
  if (value.kind !== 'unknown' || type.pointers !== 1) return value;
  nameUnknown(run, expression, type, frame);
  const given = handedIn(run, type.name);
  return given ? { kind: 'instance', instance: given } : value;
}

/** `(Worker *)arg` of an argument that nobody passed: at least its class is known. */
function nameUnknown(run: Interpreter, expression: Of<'cast'>, type: TypeName, frame: Frame): void {
  if (expression.operand.kind !== 'name' || !run.symbols.findClass(type.name, frame.scope)) return;
  const cell = locate(run, expression.operand, frame);
  if (cell && cell.value.kind === 'unknown') run.store.set(cell, 'type', type);
}
