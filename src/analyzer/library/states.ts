/** Handshakes: places that a thread spins on until they hold what another puts there, as `while (state.load() != kFull) yield();`. */
import { lastName } from '../program/qualified.ts';
import { subtract, type Quantity } from '../../pipeline/quantity.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import type { CallExpression, Chunk, Expression, Variable } from '../syntax/ast.ts';
import { mirrored } from '../syntax/comparisons.ts';
import { visitExpression } from '../syntax/visit.ts';
import { ownerStore } from '../interpret/names/elements.ts';
import { Frame } from '../interpret/names/frame.ts';
import type { Interpreter } from '../interpret/interpreter.ts';
import { unknown, type ArrayStore, type Cell, type Value } from '../interpret/values/value.ts';
import type { AwaitedNode } from '../trace/nodes.ts';
import type { TraceObject } from '../trace/values.ts';
import { isAtomic, isAwaited, mayBeAwaited } from './awaited-names.ts';
import { askedPlace, bodyAtHand, joined, setIn, sumOf, type Sum } from './linear.ts';
import { permitAt } from './permits.ts';

/** What a place holds: a number (null is 0), one that counts from a counter of the thread's own, or anything else. */
export interface State {
  /** Undefined for what is only known not to be null. */
  value: number | undefined;
  isRelative: boolean;
}

/** What lets a thread go on: the place's value compared with a number. */
export interface StateTest {
  operator: string;
  bound: number;
  isRelative: boolean;
}

/** A place of a handshake: who waits for what, and who puts what there. */
export interface StatePlace {
  cell: Cell;
  queue: TraceObject;
  start: Value;
  /** The array that it is an element of, or a member of one. */
  among: ArrayStore | undefined;
  waits: { test: StateTest; node: AwaitedNode }[];
  stores: { state: State; node: AwaitedNode }[];
}

/** A wait for the distance of two counters. */
export interface DistanceWait {
  plus: Cell;
  minus: Cell;
  goesOn: string;
  bound: { quantity: Quantity; known: number | undefined };
  node: AwaitedNode;
}

/** What the condition of a loop that spins is found to ask. */
export interface Asked {
  /** How many calls deep the loop stands: of what its condition calls, functions that only ask are looked into. */
  depth: number;
  states: { cell: Cell; place: Expression; test: StateTest }[];
  distances: Omit<DistanceWait, 'node'>[];
}

/** A condition that something waits for, while it is evaluated: what it means that it holds, and what was found in it. */
export interface Awaiting {
  means: 'to go on' | 'to wait';
  found?: 'number' | 'flag' | undefined;
  nodes: AwaitedNode[];
  /** Of a loop that spins. */
  asked?: Asked | undefined;
}

/** Notes that a comparison which goes on so is spun on. */
export function noteSpun(
  run: Interpreter,
  asked: Asked,
  goesOn: string,
  [left, right]: readonly [Expression, Expression],
  frame: Frame,
): void {
  if (!onlyAsks(run, asked)) return;
  const [one, other] = [sumOf(run, left, frame), sumOf(run, right, frame)];
  if (!one || !other) return;
  const { cells, own, known } = joined(one, other, -1);
  const [first, second, ...others] = cells;
  if (!first || others.length || Math.abs(first[1]) !== 1) return;
  const bound = {
    quantity: subtract(other.constant, one.constant),
    known: known === undefined ? undefined : 0 - known,
  };
  if (!second)
    noteTest(asked, { own, bound: bound.known }, goesOn, first, one.cells.has(first[0]) ? left : right);
  else if (!own.size && first[1] + second[1] === 0)
    asked.distances.push(
      first[1] > 0
        ? { plus: first[0], minus: second[0], goesOn, bound }
        : { plus: second[0], minus: first[0], goesOn, bound },
    );
}

const onlyAsks = (run: Interpreter, { depth }: Asked): boolean =>
  run.stack.length === depth || (bodyAtHand(run).length === 1 && bodyAtHand(run)[0]?.kind === 'return');

