/** Standard containers: what is put in and taken out, and the queues between threads among them. */
import { argumentOf } from './arguments.ts';
import type { CallSite } from './call-site.ts';
import { valueOfType } from './initial.ts';
import { elementCell } from './locate.ts';
import type { Machine } from './machine.ts';
import { memoryOf } from './memory.ts';
import {
  copyOf,
  literal,
  newCell,
  unknown,
  type ArrayStore,
  type FunctionTarget,
  type NumberState,
  type State,
} from './state.ts';
import { spawn } from './threads.ts';
import { isQueueContainer, isThread } from './types.ts';

type Method = (machine: Machine, store: ArrayStore, site: CallSite) => State;

/** A method of a container; unknown ones evaluate their arguments. */
export function callContainer(machine: Machine, store: ArrayStore, name: string, site: CallSite): State {
  const method = methods[name];
  if (method) return method(machine, store, site);
  for (const arg of site.expression.args) argumentOf(machine, arg, site.frame);
  return unknown(machine.text(site.frame.chunk, site.expression));
}

const add: Method = (machine, store, site) => {
  const args = site.expression.args.map((arg) => argumentOf(machine, arg, site.frame));
  const last = args.at(-1);
  if (last) put(machine, store, copyOf(last.value, store.element));
  noteQueue(machine, store, 'enqueue', site);
  return unknown();
};

const emplace: Method = (machine, store, site) => {
  const { element } = store;
  if (element && isThread(element)) {
    const [callee, ...args] = site.expression.args.map((arg) => argumentOf(machine, arg, site.frame));
    if (callee)
      put(
        machine,
        store,
        callee.value.kind === 'object'
          ? callee.value
          : spawn(machine, callee.value, args, 'std::thread', site.range),
      );
    return unknown();
  }
  const isClass =
    element && element.pointers === 0 && machine.symbols.findClass(element.name, site.frame.scope);
  if (!isClass) return add(machine, store, site);
  const { args, start, end } = site.expression;
  const made = { type: element, name: element.name, args, braces: false, start, end };
  put(machine, store, valueOfType(machine, made, site.frame));
  noteQueue(machine, store, 'enqueue', site);
  return unknown();
};

/** Each thing put in outside of loops keeps its place; so does the first one inside. */
function put(machine: Machine, store: ArrayStore, value: State): void {
  const count = [...store.at.keys()].filter((at) => at >= 0).length;
  if (count < 64 && value.kind !== 'unknown' && value.kind !== 'number') {
    store.at.set(count, newCell(`${store.name}[${count}]`, value, store.element));
  }
  if (value.kind !== 'null') machine.write(store.rest, mergeFunctions(store.rest.value, value));
  store.size = grown(machine, store);
}

/** A container of functions holds all that were put in. */
function mergeFunctions(before: State, value: State): State {
  if (before.kind !== 'function' || value.kind !== 'function') return value;
  const fresh = value.targets.filter((target) => !before.targets.some((one) => isSameTarget(one, target)));
  return { kind: 'function', targets: [...before.targets, ...fresh] };
}

/** Lambdas of one place that were made by different calls hold different things. */
function isSameTarget(one: FunctionTarget, other: FunctionTarget): boolean {
  return one.name === other.name && one.self === other.self && one.lambda?.frame === other.lambda?.frame;
}

function grown(machine: Machine, store: ArrayStore): NumberState | undefined {
  const loop = machine.loops.at(-1);
  if (!loop) return store.growing ? undefined : literal((store.size?.known ?? 0) + 1);
  store.growing = true;
  if (loop.times === 'forever') return undefined;
  const known = typeof loop.times === 'number' ? loop.times : machine.parameters.get(loop.times)?.value;
  return { kind: 'number', quantity: loop.times, known, fixed: typeof loop.times === 'number' };
}

const any: Method = (machine, store, site) => {
  for (const arg of site.expression.args) argumentOf(machine, arg, site.frame);
  const first = store.at.get(0)?.value;
  return first && first.kind !== 'unknown' ? first : elementCell(store, unknown()).value;
};

const at: Method = (machine, store, site) => {
  const [index] = site.expression.args;
  return elementCell(store, index ? machine.parts.evaluate(index, site.frame) : literal(0)).value;
};

const latest: Method = (_machine, store) => store.rest.value;

const take: Method = (machine, store, site) => {
  noteQueue(machine, store, 'dequeue', site);
  return store.rest.value;
};

const sized: Method = (machine, store, site) => {
  const [size] = site.expression.args;
  const value = size && machine.parts.evaluate(size, site.frame);
  if (value?.kind === 'number') store.size = value;
  return unknown();
};

const whole: Method = (_machine, store) => ({ kind: 'array', store });

const methods: Record<string, Method> = {
  push_back: add,
  push_front: add,
  push: add,
  insert: add,
  emplace_back: emplace,
  emplace_front: emplace,
  emplace,
  front: latest,
  back: latest,
  top: latest,
  at,
  pop: take,
  pop_front: take,
  pop_back: take,
  begin: any,
  find: any,
  data: (machine, store) => memoryOf(machine, store),
  resize: sized,
  assign: sized,
  size: (machine, store, site) => {
    const open: State = {
      kind: 'unknown',
      text: machine.text(site.frame.chunk, site.expression),
      sizeOf: store,
    };
    return /(^|:)(queue|deque|list)$/.test(store.typeName) ? open : (store.size ?? open);
  },
  get: whole,
  swap: whole,
};

/** Containers that hold things for other threads; those that only one thread uses are dropped when all is known. */
function noteQueue(
  machine: Machine,
  store: ArrayStore,
  operation: 'enqueue' | 'dequeue',
  site: CallSite,
): void {
  if (!isQueueContainer(store.typeName)) return;
  store.queue ??= machine.object('queue', store.name, store.declared ? { createdAt: store.declared } : {});
  if (store.capacity !== undefined) store.queue.capacity = store.capacity;
  const blocking = machine.waitedIn === machine.functionName;
  machine.record({ ...machine.base(site.range), kind: 'queue', operation, queue: store.queue, blocking });
}
