/** Where coroutines are left, and what stands behind it: that is done by the thread that resumes them. */
import { visitNodes, type LoopNode, type TraceNode, type TraceThread } from '../../trace/nodes.ts';
import type { Interpreter } from '../interpreter.ts';
import { coroutinesOf, type Coroutine } from './coroutine.ts';
import { oncePer } from '../../../base/once.ts';

/** Nodes from this one on come when one of these is resumed. */
export interface Cut {
  order: number;
  left: readonly Coroutine[];
  /** The loops around: in each of their passes it is left and resumed. */
  around: readonly LoopNode[];
}

/** What stands behind a cut, where the coroutine was resumed first. */
export interface Rest extends Cut {
  nodes: readonly TraceNode[];
  thread: TraceThread;
  loops: readonly LoopNode[];
  path: TraceNode['path'];
  /** The loops in which the coroutine was begun. */
  begunIn: readonly LoopNode[];
}

/** What the text of coroutines has left to other threads, and where these resume it. */
export const restsOf = oncePer((_run: Interpreter) => ({
  left: [] as Rest[],
  claims: new Map<TraceNode, Coroutine>(),
}));

export function noteCut(run: Interpreter): void {
  const { cuts, running } = coroutinesOf(run);
  cuts.push({ order: run.budget.recorded, left: [...running], around: run.loops });
}

/** Keeps what stands behind the first cut, for the thread that goes on there. */
export function leaveRest(
  run: Interpreter,
  { loops: begunIn }: Coroutine,
  nodes: readonly TraceNode[],
  [cut]: readonly Cut[],
): void {
  if (!cut) return;
  const rest = nodes.filter((node) => isBehind(node, cut));
  const { thread, loops, path } = run;
  if (rest.length) restsOf(run).left.push({ ...cut, nodes: rest, thread, loops, path, begunIn });
}

/** Whether the node, or something in it, comes behind the cut. */
export function isBehind(node: TraceNode, { order, around }: Cut): boolean {
  let found = false;
  visitNodes([node], (inner) => {
    found ||= inner.order >= order || (inner.kind === 'loop' && around.includes(inner));
  });
  return found;
}

/** Notes where a coroutine that has been left is resumed: by another thread, that one does the rest. */
export function claim(run: Interpreter, coroutine: Coroutine): void {
  const { left, claims } = restsOf(run);
  if (!left.some((rest) => rest.thread !== run.thread && rest.left.includes(coroutine))) return;
  const mark: TraceNode = { ...run.base(run.statement), kind: 'spawn', operation: 'join', threads: [] };
  claims.set(mark, coroutine);
  run.record(mark);
}
