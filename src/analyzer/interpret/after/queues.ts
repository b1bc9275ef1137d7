/** Which containers are queues between threads, and which of those say what they connect. */
import type { Unknown } from '../../../pipeline/pipeline.ts';
import { givesWork } from '../../acl/catalogue.ts';
import {
  anyNode,
  childLists,
  holdsPermits,
  visitNodes,
  type AwaitedNode,
  type LoopNode,
  type QueueNode,
  type TraceNode,
  type TraceThread,
} from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import type { Interpreter } from '../interpreter.ts';
import { formBatches, noteItemLoops } from './batches.ts';
import { settlePermits } from './permits.ts';
import { findStops } from './stops.ts';
import { findSpares } from './spares.ts';
import { dealOutTasks } from './tasks.ts';

/** What threads do with a queue. */
interface Use {
  /** Threads that put something in within a loop without end. */
  fills: Set<TraceThread>;
  takes: Set<TraceThread>;
  /** What is taken runs without end, as a task that a pool is given once: nothing flows through. */
  startsLoop: boolean;
  puts: Set<TraceThread>;
}

/**
 * Drops what is no queue between threads: a container that only one thread touches, or that is only filled. And queues
 * that stand for several: where modules of a framework are linked at run time, each takes from one and puts into another.
 */
export function dropLocalQueues(run: Interpreter): void {
  const { trace } = run;
  const stops = findStops(run);
  for (const thread of trace.threads) prune(thread.body, (node) => !stops.has(node));
  const settled = settlePermits(run);
  for (const thread of trace.threads) settleWaits(thread.body, settled.takings);
  const dropped = new Set<QueueNode | TraceObject>([...settled.dropped, ...findSpares(trace)]);
  const isDropped = (node: QueueNode) => dropped.has(node) || dropped.has(node.queue);
  for (const thread of trace.threads) prune(thread.body, (node) => !isDropped(node));
  const dealt = dealOutTasks(trace);
  const uses = new Map<TraceObject, Use>();
  for (const thread of trace.threads) visitNodes(thread.body, (node) => noteUse(node, thread, uses));
  const isKept = ({ queue }: QueueNode) => {
    const use = uses.get(queue);
    return (
      use !== undefined &&
      isShared(use) &&
      (holdsPermits(queue) || !isLinkedAtRunTime(use)) &&
      !use.startsLoop &&
      !dealt.has(queue)
    );
  };
  for (const thread of trace.threads) noteTaking(thread, uses);
  for (const thread of trace.threads) endDrains(thread.body, isKept);
  for (const thread of trace.threads) prune(thread.body, isKept);
  for (const thread of trace.threads) waitForItems(thread.body);
  for (const { body } of trace.threads) formBatches(body);
  for (const { body } of trace.threads) noteItemLoops(body);
  for (const [queue, use] of uses)
    if (isShared(use) && !holdsPermits(queue) && isLinkedAtRunTime(use))
      trace.unknowns.push(unknownLinks(queue));
}

function noteUse(node: TraceNode, thread: TraceThread, uses: Map<TraceObject, Use>): void {
  if (node.kind !== 'queue' || isDrain(node)) return;
  const use = uses.get(node.queue) ?? {
    takes: new Set(),
    puts: new Set(),
    fills: new Set(),
    startsLoop: false,
  };
  uses.set(node.queue, use);
  (node.operation === 'enqueue' ? use.puts : use.takes).add(thread);
  if (node.operation === 'dequeue' && node.tasks !== undefined) use.startsLoop ||= startsLoop(node);
  if (node.operation === 'enqueue' && node.loops.some(({ times }) => times === 'forever'))
    use.fills.add(thread);
}

/** Whether the loop that takes items holds another without end, which it never comes back from. */
function startsLoop({ loops, order }: QueueNode): boolean {
  const around = loops.findLast(({ times }) => times === 'forever');
  let found = false;
  visitNodes(around?.body ?? [], (node) => {
    found ||= node.kind === 'loop' && node.times === 'forever' && node.order > order && isEndless(node);
  });
  return found;
}

function isEndless({ condition }: LoopNode): boolean {
  return /^(true|1)?$/.test(condition);
}

/** `while (!q.empty()) q.pop();` at the end: what takes until nothing is left waits for nobody. */
function isDrain({ operation, blocking, loops }: QueueNode): boolean {
  const endless = loops.filter(({ times }) => times === 'forever');
  return (
    operation === 'dequeue' &&
    !blocking &&
    endless.length > 0 &&
    endless.every(({ condition }) => /\bempty\(\)/.test(condition))
  );
}

