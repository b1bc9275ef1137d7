/** Threads that still run where another one ends what they use: they are waited for behind it only. */
import type { CallNode, SpawnNode, TraceThread } from '../../trace/nodes.ts';
import type { RuleContext } from '../context.ts';
import { oncePer } from '../../../base/once.ts';

export interface StillRunning {
  thread: TraceThread;
  /** Where it is waited for. */
  join: SpawnNode;
}

/**
 * The threads that are started before a call in its own thread and joined behind it, where nothing between the two may
 * have waited for them in another way.
 */
export function stillRunningAt(end: CallNode, context: RuleContext): StillRunning[] {
  if (context.branchesTo(end).length > 0) return [];
  const own = spawnsOf(context).filter(({ thread }) => thread === end.thread);
  const join = own.find(({ operation, order }) => operation === 'join' && order > end.order);
  if (!join || isInOtherDestructor(join, end)) return [];
  const started = own.filter(({ operation, order }) => operation === 'start' && order < end.order);
  return started
    .filter((start) => context.branchesTo(start).length === 0 && !waitsBetween(start, end, own, context))
    .flatMap(({ threads }) => threads.map((thread) => ({ thread, join })));
}

/** What is taken out of a container, or let go by its owner, may come to its destructor before the end of its scope. */
const isInOtherDestructor = (join: SpawnNode, end: CallNode): boolean =>
  join.path.some(({ callee }, at) => callee.includes('~') && end.path.at(at)?.callee !== callee);

function waitsBetween(
  { order: from }: SpawnNode,
  { order: to, thread }: CallNode,
  own: readonly SpawnNode[],
  context: RuleContext,
): boolean {
  // A wait has the order of what comes next.
  const isBetween = (order: number): boolean => order > from && order <= to;
  return (
    own.some(({ operation, order }) => operation === 'join' && isBetween(order)) ||
    takingsOf(context).some((one) => one.thread === thread && isBetween(one.order)) ||
    (thread.waits ?? []).some(isBetween)
  );
}

const spawnsOf = oncePer((context: RuleContext): SpawnNode[] =>
  context.nodes.filter((node) => node.kind === 'spawn'),
);

/** Who takes what others put waits for them. */
const takingsOf = oncePer((context: RuleContext) =>
  context.nodes.filter((node) => node.kind === 'queue' && node.operation === 'dequeue'),
);
