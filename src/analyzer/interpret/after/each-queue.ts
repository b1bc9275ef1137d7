/** Queues of which each object that a loop makes has one of its own: one stands for all, and holds what they hold together. */
import { multiply, subtract } from '../../../pipeline/quantity.ts';
import { passesAround, visitNodes, type LoopNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import type { Interpreter } from '../interpreter.ts';

/** Gives such queues the room, and the permits, of as many as there are. */
export function countQueues(run: Interpreter): void {
  const used = loopsOfUses(run);
  for (const [queue, madeIn] of run.queuesEach) {
    const loops = madeIn.filter((loop) => !loop.isFrameLoop && !used.get(queue)?.has(loop));
    const apart = [...run.queuesApart.values()].filter((shared) => shared() === queue).length;
    const count = subtract(passesAround(loops), apart);
    if (queue.capacity !== undefined) queue.capacity = multiply(queue.capacity, count);
    if (queue.initial !== undefined) queue.initial = multiply(queue.initial, count);
  }
}

/** What a pass makes for itself it uses in the same pass: there is one at a time. */
function loopsOfUses({ trace }: Interpreter): ReadonlyMap<TraceObject, ReadonlySet<LoopNode>> {
  const used = new Map<TraceObject, Set<LoopNode>>();
  for (const { body } of trace.threads)
    visitNodes(body, (node) => {
      if (node.kind !== 'queue') return;
      used.set(node.queue, new Set([...(used.get(node.queue) ?? []), ...node.loops]));
    });
  return used;
}
