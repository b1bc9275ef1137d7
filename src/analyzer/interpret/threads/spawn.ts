/** Threads, callbacks and handlers: who starts them, how many there are. They are followed after the program's own course. */
import { add, loopIndex } from '../../../pipeline/quantity.ts';
import { asCallable } from '../calls/callable.ts';
import type { SourceRange } from '../../../pipeline/source.ts';
import { membersOf } from './class-hierarchy.ts';
import { bindArguments } from '../calls/bind.ts';
import { overriding } from '../calls/invoke.ts';
import { isKeeperUsed } from './registered.ts';
import { LIMITS } from '../budget.ts';
import type { Argument, Interpreter } from '../interpreter.ts';
import type { PendingThread } from './pending.ts';
import { lastTypeName } from '../names/types.ts';
import { filesGiven, identityOf, numbersGiven } from './identity.ts';
import { replicasHere } from './replicas.ts';
import { isOnlyStored } from './stored.ts';
import { isFed, mayHoldWork } from './starved.ts';
import { pointee, unknown, type Cell, type FunctionTarget, type Value } from '../values/value.ts';
import type { TraceThread } from '../../trace/nodes.ts';
import { ownElement } from '../values/separate.ts';
import { isEffective } from '../effects.ts';

/** Starts a thread at `site`; the thread as an object, or unknown where the function cannot be told. */
export function spawn(
  run: Interpreter,
  callee: Value,
  args: readonly Argument[],
  createdBy: string,
  site: SourceRange,
): Value {
  if (callee.kind === 'object' && callee.object.kind === 'thread') return callee;
  const targets = asCallable(run, callee)?.targets ?? [];
  const threads = targets.flatMap((target) => startThreads(run, target, args, createdBy, site));
  if (!threads.length) return unknown('thread');
  run.record({ ...run.base(site), kind: 'spawn', operation: 'start', threads });
  const object = run.object('thread', threads[0]?.entry ?? '', { createdAt: site, createdBy });
  return { kind: 'object', object, offset: undefined };
}

/** A thread for each object that a pointer to a base class may lead to. */
function startThreads(
  run: Interpreter,
  target: FunctionTarget,
  args: readonly Argument[],
  createdBy: string,
  site: SourceRange,
): TraceThread[] {
  const [first, ...rest] = args;
  const object = first && pointee(first.value);
  const members = object?.kind === 'instance' ? membersOf(run, object.instance, site) : [];
  if (!first || !members.length) return startThread(run, target, args, createdBy, site);
  const { unrolledLoops } = run;
  run.unrolledLoops = run.loops.length;
  const threads = members.flatMap((instance) => {
    const own: Argument = { value: { kind: 'instance', instance }, text: first.text, range: first.range };
    return startThread(run, target, [own, ...rest], createdBy, site);
  });
  run.unrolledLoops = unrolledLoops;
  return threads;
}

function startThread(
  run: Interpreter,
  named: FunctionTarget,
  args: readonly Argument[],
  createdBy: string,
  site: SourceRange,
): TraceThread[] {
  const target = overriding(run, named, named.bound ? bindArguments(named.bound, args, site) : args);
  if (!target.declaration?.body && !target.lambda) return [];
  const replicas = replicasHere(run);
  noteSome(run, target, site);
  const given = [...tokenFor(target, args, site), ...args.map((arg) => ownElement(run, arg))];
  const settings = [numbersGiven(target, given, run.oneByOne > 0), filesGiven(target, given)];
  const course = [identityOf(target, given), ...settings].join(' ');
  const known = run.trace.threads.find(
    (thread) =>
      thread.entry === target.name &&
      thread.createdAt &&
      sameRange(thread.createdAt, site) &&
      run.dynamicTargets.get(thread) === course,
  );
  if (known) {
    if (!run.exhausted && known.kind === 'thread') known.replicas = add(known.replicas, replicas);
    if (!run.when.length) delete known.when;
    return [known];
  }
  const thread = newThread(run, target, 'thread', createdBy, site);
  thread.replicas = replicas;
  run.dynamicTargets.set(thread, course);
  run.pending.push({ thread, target, args: given.map(ofAnyReplica), when: run.when });
  return [thread];
}

/** A number that is another one for each replica has none that counts for all. */
function ofAnyReplica(arg: Argument): Argument {
  const { value } = arg;
  if (value.kind !== 'number' || !value.index || typeof value.quantity !== 'number') return arg;
  return { ...arg, value: { ...value, quantity: loopIndex(arg.text), known: undefined } };
}

/** The stop token that `std::jthread` passes before the arguments to a function that takes one. */
function tokenFor(
  { declaration, lambda }: FunctionTarget,
  args: readonly Argument[],
  site: SourceRange,
): Argument[] {
  const parameters = declaration?.parameters ?? lambda?.expression.parameters ?? [];
  const [first] = parameters;
  if (!first || lastTypeName(first.type) !== 'stop_token' || args.length >= parameters.length) return [];
  return [{ value: unknown(first.name), text: first.name, range: site }];
}

