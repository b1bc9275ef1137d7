/** Tasks that a program gives a pool at its start: each thread of the pool does its share of them, and no item flows. */
import { add, divideUp, min, share, type Quantity } from '../../../pipeline/quantity.ts';
import {
  anyNode,
  unwrapLoop,
  passesAround,
  visitNodes,
  type LoopNode,
  type ProgramTrace,
  type QueueNode,
  type TraceThread,
} from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';

/** Where a queue of tasks is used. */
interface Use {
  puts: QueueNode[];
  takes: QueueNode[];
}

/** Gives the threads of pools their tasks; the queues that these came through, which are none of the pipeline's. */
export function dealOutTasks(trace: ProgramTrace): ReadonlySet<TraceObject> {
  const uses = new Map<TraceObject, Use>();
  for (const thread of trace.threads)
    visitNodes(thread.body, (node) => {
      if (node.kind === 'queue' && node.tasks === 1) noteUse(uses, node);
    });
  return new Set([...uses].flatMap(([queue, use]) => (isDealt(use) ? queue : [])));
}

function noteUse(uses: Map<TraceObject, Use>, node: QueueNode): void {
  const use = uses.get(node.queue) ?? { puts: [], takes: [] };
  uses.set(node.queue, use);
  (node.operation === 'enqueue' ? use.puts : use.takes).push(node);
}

/** Deals the tasks out where `main` gives so many of them and no more, and threads of one kind do them. */
function isDealt({ puts, takes }: Use): boolean {
  const [take, another] = takes;
  const loop = take?.loops.findLast(({ times }) => times === 'forever');
  const total = totalOf(puts);
  if (!take || another || !loop || total === undefined || take.thread.kind !== 'thread') return false;
  deal(take.thread, loop, total);
  return true;
}

function deal(thread: TraceThread, loop: LoopNode, total: Quantity): void {
  const each = share(total, thread.replicas);
  if (each === undefined) thread.replicas = min(total, thread.replicas);
  loop.times = each ?? divideUp(total, thread.replicas);
  const isOpen = each === undefined && typeof loop.times !== 'number';
  if (loop.times === 1 || (isOpen && lasts(loop))) unwrapLoop(thread.body, loop);
}

/** A task with a loop of its own is a lane of the program: where their number is open, each thread is taken to do one. */
const lasts = ({ body }: LoopNode): boolean => anyNode(body, ({ kind }) => kind === 'loop');

/** How many tasks there are; undefined where they come without end, or from who knows where. */
function totalOf(puts: readonly QueueNode[]): Quantity | undefined {
  let total: Quantity = 0;
  for (const { loops, thread } of puts) {
    if (thread.kind !== 'main' || loops.some(({ times }) => times === 'forever')) return undefined;
    total = add(total, passesAround(loops));
  }
  return puts.length ? total : undefined;
}
