/** Resuming and waiting: the text of a coroutine is followed by the thread that resumes it first. */
import type { SourceRange } from '../../../pipeline/source.ts';
import { lastName } from '../../program/qualified.ts';
import type { Expression } from '../../syntax/ast.ts';
import type { TraceNode } from '../../trace/nodes.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { literal, pointee, unknown, type Instance, type Value } from '../values/value.ts';
import {
  coroutineHeld,
  coroutineIn,
  coroutinesOf,
  handleOf,
  isWaiting,
  type Coroutine,
} from './coroutine.ts';
import { claim, leaveRest, noteCut } from './cuts.ts';

/** What the coroutine returns, where it is followed now. */
export function resume(run: Interpreter, coroutine: Coroutine, site: SourceRange): Value {
  if (!isWaiting(coroutine)) {
    claim(run, coroutine);
    return unknown(coroutine.name);
  }
  takePull(run, coroutine);
  noteDrain(run, coroutine);
  const known = coroutinesOf(run);
  run.store.assign(coroutine.state, literal(1));
  const around = known.running;
  known.running = [...around, coroutine];
  const result = around.length ? followAll(run, coroutine, site) : followOutermost(run, coroutine, site);
  known.running = around;
  run.store.assign(coroutine.state, literal(2));
  return result;
}

/** With what the promise is given at its end, and whom it lets go on. */
function followAll(run: Interpreter, coroutine: Coroutine, site: SourceRange): Value {
  const result = coroutine.follow();
  const { promise } = coroutine;
  if (!promise) return result;
  const isGiven = callOwn(run, promise, 'return_value', [result], site) !== undefined;
  if (!isGiven) callOwn(run, promise, 'return_void', [], site);
  const end = pauses(run, promise, 'final_suspend', site);
  if (typeof end !== 'boolean') awaitOn(run, end, coroutine, site);
  return result;
}

/** Of all that go on together, what stands behind where they were left may be another thread's. */
function followOutermost(run: Interpreter, coroutine: Coroutine, site: SourceRange): Value {
  const nodes: TraceNode[] = [];
  const known = coroutinesOf(run);
  const { cuts } = known;
  known.cuts = [];
  const result = run.into(nodes, () => followAll(run, coroutine, site));
  run.nodes.push(...nodes);
  leaveRest(run, coroutine, nodes, known.cuts);
  known.cuts = cuts;
  return result;
}

/** A loop without a count of its own that resumes what was made before it ends with that. */
function noteDrain(run: Interpreter, coroutine: Coroutine): void {
  const { drains } = coroutinesOf(run);
  const drain = run.loops.at(-1);
  if (drain?.times !== 'forever' || coroutine.loops.includes(drain) || coroutine.isGenerator) return;
  drains.set(drain, new Set([...(drains.get(drain) ?? []), coroutine]));
}

/** A loop whose head resumes a generator consumes what that hands out. */
function takePull(run: Interpreter, coroutine: Coroutine): void {
  const known = coroutinesOf(run);
  if (!known.pulling || !coroutine.isGenerator) return;
  coroutine.consume = known.pulling.consume;
  known.pulling.isTaken = true;
  known.pulling = undefined;
}

/** Where it is lost which coroutine a handle leads to, all that wait are resumed, each once. */
export function resumeAny(run: Interpreter, site: SourceRange): void {
  for (const coroutine of [...coroutinesOf(run).begun])
    if (isWaiting(coroutine) && !coroutine.isGenerator) resume(run, coroutine, site);
}

type Suspending = Extract<Expression, { kind: 'unary' }>;

export const isSuspending = ({ operator }: Suspending): boolean => operator.startsWith('co_');

/** The value of `co_await x`, `co_yield x`, and what `co_return x` returns. */
export function evaluateSuspending(
  run: Interpreter,
  { operator, operand, start, end }: Suspending,
  frame: Frame,
): Value {
  const value = run.parts.evaluate(operand, frame);
  const current = coroutinesOf(run).running.at(-1);
  if (!current || operator === 'co_return') return value;
  const site = run.range(frame.chunk, start, end);
  return operator === 'co_yield' ? handOut(run, current, value, site) : awaited(run, current, value, site);
}

