/** What may still be running on streams when a call is made. */
import type { CallNode, TraceNode } from '../../trace/nodes.ts';
import type { RuleContext } from './context.ts';
import { walkFlow } from './flow.ts';
import { covers, isSubmission, isWait } from './pending.ts';

export interface InFlight {
  at: CallNode;
  pending: CallNode[];
}

/** Each call that `interesting` picks, with the submissions that no wait has covered before it, on either side of a branch. */
export function inFlightAt(context: RuleContext, interesting: (call: CallNode) => boolean): InFlight[] {
  const found: InFlight[] = [];
  for (const thread of context.trace.threads) {
    walkFlow<Set<CallNode>>(thread.body, new Set(), {
      copy: (state) => new Set(state),
      merge: (a, b) => new Set([...a, ...b]),
      visit(node, state) {
        if (mayTellOfEnd(node)) forgetOwned(state);
        if (node.kind !== 'call') return;
        if (interesting(node) && state.size > 0) found.push({ at: node, pending: [...state] });
        if (isSubmission(node) && (node.row.stream !== undefined || isOwnedByCallback(node))) state.add(node);
        if (endsWork(node))
          for (const call of state) if (!isWait(node) || covers(node, call)) state.delete(call);
      },
    });
  }
  return found;
}

/** What VDEC and VENC of the first interface are sent is theirs until a callback is called for it: no wait of a stream covers it. */
export const isOwnedByCallback = ({ name }: CallNode): boolean => /^acl(?:vdec|venc)Send/.test(name);

/** The callback may have told of its end: by a queue, a flag or a thread, or because the channel is gone. */
function mayTellOfEnd(node: TraceNode): boolean {
  if (node.kind !== 'call') return ['queue', 'spawn', 'lock'].includes(node.kind);
  return node.row.role === 'sleep' || (node.row.role === 'destroy' && node.row.opens === true);
}

function forgetOwned(state: Set<CallNode>): void {
  for (const call of state) if (isOwnedByCallback(call)) state.delete(call);
}

/** A wait; or a call after which the program may know of the end by other means. */
function endsWork(call: CallNode): boolean {
  if (isWait(call)) return true;
  if (['query', 'launchCallback', 'report', 'init', 'streamWait'].includes(call.row.role)) return true;
  return call.row.role === 'destroy' && /Stream$|StreamForce$|Context$/.test(call.name);
}
