/** May a synchronous call in a loop become asynchronous without another change? */
import type { CallNode, LoopNode, TraceNode } from '../../trace/nodes.ts';
import { visitNodes } from '../../trace/nodes.ts';
import type { CallRole } from '../../acl/catalogue.ts';
import { oncePer } from '../../../base/once.ts';

/** Calls that neither touch the device's data nor hand it on. */
const HARMLESS: readonly CallRole[] = [
  'get',
  'log',
  'other',
  'query',
  'bindContext',
  'hostRead',
  'sleep',
  'init',
];

/**
 * True where the rest of the loop's body cannot meet the call's work half done: no copy, no other execution, no memory
 * or dataset that comes or goes, no result that is read or handed on. Conservative: a doubt says no.
 */
export function onlyOrderedWork(loop: LoopNode, call: CallNode): boolean {
  const sites = harmfulSites(loop);
  return sites.size === 0 || (sites.size === 1 && sites.has(siteOf(call)));
}

/** Places of calls that may meet a call's work half done; what is no call stands for itself. */
const harmfulSites = oncePer((loop: LoopNode): ReadonlySet<TraceNode | string> => {
  const sites = new Set<TraceNode | string>();
  visitNodes(loop.body, (node) => {
    if (!isHarmless(node)) sites.add(node.kind === 'call' ? siteOf(node) : node);
  });
  return sites;
});

const siteOf = ({ range }: CallNode): string => `${range.file}:${range.line}:${range.column}`;

function isHarmless(node: TraceNode): boolean {
  if (node.kind === 'call') return HARMLESS.includes(node.row.role) || node.row.role === 'synchronize';
  if (node.kind === 'access') return node.object.kind !== 'buffer';
  return node.kind === 'loop' || node.kind === 'branch' || node.kind === 'return' || node.kind === 'lock';
}
