/** A walk in order of execution that carries a state: branches are followed both ways, loop bodies to their second pass. */
import type { BranchNode, LoopNode, TraceNode } from '../../../trace/nodes.ts';

export interface Flow<State> {
  copy(state: State): State;
  /** Joins the states at the end of both sides of a branch. */
  merge(a: State, b: State, branch: BranchNode): State;
  /** Sees each node that is no branch or loop; may change `state`. `silent` on a pass made only to reach the steady state. */
  visit(node: TraceNode, state: State, silent: boolean): void;
  /** Called when a loop has been left; may change `state`. */
  leaveLoop?(loop: LoopNode, state: State): void;
}

/** Loops in each other that are walked twice: the innermost's nodes are then visited 64 times. Deeper ones are walked once. */
const DEEPEST = 6;

/** Where a walk is. */
interface Depth {
  /** Only to reach the steady state. */
  silent: boolean;
  /** Loops around that are walked twice. */
  loops: number;
}

/** Walks `nodes`, changing `state`. Ends of functions on the ordinary path are not treated as ends. */
export function walkFlow<State>(
  nodes: readonly TraceNode[],
  state: State,
  flow: Flow<State>,
  depth: Depth = { silent: false, loops: 0 },
): State {
  let current = state;
  for (const node of nodes) current = step(node, current, flow, depth);
  return current;
}

function step<State>(node: TraceNode, state: State, flow: Flow<State>, depth: Depth): State {
  if (node.kind === 'branch') return branch(node, state, flow, depth);
  if (node.kind === 'loop') return loop(node, state, flow, depth);
  flow.visit(node, state, depth.silent);
  return node.kind === 'lock' ? walkFlow(node.body, state, flow, depth) : state;
}

function branch<State>(node: BranchNode, state: State, flow: Flow<State>, depth: Depth): State {
  const then = walkFlow(node.then, flow.copy(state), flow, depth);
  const otherwise = walkFlow(node.otherwise, flow.copy(state), flow, depth);
  return flow.merge(then, otherwise, node);
}

function loop<State>(node: LoopNode, state: State, flow: Flow<State>, { silent, loops }: Depth): State {
  const isTwice = node.times !== 1 && loops < DEEPEST;
  const inside = isTwice ? loops + 1 : loops;
  const entered = isTwice
    ? walkFlow(node.body, flow.copy(state), flow, { silent: true, loops: inside })
    : state;
  const left = walkFlow(node.body, entered, flow, { silent, loops: inside });
  flow.leaveLoop?.(node, left);
  return left;
}
