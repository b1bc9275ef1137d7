/** The passes of a state machine in their order: those that come again at once are told once. */
import { visitNodes, type LoopNode, type TraceNode } from '../../trace/nodes.ts';
import { placesIn, thingsIn } from './uses.ts';

export interface Pass {
  node: LoopNode;
  /** Equal for passes that do the same with the same things. */
  shape: string;
  /** Equal for passes that do the same. */
  course: string;
}

export const passOf = (node: LoopNode): Pass => ({
  node,
  shape: JSON.stringify(thingsIn(node.body)),
  course: JSON.stringify(placesIn(node.body)),
});

/** What the passes do; what comes again is the body of a loop. */
export function foldedPasses(all: readonly Pass[]): TraceNode[] {
  return inTurns(groupsOf(all)).flatMap((group) => ('turns' in group ? turnsOf(group.turns) : folded(group)));
}

/** Passes, and how often they come one after the other. */
export interface Rounds {
  passes: readonly Pass[];
  times: number;
}

/** Passes that do the same with one thing after the other. */
interface Turns {
  turns: readonly Pass[];
}

function inTurns(groups: readonly Rounds[]): (Rounds | Turns)[] {
  const found: (Rounds | Turns)[] = [];
  for (let at = 0; at < groups.length;) {
    const course = courseOf(groups[at]);
    let end = at + 1;
    while (course !== undefined && end < groups.length && courseOf(groups[end]) === course) end++;
    const alike = groups.slice(at, end);
    found.push(...(alike.length > 1 ? [{ turns: alike.flatMap(({ passes }) => passes) }] : alike));
    at = end;
  }
  return found;
}

/** What a pass that stands by itself does; undefined where that is nothing. */
function courseOf(group: Rounds | undefined): string | undefined {
  const [pass, ...others] = group?.passes ?? [];
  return group?.times === 1 && !others.length && pass?.node.body.length ? pass.course : undefined;
}

function turnsOf(turns: readonly Pass[]): TraceNode[] {
  const [first] = turns.map(({ node }) => node);
  if (!first) return [];
  const loop: LoopNode = { ...first, passes: turns.length, body: turns.map(({ node }) => node) };
  for (const { node } of turns) {
    const within = (one: LoopNode): LoopNode[] => (one === node ? [loop, node] : [one]);
    visitNodes(node.body, (inner) => (inner.loops = inner.loops.flatMap(within)));
    node.loops = [...node.loops, loop];
    node.isTurn = true;
  }
  return [loop];
}

/** Passes that come again at once, with how often. */
function groupsOf(all: readonly Pass[]): Rounds[] {
  const shapes = all.map(({ shape }) => shape);
  const groups: Rounds[] = [];
  for (let at = 0; at < all.length;) {
    const { size, times } = repeatAt(shapes, at);
    groups.push({ passes: all.slice(at, at + size), times });
    at += size * times;
  }
  return groups;
}

/** How many passes, from one on, come again at once, and how often. */
function repeatAt(shapes: readonly string[], at: number): { size: number; times: number } {
  for (let size = 1; at + 2 * size <= shapes.length; size++) {
    let end = at + size;
    while (end < shapes.length && shapes[end] === shapes[end - size]) end++;
    const times = Math.floor((end - at) / size);
    if (times > 1) return { size, times };
  }
  return { size: 1, times: 1 };
}

/** What comes again is the body of a loop in the loop. */
export function folded({ passes, times }: Rounds): TraceNode[] {
  const [head, ...others] = passes.map(({ node }) => node);
  if (!head) return [];
  if (times === 1) return outOf(head.body, head);
  for (const other of others) head.body.push(...into(head, other));
  head.times = times;
  return head.body.length ? [head] : [];
}

function into(loop: LoopNode, other: LoopNode): TraceNode[] {
  const place = (one: LoopNode): LoopNode => (one === other ? loop : one);
  visitNodes(other.body, (inner) => (inner.loops = inner.loops.map(place)));
  return other.body;
}

export function outOf(nodes: TraceNode[], loop: LoopNode): TraceNode[] {
  visitNodes(nodes, (inner) => (inner.loops = inner.loops.filter((one) => one !== loop)));
  return nodes;
}
