/**
 * `while (busy.size() >= 4) retire();` in passes that are followed one by one, of what these fill and empty: what is in it
 * says how often.
 */
import type { Expression, LoopStatement } from '../../syntax/ast.ts';
import { visitExpression } from '../../syntax/visit.ts';
import type { Flow, Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { nameOf } from '../turns/writes.ts';
import { evaluateCondition } from './conditions.ts';

/** More items are never taken at once. */
const MOST = 64;

/** Follows as many passes as there are; undefined where the loop asks something else, or what is held is not known. */
export function followHeld(
  run: Interpreter,
  { loop, condition, body }: LoopStatement,
  frame: Frame,
): Flow | undefined {
  const names = run.oneByOne > 0 ? run.heldItems?.names : undefined;
  if (loop !== 'while' || !condition || !names || !asksFor(condition, names)) return undefined;
  for (let pass = 0; pass < MOST; pass++) {
    const { known } = evaluateCondition(run, condition, frame);
    if (known === undefined && pass === 0) return undefined;
    if (!known) return 'next';
    const flow = run.parts.execute(body, frame);
    if (flow === 'break' || flow === 'return') return flow === 'return' ? flow : 'next';
  }
  return 'next';
}

/** Whether it asks how much there is in one of these containers. */
function asksFor(condition: Expression, names: ReadonlySet<string>): boolean {
  let found = false;
  visitExpression(condition, (one) => {
    if (one.kind !== 'call' || one.callee.kind !== 'member' || !/^(size|empty)$/.test(one.callee.name))
      return;
    found ||= names.has(nameOf(one.callee.object) ?? '');
  });
  return found;
}
