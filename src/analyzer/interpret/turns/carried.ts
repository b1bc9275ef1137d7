/** What one pass makes and a later one uses: a round begins with what the last round has left. */
import { visitNodes, type LoopNode, type TraceNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import { siteOf } from './uses.ts';

/** By call, the things that a pass makes there, in order. */
type Made = ReadonlyMap<string, readonly TraceObject[]>;

/** Lets the passes of a round, which begins with pass `from`, use what they make in the place of what passes before made. */
export function joinRounds(passes: readonly LoopNode[], from: number, size: number): void {
  const made = passes.map(({ body }) => madeIn(body));
  const stands = new Map<TraceObject, TraceObject>();
  for (const [at, earlier] of made.entries()) {
    const own = made[from + ((((at - from) % size) + size) % size)];
    if (own && own !== earlier) note(earlier, own, stands);
  }
  if (!stands.size) return;
  for (const { body } of passes.slice(from, from + size)) visitNodes(body, (node) => replace(node, stands));
}

function madeIn(nodes: readonly TraceNode[]): Made {
  const made = new Map<string, TraceObject[]>();
  visitNodes(nodes, (node) => {
    if (node.kind !== 'call' || !node.creates) return;
    const site = siteOf(node);
    made.set(site, [...(made.get(site) ?? []), node.creates]);
  });
  return made;
}

function note(earlier: Made, own: Made, stands: Map<TraceObject, TraceObject>): void {
  for (const [site, objects] of earlier)
    for (const [at, object] of objects.entries()) {
      const later = own.get(site)?.[at];
      if (later) stands.set(object, later);
    }
}

function replace(node: TraceNode, stands: ReadonlyMap<TraceObject, TraceObject>): void {
  if (node.kind === 'access') node.object = stands.get(node.object) ?? node.object;
  if (node.kind !== 'call') return;
  node.args = node.args.map((arg) => {
    const own = arg.value.kind === 'object' ? stands.get(arg.value.object) : undefined;
    return own && arg.value.kind === 'object' ? { ...arg, value: { ...arg.value, object: own } } : arg;
  });
}
