/** What may still be running on streams when a call is made. */
import type { CallNode, TraceNode } from '../../../trace/nodes.ts';
import type { RuleContext } from '../../context.ts';
import { walkFlow } from './flow.ts';
import { covers } from './pending.ts';
import { isSubmission, isWait, learnsOfEnd } from './work.ts';

export interface InFlight {
  at: CallNode;
  pending: CallNode[];
}

/** Submissions, each with whether it may still run. */
type States = Map<CallNode, boolean>;

/** Each call that `interesting` picks, with the submissions that no wait has covered before it. */
export function inFlightAt(context: RuleContext, interesting: (call: CallNode) => boolean): InFlight[] {
  const found: InFlight[] = [];
  for (const thread of context.trace.threads) {
    walkFlow<States>(thread.body, new Map(), {
      copy: (state) => new Map(state),
      merge: joined,
      visit(node, state) {
        if (mayTellOfEnd(node)) end(state, isOwnedByCallback);
        if (node.kind !== 'call') return;
        const pending = interesting(node) ? [...state.keys()].filter((call) => state.get(call)) : [];
        if (pending.length > 0) found.push({ at: node, pending });
        if (isSubmission(node) && (node.row.stream !== undefined || isOwnedByCallback(node)))
          state.set(node, true);
        if (endsWork(node)) end(state, (call) => !isWait(node) || covers(node, call));
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

function end(state: States, ends: (call: CallNode) => boolean): void {
  for (const call of state.keys()) if (ends(call)) state.set(call, false);
}

/** After a branch: a wait on either side counts, since which side is taken may depend on what was submitted. */
const joined = (a: States, b: States): States =>
  new Map(
    [...new Set([...a.keys(), ...b.keys()])].map((call) => [
      call,
      (a.get(call) ?? true) && (b.get(call) ?? true),
    ]),
  );

/** A wait; or a call after which the program may know of the end by other means. */
function endsWork(call: CallNode): boolean {
  if (isWait(call) || learnsOfEnd(call)) return true;
  if (call.row.role === 'init' || call.row.role === 'streamWait') return true;
  return call.row.role === 'destroy' && /Stream$|StreamForce$|Context$/.test(call.name);
}
