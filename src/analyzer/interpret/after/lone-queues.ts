/**
 * Queues of elements of which only one side names the element: whoever takes from any of them, as replicas do that are
 * each given an index, takes from that one too.
 */
import type { Interpreter } from '../interpreter.ts';
import { visitNodes, type QueueNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';

/** Makes one of a queue that is only filled, or only emptied, and the one that stands for all elements. */
export function joinLoneQueues({ trace, queuesApart }: Interpreter): void {
  if (!queuesApart.size) return;
  const nodes: QueueNode[] = [];
  for (const thread of trace.threads)
    visitNodes(thread.body, (node) => {
      if (node.kind === 'queue') nodes.push(node);
    });
  const sides = new Map<TraceObject, Set<QueueNode['operation']>>();
  for (const { queue, operation } of nodes) sides.set(queue, (sides.get(queue) ?? new Set()).add(operation));
  for (const [own, sharedBy] of queuesApart) {
    const shared = sharedBy();
    if (!shared || sides.get(own)?.size !== 1 || !sides.has(shared)) continue;
    for (const node of nodes) if (node.queue === own) node.queue = shared;
    queuesApart.delete(own);
  }
}
