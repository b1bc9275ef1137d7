/**
 * `if (i >= 2) aclrtSynchronizeEvent(done)` before `aclrtRecordEvent(done, stream)`: the first passes wait for nothing. And
 * what start-up records, the first pass finds. The Pipeline says so by a record before the loop, since its steps are those
 * of any pass.
 */
import { childLists, visitNodes, type CallNode, type LoopNode, type TraceNode } from '../trace/nodes.ts';
import type { TraceObject } from '../trace/values.ts';

interface Seen {
  /** Events that are waited for before the pass has recorded them: whether the first pass may skip that. */
  awaited: Map<TraceObject, boolean>;
  /** The first record of each. */
  recorded: Map<TraceObject, CallNode>;
}

const nothing = (): Seen => ({ awaited: new Map(), recorded: new Map() });

/** The nodes with such records put before their loops; `thread`: all that the thread does. */
export function withFirstRecords(
  nodes: readonly TraceNode[],
  thread: readonly TraceNode[] = nodes,
): TraceNode[] {
  const before = nothing();
  return nodes.flatMap((node) => {
    // One of several passes in turn is passed once: what it waits for is found by the loop around them.
    const firsts = node.kind === 'loop' && node.times !== 1 ? firstRecords(node, before, thread) : [];
    look([node], false, before);
    return [...firsts, node.kind === 'loop' ? { ...node, body: withFirstRecords(node.body, []) } : node];
  });
}

function firstRecords(loop: LoopNode, before: Seen, thread: readonly TraceNode[]): CallNode[] {
  const seen = nothing();
  look(loop.body, loop.isFilledFirst === true, seen);
  return [...seen.awaited].flatMap(([event, isSkipped]) => {
    if (before.recorded.has(event)) return [];
    const record = isSkipped ? seen.recorded.get(event) : recordedAtStart(event, loop, thread);
    return record ? [record] : [];
  });
}

/** The record of an event, or of all those that it is one of, that stands before a loop. */
function recordedAtStart(
  event: TraceObject,
  { order }: LoopNode,
  thread: readonly TraceNode[],
): CallNode | undefined {
  let found: CallNode | undefined;
  visitNodes(thread, (node) => {
    if (node.kind !== 'call' || node.row.role !== 'record' || node.order >= order) return;
    const recorded = eventOf(node);
    if (recorded === event || (recorded && recorded === event.oneOf?.all)) found = node;
  });
  return found && { ...found, args: found.args.map((arg) => withEvent(arg, event)) };
}

const withEvent = (arg: CallNode['args'][number], event: TraceObject): CallNode['args'][number] =>
  arg.value.kind === 'object' && arg.value.object.kind === 'event'
    ? { ...arg, value: { ...arg.value, object: event } }
    : arg;

function look(nodes: readonly TraceNode[], isGuarded: boolean, seen: Seen): void {
  for (const node of nodes) {
    if (node.kind === 'call') lookAt(node, isGuarded, seen);
    for (const list of childLists(node)) look(list, isGuarded || node.kind === 'branch', seen);
  }
}

function lookAt(call: CallNode, isGuarded: boolean, { awaited, recorded }: Seen): void {
  const event = eventOf(call);
  if (!event || recorded.has(event)) return;
  const waits = call.row.role === 'synchronize' || call.row.role === 'streamWait';
  if (call.row.role === 'record') recorded.set(event, call);
  else if (waits) awaited.set(event, isGuarded && awaited.get(event) !== false);
}

function eventOf({ row, args }: CallNode): TraceObject | undefined {
  const value = row.event === undefined ? undefined : args[row.event]?.value;
  return value?.kind === 'object' && value.object.kind === 'event' ? value.object : undefined;
}
