/** Standard containers: what is put in and taken out, and the queues between threads among them. */
import { notePointerRange } from '../interpret/values/pointer-ranges.ts';
import type { Quantity } from '../../pipeline/quantity.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import type { QueueNode } from '../trace/nodes.ts';
import type { Expression } from '../syntax/ast.ts';
import { argumentOf } from '../interpret/calls/arguments.ts';
import type { CallSite } from '../interpret/calls/call-site.ts';
import { copyOf } from '../interpret/names/copies.ts';
import { valueOfType } from '../interpret/names/initial.ts';
import { elementCell } from '../interpret/names/elements.ts';
import { pickedElement } from '../interpret/names/picked.ts';
import { loopFilling } from '../interpret/statements/fill-loop.ts';
import { calledName } from '../interpret/statements/motion.ts';
import type { Argument, Interpreter } from '../interpret/interpreter.ts';
import { addedCell, grow, makeElements, newElement, touch } from '../interpret/values/elements.ts';
import { collecting, noteFlow } from '../interpret/values/data-flow.ts';
import { isTakenFrom } from '../interpret/values/fill.ts';
import { anyOf } from '../interpret/values/join.ts';
import { isTuple } from '../interpret/values/settled.ts';
import { memoryOf } from '../interpret/values/memory.ts';
import {
  literal,
  pointee,
  unknown,
  type ArrayStore,
  type Cell,
  type FunctionTarget,
  type NumberValue,
  type Value,
} from '../interpret/values/value.ts';
import { identityOf } from '../interpret/threads/identity.ts';
import { spawn } from '../interpret/threads/spawn.ts';
import { noteTaken } from '../interpret/threads/starved.ts';
import { holdsThreads, isAwaitable } from '../interpret/names/awaitable.ts';
import { isMap, isQueueContainer, isThread } from '../interpret/names/types.ts';
import { meetHeld, putHeld, readHeld, takeHeld } from './held-items.ts';
import { boundOfMap, foundInMap, elementsOf } from './search.ts';
import { ownValue } from '../../base/own-value.ts';

/** What puts nothing into a container. */
const READING: ReadonlySet<string> = new Set(['size', 'empty', 'begin', 'end', 'reserve', 'capacity']);

/** What is there before is gone behind these. */
const RENEWING: ReadonlySet<string> = new Set(['assign', 'clear']);

function otherMethod(run: Interpreter, { expression, frame }: CallSite): Value {
  for (const arg of expression.args) argumentOf(run, arg, frame);
  return unknown(run.text(frame.chunk, expression));
}

type Method = (run: Interpreter, store: ArrayStore, site: CallSite) => Value;

/** A method of a container; unknown ones evaluate their arguments. */
export function callContainer(run: Interpreter, store: ArrayStore, name: string, site: CallSite): Value {
  meetHeld(run, store);
  const known = readHeld(store, name);
  if (known) return known;
  if (!READING.has(name) && name !== 'clear') touch(run, { kind: 'array', store });
  notePointerRange(run, site.expression.args, site.frame, site.expression);
  const method = ownValue(methods, name);
  const { value, reads } = collecting(run, () => method?.(run, store, site) ?? otherMethod(run, site));
  if (!READING.has(name)) noteFlow(run, RENEWING.has(name) ? 'whole' : 'write', [store], reads);
  return value;
}

/** `w.insert(w.end(), v.begin(), v.end())`, `w.assign(v.begin(), v.end())`: what is there goes for the latter. */
function addAll(run: Interpreter, store: ArrayStore, { expression, frame }: CallSite): Value | undefined {
  const loop = expression.args.length > 1 ? loopFilling(expression) : undefined;
  if (!loop) return undefined;
  if (calledName(expression) === 'assign') run.store.set(store, 'size', literal(0));
  run.parts.execute([loop], frame);
  return unknown();
}

/** `w.insert(w.end(), first, last)` of what only run time counts: how many elements there are is open from here on. */
function addSome(run: Interpreter, store: ArrayStore, site: CallSite): Value {
  run.store.set(store, 'growing', true);
  run.store.set(store, 'size', undefined);
  return otherMethod(run, site);
}

const addsRange = ({ expression }: CallSite): boolean =>
  calledName(expression) === 'insert' && expression.args.length > 2;

