/** A walk in order of execution that carries a state: branches are followed both ways, loop bodies to their second pass. */
import type { BranchNode, LoopNode, TraceNode } from '../../trace/nodes.ts';

export interface Flow<State> {
  copy(state: State): State;
  /** Joins the states at the end of both sides of a branch. */
  merge(a: State, b: State): State;
  /** Sees each node that is no branch or loop; may change `state`. `silent` on a pass made only to reach the steady state. */
  visit(node: TraceNode, state: State, silent: boolean): void;
  /** Called when a loop has been left; may change `state`. */
  leaveLoop?(loop: LoopNode, state: State): void;
}

/** Walks `nodes`, changing `state`. Ends of functions on the ordinary path are not treated as ends. */
export function walkFlow<State>(
  nodes: readonly TraceNode[],
  state: State,
  flow: Flow<State>,
  silent = false,
): State {
  let current = state;
  for (const node of nodes) current = step(node, current, flow, silent);
  return current;
}

function step<State>(node: TraceNode, state: State, flow: Flow<State>, silent: boolean): State {
  if (node.kind === 'branch') return branch(node, state, flow, silent);
  if (node.kind === 'loop') return loop(node, state, flow, silent);
  flow.visit(node, state, silent);
  return node.kind === 'lock' ? walkFlow(node.body, state, flow, silent) : state;
}

function branch<State>(node: BranchNode, state: State, flow: Flow<State>, silent: boolean): State {
  const then = walkFlow(node.then, flow.copy(state), flow, silent);
  const otherwise = walkFlow(node.otherwise, flow.copy(state), flow, silent);
  return flow.merge(then, otherwise);
}

function loop<State>(node: LoopNode, state: State, flow: Flow<State>, silent: boolean): State {
  const once = node.times === 1;
  const entered = once ? state : walkFlow(node.body, flow.copy(state), flow, true);
  const left = walkFlow(node.body, entered, flow, silent);
  flow.leaveLoop?.(node, left);
  return left;
}
