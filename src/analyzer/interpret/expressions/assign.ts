/** What is assigned, counted up or down: the place has the value, and whoever waits for it or shares it is told. */
import { withoutCasts } from '../../syntax/visit.ts';
import type { Expression } from '../../syntax/ast.ts';
import { passBeside } from '../calls/arguments.ts';
import type { Interpreter } from '../interpreter.ts';
import { shaped } from '../names/braced.ts';
import { valueCopied } from '../names/copies.ts';
import type { Frame } from '../names/frame.ts';
import { asRead, declaredByMacro } from '../names/lookup.ts';
import { locate } from '../names/lvalue.ts';
import { noteMove } from '../../library/counters.ts';
import { noteRing } from '../../library/rings.ts';
import { noteSlotWrite } from '../../library/slots.ts';
import { asLetter, joinTexts } from '../../library/texts.ts';
import { collecting, noteCellRead, noteFlow, noteGiven, placesIn, type Place } from '../values/data-flow.ts';
import { noteState } from '../../library/states.ts';
import { drawn } from '../values/drawn.ts';
import { ofNext } from '../values/rounds.ts';
import { quietly } from '../statements/positions.ts';
import { orDefault } from '../values/defaults.ts';
import { recordAccess } from '../values/memory.ts';
import { arithmetic } from '../values/operators.ts';
import { pointee, literal, PARTS, unknown, type Cell, type Value } from '../values/value.ts';
import { elementAfter } from './element-after.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

export function evaluateAssign(run: Interpreter, expression: Of<'assign'>, frame: Frame): Value {
  const { target, operator } = expression;
  const before = run.resultName;
  if (operator === '=') run.resultName = run.text(frame.chunk, target);
  run.givenBeside = undefined;
  const { value: right, reads } = collecting(run, () => run.parts.evaluate(expression.value, frame));
  run.resultName = before;
  if (target.kind === 'index' || (target.kind === 'unary' && target.operator === '*'))
    noteWrite(run, target, reads, frame);
  noteRingWrite(run, target, frame);
  const cell = assignedPlace(run, target, frame);
  if (!cell) return right;
  const given =
    operator === '='
      ? shaped(run, valueCopied(run, expression.value, right, frame), cell.type, frame)
      : right;
  noteSome(run, given);
  const value =
    operator === '='
      ? ofNext(run, expression, given, (one) => quietly(run, one, frame))
      : compound(run, operator, cell, asLetter(run, right, expression.value, frame));
  const isFirst = cell.value.kind === 'unknown' && target.kind === 'name' && frame.find(target.name) === cell;
  tellWaiting(run, expression, cell, right, frame);
  put(run, cell, copied(orDefault(run, value, cell, frame.name), cell));
  const varies = (!isFirst && !run.oneByOne) || cell.varying === true || isVarying(value);
  run.store.set(cell, 'varying', varies);
  noteAssigned(run, operator, cell, reads);
  if (operator === '=') passBeside(run, expression.value, cell, frame);
  return value;
}

/** What tells a state machine its end may be no state at all. */
function put(run: Interpreter, cell: Cell, value: Value): void {
  if (run.deciding?.has(cell) && cell.value.kind === 'instance') run.store.assign(cell, value);
  else run.store.write(cell, value);
}

function noteAssigned(run: Interpreter, operator: string, cell: Cell, reads: readonly Place[]): void {
  if (operator === '=') noteGiven(run, cell, cell.value, reads);
  else noteFlow(run, 'write', [cell], reads);
}

/** Tells whoever waits for a place what it is given. */
function tellWaiting(
  run: Interpreter,
  expression: Of<'assign'>,
  cell: Cell,
  right: Value,
  frame: Frame,
): void {
  const isSet = expression.operator === '=';
  const range = run.range(frame.chunk, expression.start, expression.end);
  if (isSet) noteSlotWrite(run, expression, cell, right, frame);
  noteMove(run, expression, cell, range, right, frame);
  if (isSet) noteState(run, expression.target, expression.value, frame, range);
}