function noteTest(
  asked: Asked,
  { own, bound }: { own: Sum['own']; bound: number | undefined },
  goesOn: string,
  [cell, sign]: [Cell, number],
  side: Expression,
): void {
  const [base, ...others] = own.values();
  const place = placeIn(side);
  if (!place || bound === undefined || others.length || (base !== undefined && base !== -sign)) return;
  const operator = sign > 0 ? goesOn : mirrored(goesOn);
  const test = { operator, bound: sign > 0 ? bound : 0 - bound, isRelative: base !== undefined };
  asked.states.push({ cell, place, test });
}

/** The place that one side asks, through what is added to it. */
const placeIn = (expression: Expression): Expression | undefined =>
  expression.kind === 'binary'
    ? (placeIn(expression.left) ?? placeIn(expression.right))
    : askedPlace(expression);

/** Notes that a thread spins until a place holds anything, or nothing. */
export function noteSpunTruth(
  run: Interpreter,
  asked: Asked,
  expression: Expression,
  goesOnIf: boolean,
  frame: Frame,
): void {
  if (!onlyAsks(run, asked)) return;
  const swap = swapIn(run, expression, frame);
  if (swap) {
    if (goesOnIf) asked.states.push(swap);
    return;
  }
  const place = askedPlace(expression);
  const cell = place && run.parts.locate(place, frame);
  const sum = cell && sumOf(run, expression, frame);
  if (!place || !cell || sum?.cells.get(cell) !== 1) return;
  asked.states.push({ cell, place, test: { operator: goesOnIf ? '!=' : '==', bound: 0, isRelative: false } });
}

/** `box.compare_exchange_weak(expected, item)`: goes on where it holds what is expected. */
function swapIn(run: Interpreter, expression: Expression, frame: Frame): Asked['states'][number] | undefined {
  if (expression.kind !== 'call' || expression.callee.kind !== 'member') return undefined;
  const { name, object } = expression.callee;
  const [expected] = expression.args;
  if (!expected || !/^compare_exchange_(weak|strong)$/.test(name)) return undefined;
  const cell = run.parts.locate(object, frame);
  const held = run.parts.evaluate(expected, frame);
  const bound = held.kind === 'null' ? 0 : held.kind === 'number' ? held.known : undefined;
  if (!cell || bound === undefined) return undefined;
  return { cell, place: object, test: { operator: '==', bound, isRelative: false } };
}

/** Records the waits that a loop which spins stands for, and what its condition puts in the place when it goes on. */
export function recordSpun(run: Interpreter, condition: Expression, asked: Asked, frame: Frame): void {
  const range = run.range(frame.chunk, condition.start, condition.end);
  for (const { cell, place, test } of asked.states) {
    const held = placeAt(run, cell, place, frame);
    held.waits.push({ test, node: awaited(run, held.queue, range) });
  }
  for (const distance of asked.distances) {
    const { queue } = permitAt(run, distance.plus, false);
    permitAt(run, distance.minus, false);
    run.distances.push({ ...distance, node: awaited(run, queue, range) });
  }
  visitExpression(condition, (one) => noteSetting(run, one, frame, range));
}

function awaited(run: Interpreter, queue: TraceObject, range: SourceRange): AwaitedNode {
  const node: AwaitedNode = { ...run.base(range), kind: 'awaited', queue };
  run.record(node);
  return node;
}

function placeAt(run: Interpreter, cell: Cell, place: Expression, frame: Frame): StatePlace {
  const known = run.states.get(cell);
  if (known) return known;
  const queue = run.object('queue', cell.name, cell.declared ? { createdAt: cell.declared } : {});
  const store = ownerStore(run, place, frame);
  const among = store?.size ? store : undefined;
  if (cell.madeIn && !among) run.queuesEach.set(queue, cell.madeIn);
  // An element that is told apart began as the others did.
  const like = [...run.states.values()].find(
    (one) => one.cell.name === cell.name && one.cell.type === cell.type,
  );
  const made: StatePlace = {
    cell,
    queue,
    start: like?.start ?? startOf(run, cell),
    among,
    waits: [],
    stores: [],
  };
  run.states.set(cell, made);
  return made;
}

