/** Memory that asynchronous work still holds when something else comes to it, along the order of execution. */
import type { BranchNode, CallNode, TraceNode } from '../../../trace/nodes.ts';
import type { TraceObject } from '../../../trace/values.ts';
import { walkFlow } from './flow.ts';
import { covers } from './pending.ts';
import { isWait, learnsOfEnd } from './work.ts';

/** What a rule asks for. */
export interface Uses {
  /** What the work that a call submits reads or writes until it has ended. */
  holds(call: CallNode): readonly TraceObject[];
  /** What a node comes to at once. */
  comesTo(node: TraceNode): readonly (TraceObject | undefined)[];
  /** A wait on one side of a branch that comes only every so many passes leaves the others without one. */
  isStrict?: true;
}

export interface Clash {
  /** The call whose work holds the memory. */
  holder: CallNode;
  /** What comes to it meanwhile. */
  other: TraceNode;
  object: TraceObject;
}

/** Objects that asynchronous work holds, each with the call; `settled` where a wait has covered it. */
type Held = Map<TraceObject, CallNode | 'settled'>;

/** Each object of which something comes to while work holds it, once. */
export function clashesIn(body: readonly TraceNode[], uses: Uses): Clash[] {
  const found: Clash[] = [];
  walkFlow<Held>(body, new Map(), {
    copy: (state) => new Map(state),
    merge: (a, b, branch) => joined(a, b, uses.isStrict === true && isPeriodic(branch)),
    visit(node, state) {
      for (const object of uses.comesTo(node)) {
        const holder = object && state.get(object);
        if (!holder || holder === 'settled') continue;
        found.push({ holder, other: node, object });
        state.set(object, 'settled');
      }
      if (node.kind === 'call') update(node, state, uses);
    },
  });
  return found;
}

/** Its sides are taken by a counter, and neither is gone. */
const isPeriodic = ({ guessed, share, modes }: BranchNode): boolean =>
  !guessed && !modes && typeof share === 'number' && share > 0 && share < 1;

/** After a branch: a wait on either side counts, since which side is taken may depend on what was submitted. */
function joined(a: Held, b: Held, isPeriodic: boolean): Held {
  const both: Held = new Map([...a, ...b]);
  for (const [object] of both) {
    const sides = [a.get(object), b.get(object)];
    const holder = sides.find((side) => side !== undefined && side !== 'settled');
    if (isPeriodic && holder) both.set(object, holder);
    else if (sides.includes('settled')) both.set(object, 'settled');
  }
  return both;
}

function update(call: CallNode, state: Held, { holds }: Uses): void {
  if (isWait(call) || waitsOtherwise(call)) {
    for (const [object, holder] of state) {
      if (holder !== 'settled' && (!isWait(call) || covers(call, holder))) state.set(object, 'settled');
    }
    return;
  }
  for (const object of holds(call)) state.set(object, call);
}

/** Queries, callbacks and reports: the program learns of the end in another way. */
function waitsOtherwise(call: CallNode): boolean {
  return learnsOfEnd(call) || call.row.role === 'streamWait';
}
