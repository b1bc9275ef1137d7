/** Threads, callbacks and handlers: who starts them, how many there are. They are followed after the program's own course. */
import type { Quantity } from '../../pipeline/quantity.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import { multiply } from './arithmetic.ts';
import { membersOf } from './family.ts';
import { overriding } from './invoke.ts';
import { pointee } from './locate.ts';
import { isKeeperUsed } from './registered.ts';
import { LIMITS, asFunction, type Argument, type Machine, type PendingThread } from './machine.ts';
import { courseOf, unknown, type FunctionTarget, type State } from './state.ts';
import type { TraceThread } from './trace.ts';
import { isHeavy } from './weight.ts';

/** Starts a thread at `site`; the thread as an object, or unknown where the function cannot be told. */
export function spawn(
  machine: Machine,
  callee: State,
  args: readonly Argument[],
  createdBy: string,
  site: SourceRange,
): State {
  const targets = asFunction(callee)?.targets ?? [];
  const threads = targets.flatMap((target) => startThreads(machine, target, args, createdBy, site));
  if (!threads.length) return unknown('thread');
  machine.record({ ...machine.base(site), kind: 'spawn', operation: 'start', threads });
  const object = machine.object('thread', threads[0]?.entry ?? '', { createdAt: site, createdBy });
  return { kind: 'object', object, offset: undefined };
}

/** A thread for each object that a pointer to a base class may lead to. */
function startThreads(
  machine: Machine,
  target: FunctionTarget,
  args: readonly Argument[],
  createdBy: string,
  site: SourceRange,
): TraceThread[] {
  const [first, ...rest] = args;
  const object = first && pointee(first.value);
  const members = object?.kind === 'instance' ? membersOf(machine, object.instance, site) : [];
  if (!first || !members.length) return startThread(machine, target, args, createdBy, site);
  const { unrolledLoops } = machine;
  machine.unrolledLoops = machine.loops.length;
  const threads = members.flatMap((instance) => {
    const own: Argument = { value: { kind: 'instance', instance }, text: first.text, range: first.range };
    return startThread(machine, target, [own, ...rest], createdBy, site);
  });
  machine.unrolledLoops = unrolledLoops;
  return threads;
}

function startThread(
  machine: Machine,
  named: FunctionTarget,
  args: readonly Argument[],
  createdBy: string,
  site: SourceRange,
): TraceThread[] {
  const target = overriding(machine, named, args);
  if (!target.declaration?.body && !target.lambda) return [];
  const replicas = replicasHere(machine);
  const course = [selfCourse(target), ...args.map((arg) => courseOf(arg.value))].join();
  const known = machine.trace.threads.find(
    (thread) =>
      thread.entry === target.name &&
      thread.createdAt &&
      sameRange(thread.createdAt, site) &&
      machine.courses.get(thread) === course,
  );
  if (known) {
    if (!machine.exhausted && known.kind === 'thread') known.replicas = sum(known.replicas, replicas);
    return [known];
  }
  const thread = newThread(machine, target, 'thread', createdBy, site);
  thread.replicas = replicas;
  machine.courses.set(thread, course);
  machine.pending.push({ thread, target, args: [...args] });
  return [thread];
}

/** A lambda in a method does what the object at hand says. */
function selfCourse({ self, lambda }: FunctionTarget): string {
  return self && lambda ? courseOf({ kind: 'instance', instance: self }) : '';
}

export function newThread(
  machine: Machine,
  target: FunctionTarget,
  kind: TraceThread['kind'],
  createdBy: string,
  site: SourceRange,
): TraceThread {
  const source = entryRange(machine, target);
  const thread: TraceThread = {
    id: `thread${machine.trace.threads.length + 1}`,
    entry: target.name,
    kind,
    replicas: 1,
    createdAt: site,
    createdBy,
    ...(source ? { source } : {}),
    body: [],
  };
  machine.trace.threads.push(thread);
  return thread;
}

function entryRange(machine: Machine, { declaration, lambda }: FunctionTarget): SourceRange | undefined {
  if (declaration) return machine.range(declaration.chunk, declaration.nameStart, declaration.nameEnd);
  if (!lambda) return undefined;
  return machine.range(lambda.frame.chunk, lambda.expression.start, lambda.expression.end);
}

/** The loops around make as many threads; endless ones make one at a time. */
function replicasHere(machine: Machine): Quantity {
  let replicas: Quantity = machine.thread.replicas;
  for (const loop of machine.loops.slice(machine.unrolledLoops))
    if (loop.times !== 'forever') replicas = multiply(replicas, loop.times);
  return replicas;
}

function sum(left: Quantity, right: Quantity): Quantity {
  if (typeof left === 'number' && typeof right === 'number') return left + right;
  return `(${left}) + (${right})`;
}

function sameRange(a: SourceRange, b: SourceRange): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column;
}

/** Registers a function that is called once for each report, message or request. */
export function registerCallback(
  machine: Machine,
  callee: State,
  args: readonly Argument[],
  createdBy: string,
  site: SourceRange,
  loop: 'callback' | 'handler' | 'pool' = 'callback',
): TraceThread | undefined {
  const target = asFunction(callee)?.targets.find((one) => one.declaration?.body ?? one.lambda);
  if (!target) return undefined;
  const known = machine.trace.threads.find(
    (thread) => thread.kind === 'callback' && thread.entry === target.name,
  );
  if (known) return known;
  const thread = newThread(machine, target, 'callback', createdBy, site);
  machine.pending.push({ thread, target, args: [...args], loop, times: 'forever' });
  machine.record({ ...machine.base(site), kind: 'spawn', operation: 'register', threads: [thread] });
  return thread;
}

/** Follows the threads that were started, and those that they start in turn. */
export function runPending(machine: Machine): void {
  for (let count = 0; count < LIMITS.threads; count++) {
    if (!machine.pending.length) registerForgotten(machine);
    const next = machine.pending.shift();
    if (!next) return;
    runThread(machine, next);
  }
}

/** Handlers that the workspace's own code took, and that were nowhere seen to be called: it calls them as requests come. */
function registerForgotten(machine: Machine): void {
  const [first] = machine.trace.threads;
  if (machine.exhausted || !first) return;
  Object.assign(machine, { thread: first, loops: [], path: [], nodes: first.body });
  for (const [what, { target, taker, site, keeper }] of machine.handed) {
    if (!isKeeperUsed(machine, keeper)) continue;
    machine.handed.delete(what);
    const state: State = { kind: 'function', targets: [target] };
    if (machine.followed.has(what) || !isHeavy(machine, state)) continue;
    registerCallback(machine, state, [], taker, site, 'handler');
  }
}

function runThread(machine: Machine, { thread, target, args, loop, times }: PendingThread): void {
  machine.thread = thread;
  machine.loops = [];
  machine.path = [];
  machine.functionName = target.name;
  machine.nodes = thread.body;
  const site = thread.source ?? machine.statement;
  if (!loop) {
    machine.parts.invoke(target, args, site);
    machine.dropPathPrefix(thread);
    return;
  }
  const node = machine.enterLoop({
    loop,
    times: times ?? 'forever',
    range: site,
    statement: site,
    condition: '',
  });
  machine.into(node.body, () => machine.parts.invoke(target, args, site));
  machine.leaveLoop(node);
  machine.dropPathPrefix(thread);
}