/** `full.wait(false)` of an atomic: goes on when it holds anything else. */
export function waitOnAtomic(run: Interpreter, call: CallExpression, frame: Frame): boolean {
  const { callee, args } = call;
  const [old] = args;
  if (callee.kind !== 'member' || !old) return false;
  const cell = run.parts.locate(callee.object, frame);
  const held = sumOf(run, old, frame)?.known;
  if (!cell || held === undefined || !isAtomic(cell)) return false;
  const test = { operator: '!=', bound: held, isRelative: false };
  const states = run.loops.length ? [{ cell, place: callee.object, test }] : [];
  recordSpun(run, callee.object, { states, distances: [], depth: 0 }, frame);
  return true;
}

const isAtomicPlace = (run: Interpreter, place: Expression, frame: Frame): boolean => {
  const cell = run.parts.locate(place, frame);
  return cell !== undefined && isAtomic(cell);
};

/** Whether a condition asks an atomic that some pass waits for. */
export function asksAtomic(run: Interpreter, condition: Expression, frame: Frame): boolean {
  let asks = false;
  visitExpression(condition, (one) => {
    const place = asks ? undefined : askedPlace(one);
    const name = place && placeName(place);
    if (!place || name === undefined || !mayBeAwaited(run.symbols, name)) return;
    asks ||= isAtomicPlace(run, place, frame);
  });
  return asks;
}

/** What a place is declared to hold; handles and pointers begin with nothing. */
function startOf(run: Interpreter, { name, value }: Cell): Value {
  const declared = declaredAs(run, lastName(name));
  if (!declared) return value;
  const { initial, args } = declared.variable;
  const given = initial ?? args?.[0];
  const item = given?.kind === 'list' ? given.items[0] : given;
  return item ? run.parts.evaluate(item, new Frame(name, declared.chunk, undefined)) : unknown();
}

function declaredAs(
  { symbols }: Interpreter,
  name: string,
): { variable: Variable; chunk: Chunk } | undefined {
  const [global] = symbols.globals.named(name);
  if (global) return global;
  for (const { fields, chunk } of symbols.classes.values()) {
    const variable = fields.find((field) => field.name === name);
    if (variable) return { variable, chunk };
  }
  return undefined;
}

/** Notes that a place which threads spin on is set: `state.store(kFull)`, `flag.clear()`. */
export function noteSetting(run: Interpreter, call: Expression, frame: Frame, range: SourceRange): void {
  if (call.kind !== 'call' || call.callee.kind !== 'member') return;
  const set = setIn(call);
  if (set) return noteState(run, set.place, set.value, frame, range);
  const { start, end } = call;
  const { name, object } = call.callee;
  if (name === 'test_and_set') noteState(run, object, { kind: 'number', value: 1, start, end }, frame, range);
  if (name === 'clear' && isAtomicPlace(run, object, frame))
    noteState(run, object, { kind: 'null', start, end }, frame, range);
}

/** Notes that a place which threads spin on is given a value. */
export function noteState(
  run: Interpreter,
  place: Expression,
  value: Expression,
  frame: Frame,
  range: SourceRange,
): void {
  const name = run.awaited ? undefined : placeName(place);
  if (name === undefined || !mayBeAwaited(run.symbols, name)) return;
  const cell = run.parts.locate(place, frame);
  if (!cell || cell.value.kind === 'array' || !isAwaited(run.symbols, name, cell)) return;
  const held = placeAt(run, cell, place, frame);
  const sum = sumOf(run, value, frame);
  if (sum?.cells.get(cell) === 1) return;
  held.stores.push({ state: stateOf(sum), node: awaited(run, held.queue, range) });
}

function stateOf(sum: Sum | undefined): State {
  const isRelative = sum?.own.size === 1 && !sum.cells.size;
  const isKnown = sum !== undefined && !sum.cells.size && (isRelative || !sum.own.size);
  return { value: isKnown ? sum.known : undefined, isRelative: isKnown && isRelative };
}

function placeName(place: Expression): string | undefined {
  const named = place.kind === 'index' ? place.object : place;
  return named.kind === 'name' || named.kind === 'member' ? lastName(named.name) : undefined;
}