const add: Method = (run, store, site) => {
  const all = addAll(run, store, site);
  if (all) return all;
  if (isMap(store.typeName)) return insertMapped(run, store, site);
  if (addsRange(site)) return addSome(run, store, site);
  const args = site.expression.args.map((arg) => argumentOf(run, arg, site.frame));
  const last = args.at(-1);
  const value = last ? copyOf(run, last.value, store.element, site.frame) : unknown();
  if (last) appendTo(run, store, value);
  noteQueue(run, store, 'enqueue', site, value.kind === 'null');
  return /^emplace_/.test(calledName(site.expression)) ? value : unknown();
};

/** What a map is given under a key: `emplace(k, …)`, `insert({k, x})`. */
const insertMapped: Method = (run, store, site) => {
  const { frame, range } = site;
  const [key, ...rest] = mappedBy(run, site);
  const [given] = rest;
  const isWhole = rest.length === 1 && given && ['instance', 'function', 'object'].includes(given.value.kind);
  const made = isWhole
    ? copyOf(run, given.value, store.element, frame)
    : newElement(run, store, rest, frame, range);
  const value = made.kind === 'unknown' && given ? given.value : made;
  run.store.write(elementCell(run, store, key?.value ?? unknown()), value);
  if (store.rest.value.kind === 'unknown') run.store.assign(store.rest, value);
  grow(run, store, key?.value);
  return unknown();
};

/** The key, and what is put under it; of one argument its two parts: `{k, x}`, `std::pair<K, V>(k, x)`, what a call gives. */
function mappedBy(run: Interpreter, { expression, frame, range }: CallSite): Argument[] {
  const { args } = expression;
  const [first, ...others] = args;
  if (!first || others.length) return args.map((arg) => argumentOf(run, arg, frame));
  if (first.kind === 'list') return first.items.map((arg) => argumentOf(run, arg, frame));
  const whole = pointee(argumentOf(run, first, frame).value);
  if (isTuple(whole))
    return [...whole.store.at.values()].map((cell) => ({ value: cell.value, cell, text: cell.name, range }));
  return first.kind === 'call' ? first.args.map((arg) => argumentOf(run, arg, frame)) : [];
}

const isPair = (name: string): boolean => /^(std::)?(pair|tuple)$/.test(name);

/** `v.emplace_back(a, b)` of pairs. */
function addPair(run: Interpreter, store: ArrayStore, { expression, frame }: CallSite): Value {
  const { args: items, start, end } = expression;
  const pair = run.parts.evaluate({ kind: 'list', items, start, end }, frame);
  appendTo(run, store, pair);
  return pair;
}

const emplace: Method = (run, store, site) => {
  if (isMap(store.typeName)) return insertMapped(run, store, site);
  const { element } = store;
  if (element && isPair(element.name) && site.expression.args.length > 1) return addPair(run, store, site);
  if (element && isThread(element)) {
    const [callee, ...args] = site.expression.args.map((arg) => argumentOf(run, arg, site.frame));
    const thread = callee ? spawn(run, callee.value, args, 'std::thread', site.range) : unknown();
    if (callee) appendTo(run, store, thread);
    noteQueue(run, store, 'enqueue', site);
    return thread;
  }
  const isClass = element && element.pointers === 0 && run.symbols.findClass(element.name, site.frame.scope);
  if (!isClass) return add(run, store, site);
  const { args, start, end } = site.expression;
  const made = { type: element, name: element.name, args, braces: false, start, end };
  const value = valueOfType(run, made, site.frame);
  appendTo(run, store, value);
  noteQueue(run, store, 'enqueue', site);
  return value;
};

/** Adds an element. Each thing put in outside of loops keeps its place; so does the first one inside. */
export function appendTo(run: Interpreter, store: ArrayStore, value: Value): void {
  putHeld(run, store, value);
  const count = [...store.at.keys()].filter((at) => at >= 0).length;
  if (count < 64 && value.kind !== 'unknown' && (value.kind !== 'number' || isSetting(run, value))) {
    run.store.put(store.at, count, addedCell(run, store, count, value));
  }
  const held = store.rest.value;
  const isQueue = isTakenFrom(store);
  // Which of its items a queue gives is decided by none of them: one may be what ends its reader.
  if (value.kind !== 'null')
    run.store.write(store.rest, isQueue ? anyItem(held, value) : mergeFunctions(held, value));
  grow(run, store);
}