/** What only some passes put somewhere is not all that they make, unless each of them then puts it somewhere too. */
function noteSome({ loops, selective, store }: Interpreter, given: Value): void {
  const thing = pointee(given);
  if (thing.kind !== 'instance' || !loops.length) return;
  const isSome = loops.some((one) => selective.has(one));
  store.set(thing.instance, 'isSome', isSome);
}

/** What is put in the place of an element that run time picks may be any of them. */
function assignedPlace(run: Interpreter, target: Expression, frame: Frame): Cell | undefined {
  const cell = locate(run, target, frame) ?? declaredByMacro(run, target, frame);
  return (cell && run.picked.get(cell)?.rest) ?? cell;
}

/** Arrays are not assigned: a container that takes another's elements keeps its own identity where both have one. */
function copied(value: Value, cell: Cell): Value {
  if (value.kind !== 'array' || cell.value.kind !== 'array' || value.store === cell.value.store) return value;
  const { store } = cell.value;
  if (value.store.name !== PARTS) return value;
  return {
    kind: 'array',
    store: { ...value.store, name: store.name, element: store.element ?? value.store.element },
  };
}

function isVarying(value: Value): boolean {
  return value.kind === 'number' && !value.fixed;
}

function compound(run: Interpreter, operator: string, cell: Cell, right: Value): Value {
  const plain = operator.slice(0, -1);
  return (
    joinTexts(plain, cell.value, right) ?? arithmetic(run, plain, cell.value, right) ?? unknown(cell.name)
  );
}

/** `items[tail] = item`, `items[tail].frame = item`. */
function noteRingWrite(run: Interpreter, target: Expression, frame: Frame): void {
  if (target.kind === 'member') return noteRingWrite(run, target.object, frame);
  if (target.kind !== 'index' || (target.object.kind !== 'name' && target.object.kind !== 'member')) return;
  const object = pointee(run.parts.evaluate(target.object, frame));
  const range = run.range(frame.chunk, target.start, target.end);
  if (object.kind === 'array') noteRing(run, object.store, 'enqueue', target.index, frame, range);
}

function noteWrite(
  run: Interpreter,
  target: Of<'index'> | Of<'unary'>,
  reads: readonly Place[],
  frame: Frame,
): void {
  const base = withoutCasts(target.kind === 'index' ? target.object : target.operand);
  if (base.kind !== 'name' && base.kind !== 'member') return;
  const object = pointee(run.parts.evaluate(base, frame));
  if (object.kind === 'object') recordAccess(run, object.object, frame, target, true);
  if (object.kind === 'object' || object.kind === 'array') noteFlow(run, 'write', placesIn(object), reads);
}

export function evaluateUpdate(run: Interpreter, expression: Of<'update'>, frame: Frame): Value {
  const cell = locate(run, expression.operand, frame);
  if (!cell) return unknown();
  noteMove(run, expression, cell, run.range(frame.chunk, expression.start, expression.end));
  const operator = expression.operator === '++' ? '+' : '-';
  // Over what stands for all elements a pointer stands for all of them too.
  const steps = run.loops.length > 0 && !run.oneByOne ? literal(0) : literal(1);
  const value =
    elementAfter(run, operator, cell.value, steps) ?? arithmetic(run, operator, cell.value, literal(1));
  const { value: before } = cell;
  if (value) run.store.write(cell, value);
  noteFlow(run, 'write', [cell], [cell]);
  noteCellRead(run, cell);
  if (!run.oneByOne || !value || isVarying(value)) run.store.set(cell, 'varying', true);
  // `d.chip = k++` is given what was there: where passes are followed one by one, it is known.
  const isAfter = expression.operand.start === expression.start && before.kind === 'number';
  if (run.oneByOne && isAfter) return before;
  const given = drawn(run, cell, isAfter ? before : value);
  return given ?? updated(run, cell, value);
}

const updated = (run: Interpreter, cell: Cell, value: Value | undefined): Value =>
  value ? asRead(run, cell, value) : unknown(cell.name);
