/** Methods of classes that are not of the workspace, and calls that lead out of it. */
import { assignHolder } from '../../library/holders.ts';
import { asCallable } from './callable.ts';
import { methodRows, type CatalogueRow } from '../../acl/catalogue.ts';
import { lastName } from '../../program/qualified.ts';
import type { Quantity } from '../../../pipeline/quantity.ts';
import type { Expression } from '../../syntax/ast.ts';
import { argumentsOf } from './arguments.ts';
import type { CallSite } from './call-site.ts';
import { addressOfText, changesText, changeText, saysText } from '../../library/strings.ts';
import { noteMove } from '../../library/counters.ts';
import { callPromise } from '../../library/futures.ts';
import { drawers } from '../values/drawn.ts';
import { indexOf } from '../values/by-index.ts';
import { noteSetting, waitOnAtomic } from '../../library/states.ts';
import { callSemaphore, waitOnCondition } from '../../library/waiting.ts';
import { fieldCell } from '../names/lookup.ts';
import type { SpawnNode } from '../../trace/nodes.ts';
import { locate } from '../names/lvalue.ts';
import type { Interpreter } from '../interpreter.ts';
import { quietly } from '../statements/positions.ts';
import { forgetPointees, forgetReferences } from '../values/memory.ts';
import { runtimeCall } from '../../acl/runtime-call.ts';
import { collecting, noteForeign, noteRead, OUTSIDE, type Place } from '../values/data-flow.ts';
import { orDefault } from '../values/defaults.ts';
import { arithmetic } from '../values/operators.ts';
import type { Frame } from '../names/frame.ts';
import { newCell, pointee, unknown, type Cell, type Value } from '../values/value.ts';
import { registerCallback } from '../threads/spawn.ts';
import { isAwaitable } from '../names/awaitable.ts';
import { isLock } from '../names/types.ts';
import { isEffective } from '../effects.ts';
import { closeLock, openLock } from '../threads/locks.ts';
import { noteDoubtfulWait } from '../threads/waits.ts';
import { arrayOf } from '../names/elements.ts';
import { noteUnseenUse, noteUnseenWork } from './unseen.ts';

export interface Foreign {
  callee: Extract<Expression, { kind: 'member' }>;
  object: Value;
  typeName: string;
}

/** A method of a class that is not of the workspace: OpenCV's, a stream's, a thread's, a mutex's. */
export function callForeign(run: Interpreter, foreign: Foreign, site: CallSite): Value {
  const { callee, object, typeName } = foreign;
  const { name } = callee;
  const text = object.kind === 'string' ? textMethod(run, foreign, site) : undefined;
  if (text) return text;
  const isBare = site.expression.args.length === 0;
  if (isBare && joinsThread(name, foreign)) {
    const among = elementsBeside(run, callee.object, site.frame);
    const join: SpawnNode = { ...run.base(site.range), kind: 'spawn', operation: 'join', threads: [] };
    run.record(among === undefined ? join : { ...join, among });
    return unknown();
  }
  const promised = callPromise(run, callee, object, site);
  if (promised) return promised;
  const synchronized = callSynchronization(run, foreign, isBare, site);
  if (synchronized) return synchronized;
  const row = saidOfMethod(run, typeName, name) ?? foreignRow(name, lastName(typeName));
  if (row) return callOn(run, row, object, callee, site);
  if (name === 'reset' || name === 'store') return assignHolder(run, callee, site);
  if (/^value(_or)?$/.test(name) && !isBare) return valueOr(run, object, site);
  return handedOn(run, foreign, isBare, site);
}

/** What a method gives of the object itself, as far as it is known; of a text its address. */
function handedOn(run: Interpreter, { callee, object }: Foreign, isBare: boolean, site: CallSite): Value {
  const isHeld = handsOn(callee.name, isBare) && object.kind !== 'unknown';
  const value = isHeld ? object : unresolved(run, run.text(site.frame.chunk, callee), site);
  return /^(c_str|data)$/.test(callee.name) ? addressOfText(run, callee.object, value, site.frame) : value;
}

function textMethod(run: Interpreter, { callee, object }: Foreign, site: CallSite): Value | undefined {
  if (changesText(callee.name)) return changeText(run, callee, site);
  return saysText(callee.name) ? object : undefined;
}

/** Also of a thread or future that came out of a container, so that which one it is has been lost. */
const joinsThread = (name: string, { object, typeName }: Foreign): boolean =>
  /^(join|get|wait)$/.test(name) &&
  (object.kind === 'object'
    ? object.object.kind === 'thread'
    : object.kind === 'unknown' && !object.answers && isAwaitable(typeName));

