/** Functions of the C and C++ libraries that make threads, wrap functions, hold locks or hand values on. */
import { asCallable } from '../interpret/calls/callable.ts';
import { argumentsOf } from '../interpret/calls/arguments.ts';
import type { CallSite } from '../interpret/calls/call-site.ts';
import { selfOf } from '../interpret/names/frame.ts';
import { arrayStore } from '../interpret/names/arrays.ts';
import { valueOfType } from '../interpret/names/initial.ts';
import { isShared, makeKept } from '../interpret/kept.ts';
import { elementCell } from '../interpret/names/elements.ts';
import type { Interpreter } from '../interpret/interpreter.ts';
import { extremeOf, type Extreme } from '../interpret/values/extremes.ts';
import { calculate } from '../interpret/values/numbers.ts';
import { lengthOf } from '../interpret/statements/positions.ts';
import {
  pointee,
  literal,
  newCell,
  PARTS,
  unknown,
  type Cell,
  type Value,
} from '../interpret/values/value.ts';
import { copyIf, fill, generate, transform } from './algorithms.ts';
import { forEach } from './each.ts';
import { noteFlow, OUTSIDE, placesIn, type Place } from '../interpret/values/data-flow.ts';
import { elementFunctions } from './element-functions.ts';
import { compareTexts } from './strings.ts';
import { formatBraces, numberText, print } from './texts.ts';
import { visitVariant } from './variants.ts';
import { moveSemaphore, waitOnCondition } from './waiting.ts';
import { spawn } from '../interpret/threads/spawn.ts';
import { isStandardAllocator, isThread } from '../interpret/names/types.ts';
import { newArray } from '../interpret/expressions/creation.ts';
import { typeOfExpression } from '../interpret/names/expression-type.ts';
import { closeLock, openLock } from '../interpret/threads/locks.ts';

/** Undefined where it is not said what the function gives: then it is one like any other. */
type Library = (run: Interpreter, site: CallSite) => Value | undefined;

const first: Library = (run, site) => argumentsOf(run, site)[0]?.value ?? unknown();

/** What is moved from is owned by something else. */
const moved: Library = (run, site) => {
  const filled = site.expression.args.length > 1 ? fill(run, site) : undefined;
  if (filled) return filled;
  const [from] = argumentsOf(run, site);
  if (from?.cell) run.store.set(from.cell, 'moved', true);
  return from?.value ?? unknown();
};

const make: Library = (run, site) => {
  const { expression, frame } = site;
  const [type] = expression.callee.kind === 'name' ? (expression.callee.args ?? []) : [];
  if (!type) return unknown();
  if (isThread(type)) return startThread('std::thread')(run, site);
  const { args, start, end } = expression;
  const [count] = args;
  if (type.isArray && count) return newArray(run, { type, count, span: expression }, frame);
  return valueOfType(run, { type, name: type.name, args, braces: false, start, end }, frame);
};

/** `allocate_shared<T>(allocator, …)`: the memory is that of the allocator. */
const allocateShared: Library = (run, site) => {
  const [allocator, ...args] = site.expression.args;
  const type = allocator && typeOfExpression(run, allocator, site.frame);
  const made = make(run, { ...site, expression: { ...site.expression, args } });
  const isOwn = !type || !isStandardAllocator(type);
  if (isOwn && made?.kind === 'object') run.store.set(made.object, 'memory', 'unknown');
  return made;
};

function startThread(createdBy: string): Library {
  return (run, site) => {
    const args = argumentsOf(run, site);
    const at = args.findIndex((arg) => asCallable(run, arg.value));
    const callee = args[at];
    return callee ? spawn(run, callee.value, args.slice(at + 1), createdBy, site.range) : unknown('thread');
  };
}

const pthreadCreate: Library = (run, site) => {
  const [handle, , callee, data] = argumentsOf(run, site);
  if (!callee) return unknown();
  const thread = spawn(run, callee.value, data ? [data] : [], 'pthread_create', site.range);
  if (handle?.value.kind === 'pointer') run.store.write(handle.value.cell, thread);
  return literal(0);
};

const bind: Library = (run, site) => {
  const [callee, ...rest] = argumentsOf(run, site);
  const target = callee && asCallable(run, callee.value);
  if (!target) return callee?.value ?? unknown();
  const bound = rest.map((arg) =>
    /^(std::placeholders::|placeholders::)?_\d$/.test(arg.text) ? undefined : arg.value,
  );
  return {
    kind: 'function',
    targets: target.targets.map((one) => ({ ...one, bound: [...(one.bound ?? []), ...bound] })),
  };
};

/** `std::call_once(flag, f, …)`: what of all calls only the first does. */
const callOnce: Library = (run, site) => {
  const [flag] = argumentsOf(run, site);
  const cell = flag?.cell;
  if (!cell || (cell.declared && run.isInLoop(cell.declared))) return callNow(run, site);
  if (cell.value.kind === 'number') return unknown();
  return makeKept(run, { isThreadLocal: !isShared(run, cell) && !isOneForSeveral(run, cell) }, () => {
    run.store.assign(cell, literal(1));
    return callNow(run, site);
  });
};

