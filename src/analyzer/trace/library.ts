/** Functions of the C and C++ libraries that make threads, wrap functions, hold locks or hand values on. */
import { argumentsOf } from './arguments.ts';
import type { CallSite } from './call-site.ts';
import { valueOfType } from './initial.ts';
import { pointee } from './locate.ts';
import { asFunction, type Argument, type Machine } from './machine.ts';
import { literal, unknown, type State } from './state.ts';
import { spawn } from './threads.ts';
import { isThread } from './types.ts';

type Library = (machine: Machine, site: CallSite) => State;

const first: Library = (machine, site) => argumentsOf(machine, site)[0]?.value ?? unknown();

const make: Library = (machine, site) => {
  const { expression, frame } = site;
  const [type] = expression.callee.kind === 'name' ? (expression.callee.args ?? []) : [];
  if (!type) return unknown();
  if (isThread(type)) return startThread('std::thread')(machine, site);
  const { args, start, end } = expression;
  return valueOfType(machine, { type, name: type.name, args, braces: false, start, end }, frame);
};

function startThread(createdBy: string): Library {
  return (machine, site) => {
    const args = argumentsOf(machine, site);
    const at = args.findIndex((arg) => asFunction(arg.value));
    const callee = args[at];
    return callee
      ? spawn(machine, callee.value, args.slice(at + 1), createdBy, site.range)
      : unknown('thread');
  };
}

const pthreadCreate: Library = (machine, site) => {
  const [handle, , callee, data] = argumentsOf(machine, site);
  if (!callee) return unknown();
  const thread = spawn(machine, callee.value, data ? [data] : [], 'pthread_create', site.range);
  if (handle?.value.kind === 'pointer') machine.write(handle.value.cell, thread);
  return literal(0);
};

const bind: Library = (machine, site) => {
  const [callee, ...rest] = argumentsOf(machine, site);
  const target = callee && asFunction(callee.value);
  if (!target) return callee?.value ?? unknown();
  const bound = rest.map((arg) =>
    /^(std::placeholders::|placeholders::)?_\d$/.test(arg.text) ? undefined : arg.value,
  );
  return {
    kind: 'function',
    targets: target.targets.map((one) => ({ ...one, bound: [...(one.bound ?? []), ...bound] })),
  };
};

const callNow: Library = (machine, site) => {
  const args = argumentsOf(machine, site);
  const at = args.findIndex((arg) => asFunction(arg.value));
  const callee = args[at];
  const target = callee && asFunction(callee.value);
  for (const one of target?.targets ?? []) machine.parts.invoke(one, args.slice(at + 1), site.range);
  return unknown();
};

/** `for_each(begin, end, f)` is a loop over the elements. */
const forEach: Library = (machine, site) => {
  const args = argumentsOf(machine, site);
  const callee = args.find((arg) => asFunction(arg.value));
  const target = callee && asFunction(callee.value);
  const items = args[0] && pointee(args[0].value);
  if (!target) return unknown();
  const element: Argument = {
    value: items?.kind === 'array' ? items.store.rest.value : (items ?? unknown()),
    text: args[0]?.text ?? '',
    range: site.range,
  };
  const times = items?.kind === 'array' ? (items.store.size?.quantity ?? 'forever') : 'forever';
  const head = { range: site.range, statement: site.callRange, condition: element.text };
  const node = machine.enterLoop({ loop: 'for', times, ...head });
  machine.into(node.body, () => {
    for (const one of target.targets) machine.parts.invoke(one, [element], site.range);
  });
  machine.leaveLoop(node);
  return unknown();
};

function extreme(name: 'min' | 'max'): Library {
  return (machine, site) => {
    const [left, right] = argumentsOf(machine, site).map((arg) => arg.value);
    if (left?.kind !== 'number' || right?.kind !== 'number') return left ?? unknown();
    const known =
      left.known === undefined || right.known === undefined ? undefined : Math[name](left.known, right.known);
    const literalBoth = typeof left.quantity === 'number' && typeof right.quantity === 'number';
    const quantity = literalBoth ? (known ?? 0) : `${name}(${left.quantity}, ${right.quantity})`;
    return { kind: 'number', quantity, known, fixed: left.fixed && right.fixed };
  };
}

const mutexLock: Library = (machine, site) => {
  const [mutex] = argumentsOf(machine, site);
  const name = mutex?.text.replace(/^&/, '') ?? '';
  machine.openLock(machine.mutexNamed(name, site.frame), name, site.range);
  return literal(0);
};

const mutexUnlock: Library = (machine, site) => {
  const [mutex] = argumentsOf(machine, site);
  machine.closeLock(mutex?.text.replace(/^&/, '') ?? '');
  return literal(0);
};

const condition: Library = (machine, site) => {
  argumentsOf(machine, site);
  machine.waitedIn = machine.functionName;
  return literal(0);
};

const parse: Library = (machine, site) => {
  const [text] = argumentsOf(machine, site);
  if (text?.value.kind === 'string') return literal(Number.parseFloat(text.value.text) || 0);
  return unknown(text?.text ?? '');
};

const join: Library = (machine, site) => {
  argumentsOf(machine, site);
  machine.record({ ...machine.base(site.range), kind: 'spawn', operation: 'join', threads: [] });
  return literal(0);
};

/** `getline(stream, text)`. */
const readLine: Library = (machine, site) => {
  const [, line] = argumentsOf(machine, site);
  if (line?.cell?.value.kind === 'string') machine.write(line.cell, unknown(line.cell.name));
  return unknown('getline');
};

const logged: Library = (machine, site) => {
  argumentsOf(machine, site);
  return unknown();
};

/** By name without `std::`. */
export const libraryFunctions: Partial<Record<string, Library>> = {
  ref: first,
  cref: first,
  move: first,
  forward: first,
  addressof: first,
  mem_fn: first,
  function: first,
  static_pointer_cast: first,
  dynamic_pointer_cast: first,
  const_pointer_cast: first,
  string: first,
  make_shared: make,
  make_unique: make,
  async: startThread('std::async'),
  create_thread: startThread('boost::thread'),
  pthread_create: pthreadCreate,
  pthread_join: join,
  bind,
  invoke: callNow,
  call_once: callNow,
  for_each: forEach,
  min: extreme('min'),
  max: extreme('max'),
  pthread_mutex_lock: mutexLock,
  pthread_mutex_unlock: mutexUnlock,
  pthread_cond_wait: condition,
  pthread_cond_timedwait: condition,
  sem_wait: condition,
  sem_timedwait: condition,
  atoi: parse,
  atol: parse,
  atof: parse,
  stoi: parse,
  stol: parse,
  stoul: parse,
  strtol: parse,
  strtoul: parse,
  to_string: logged,
  getline: readLine,
};
