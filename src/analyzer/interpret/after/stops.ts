/** Items that tell who takes them to stop, as a null at the end: they are no frames, and with them a run is over. */
import { anyNode, visitNodes, type QueueNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import type { Interpreter } from '../interpreter.ts';

/** What puts such items into queues that carry others too, with all that is moved for them. */
export function findStops({ trace: { threads }, permits }: Interpreter): ReadonlySet<QueueNode> {
  const counts = new Set([...permits.values()].map(({ queue }) => queue));
  const nodes: QueueNode[] = [];
  for (const { body } of threads)
    visitNodes(body, (node) => {
      if (node.kind === 'queue') nodes.push(node);
    });
  const carrying = new Set(
    nodes.filter((node) => !isStop(node) && node.operation === 'enqueue').map(({ queue }) => queue),
  );
  const stops = nodes.filter((node) => isStop(node) && carrying.has(node.queue));
  return new Set(stops.flatMap((stop) => [stop, ...movedFor(stop, nodes, counts)]));
}

/** What is put in over and over, or for a callback, comes with the frames. */
const isStop = ({ stops, thread, loops }: QueueNode): boolean =>
  stops === true && thread.kind !== 'callback' && loops.every(({ times }) => times !== 'forever');

/** The moves of a loop that only tells others to stop. */
function movedFor(
  { loops }: QueueNode,
  nodes: readonly QueueNode[],
  counts: ReadonlySet<TraceObject>,
): QueueNode[] {
  const loop = loops.at(-1);
  if (!loop || anyNode(loop.body, (node) => node.kind === 'call')) return [];
  const inside = nodes.filter((node) => node.loops.includes(loop));
  const isOnly = inside.every(
    (node) => node.operation === 'dequeue' || isStop(node) || counts.has(node.queue),
  );
  return isOnly ? inside : [];
}