/** How many elements the array has of which `slots[i % 4]` is one, or of which it is a member. */
function elementsBeside(run: Interpreter, object: Expression, frame: Frame): Quantity | undefined {
  if (object.kind === 'member') return elementsBeside(run, object.object, frame);
  if (object.kind !== 'name' && object.kind !== 'index') return undefined;
  const place = locate(run, object.kind === 'index' ? object.object : object, frame);
  if (object.kind === 'name') return place && arrayOf(place)?.size?.quantity;
  return place?.value.kind === 'array' ? place.value.store.size?.quantity : undefined;
}

/** `found.value_or(32)`, `json.value("depth", 32)`: what is there, or the default that is given. */
function valueOr(run: Interpreter, object: Value, site: CallSite): Value {
  const fallback = argumentsOf(run, site).at(-1)?.value ?? unknown();
  if (object.kind === 'number') return object;
  const asked = unknown(run.text(site.frame.chunk, site.expression));
  return orDefault(run, asked, newCell(run.resultName ?? 'value', fallback), run.functionName);
}

/** Mutexes, condition variables and semaphores. */
function callSynchronization(
  run: Interpreter,
  { callee, typeName }: Foreign,
  isBare: boolean,
  site: CallSite,
): Value | undefined {
  const { name } = callee;
  if (isBare && (name === 'lock' || name === 'unlock')) return lockOrUnlock(run, callee, site);
  if (name === 'wait' && waitOnAtomic(run, site.expression, site.frame)) {
    noteDoubtfulWait(run);
    return unknown();
  }
  if (/^wait(_for|_until)?$/.test(name)) return waitOnCondition(run, site);
  if (/semaphore$/i.test(lastName(typeName))) return callSemaphore(run, callee, site);
  return /^fetch_(add|sub)$/.test(name) ? drawn(run, callee, site) : undefined;
}

/** What a pass, or a thread, draws with `next.fetch_add(k)` is another number in each. */
function drawn(run: Interpreter, callee: Foreign['callee'], site: CallSite): Value | undefined {
  noteAtomic(run, callee, site);
  const index = drawers(run);
  return index && indexOf(callee.name, index);
}

/** `state.store(kFull)`, `head.store(next)`: whoever spins on the place is told. */
export function noteSet(
  run: Interpreter,
  { name, object }: Foreign['callee'],
  { expression, frame, range }: CallSite,
): void {
  if (run.awaited || !/^(store|exchange|clear|test_and_set)$/.test(name)) return;
  noteSetting(run, expression, frame, range);
  const cell = name === 'store' ? locate(run, object, frame) : undefined;
  if (cell) noteMove(run, expression, cell, range, undefined, frame);
}

function noteAtomic(
  run: Interpreter,
  callee: Foreign['callee'],
  { expression, frame, range }: CallSite,
): void {
  const cell = locate(run, callee.object, frame);
  if (!cell) return;
  noteMove(run, expression, cell, range);
  if (run.isTrying) moveAtomic(run, cell, callee.name, expression.args[0], frame);
}

/** Others may move it too: what it holds is only of interest where it is asked how far a pass moves it. */
function moveAtomic(
  run: Interpreter,
  cell: Cell,
  name: string,
  arg: Expression | undefined,
  frame: Frame,
): void {
  const by = arg && run.parts.evaluate(arg, frame);
  const moved = by && arithmetic(run, name === 'fetch_add' ? '+' : '-', cell.value, by);
  if (moved) run.store.assign(cell, moved);
}

/** `p.get()`, `w.lock()` of smart pointers and `m.data()` stand for what they hold. */
export function handsOn(name: string, isBare: boolean): boolean {
  return (
    /^(c_str|data|ptr)$/.test(name) ||
    (isBare && /^(get|lock|value|load|(shared|weak)_from_this)$/.test(name))
  );
}

function foreignRow(name: string, typeName: string): CatalogueRow | undefined {
  const rows = methodRows(name);
  const classOf = (row: CatalogueRow) => lastName(row.name.slice(0, row.name.lastIndexOf('::')));
  const fitting = rows.find((row) => classOf(row) === typeName);
  // Only matrices are converted so: the type need not be known.
  return fitting ?? (name === 'convertTo' ? rows[0] : undefined);
}

