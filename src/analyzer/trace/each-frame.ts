/** Calls that no frame passes over, as against those that only some come by: a cache that misses, a recovery. */
import { oncePer } from '../../base/once.ts';
import { branchesTo, parentsOf, type Parents } from './branches.ts';
import { callsOf, frameLoopsOf, type CallNode, type LoopNode } from './nodes.ts';

/** Whether each frame that gives the device work comes by: all such work stands behind the conditions that this call does. */
export function isOfEachFrame(call: CallNode): boolean {
  const loop = frameLoopsOf(call).at(-1);
  if (!loop) return false;
  const conditions = [...conditionsOn(call, loop)];
  const work = workIn(loop).map((one) => conditionsOn(one, loop));
  return work.length > 0 && work.every((others) => conditions.every((condition) => others.has(condition)));
}

/** What of a loop's calls gives the device work, copies left out. */
const workIn = oncePer((loop: LoopNode): readonly CallNode[] =>
  callsOf(loop.body).filter(({ row }) => row.role === 'execute' || row.role === 'submit'),
);

/** The guards and sides of branches on the way to a call from the loop's head. */
function conditionsOn(call: CallNode, loop: LoopNode): Set<unknown> {
  const guards = (call.guards ?? []).filter(({ isDismissed }) => !isDismissed);
  const sides = branchesTo(call, parentsIn(loop), loop);
  return new Set([
    ...guards,
    ...sides.map(({ branch, inThen }) => (inThen ? branch.then : branch.otherwise)),
  ]);
}

const parentsIn = oncePer((loop: LoopNode): Parents => {
  const parents: Parents = new Map();
  parentsOf([loop], parents);
  return parents;
});
