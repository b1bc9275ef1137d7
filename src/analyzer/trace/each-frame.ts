/** Calls that no frame passes over, as against those that only some come by: a cache that misses, a recovery. */
import { oncePer } from '../../base/once.ts';
import { branchesTo, parentsOf, type Parents, type Side } from './branches.ts';
import { callsOf, frameLoopsOf, type CallNode, type Guard, type LoopNode, type TraceNode } from './nodes.ts';

/** Whether each frame that gives the device work comes by: all such work stands behind the conditions that this call does. */
export function isOfEachFrame(call: CallNode): boolean {
  const loop = frameLoopsOf(call).at(-1);
  if (!loop) return false;
  const ofWork = conditionsOfWork(loop);
  if (!ofWork) return false;
  return conditionsOn(call, loop, (side) => !isDoneOtherwise(call, side)).every((one) => ofWork.has(one));
}

/** A guard, or a side of a branch. */
type Condition = Guard | readonly TraceNode[];

/** What all that gives the device work in a loop stands behind, copies left out; undefined where nothing does. */
const conditionsOfWork = oncePer((loop: LoopNode): ReadonlySet<Condition> | undefined => {
  const work = callsOf(loop.body).filter(({ row }) => row.role === 'execute' || row.role === 'submit');
  const [first, ...others] = work.map((one) => new Set(conditionsOn(one, loop)));
  return first && new Set([...first].filter((condition) => others.every((one) => one.has(condition))));
});

/** Whether the other side of a branch does what the call does, as to load another model: then it is no matter which is taken. */
const isDoneOtherwise = ({ row }: CallNode, { branch, inThen }: Side): boolean =>
  callsOf(inThen ? branch.otherwise : branch.then).some((other) => other.row.role === row.role);

/** The guards and sides of branches on the way to a call from the loop's head. */
function conditionsOn(
  call: CallNode,
  loop: LoopNode,
  counts: (side: Side) => boolean = () => true,
): Condition[] {
  const guards = (call.guards ?? []).filter(({ isDismissed }) => !isDismissed);
  const sides = branchesTo(call, parentsIn(loop), loop).filter(counts);
  return [...guards, ...sides.map(({ branch, inThen }) => (inThen ? branch.then : branch.otherwise))];
}

const parentsIn = oncePer((loop: LoopNode): Parents => {
  const parents: Parents = new Map();
  parentsOf([loop], parents);
  return parents;
});
