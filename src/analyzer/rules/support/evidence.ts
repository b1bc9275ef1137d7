/** Evidence of a finding: the loop that makes a call run once per frame, and each call between the two. */
import type { RelatedLocation } from '../../finding.ts';
import type { LoopNode, PathEntry, TraceNode } from '../../trace/nodes.ts';
import { frameLoop } from './context.ts';

/** The frame loop and the calls from it to `node`, outermost first; empty where there is no frame loop. */
export function loopEvidence(node: TraceNode): RelatedLocation[] {
  const loop = frameLoop(node);
  if (!loop) return [];
  return [loopLocation(loop), ...callsBetween(loop, node).map(callLocation)];
}

function loopLocation(loop: LoopNode): RelatedLocation {
  return { range: loop.range, messageId: 'frameLoop', data: { reason: loop.reason } };
}

function callLocation(entry: PathEntry): RelatedLocation {
  return { range: entry.range, messageId: 'calledHere', data: { callee: entry.callee } };
}

/** Calls inside `loop` that lead to `node`. */
export function callsBetween(loop: LoopNode, node: TraceNode): PathEntry[] {
  return node.path.slice(loop.path.length);
}
