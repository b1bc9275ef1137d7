/**
 * Batches that are put together of what comes in time: `while (batch.size() < MOST) { if (ready.wait_until(lock, deadline) ==
 * timeout) break; … }`, or of what is there: `while (!q.empty() && batch.size() < MOST)`. The loop takes one item or as many as it may, and what is done for each is done as often.
 */
import { add } from '../../../pipeline/quantity.ts';
import { childLists, visitNodes, type LoopNode, type QueueNode, type TraceNode } from '../../trace/nodes.ts';

/** Puts one taking of a batch in the place of loops that take its items. */
export function formBatches(nodes: TraceNode[]): void {
  for (let at = nodes.length - 1; at >= 0; at--) {
    const node = nodes[at];
    if (!node) continue;
    for (const list of childLists(node)) formBatches(list);
    const taking = takingOf(node);
    if (taking) replace(nodes, at, taking);
    else if (node.kind === 'lock' && node.body.some(takesBatch) && node.body.every(isQueue))
      nodes.splice(at, 1, ...node.body);
  }
}

const isQueue = (node: TraceNode): node is QueueNode => node.kind === 'queue';
const takesBatch = (node: TraceNode): boolean => isQueue(node) && node.batch !== undefined;

/** What a loop that waits so long for each item takes; undefined where it does anything else. */
function takingOf(node: TraceNode): QueueNode | undefined {
  if (node.kind !== 'loop' || node.times === 'forever') return undefined;
  const within = node.gathers ?? (/\bempty\(\)/.test(node.condition) ? '0ms' : undefined);
  if (within === undefined) return undefined;
  const [only, ...others] = node.body.flatMap(withoutLocks);
  if (!only || others.length > 0 || !isQueue(only) || only.operation !== 'dequeue') return undefined;
  const batch = { atMost: node.times, within };
  return { ...only, loops: node.loops, blocking: true, batch };
}

const withoutLocks = (node: TraceNode): readonly TraceNode[] =>
  node.kind === 'lock' ? node.body.flatMap(withoutLocks) : [node];

/** With the first item, where that is taken by itself before the others. */
function replace(nodes: TraceNode[], at: number, taking: QueueNode): void {
  const { queue, batch } = taking;
  const first = nodes[at - 1];
  const isFirst =
    first !== undefined && isQueue(first) && first.operation === 'dequeue' && first.queue === queue;
  if (!isFirst || !batch) nodes[at] = taking;
  else nodes.splice(at - 1, 2, { ...taking, batch: { ...batch, atMost: add(batch.atMost, 1) } });
}

/** Notes the loops that pass once for each item of a batch which the same pass, or the one before, has taken. */
export function noteItemLoops(nodes: readonly TraceNode[]): void {
  const batches: QueueNode[] = [];
  visitNodes(nodes, (node) => {
    if (isQueue(node) && node.batch) batches.push(node);
  });
  visitNodes(nodes, (node) => {
    if (node.kind === 'loop' && batches.some((taken) => isForEach(node, taken))) node.forEachTaken = true;
  });
}

const isForEach = ({ times, loops }: LoopNode, { loops: around, batch }: QueueNode): boolean =>
  times !== 1 && times === batch?.atMost && loops.at(-1) === around.at(-1);
