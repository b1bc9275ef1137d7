/** Which containers are queues between threads, and which of those say what they connect. */
import type { Unknown } from '../../pipeline/pipeline.ts';
import { childLists, visitNodes, type ProgramTrace, type TraceNode, type TraceThread } from './trace.ts';
import type { TraceObject } from './value.ts';

/** What threads do with a queue. */
interface Use {
  takes: Set<TraceThread>;
  puts: Set<TraceThread>;
}

/**
 * Drops what is no queue between threads: a container that only one thread touches, or that is only filled. And queues
 * that stand for several: where modules of a framework are linked at run time, each takes from one and puts into another.
 */
export function dropLocalQueues(trace: ProgramTrace): void {
  const uses = new Map<TraceObject, Use>();
  for (const thread of trace.threads) visitNodes(thread.body, (node) => noteUse(node, thread, uses));
  const isKept = (queue: TraceObject) => {
    const use = uses.get(queue);
    return use !== undefined && isShared(use) && !isLinkedAtRunTime(use);
  };
  for (const thread of trace.threads) noteTaking(thread, uses);
  for (const thread of trace.threads) prune(thread.body, isKept);
  for (const [queue, use] of uses)
    if (isShared(use) && !isKept(queue)) trace.unknowns.push(unknownLinks(queue));
}

function noteUse(node: TraceNode, thread: TraceThread, uses: Map<TraceObject, Use>): void {
  if (node.kind !== 'queue') return;
  const use = uses.get(node.queue) ?? { takes: new Set(), puts: new Set() };
  uses.set(node.queue, use);
  (node.operation === 'enqueue' ? use.puts : use.takes).add(thread);
}

function isShared({ takes, puts }: Use): boolean {
  const threads = new Set([...takes, ...puts]);
  const several = threads.size > 1 || [...threads].some(({ replicas }) => replicas !== 1);
  return several && takes.size > 0 && puts.size > 0 && !isOwnPool({ takes, puts });
}

/** Filled by `main` before the one thread that takes from it and gives back, as a ring of buffers: that never waits. */
function isOwnPool({ takes, puts }: Use): boolean {
  const [owner] = takes;
  if (!owner || takes.size !== 1 || owner.replicas !== 1 || !puts.has(owner)) return false;
  return [...puts].every((thread) => thread === owner || (isStarter(thread) && !fillsWithoutEnd(thread)));
}

function isStarter({ kind }: TraceThread): boolean {
  return kind === 'main' || kind === 'library';
}

function fillsWithoutEnd({ body }: TraceThread): boolean {
  let found = false;
  visitNodes(body, (node) => {
    found ||= node.kind === 'queue' && node.loops.some(({ times }) => times === 'forever');
  });
  return found;
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

function prune(nodes: TraceNode[], isKept: (queue: TraceObject) => boolean): void {
  for (let at = nodes.length - 1; at >= 0; at--) {
    const node = nodes[at];
    if (!node) continue;
    for (const list of childLists(node)) prune(list, isKept);
    if (node.kind === 'queue' && !isKept(node.queue)) nodes.splice(at, 1);
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
