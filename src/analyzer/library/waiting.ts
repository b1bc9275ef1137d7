/** Waiting for other threads: what a function puts into a container or takes from it after that, it waited for. */
import { ownValue } from '../../base/own-value.ts';
import { argumentsOf } from '../interpret/calls/arguments.ts';
import type { CallSite } from '../interpret/calls/call-site.ts';
import { asCallable } from '../interpret/calls/callable.ts';
import type { Interpreter } from '../interpret/interpreter.ts';
import { literal, unknown, type NumberValue, type Value } from '../interpret/values/value.ts';

/** `cv.wait(lock)`, `cv.wait(lock, predicate)`, `cv.wait_for(lock, time, predicate)`. */
export function waitOnCondition(run: Interpreter, site: CallSite): Value {
  const args = argumentsOf(run, site);
  run.waitedIn = run.functionName;
  // The predicate compares the container with its bound.
  for (const { value, range } of args)
    for (const target of asCallable(run, value)?.targets ?? [])
      run.into([], () => run.parts.invoke(target, [], range));
  return literal(1);
}

const semaphoreMethods: Record<string, (run: Interpreter, count: NumberValue) => void> = {
  acquire,
  try_acquire: acquire,
  try_acquire_for: acquire,
  try_acquire_until: acquire,
  release: () => undefined,
};

/** A method of a semaphore, which holds its count. */
export function callSemaphore(run: Interpreter, name: string, count: Value, site: CallSite): Value {
  argumentsOf(run, site);
  if (count.kind === 'number') ownValue(semaphoreMethods, name)?.(run, count);
  return unknown(name);
}

/** What waits for a semaphore that starts with so many waits for that much room. */
export function acquire(run: Interpreter, count: NumberValue): void {
  run.waitedIn = run.functionName;
  if ((count.known ?? 0) > 0) run.room = { function: run.functionName, items: count.quantity };
}
