/** Waiting for other threads: what a function puts into a container or takes from it after that, it waited for. */
import type { SourceRange } from '../../pipeline/source.ts';
import type { Expression } from '../syntax/ast.ts';
import { argumentsOf } from '../interpret/calls/arguments.ts';
import type { CallSite } from '../interpret/calls/call-site.ts';
import { asCallable } from '../interpret/calls/callable.ts';
import type { Argument, Interpreter } from '../interpret/interpreter.ts';
import { locate } from '../interpret/names/lvalue.ts';
import { noteWait } from '../interpret/threads/waits.ts';
import { literal, unknown, type Cell, type FunctionTarget, type Value } from '../interpret/values/value.ts';
import { awaiting, noteAwaitedFlag } from './counters.ts';
import { permitAt, recordMove } from './permits.ts';

/** `cv.wait(lock)`, `cv.wait(lock, predicate)`, `cv.wait_for(lock, time, predicate)`. */
export function waitOnCondition(run: Interpreter, site: CallSite): Value {
  const args = argumentsOf(run, site);
  noteTimeLimit(run, site, args);
  noteWait(run);
  // The predicate compares the container with its bound, or a number with its.
  for (const { value, range } of args)
    for (const target of asCallable(run, value)?.targets ?? []) askPredicate(run, target, range);
  // A predicate may be another lambda on the same line, of the same name.
  noteWait(run);
  return literal(1);
}

/** A wait with a time limit ends the loop around it with what has come until then. */
function noteTimeLimit({ loops }: Interpreter, { expression }: CallSite, args: readonly Argument[]): void {
  const { callee } = expression;
  const loop = loops.at(-1);
  if (loop && callee.kind === 'member' && /^wait_(for|until)$/.test(callee.name))
    loop.gathers = args[1]?.text ?? '';
}

function askPredicate(run: Interpreter, target: FunctionTarget, range: SourceRange): void {
  awaiting(run, 'to go on', () => {
    run.parts.invoke(target, [], range);
    const { lambda } = target;
    const [only] = lambda?.expression.body ?? [];
    if (lambda && only?.kind === 'return' && only.value) noteAwaitedFlag(run, only.value, lambda.frame);
  });
}

/** A method of a semaphore, which holds its count. */
export function callSemaphore(
  run: Interpreter,
  { name, object }: Extract<Expression, { kind: 'member' }>,
  site: CallSite,
): Value {
  const [count] = argumentsOf(run, site);
  const operation = /^(try_)?acquire/i.test(name) ? 'acquire' : name === 'release' ? 'release' : undefined;
  const cell = operation && placeOf(locate(run, object, site.frame));
  if (!cell) return unknown(name);
  const times = name === 'release' && count?.value.kind === 'number' ? count.value.quantity : 1;
  if (times === 1) moveSemaphore(run, cell, operation, site.range);
  else run.repeated(times, site.range, name, () => moveSemaphore(run, cell, operation, site.range));
  return unknown(name);
}

const placeOf = (cell: Cell | undefined): Cell | undefined =>
  cell?.value.kind === 'pointer' ? cell.value.cell : cell;

/** Who takes from a semaphore has waited. */
export function moveSemaphore(
  run: Interpreter,
  cell: Cell,
  operation: 'acquire' | 'release',
  range: SourceRange,
): void {
  if (operation === 'acquire') noteWait(run);
  if (cell.value.kind === 'number' || cell.value.kind === 'unknown')
    recordMove(run, permitAt(run, cell, true), operation === 'acquire' ? -1 : 1, range, true);
}
