/** Numbers that threads wait for: `cv.wait(lock, [&] { return inFlight < N; }); ++inFlight;`, a flag, a spun-on atomic. */
import { mirrored } from '../syntax/comparisons.ts';
import { asStatement, callNames, visitExpression } from '../syntax/visit.ts';
import { add, subtract, type Quantity } from '../../pipeline/quantity.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import type { Expression, LoopStatement } from '../syntax/ast.ts';
import { hasEffect } from '../interpret/effects.ts';
import type { Interpreter } from '../interpret/interpreter.ts';
import { noteWait } from '../interpret/threads/waits.ts';
import { lastName } from '../program/qualified.ts';
import type { Frame } from '../interpret/names/frame.ts';
import { findCell } from '../interpret/names/lookup.ts';
import type { AwaitedNode } from '../trace/nodes.ts';
import { movement, placeKey } from '../interpret/statements/motion.ts';
import { literal, type Cell, type NumberValue, type Value } from '../interpret/values/value.ts';
import { isAwaited, isWait, isWaitingLoop, isWoken, PAUSING } from './awaited-names.ts';
import { permitAt, recordMove } from './permits.ts';
import { askedPlace, setIn, sumOf } from './linear.ts';
import { noteSpun, noteSpunTruth, recordSpun, type Asked } from './states.ts';

/** Whether a loop only waits until a number lets it go on; a loop that asks again and again must compare it. */
export function waitsForNumber(run: Interpreter, loop: LoopStatement, frame: Frame): boolean {
  const { condition } = loop;
  if (!condition || !isWaitingLoop(loop) || worksIn(run, condition)) return false;
  if (callNames(loop.body).some((name) => mayWork(run, name, frame))) return false;
  return spinsOn(run, condition, isWoken(loop) ? 'is woken' : 'to wait', frame);
}

/** What a pause is called by itself does nothing that is at hand: `_mm_pause`, or a function that only pauses. */
function mayWork(run: Interpreter, name: string, frame: Frame): boolean {
  if (PAUSING.has(lastName(name))) return false;
  const bodies = run.symbols.functions.named(lastName(name)).flatMap(({ body }) => (body ? [body] : []));
  return findCell(run, name, frame) !== undefined || bodies.some((body) => !body.every(isWait));
}

/** Whether a condition is one that a thread asks until it may go on, which is then recorded. */
export function spinsOn(
  run: Interpreter,
  condition: Expression,
  means: 'to go on' | 'to wait' | 'is woken',
  frame: Frame,
  isOf = (_cell: Cell): boolean => true,
): boolean {
  let found: 'number' | 'flag' | undefined;
  const isWoken = means === 'is woken';
  const asked: Asked | undefined =
    run.loops.length && !isWoken ? { states: [], distances: [], depth: run.stack.length } : undefined;
  const changes = run.store.tentatively(() => {
    found = awaiting(run, isWoken ? 'to wait' : means, () => {
      if (asked) noteSpunTruth(run, asked, condition, means === 'to go on', frame);
      if (run.awaited) run.awaited.asked = asked;
      run.parts.evaluate(condition, frame);
    });
  });
  const spun = asked && { ...asked, states: asked.states.filter(({ cell }) => isOf(cell)) };
  const isSpinning = spun !== undefined && spun.states.length + spun.distances.length > 0;
  if (!isSpinning && (!found || (found === 'flag' && !isWoken))) return false;
  changes.redo(run.store);
  if (isSpinning) recordSpun(run, condition, spun, frame);
  if (found || spun?.distances.length) noteWait(run);
  return true;
}

/** `slot.load()` is the atomic's, whatever else is called so. */
function callsAtomicsOnly(condition: Expression): boolean {
  let isOnly = true;
  visitExpression(condition, (one) => {
    if (one.kind === 'call') isOnly &&= askedPlace(one) !== undefined || setIn(one) !== undefined;
  });
  return isOnly;
}

/** `while (lane.round() == ACL_SUCCESS) {}` does its work in the condition. */
function worksIn(run: Interpreter, condition: Expression): boolean {
  if (callsAtomicsOnly(condition)) return false;
  const asked = [asStatement(condition)];
  return hasEffect(run, asked, 'submission') || hasEffect(run, asked, 'waiting');
}

/** Evaluates a condition that is waited for; what was found in it. Of it the waits alone are recorded. */
export function awaiting(
  run: Interpreter,
  means: 'to go on' | 'to wait',
  work: () => void,
): 'number' | 'flag' | undefined {
  const { awaited } = run;
  const state: NonNullable<Interpreter['awaited']> = { means, nodes: [] };
  run.awaited = state;
  run.into([], work);
  run.awaited = awaited;
  for (const node of state.nodes) run.record(node);
  return state.found;
}

/** Within `!(…)` what goes on waits, and what waits goes on. */
export function negated<T>(run: Interpreter, work: () => T): T {
  const { awaited } = run;
  if (!awaited) return work();
  turn(awaited);
  const result = work();
  turn(awaited);
  return result;
}

function turn(awaited: NonNullable<Interpreter['awaited']>): void {
  awaited.means = awaited.means === 'to wait' ? 'to go on' : 'to wait';
}