export function newThread(
  run: Interpreter,
  target: FunctionTarget,
  kind: TraceThread['kind'],
  createdBy: string,
  site: SourceRange,
): TraceThread {
  const source = entryRange(run, target);
  const thread: TraceThread = {
    id: `thread${run.trace.threads.length + 1}`,
    entry: target.name,
    kind,
    replicas: 1,
    createdAt: site,
    createdBy,
    ...(source ? { source } : {}),
    ...(run.when.length ? { when: run.when } : {}),
    body: [],
  };
  run.trace.threads.push(thread);
  return thread;
}

function entryRange(run: Interpreter, { declaration, lambda }: FunctionTarget): SourceRange | undefined {
  if (declaration) return run.range(declaration.chunk, declaration.nameStart, declaration.nameEnd);
  if (!lambda) return undefined;
  return run.range(lambda.frame.chunk, lambda.expression.start, lambda.expression.end);
}

/** Says that only some of the passes of a counted loop start a thread, which ones run time says. */
function noteSome(
  { loops, selective, unrolledLoops, trace }: Interpreter,
  { name }: FunctionTarget,
  site: SourceRange,
): void {
  const isSome = loops.slice(unrolledLoops).some((one) => one.times !== 'forever' && selective.has(one));
  const isSaid = trace.unknowns.some(
    ({ code, range }) => code === 'thread-count' && range && sameRange(range, site),
  );
  if (isSome && !isSaid) trace.unknowns.push({ code: 'thread-count', detail: name, settle: '', range: site });
}

function sameRange(a: SourceRange, b: SourceRange): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column;
}

/** What a callback is given, where that is only seen later; `isOwn`: by what only this one serves. */
interface GivenLater {
  cells: readonly Cell[];
  isOwn: boolean;
}

/** Registers a function that is called once for each report, message or request. */
export function registerCallback(
  run: Interpreter,
  callee: Value,
  args: readonly Argument[],
  createdBy: string,
  site: SourceRange,
  loop: 'callback' | 'handler' | 'pool' = 'callback',
  later?: GivenLater,
): TraceThread | undefined {
  const target = asCallable(run, callee)?.targets.find((one) => one.declaration?.body ?? one.lambda);
  if (!target) return undefined;
  const known = run.trace.threads.find(
    (thread) => thread.kind === 'callback' && thread.entry === target.name,
  );
  if (known && !later?.isOwn) return known;
  const thread = newThread(run, target, 'callback', createdBy, site);
  run.pending.push({
    thread,
    target,
    args: [...args],
    given: later?.cells,
    loop,
    times: 'forever',
    when: run.when,
  });
  run.record({ ...run.base(site), kind: 'spawn', operation: 'register', threads: [thread] });
  return thread;
}

/** Follows the threads that were started, and those that they start in turn. */
export function runPending(run: Interpreter): void {
  const waits = mayHoldWork(run);
  for (let count = 0; count < LIMITS.threads; count++) {
    if (!run.pending.length) registerEscaped(run);
    const next = takePending(run);
    if (!next) return;
    const mayWait = waits && !next.loop && !next.isPutOff && run.pending.length > 0;
    if (!mayWait) runThread(run, next);
    else if (!isFed(run, next, () => runThread(run, next))) run.pending.push({ ...next, isPutOff: true });
  }
}

/** A callback comes after the threads whose submissions say what it is given. */
function takePending({ pending }: Interpreter): PendingThread | undefined {
  const ready = pending.findIndex(
    ({ given }) => !given || given.some(({ value }) => value.kind !== 'unknown'),
  );
  return pending.splice(Math.max(ready, 0), 1)[0];
}

/** Handlers that the workspace's own code took, and that were nowhere seen to be called: it calls them as requests come. */
function registerEscaped(run: Interpreter): void {
  const [first] = run.trace.threads;
  if (run.exhausted || !first) return;
  Object.assign(run, { thread: first, loops: [], path: [], nodes: first.body, when: [] });
  for (const [what, { target, taker, site, keeper, taken }] of run.escaped) {
    if (!isKeeperUsed(run, keeper)) continue;
    if (taken && run.trace.kind === 'program' && isOnlyStored(run, taken)) continue;
    run.escaped.delete(what);
    const value: Value = { kind: 'function', targets: [target] };
    if (run.followed.has(what) || !isEffective(run, value)) continue;
    registerCallback(run, value, [], taker, site, 'handler');
  }
}

function runThread(run: Interpreter, pending: PendingThread): void {
  const { thread, target, loop, times, when, given } = pending;
  run.when = when;
  run.thread = thread;
  run.loops = [];
  run.path = [];
  run.functionName = target.name;
  run.nodes = thread.body;
  const site = thread.source ?? run.statement;
  const args = given?.map(({ value }) => ({ value, text: '', range: site })) ?? pending.args;
  if (!loop) {
    run.parts.invoke(target, args, site);
    run.dropPathPrefix(thread);
    return;
  }
  const node = run.enterLoop({
    loop,
    times: times ?? 'forever',
    range: site,
    statement: site,
    condition: '',
  });
  run.into(node.body, () => run.parts.invoke(target, args, site));
  run.leaveLoop(node);
  run.dropPathPrefix(thread);
}