function isShared({ takes, puts, fills }: Pick<Use, 'takes' | 'puts' | 'fills'>): boolean {
  const threads = new Set([...takes, ...puts]);
  const several = threads.size > 1 || [...threads].some(({ replicas }) => replicas !== 1);
  return several && takes.size > 0 && puts.size > 0 && !isOwnPool({ takes, puts, fills });
}

/** Filled and emptied by `main` around the one thread that takes from it and gives back, as a ring of buffers: that never waits. */
function isOwnPool({ takes, puts, fills }: Pick<Use, 'takes' | 'puts' | 'fills'>): boolean {
  const owners = [...takes].filter((thread) => puts.has(thread) && !isStarter(thread));
  const [owner] = owners;
  if (!owner || owners.length > 1 || owner.replicas !== 1) return false;
  return [...takes, ...puts].every((one) => one === owner || (isStarter(one) && !fills.has(one)));
}

function isStarter({ kind }: TraceThread): boolean {
  return kind === 'main' || kind === 'library';
}

function isLinkedAtRunTime({ takes, puts }: Use): boolean {
  return [...takes].filter((thread) => puts.has(thread)).length > 1;
}

function unknownLinks({ name, createdAt }: TraceObject): Unknown {
  return { code: 'queue-links', detail: name, settle: '', ...(createdAt ? { range: createdAt } : {}) };
}

/** A loop that waits for items which no code in sight puts in takes them from outside, as a module of a framework does. */
function noteTaking({ body }: TraceThread, uses: ReadonlyMap<TraceObject, Use>): void {
  visitNodes(body, (node) => {
    if (node.kind !== 'queue' || node.operation !== 'dequeue' || !node.blocking) return;
    const use = uses.get(node.queue);
    if (!use || (use.puts.size && !isLinkedAtRunTime(use))) return;
    const loop = node.loops.findLast(({ times }) => times === 'forever');
    if (loop) loop.takesItems = true;
  });
}

/** `while (!flying.empty()) { wait(flying.front()); flying.pop(); }` of a thread's own: it waits for what is left, and ends. */
function endDrains(nodes: readonly TraceNode[], isKept: (node: QueueNode) => boolean): void {
  visitNodes(nodes, (node) => {
    if (node.kind !== 'loop' || node.times !== 'forever' || !/\b(empty|size)\(\)/.test(node.condition))
      return;
    const own = node.body.find((one) => one.kind === 'queue' && one.operation === 'dequeue' && !isKept(one));
    const works = anyNode(node.body, (one) => one.kind === 'call' && givesWork(one.row));
    if (own?.kind === 'queue' && !works) node.times = own.queue.capacity ?? 1;
  });
}

/** Who has nothing to do without an item asks until there is one, which is to wait for it. */
function waitForItems(nodes: readonly TraceNode[]): void {
  for (const node of nodes) {
    if (node.kind === 'loop' || node.kind === 'lock') waitForItems(node.body);
    if (node.kind === 'queue' && node.operation === 'dequeue' && !isDrain(node))
      node.blocking ||= node.loops.some(({ times }) => times === 'forever');
  }
}

/** Puts the queue in the place of a wait for a number; of other waits there is nothing to say. */
function settleWaits(nodes: TraceNode[], takings: ReadonlyMap<AwaitedNode, QueueNode>): void {
  for (let at = nodes.length - 1; at >= 0; at--) {
    const node = nodes[at];
    if (!node) continue;
    for (const list of childLists(node)) settleWaits(list, takings);
    if (node.kind !== 'awaited') continue;
    const taking = takings.get(node);
    nodes.splice(at, 1, ...(taking ? [taking] : []));
  }
}

function prune(nodes: TraceNode[], isKept: (node: QueueNode) => boolean): void {
  for (let at = nodes.length - 1; at >= 0; at--) {
    const node = nodes[at];
    if (!node) continue;
    for (const list of childLists(node)) prune(list, isKept);
    if (node.kind === 'queue' && !isKept(node)) nodes.splice(at, 1);
    else if (node.kind === 'lock' && node.body.every((inner) => inner.kind === 'queue'))
      nodes.splice(at, 1, ...node.body);
    else if (isEmpty(node)) nodes.splice(at, 1);
  }
}

function isEmpty(node: TraceNode): boolean {
  if (node.kind === 'loop') return node.body.length === 0 && !node.isElementLoop && node.loop !== 'callback';
  return (
    (node.kind === 'branch' || node.kind === 'lock') && childLists(node).every((list) => list.length === 0)
  );
}
