/** What follows a call in its loop. */
import type { CallNode, LoopNode } from '../../../trace/nodes.ts';
import type { RuleContext } from '../../context.ts';
import { sourceOf } from '../copies.ts';
import { callsIn } from '../loops.ts';
import { isSubmission, isWait } from './work.ts';

/**
 * The asynchronous submission that comes next after a synchronous H2D copy, where a wait for its stream follows in the
 * same pass and nothing writes the copy's host side in between: then the copy may ride on that stream.
 */
export function followedByStreamWork(
  copy: CallNode,
  loop: LoopNode,
  context: RuleContext,
): CallNode | undefined {
  const after = callsIn(loop).filter((call) => call.order > copy.order);
  const next = after.find((call) => isSubmission(call) || call.row.blocksHost);
  if (!next || !isSubmission(next) || next.row.stream === undefined) return undefined;
  const wait = after.find((call) => isWait(call));
  if (!wait) return undefined;
  return hostSideTouched(copy, wait, context) ? undefined : next;
}

function hostSideTouched(copy: CallNode, wait: CallNode, context: RuleContext): boolean {
  const source = sourceOf(copy);
  return context.nodes.some(
    (node) =>
      node.order > copy.order &&
      node.order < wait.order &&
      ((node.kind === 'access' && node.write && node.object === source) ||
        (node.kind === 'call' && node.row.role === 'free')),
  );
}