const INVERSE = new Map([
  ['<', '>='],
  ['>=', '<'],
  ['>', '<='],
  ['<=', '>'],
  ['==', '!='],
  ['!=', '=='],
]);

/** Notes that a comparison is waited for: the number on one of its sides is bounded by the other. */
export function noteAwaited(
  run: Interpreter,
  { operator, left, right }: Extract<Expression, { kind: 'binary' }>,
  [leftValue, rightValue]: readonly [Value, Value],
  frame: Frame,
): void {
  if (operator === '&&' || operator === '||')
    for (const side of [left, right]) noteAwaitedFlag(run, side, frame);
  const goesOn = run.awaited?.means === 'to wait' ? INVERSE.get(operator) : operator;
  if (goesOn === undefined || !INVERSE.has(goesOn)) return;
  if (run.awaited?.asked) noteSpun(run, run.awaited.asked, goesOn, [left, right], frame);
  noteBound(run, left, goesOn, rightValue, frame);
  noteBound(run, right, mirrored(goesOn), leftValue, frame);
}

/** `[] { return ready; }`, `while (!ready)`: as it is compared with none. */
export function noteAwaitedFlag(run: Interpreter, place: Expression, frame: Frame): void {
  const { awaited } = run;
  if (awaited?.means !== 'to go on') return;
  if (awaited.asked) noteSpunTruth(run, awaited.asked, place, true, frame);
  const { found } = awaited;
  noteBound(run, place, '>', literal(0), frame);
  if (awaited.found) awaited.found = found ?? 'flag';
}

function noteBound(run: Interpreter, place: Expression, goesOn: string, bound: Value, frame: Frame): void {
  if (bound.kind !== 'number' || placeKey(place) === undefined) return;
  const cell = run.parts.locate(withoutLoad(place), frame);
  if (!cell || !mayCount(cell)) return;
  const permit = permitAt(run, cell, false);
  const room = permit.start.kind === 'number' && roomOf(goesOn, startOf(permit.start), bound);
  if (!room) return;
  const node: AwaitedNode = { ...run.base(run.statement), kind: 'awaited', queue: permit.queue };
  permit.waits.push({ ...room, node });
  if (!run.awaited) return;
  run.awaited.found = 'number';
  run.awaited.nodes.push(node);
}

/** What nothing set begins with nothing, as all that is static, or cleared when it is made. */
const mayCount = ({ value, type }: Cell): boolean =>
  value.kind === 'number' || (value.kind === 'unknown' && (type?.pointers ?? 0) === 0);

const withoutLoad = (place: Expression): Expression =>
  place.kind === 'call' && place.callee.kind === 'member' ? place.callee.object : place;

/** What a loop counts in has no value there any more: it began with none. */
const startOf = ({ quantity, known }: NumberValue): Quantity => (known === undefined ? 0 : quantity);

/** Which way a number that goes on so is moved by who takes a permit, and how often that may be. */
export function roomOf(
  goesOn: string,
  start: Quantity,
  { quantity: bound, known }: NumberValue,
): { takes: 1 | -1; most: Quantity } | undefined {
  switch (goesOn) {
    case '<':
      return { takes: 1, most: subtract(bound, start) };
    case '<=':
      return { takes: 1, most: subtract(add(bound, 1), start) };
    case '>':
      return { takes: -1, most: subtract(start, bound) };
    case '>=':
      return { takes: -1, most: subtract(add(start, 1), bound) };
    case '!=':
      return known === 0 ? { takes: -1, most: start } : { takes: 1, most: subtract(bound, start) };
    default:
      return undefined;
  }
}

/** Notes that a number which is waited for somewhere is moved: `++n`, `n -= 1`, `n.fetch_add(1)`, `ready = true`. */
export function noteMove(
  run: Interpreter,
  expression: Expression,
  cell: Cell,
  range: SourceRange,
  value?: Value,
  frame?: Frame,
): void {
  if (run.awaited || !mayCount(cell) || !isAwaited(run.symbols, cell.name, cell)) return;
  const counted = movement(expression)?.step.sign;
  const by = counted ?? flagMove(expression, cell, value) ?? countMove(run, expression, frame);
  if (by !== undefined) recordMove(run, permitAt(run, cell, false), by, range, true, counted === undefined);
}

function flagMove(expression: Expression, cell: Cell, value: Value | undefined): 1 | -1 | undefined {
  const isSet = expression.kind === 'assign' && expression.operator === '=' && cell.type?.name === 'bool';
  if (!isSet || value?.kind !== 'number' || !value.fixed || value.known === undefined) return undefined;
  return value.known ? 1 : -1;
}

/** A number that is computed and set, as `head.store(next)`: counters of rings go up. */
function countMove(run: Interpreter, expression: Expression, frame: Frame | undefined): 1 | undefined {
  const set =
    expression.kind === 'assign' && expression.operator === '='
      ? { place: expression.target, value: expression.value }
      : setIn(expression);
  if (!set || !frame) return undefined;
  const sum = sumOf(run, set.value, frame);
  return sum && !sum.cells.size && !sum.own.size ? undefined : 1;
}
