/** Sides that wait for the threads or futures in a container: `running.front().get()`, `for (auto &one : running) one.join()`. */
import type { Statement } from '../../syntax/ast.ts';
import { visitExpressions } from '../../syntax/visit.ts';
import { callsAny } from '../effects.ts';
import type { Interpreter } from '../interpreter.ts';
import { holdsThreads } from '../names/awaitable.ts';
import type { Frame } from '../names/frame.ts';
import { pointee } from '../values/value.ts';
import { quietly } from './positions.ts';

/** Whether statements wait, and name a container of threads, of futures, or of what holds one. */
export function waitsForThreads(run: Interpreter, statements: readonly Statement[], frame: Frame): boolean {
  if (!callsAny(run, statements, AWAITING)) return false;
  let found = false;
  visitExpressions(statements, (one) => {
    if (found || (one.kind !== 'name' && one.kind !== 'member')) return;
    const held = pointee(quietly(run, one, frame));
    found = held.kind === 'array' && holdsThreads(run, held.store.rest.type);
  });
  return found;
}

const AWAITING = new Set(['get', 'wait', 'join']);
