/**
 * Threads of a loop of which so many are under way at once, as a queue of them holds: `if (running.size() == 4) {
 * running.front().get(); running.pop_front(); }`, or those that were started ahead of the loop.
 */
import { add, inverse, subtract, type Quantity } from '../../../pipeline/quantity.ts';
import {
  anyNode,
  passesAround,
  startsIn,
  visitNodes,
  type BranchNode,
  type LoopNode,
  type ProgramTrace,
  type QueueNode,
  type SpawnNode,
  type TraceNode,
} from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';

/** How a loop that starts a thread in each pass goes on before that one has ended. */
export interface Window {
  loop: LoopNode;
  /** So many threads are under way at most. */
  most: Quantity;
  /** So many starts wait for none. */
  free: Quantity;
  /** The branch in which all of them are waited for, once they are so many. */
  round?: BranchNode;
}

/** The window of the loop in which a thread is started, and what waits there for an older one; undefined where it keeps none. */
export function windowOf(
  trace: ProgramTrace,
  start: SpawnNode,
): { window: Window; wait: TraceNode } | undefined {
  const loop = start.loops.at(-1);
  const wait = loop?.body.find(isJoining);
  if (!loop || !wait) return undefined;
  if (isRound(wait)) return { wait, window: { loop, most: inverse(wait.share), free: 0, round: wait } };
  const most = sizeOf(trace, start, loop, wait);
  if (most === undefined) return undefined;
  return { wait, window: { loop, most, free: wait.order < start.order ? most : subtract(most, 1) } };
}

/** `if (futures.size() == 4) { for (auto &one : futures) one.get(); futures.clear(); }`: taken in its share of the passes. */
const isRound = (wait: TraceNode): wait is BranchNode =>
  wait.kind === 'branch' && !wait.guessed && wait.share !== 1 && wait.then.some(isJoining);

function sizeOf(
  trace: ProgramTrace,
  start: SpawnNode,
  loop: LoopNode,
  wait: TraceNode,
): Quantity | undefined {
  const queue = queueOf(loop);
  return queue ? (queue.capacity ?? startedAhead(start, loop, queue)) : slotsOf(trace, start, wait);
}

/**
 * `slots[i % 4].get()`: each waits until its turn comes again. Where some were started ahead of the loop, a pass may wait for
 * another than it starts.
 */
function slotsOf(
  trace: ProgramTrace,
  { threads: [started] }: SpawnNode,
  wait: TraceNode,
): Quantity | undefined {
  const starts = trace.threads.flatMap(({ body }) => startsIn(body));
  if (starts.filter(({ threads }) => threads[0]?.entry === started?.entry).length > 1) return undefined;
  let slots: Quantity | undefined;
  visitNodes([wait], (node) => {
    if (node.kind === 'spawn') slots ??= node.among;
  });
  return slots;
}

const isJoining = (node: TraceNode): boolean =>
  anyNode([node], (inner) => inner.kind === 'spawn' && inner.operation === 'join');

const holdsThreads = (node: TraceNode): node is QueueNode => node.kind === 'queue' && node.ofThreads === true;

/** The one queue of threads that the loop puts into and takes from. */
function queueOf({ body }: LoopNode): TraceObject | undefined {
  const moves = movesIn(body);
  const [put] = moves.filter(({ operation }) => operation === 'enqueue');
  const isTaken = moves.some(({ operation, queue }) => operation === 'dequeue' && queue === put?.queue);
  return isTaken && moves.every(({ queue }) => queue === put?.queue) ? put?.queue : undefined;
}

function movesIn(body: readonly TraceNode[]): QueueNode[] {
  const moves: QueueNode[] = [];
  visitNodes(body, (node) => {
    if (holdsThreads(node)) moves.push(node);
  });
  return moves;
}

/** How many the queue holds when the loop begins. */
function startedAhead({ thread }: SpawnNode, loop: LoopNode, queue: TraceObject): Quantity | undefined {
  const puts = movesIn(thread.body).filter(
    (move) => move.queue === queue && move.operation === 'enqueue' && move.order < loop.order,
  );
  const around = loop.loops.length;
  return puts.length ? puts.map(({ loops }) => passesAround(loops.slice(around))).reduce(add) : undefined;
}