/** What the workspace says of a method of a class or of its bases. */
export function saidOfMethod(
  { symbols }: Interpreter,
  className: string,
  name: string,
): CatalogueRow | undefined {
  return symbols.calls.method(name, () => [className, ...symbols.lineage(className).map((one) => one.name)]);
}

/** What an object of the program's keeps of a library that it uses as its own, such as the model of its base. */
export function keptBy(
  run: Interpreter,
  { instance: { fields } }: Extract<Value, { kind: 'instance' }>,
): { value: Value; cell: Cell } {
  const cell = fields.get(KEPT) ?? run.store.materialize(fields, KEPT, newCell(KEPT, unknown()));
  return { value: cell.value, cell };
}

/** No field of a program's is called so. */
const KEPT = '(kept)';

/** A call of the catalogue's on an object. */
export function callOn(
  run: Interpreter,
  row: CatalogueRow,
  value: Value,
  { object }: Foreign['callee'],
  site: CallSite,
): Value {
  const { range, callRange, frame } = site;
  const text = run.text(frame.chunk, object);
  const cell = object.kind === 'call' ? undefined : locate(run, object, frame);
  const receiver = { text, range, ...(value.kind === 'instance' ? keptBy(run, value) : { value, cell }) };
  return runtimeCall(run, {
    row,
    name: row.name,
    args: argumentsOf(run, site),
    range,
    callRange,
    receiver,
  });
}

function lockOrUnlock(
  run: Interpreter,
  callee: Extract<Expression, { kind: 'member' }>,
  site: CallSite,
): Value {
  const name = run.text(site.frame.chunk, callee.object);
  const guard = callee.object.kind === 'name' ? site.frame.find(name) : undefined;
  const mutex =
    guard?.type && isLock(guard.type) && guard.value.kind === 'unknown' ? guard.value.text : undefined;
  const held = mutex === undefined ? name : `guard ${name}`;
  if (callee.name === 'unlock') closeLock(run, held);
  else openLock(run, run.mutexes.named(run, mutex ?? name, site.frame), held, site.range);
  return unknown();
}

/** Which arguments the function is declared to read alone. */
function readOnlyOf(run: Interpreter, name: string): (at: number) => boolean {
  const [declared] = run.symbols.functions.named(lastName(name));
  return (at) => {
    const type = declared?.parameters[at]?.type;
    return type !== undefined && (type.constant || (!type.reference && type.pointers === 0));
  };
}

/** The places of the object that a method is called on. */
function receiverOf(run: Interpreter, { expression: { callee }, frame }: CallSite): readonly Place[] {
  if (!run.loops.length || callee.kind !== 'member' || callee.object.kind === 'call') return [];
  const { value, reads } = collecting(run, () => quietly(run, withoutIndex(callee.object), frame));
  const element = quietly(run, callee.object, frame);
  // A function that an object keeps, as what is to be done with its result, is not the object.
  const held = pointee(element.kind === 'unknown' ? value : element);
  return held.kind === 'instance' && fieldCell(run, held.instance, callee.name, false) ? [] : reads;
}

/** `jobs` of `jobs[i]`: what says which of them is asked is not what is asked. */
const withoutIndex = (object: Expression): Expression =>
  object.kind === 'index' ? withoutIndex(object.object) : object;

/** By its name it may wait for other threads. */
const MAY_WAIT = /(^|[^a-z])(get|join\w*|wait\w*|recv\w*|acquire|arrive\w*|stop|drain|shutdown)$/i;

/** A call that leads out of the workspace. Functions given to it may be called back. */
export function unresolved(run: Interpreter, name: string, site: CallSite): Value {
  const args = argumentsOf(run, site);
  forgetPointees(run, args);
  forgetReferences(run, name, args);
  noteRead(run, OUTSIDE);
  noteForeign(run, args, readOnlyOf(run, name), receiverOf(run, site));
  for (const arg of args) {
    const callback = asCallable(run, arg.value);
    if (
      !callback ||
      /sort|find|count|remove|accumulate|transform|wait|exchange|signal|atexit|make_pair|make_tuple/i.test(
        name,
      )
    )
      continue;
    if (isEffective(run, callback)) registerCallback(run, arg.value, [], name, site.range, 'handler');
  }
  if (MAY_WAIT.test(name)) noteDoubtfulWait(run);
  if (name && !run.unresolvedCalls.has(name)) run.unresolvedCalls.set(name, site.range);
  noteUnseenWork(run, name, args, site);
  noteUnseenUse(run, name, args, site);
  return unknown(run.text(site.frame.chunk, site.expression));
}
