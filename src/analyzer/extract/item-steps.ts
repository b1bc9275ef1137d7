/** What brings an item that a pass works at, what takes it away, and what only works at it. */
import { copyDirection } from '../trace/copies.ts';
import { holdsPermits, visitNodes, type LoopNode, type TraceNode } from '../trace/nodes.ts';

export function within({ body }: LoopNode): TraceNode[] {
  const nodes: TraceNode[] = [];
  visitNodes(body, (node) => nodes.push(node));
  return nodes;
}

const DECODERS: ReadonlySet<string> = new Set(['jpegd', 'pngd', 'vdec']);

export const decodes = (node: TraceNode): boolean =>
  node.kind === 'call' && node.row.role === 'submit' && DECODERS.has(node.row.engine);

export function bringsItem(node: TraceNode): boolean {
  if (node.kind === 'queue') return node.operation === 'dequeue' && !holdsPermits(node.queue);
  if (node.kind !== 'call') return false;
  const { role, category } = node.row;
  return role === 'hostRead' || role === 'report' || category === 'host-ffmpeg' || decodes(node);
}

export function entersWith(node: TraceNode): boolean {
  return bringsItem(node) || (node.kind === 'call' && copyDirection(node) === 'h2d');
}

export function leavesWith(node: TraceNode): boolean {
  if (node.kind === 'queue') return node.operation === 'enqueue' && !holdsPermits(node.queue);
  if (node.kind !== 'call') return false;
  return node.row.role === 'hostWrite' || copyDirection(node) === 'd2h';
}

export const isOperator = (node: TraceNode): boolean =>
  node.kind === 'call' && node.row.role === 'submit' && node.row.engine === 'aicore';

/** What moves no item in or out. */
export function isStage(node: TraceNode): boolean {
  if (node.kind === 'queue') return holdsPermits(node.queue);
  if (node.kind !== 'call') return true;
  const { role } = node.row;
  return isOperator(node) || !['submit', 'copy', 'hostRead', 'hostWrite', 'report'].includes(role);
}
