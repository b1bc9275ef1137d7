/**
 * `if (i >= 2) aclrtSynchronizeEvent(done)` before `aclrtRecordEvent(done, stream)`: the first passes wait for nothing. The
 * Pipeline says so by a record before the loop, since its steps are those of any pass.
 */
import { childLists, type CallNode, type LoopNode, type TraceNode } from '../trace/nodes.ts';
import type { TraceObject } from '../trace/values.ts';

interface Seen {
  /** Events that a side of a branch waits for before the pass has recorded them. */
  awaited: Set<TraceObject>;
  /** The first record of each. */
  recorded: Map<TraceObject, CallNode>;
}

/** The nodes with such records put before their loops. */
export function withFirstRecords(nodes: readonly TraceNode[]): TraceNode[] {
  const before: Seen = { awaited: new Set(), recorded: new Map() };
  return nodes.flatMap((node) => {
    const firsts = node.kind === 'loop' ? firstRecords(node, before) : [];
    look([node], false, before);
    return [...firsts, node.kind === 'loop' ? { ...node, body: withFirstRecords(node.body) } : node];
  });
}

function firstRecords({ body }: LoopNode, { recorded: earlier }: Seen): CallNode[] {
  const seen: Seen = { awaited: new Set(), recorded: new Map() };
  look(body, false, seen);
  return [...seen.awaited].flatMap((event) => {
    const record = seen.recorded.get(event);
    return record && !earlier.has(event) ? [record] : [];
  });
}

function look(nodes: readonly TraceNode[], isGuarded: boolean, seen: Seen): void {
  for (const node of nodes) {
    if (node.kind === 'call') lookAt(node, isGuarded, seen);
    for (const list of childLists(node)) look(list, isGuarded || node.kind === 'branch', seen);
  }
}

function lookAt(call: CallNode, isGuarded: boolean, { awaited, recorded }: Seen): void {
  const event = eventOf(call);
  if (!event || recorded.has(event)) return;
  if (call.row.role === 'record') recorded.set(event, call);
  else if (isGuarded && (call.row.role === 'synchronize' || call.row.role === 'streamWait'))
    awaited.add(event);
}

function eventOf({ row, args }: CallNode): TraceObject | undefined {
  const value = row.event === undefined ? undefined : args[row.event]?.value;
  return value?.kind === 'object' && value.object.kind === 'event' ? value.object : undefined;
}
