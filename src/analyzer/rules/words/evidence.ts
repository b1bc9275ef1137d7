/** Evidence of a finding: the loop that makes a call run once per frame, and each call between the two. */
import type { LoopNode, PathEntry, TraceNode } from '../../trace/nodes.ts';
import type { Related } from '../rule.ts';
import { frameLoop } from '../context.ts';
import type { SharedSlots } from './messages.ts';

/** The frame loop and the calls from it to `node`, outermost first; empty where there is no frame loop. */
export function loopEvidence(node: TraceNode): Related<SharedSlots>[] {
  const loop = frameLoop(node);
  if (!loop) return [];
  return [loopLocation(loop), ...callsBetween(loop, node).map(callLocation)];
}

function loopLocation(loop: LoopNode): Related<SharedSlots> {
  return { range: loop.range, messageId: 'frameLoop', data: { reason: loop.reason } };
}

/** A call on the way to a place. */
export function callLocation(entry: PathEntry): Related<SharedSlots> {
  return { range: entry.range, messageId: 'calledHere', data: { callee: entry.callee } };
}

/** Calls inside `loop` that lead to `node`. */
export function callsBetween(loop: LoopNode, node: TraceNode): PathEntry[] {
  return node.path.slice(loop.path.length);
}