/** A number that is listed by itself, not counted up. */
const isSetting = (run: Interpreter, { fixed, index }: NumberValue): boolean =>
  fixed && !index && run.loops.length === 0;

/** What is taken from a queue that holds both. */
function anyItem(before: Value, value: Value): Value {
  if (value.kind === 'number' || value.kind === 'instance') return anyOf(before, value);
  return mergeFunctions(before, value);
}

/** A container of functions holds all that were put in. */
function mergeFunctions(before: Value, value: Value): Value {
  if (before.kind !== 'function' || value.kind !== 'function') return value;
  const fresh = value.targets.filter((target) => !before.targets.some((one) => isSameTarget(one, target)));
  return { kind: 'function', targets: [...before.targets, ...fresh] };
}

/** Lambdas of one place that were made by different calls hold different things. */
function isSameTarget(one: FunctionTarget, other: FunctionTarget): boolean {
  const isSameText = one.lambda?.expression === other.lambda?.expression && one.name === other.name;
  return isSameText && one.self === other.self && identityOf(one, []) === identityOf(other, []);
}

const any: Method = (run, store, site) => {
  for (const arg of site.expression.args) argumentOf(run, arg, site.frame);
  const first = store.at.get(0)?.value;
  return first && first.kind !== 'unknown' ? first : elementCell(run, store, unknown()).value;
};

const at: Method = (run, store, site) => {
  const [index] = site.expression.args;
  const value = index ? run.parts.evaluate(index, site.frame) : literal(0);
  return (picked(run, store, index, value, site) ?? elementCell(run, store, value)).value;
};

function picked(
  run: Interpreter,
  store: ArrayStore,
  expression: Expression | undefined,
  value: Value,
  { frame }: CallSite,
): Cell | undefined {
  return expression && pickedElement(run, store, { expression, value }, frame);
}

/** `find(key)`: the element under a key that is known, else any. */
const found: Method = (run, store, site) => {
  const [key] = site.expression.args.map((arg) => argumentOf(run, arg, site.frame).value);
  const isKnown = key?.kind === 'string' || (key?.kind === 'number' && key.fixed);
  const one = key && picked(run, store, site.expression.args[0], key, site);
  if (one) return one.value;
  const place = key && isMap(store.typeName) && foundInMap(run, store, key);
  if (place) return place;
  return isKnown ? elementCell(run, store, key).value : elementCell(run, store, unknown()).value;
};

/** `lower_bound(key)`, `upper_bound(key)` of a map. */
const bound =
  (operator: '>=' | '>'): Method =>
  (run, store, site) => {
    const [key] = site.expression.args.map((arg) => argumentOf(run, arg, site.frame).value);
    const text = unknown(run.text(site.frame.chunk, site.expression));
    return (key && isMap(store.typeName) && boundOfMap(run, store, key, operator)) || text;
  };

/** The first or the last of elements that are all known; else what stands for any. */
const endmost =
  (place: 0 | -1): Method =>
  (run, store) => {
    noteTaken(run, store);
    const cell = store.queue ? undefined : elementsOf(store)?.at(place);
    return cell?.value ?? anyElement(run, store);
  };

/** What is put in later in the pass is of the same kind: a thread that is waited for before it is started. */
function anyElement(run: Interpreter, store: ArrayStore): Value {
  const { rest } = store;
  if (rest.value.kind !== 'unknown' || !rest.type || !isAwaitable(rest.type.name)) return rest.value;
  return { kind: 'object', object: run.object('thread', store.name), offset: undefined };
}

const latest: Method = (run, store) => {
  noteTaken(run, store);
  return anyElement(run, store);
};

const take: Method = (run, store, site) => {
  noteQueue(run, store, 'dequeue', site);
  takeHeld(run, store, calledName(site.expression));
  return store.rest.value;
};

/** `futures.erase(futures.begin())` */
const erase: Method = (run, store, site) => {
  if (holdsThreads(run, store.rest.type)) noteQueue(run, store, 'dequeue', site);
  takeHeld(run, store, isOfFirst(site) ? 'pop_front' : 'erase');
  return otherMethod(run, site);
};

