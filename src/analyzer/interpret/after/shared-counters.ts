/** Threads that draw from one number, as `while (left-- > 0)` or `i = next.fetch_add(1)`: each makes its share of the passes. */
import { add, divideUp, share, type Quantity } from '../../../pipeline/quantity.ts';
import { oncePer } from '../../../base/once.ts';
import { push } from '../../../base/push.ts';
import type { Interpreter } from '../interpreter.ts';
import type { LoopNode } from '../../trace/nodes.ts';
import type { Cell } from '../values/value.ts';

/** Of loops that count, the place that counts their passes. */
export const countedBy = oncePer((_run: Interpreter) => new Map<LoopNode, Cell>());

export function shareCounters(run: Interpreter): void {
  const loops = new Map<Cell, LoopNode[]>();
  for (const [loop, cell] of countedBy(run))
    if (loop.times !== 'forever' && !isOwn(cell, loop)) push(loops, cell, loop);
  for (const counted of loops.values()) shareAmong(counted);
}

/** Whether each of a thread's replicas has another, as it made it, or the loop that made them did. */
function isOwn({ anewIn, madeIn, madeBy, memory }: Cell, { thread }: LoopNode): boolean {
  if (memory === 'unknown' || anewIn?.length || madeIn?.length) return true;
  return thread.kind === 'thread' ? madeBy === thread : thread.kind !== 'main';
}

function shareAmong(loops: readonly LoopNode[]): void {
  const threads = new Set(loops.map(({ thread }) => thread));
  const workers = [...threads].reduce<Quantity>((sum, { replicas }) => add(sum, replicas), 0);
  if (workers === 1) return;
  for (const loop of loops)
    if (loop.times !== 'forever') loop.times = share(loop.times, workers) ?? divideUp(loop.times, workers);
}
