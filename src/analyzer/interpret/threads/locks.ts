/** Locks that are held around what is followed apart, as the sides of a choice: each of these may give them back by hand. */
import type { Statement } from '../../syntax/ast.ts';
import type { LockNode, TraceNode } from '../../trace/nodes.ts';
import type { SourceRange } from '../../../pipeline/source.ts';
import type { TraceObject } from '../../trace/values.ts';
import { callsAny } from '../effects.ts';
import type { Interpreter } from '../interpreter.ts';

/** A lock that is held: what comes goes into its node, and what comes behind it where that went before. */
export interface HeldLock {
  node: LockNode;
  outer: TraceNode[];
  name: string;
}

/** From here on, nodes stand inside the lock. */
export function openLock(run: Interpreter, mutex: TraceObject, name: string, range: SourceRange): void {
  const node: LockNode = { ...run.base(range), kind: 'lock', mutex, body: [] };
  run.openLocks = [...run.openLocks, { node, outer: run.nodes, name }];
  run.nodes = node.body;
}

/** Releases the innermost lock, or that of this name with all inside it. */
export function closeLock(run: Interpreter, name?: string): void {
  if (name !== undefined && !run.openLocks.some((lock) => lock.name === name)) return;
  for (let lock = run.openLocks.at(-1); lock; lock = run.openLocks.at(-1)) {
    run.openLocks = run.openLocks.slice(0, -1);
    run.nodes = lock.outer;
    if (lock.node.body.length) run.record(lock.node);
    if (name === undefined || lock.name === name) return;
  }
}

/** While sides are followed of which some give locks back: what each holds as it begins, and what is held behind them. */
export interface Apart {
  before: readonly HeldLock[];
  after: readonly HeldLock[];
}

/**
 * Follows sides. Where one of them gives back what is held around them, each holds it for itself until it does, and what
 * comes behind them holds what the side that is gone on with still does.
 */
export function apart<T>(run: Interpreter, statements: readonly Statement[], work: () => T): T {
  const before = run.openLocks;
  if (!before.length || !callsAny(run, statements, UNLOCKING)) return work();
  const around = run.apart;
  run.apart = { before, after: before };
  while (run.openLocks.length) closeLock(run);
  const result = work();
  const { after } = run.apart;
  run.apart = around;
  hold(run, after);
  return result;
}

/** Follows one of them, with its nodes going to `nodes`; what it holds at its end. */
export function besideOthers(run: Interpreter, nodes: TraceNode[], work: () => void): readonly HeldLock[] {
  const { apart } = run;
  if (!apart) {
    run.into(nodes, work);
    return [];
  }
  run.apart = undefined;
  let after: readonly HeldLock[] = [];
  run.into(nodes, () => {
    hold(run, apart.before);
    work();
    after = run.openLocks;
    while (run.openLocks.length) closeLock(run);
  });
  run.apart = { ...apart, after };
  return after;
}

/** Says which of the sides is gone on with. */
export function goOnHolding(run: Interpreter, after: readonly HeldLock[]): void {
  if (run.apart) run.apart = { ...run.apart, after };
}

function hold(run: Interpreter, locks: readonly HeldLock[]): void {
  for (const { node, name } of locks) openLock(run, node.mutex, name, node.range);
}

const UNLOCKING = new Set(['unlock', 'pthread_mutex_unlock']);
