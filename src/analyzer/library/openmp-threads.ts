/** OpenMP: the threads of a team, as many as there are of each that does the same. */
import { divideUp, max, multiply, type Quantity } from '../../pipeline/quantity.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import type { Interpreter } from '../interpret/interpreter.ts';
import { newThread } from '../interpret/threads/spawn.ts';
import {
  anyNode,
  passesAround,
  unwrapLoop,
  type CallNode,
  type SpawnNode,
  type TraceThread,
} from '../trace/nodes.ts';

/** A start of which the thread is still to be followed. */
export function announced(run: Interpreter, range: SourceRange): SpawnNode & { threads: TraceThread[] } {
  const start = { ...run.base(range), kind: 'spawn' as const, operation: 'start' as const, threads: [] };
  run.record(start);
  return start;
}

/** Follows `work` as that of so many threads; none is started where it comes to nothing. */
export function doAs(
  run: Interpreter,
  start: SpawnNode,
  count: () => Quantity,
  work: () => void,
  isLoop = false,
): void {
  const { range } = start;
  const thread = newThread(run, { name: `${run.functionName}@${range.line}` }, 'thread', 'openmp', range);
  const { thread: outer, loops, path } = run;
  Object.assign(run, { thread, loops: [], path: [] });
  run.into(thread.body, work);
  Object.assign(run, { thread: outer, loops, path });
  thread.replicas = isIdle(thread) ? 0 : count();
  if (isLoop) shareLoop(thread);
  if (typeof thread.replicas === 'number' && thread.replicas <= 0) {
    run.trace.threads.splice(run.trace.threads.indexOf(thread), 1);
    run.nodes.splice(run.nodes.indexOf(start), 1);
  } else {
    start.threads.push(thread);
    thread.replicas = multiply(thread.replicas, startsOf(run, thread));
  }
}

const PREPARING: ReadonlySet<CallNode['row']['role']> = new Set([
  'bindContext',
  'create',
  'destroy',
  'set',
  'get',
]);

/** It prepares itself at most, and leaves what there is to do to others of its team. */
const isIdle = ({ body }: TraceThread): boolean =>
  !anyNode(body, (node) => node.kind !== 'call' || !PREPARING.has(node.row.role));

/** How often the loops around start such threads, which come to an end. */
function startsOf(run: Interpreter, { body }: TraceThread): Quantity {
  const isEndless = anyNode(body, (node) => node.kind === 'loop' && node.times === 'forever');
  return isEndless ? 1 : passesAround(run.loops.slice(run.unrolledLoops));
}

/** The threads of a `parallel for` share its passes. */
export function shareLoop({ body, replicas }: Pick<TraceThread, 'body' | 'replicas'>): void {
  const loop = body.find((node) => node.kind === 'loop');
  if (!loop || loop.times === 'forever') return;
  if (loop.times === replicas) unwrapLoop(body, loop);
  else loop.times = divideUp(loop.times, max(1, replicas));
}

/** All that has been started is waited for. */
export function joinThreads(run: Interpreter, range: SourceRange): void {
  run.record({ ...run.base(range), kind: 'spawn', operation: 'join', threads: [] });
}