function handOut(run: Interpreter, current: Coroutine, value: Value, site: SourceRange): Value {
  const { promise, consume } = current;
  if (promise) callOwn(run, promise, 'yield_value', [value], site);
  consume?.(value);
  return unknown('co_yield');
}

function awaited(run: Interpreter, current: Coroutine, value: Value, site: SourceRange): Value {
  const transformed = current.promise && callOwn(run, current.promise, 'await_transform', [value], site);
  const asked = transformed ?? value;
  // A task of a type that is not at hand.
  const isBare = coroutineIn(asked) !== undefined;
  return isBare ? awaitHeld(run, asked, site) : awaitOn(run, asked, current, site).value;
}

export interface Awaited {
  value: Value;
  /** Something else is to resume the coroutine. */
  isLeft: boolean;
}

/** Does what the three functions of an awaiter do. */
export function awaitOn(run: Interpreter, asked: Value, current: Coroutine, site: SourceRange): Awaited {
  const awaiter = awaiterOf(run, pointee(asked), site);
  if (!awaiter) return { value: awaitHeld(run, asked, site), isLeft: false };
  const ready = callOwn(run, awaiter, 'await_ready', [], site);
  const isReady = ready?.kind === 'number' && ready.fixed && ready.known !== undefined && ready.known !== 0;
  const isLeft = !isReady && suspend(run, awaiter, current, site);
  return { value: callOwn(run, awaiter, 'await_resume', [], site) ?? unknown('co_await'), isLeft };
}

/** Where what awaits a task is lost, the task still holds its coroutine; at anything else it is left. */
function awaitHeld(run: Interpreter, asked: Value, site: SourceRange): Value {
  const task = coroutineHeld(asked);
  if (task && isWaiting(task)) return resume(run, task, site);
  const goesOn = asked.kind === 'unknown' && /suspend_never/.test(asked.text);
  if (!goesOn) noteCut(run);
  return asked;
}

function awaiterOf(run: Interpreter, asked: Value, site: SourceRange): Instance | undefined {
  if (asked.kind !== 'instance') return undefined;
  if (run.symbols.findMethod(asked.instance.className, 'await_suspend', 1)) return asked.instance;
  const own = callOwn(run, asked.instance, 'operator co_await', [], site);
  const given = own && pointee(own);
  const isLost = given && coroutineHeld(asked) !== undefined && !coroutineHeld(given);
  return given?.kind === 'instance' && !isLost ? given.instance : undefined;
}

/** Hands the coroutine on; whether it stays left until something else resumes it. */
function suspend(run: Interpreter, awaiter: Instance, current: Coroutine, site: SourceRange): boolean {
  const done: TraceNode[] = [];
  const given = run.into(done, () => callOwn(run, awaiter, 'await_suspend', [handleOf(current)], site));
  run.nodes.push(...done);
  if (given?.kind === 'number' && given.fixed && given.known === 0) return false;
  const next = given && coroutineIn(given);
  // It goes on where the one that it waits for ends: that gives it back, or leaves it too.
  if (next) resume(run, next, site);
  else noteCut(run);
  return !next;
}

/** Whether a coroutine waits at its begin or end; what it awaits there, where that is a type of its own. */
export function pauses(
  run: Interpreter,
  promise: Instance,
  method: string,
  site: SourceRange,
): boolean | Value {
  const declared = run.symbols.findMethod(promise.className, method, 0);
  const value = callOwn(run, promise, method, [], site);
  if (value && pointee(value).kind === 'instance') return value;
  const text = value?.kind === 'unknown' ? value.text : '';
  return !/suspend_never/.test(`${lastName(declared?.returns.name ?? '')} ${text}`);
}

export function callOwn(
  run: Interpreter,
  self: Instance,
  name: string,
  values: readonly Value[],
  site: SourceRange,
): Value | undefined {
  const declaration = run.symbols.findMethod(self.className, name, values.length);
  const args = values.map((value) => ({ value, text: '', range: site }));
  return declaration && run.parts.invoke({ name: declaration.name, declaration, self }, args, site);
}