/** A flag of an object that another thread made is one for all replicas of this thread: only one of them is the first. */
const isOneForSeveral = ({ thread }: Interpreter, { madeBy }: Cell): boolean =>
  madeBy !== undefined && madeBy !== thread && thread.replicas !== 1;

const callNow: Library = (run, site) => {
  const args = argumentsOf(run, site);
  const at = args.findIndex((arg) => asCallable(run, arg.value));
  const callee = args[at];
  const target = callee && asCallable(run, callee.value);
  for (const one of target?.targets ?? []) run.parts.invoke(one, args.slice(at + 1), site.range);
  return unknown();
};

/** `std::apply(f, tuple)`: calls at once, with the tuple's parts. */
const apply: Library = (run, site) => {
  const [callee, tuple] = argumentsOf(run, site);
  const target = callee && asCallable(run, callee.value);
  const parts = tuple && pointee(tuple.value);
  const cells = parts?.kind === 'array' ? [...parts.store.at].toSorted(([a], [b]) => a - b) : [];
  const args = cells.map(([, cell]) => ({ value: cell.value, cell, text: cell.name, range: site.range }));
  let result: Value = unknown('apply');
  for (const one of target?.targets ?? []) result = run.parts.invoke(one, args, site.range);
  return result;
};

/** `views::iota(a, b)` as a value: numbers from `a` on, as many as there are before `b`. */
const iota: Library = (run, site) => {
  const [from, to] = argumentsOf(run, site);
  if (from?.value.kind !== 'number' || to?.value.kind !== 'number') return unknown('iota');
  const size = calculate('-', to.value, from.value);
  const store = arrayStore(run, 'iota', undefined, size, { typeName: 'std::ranges::iota_view' });
  run.store.assign(store.rest, { ...from.value, fixed: false });
  return { kind: 'array', store };
};

/** `std::size(v)`. */
const length: Library = (run, { expression, frame }) => {
  const [whole] = expression.args;
  return (whole && lengthOf(run, whole, frame)) ?? unknown('size');
};

/** `std::make_pair(a, b)`, `std::make_tuple(a, b, c)`: what braces would hold. */
const pair: Library = (run, site) => {
  const parts = argumentsOf(run, site);
  const store = arrayStore(run, PARTS, undefined, literal(parts.length));
  for (const [at, { value }] of parts.entries())
    run.store.put(store.at, at, newCell(`${PARTS}[${at}]`, value));
  return { kind: 'array', store };
};

/** `std::end(v)` as `v.end()`. */
const end: Library = (run, site) => {
  const [whole] = argumentsOf(run, site);
  const items = whole && pointee(whole.value);
  return items?.kind === 'array'
    ? { kind: 'unknown', text: whole?.text ?? '', endOf: items.store }
    : unknown();
};

const begin: Library = (run, site) => {
  const [whole] = argumentsOf(run, site);
  const items = whole && pointee(whole.value);
  return items?.kind === 'array' ? elementCell(run, items.store, unknown()).value : unknown();
};

/** `std::min(a, b)`, `std::min({a, b, c})`; of iterators and texts the first. */
function extreme(name: Extreme): Library {
  return (run, site) => {
    const [only, ...others] = site.expression.args;
    const values =
      only?.kind === 'list' && !others.length
        ? only.items.map((item) => run.parts.evaluate(item, site.frame))
        : argumentsOf(run, site).map(({ value }) => value);
    return extremeOf(run, name, values) ?? values[0] ?? unknown();
  };
}

/** `std::clamp(n, least, most)`. */
const clamp: Library = (run, site) => {
  const [value = unknown(), least = unknown(), most = unknown()] = argumentsOf(run, site).map(
    (argument) => argument.value,
  );
  const bounded = extremeOf(run, 'min', [value, most]);
  return (bounded && extremeOf(run, 'max', [bounded, least])) ?? value;
};

const mutexLock: Library = (run, site) => {
  const [mutex] = argumentsOf(run, site);
  const name = mutex?.text.replace(/^&/, '') ?? '';
  openLock(run, run.mutexes.named(run, name, site.frame), name, site.range);
  return literal(0);
};

const mutexUnlock: Library = (run, site) => {
  const [mutex] = argumentsOf(run, site);
  closeLock(run, mutex?.text.replace(/^&/, '') ?? '');
  return literal(0);
};

const condition: Library = (run, site) => {
  waitOnCondition(run, site);
  return literal(0);
};

/** `sem_init(&s, shared, count)`. */
const semaphoreInit: Library = (run, site) => {
  const [semaphore, , count] = argumentsOf(run, site);
  if (semaphore?.value.kind === 'pointer' && count) run.store.assign(semaphore.value.cell, count.value);
  return literal(0);
};

function semaphore(operation: 'acquire' | 'release'): Library {
  return (run, site) => {
    const [place] = argumentsOf(run, site);
    const cell = place?.value.kind === 'pointer' ? place.value.cell : place?.cell;
    if (cell) moveSemaphore(run, cell, operation, site.range);
    return literal(0);
  };
}