const isOfFirst = ({ expression: { args } }: CallSite): boolean =>
  args.length === 1 && args[0]?.kind === 'call' && /^c?begin$/.test(calledName(args[0]));

const sized: Method = (run, store, site) => {
  const all = addAll(run, store, site);
  if (all) return all;
  const [size, filler] = site.expression.args;
  const value = size && run.parts.evaluate(size, site.frame);
  if (value?.kind === 'number') run.store.set(store, 'size', value);
  else if (calledName(site.expression) === 'assign') run.store.set(store, 'size', undefined);
  const given = filler && argumentOf(run, filler, site.frame).value;
  if (given) run.store.write(store.rest, copyOf(run, given, store.element, site.frame));
  else makeElements(run, store, site.frame, site.range);
  return unknown();
};

const end: Method = (run, store, site) => ({
  kind: 'unknown',
  text: run.text(site.frame.chunk, site.expression),
  endOf: store,
});

/** A place from which on a function may write. */
const begin: Method = (run, store, site) => {
  const first = any(run, store, site);
  return first.kind === 'unknown' ? { ...first, beginOf: store } : first;
};

const whole: Method = (_machine, store) => ({ kind: 'array', store });

const size: Method = (run, store, site) => {
  const text = run.text(site.frame.chunk, site.expression);
  const open: Value = { kind: 'unknown', text, sizeOf: store };
  return isTakenFrom(store) ? open : (store.size ?? open);
};

const methods: Record<string, Method> = {
  push_back: add,
  push_front: add,
  push: add,
  insert: add,
  emplace_back: emplace,
  emplace_front: emplace,
  emplace,
  try_emplace: insertMapped,
  insert_or_assign: insertMapped,
  front: endmost(0),
  back: endmost(-1),
  top: latest,
  at,
  pop: take,
  pop_front: take,
  pop_back: take,
  erase,
  begin,
  cbegin: begin,
  rbegin: any,
  crbegin: any,
  end,
  cend: end,
  rend: end,
  crend: end,
  find: found,
  lower_bound: bound('>='),
  upper_bound: bound('>'),
  data: (run, store) => memoryOf(run, store),
  resize: sized,
  assign: sized,
  size,
  // Of most containers that is how many there could be at all.
  max_size: (run, store, site) => (/\barray$/.test(store.typeName) ? size : any)(run, store, site),
  empty: (run, store, site) => ({
    ...unknown(run.text(site.frame.chunk, site.expression)),
    ...(isTakenFrom(store) ? { asks: 'none' } : {}),
  }),
  get: whole,
  swap: whole,
};

/** Containers that hold things for other threads; those that only one thread uses are dropped when all is known. */
function noteQueue(
  run: Interpreter,
  store: ArrayStore,
  operation: 'enqueue' | 'dequeue',
  site: CallSite,
  stops = false,
): void {
  if (!isQueueContainer(store.typeName)) return;
  const node = recordTransfer(run, store, operation, site.range);
  if (stops) node.stops = true;
}

/** Records that an item is put into a queue or taken from it; `room`: how many it holds, where no comparison tells. */
export function recordTransfer(
  run: Interpreter,
  store: ArrayStore,
  operation: 'enqueue' | 'dequeue',
  range: SourceRange,
  room?: Quantity,
): QueueNode {
  const queue =
    store.queue ?? run.object('queue', store.name, store.declared ? { createdAt: store.declared } : {});
  if (!store.queue) run.store.set(store, 'queue', queue);
  const { like } = store;
  if (like) run.queuesApart.set(queue, () => like.queue);
  else if (store.madeIn?.length) run.queuesEach.set(queue, store.madeIn);
  const isOne = operation === 'enqueue' && store.oneAskedIn === run.functionName;
  const capacity = store.capacity ?? room ?? (isOne ? 1 : undefined);
  if (capacity !== undefined) queue.capacity = capacity;
  const held = store.rest.value;
  const node: QueueNode = {
    ...run.base(range),
    kind: 'queue',
    operation,
    queue,
    blocking: run.waitedIn === run.functionName,
    ...(held.kind === 'function' ? { tasks: held.targets.length } : {}),
    ...(holdsThreads(run, store.rest.type) ? { ofThreads: true } : {}),
  };
  run.record(node);
  return node;
}
