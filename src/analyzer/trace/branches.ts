/** The branches that lead to a node. */
import type { BranchNode, LoopNode, TraceNode } from './nodes.ts';
import { childLists } from './nodes.ts';

export interface Side {
  branch: BranchNode;
  /** The node is on the side that is taken where the condition holds. */
  inThen: boolean;
}

/** Where each node hangs in the tree. */
export type Parents = Map<TraceNode, { parent: TraceNode; list: number }>;

export function parentsOf(nodes: readonly TraceNode[], parents: Parents): void {
  for (const parent of nodes) {
    for (const [list, children] of childLists(parent).entries()) {
      for (const child of children) parents.set(child, { parent, list });
      parentsOf(children, parents);
    }
  }
}

/** The branches that lead to `node`, outermost first; only those inside `loop` where one is given. */
export function branchesTo(node: TraceNode, parents: Parents, loop?: LoopNode): Side[] {
  const sides: Side[] = [];
  for (let at = parents.get(node); at && at.parent !== loop; at = parents.get(at.parent)) {
    if (at.parent.kind === 'branch') sides.unshift({ branch: at.parent, inThen: at.list === 0 });
  }
  return sides;
}