const parse: Library = (run, site) => {
  const [text] = argumentsOf(run, site);
  if (text?.value.kind === 'string') return literal(Number.parseFloat(text.value.text) || 0);
  return unknown(text?.text ?? '');
};

const join: Library = (run, site) => {
  argumentsOf(run, site);
  run.record({ ...run.base(site.range), kind: 'spawn', operation: 'join', threads: [] });
  return literal(0);
};

/** `getline(stream, text)`. */
const readLine: Library = (run, site) => {
  const [, line] = argumentsOf(run, site);
  if (line?.cell?.value.kind === 'string') run.store.write(line.cell, unknown(line.cell.name));
  return unknown('getline');
};

/** `dlsym(library, "name")`: the function of that name, of the runtime or of the program. */
const symbolNamed: Library = (run, site) => {
  const [, name] = argumentsOf(run, site);
  if (name?.value.kind !== 'string') return unknown('dlsym');
  const { start, end } = site.expression;
  const value = run.parts.evaluate({ kind: 'name', name: name.value.text, start, end }, site.frame);
  return value.kind === 'function' ? value : unknown(name.value.text);
};

/** What a place leads to, else itself. */
const heldBy = (cell: Cell): readonly Place[] => [placesIn(cell.value)[0] ?? cell];

/** `std::swap(a, b)`: each place holds what the other did. */
const swap: Library = (run, site) => {
  const [left, right] = argumentsOf(run, site);
  if (!left?.cell || !right?.cell) return unknown();
  const { value } = left.cell;
  noteFlow(run, 'swap', heldBy(left.cell), heldBy(right.cell));
  noteFlow(run, 'write', [left.cell, right.cell], [OUTSIDE]);
  run.store.assign(left.cell, right.cell.value);
  run.store.assign(right.cell, value);
  return unknown();
};

/** `std::exchange(place, value)` gives what was there. */
const exchange: Library = (run, site) => {
  const [place, value] = argumentsOf(run, site);
  if (!place?.cell || !value) return place?.value ?? unknown();
  const before = place.cell.value;
  run.store.assign(place.cell, value.value);
  return before;
};

/** `shared_from_this()`: another pointer to the object at hand. */
const sharedSelf: Library = (run, { frame }) => {
  const self = selfOf(frame);
  return self ? { kind: 'instance', instance: self } : undefined;
};

/** By name without `std::`. */
export const libraryFunctions: Partial<Record<string, Library>> = {
  ref: first,
  cref: first,
  move: moved,
  forward: first,
  addressof: first,
  mem_fn: first,
  function: first,
  static_pointer_cast: first,
  dynamic_pointer_cast: first,
  const_pointer_cast: first,
  string: first,
  make_shared: make,
  shared_from_this: sharedSelf,
  weak_from_this: sharedSelf,
  make_unique: make,
  make_unique_for_overwrite: make,
  make_shared_for_overwrite: make,
  allocate_shared: allocateShared,
  async: startThread('std::async'),
  create_thread: startThread('boost::thread'),
  pthread_create: pthreadCreate,
  pthread_join: join,
  bind,
  bind_front: bind,
  invoke: callNow,
  apply,
  call_once: callOnce,
  begin,
  cbegin: begin,
  end,
  cend: end,
  for_each: forEach,
  generate,
  generate_n: generate,
  transform,
  copy: fill,
  copy_if: copyIf,
  'ranges::copy_if': copyIf,
  iota: fill,
  'ranges::copy': fill,
  'ranges::iota': fill,
  back_inserter: first,
  'views::iota': iota,
  'ranges::views::iota': iota,
  'ranges::iota_view': iota,
  'ranges::generate': generate,
  'ranges::transform': transform,
  ...elementFunctions,
  strcmp: compareTexts,
  strncmp: compareTexts,
  strcasecmp: compareTexts,
  strncasecmp: compareTexts,
  for_each_n: forEach,
  'ranges::for_each': forEach,
  size: length,
  ssize: length,
  'ranges::size': length,
  clamp,
  min: extreme('min'),
  max: extreme('max'),
  pthread_mutex_lock: mutexLock,
  pthread_mutex_unlock: mutexUnlock,
  pthread_cond_wait: condition,
  pthread_cond_timedwait: condition,
  sem_init: semaphoreInit,
  sem_wait: semaphore('acquire'),
  sem_timedwait: semaphore('acquire'),
  sem_trywait: semaphore('acquire'),
  sem_post: semaphore('release'),
  atoi: parse,
  atol: parse,
  atof: parse,
  stoi: parse,
  stol: parse,
  stoul: parse,
  strtol: parse,
  strtoul: parse,
  to_string: numberText,
  format: formatBraces,
  'fmt::format': formatBraces,
  sprintf: print(1),
  snprintf: print(2),
  'filesystem::path': first,
  string_view: first,
  getline: readLine,
  swap,
  exchange,
  dlsym: symbolNamed,
  make_pair: pair,
  make_tuple: pair,
  tie: pair,
  forward_as_tuple: pair,
  visit: visitVariant,
};
