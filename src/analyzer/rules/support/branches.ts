/** The branches that lead to a node. */
import type { BranchNode, TraceNode } from '../../trace/trace.ts';
import { childLists } from '../../trace/trace.ts';

export interface Side {
  branch: BranchNode;
  inThen: boolean;
}

/** The branches that lead to `target`, outermost first, each with its side; undefined where it is not under `nodes`. */
export function branchesTo(nodes: readonly TraceNode[], target: TraceNode): Side[] | undefined {
  for (const node of nodes) {
    if (node === target) return [];
    for (const [i, list] of childLists(node).entries()) {
      if (!mayHold(list, target)) continue;
      const inner = branchesTo(list, target);
      if (inner) return node.kind === 'branch' ? [{ branch: node, inThen: i === 0 }, ...inner] : inner;
    }
  }
  return undefined;
}

/** Nodes stand in order of execution: a list whose first node comes later cannot hold the target. */
function mayHold(list: readonly TraceNode[], target: TraceNode): boolean {
  const first = list[0];
  return first !== undefined && first.order <= target.order;
}
