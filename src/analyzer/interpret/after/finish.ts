/** What can be said only once all threads have been followed: frame loops, who owns what, which queues connect threads. */
import { multiply, share, type Quantity } from '../../../pipeline/quantity.ts';
import { noteCarried } from './carried.ts';
import { classifyLoops } from './frame-loops.ts';
import type { Interpreter } from '../interpreter.ts';
import { assumePasses } from './some-passes.ts';
import { finishCoroutines } from '../coroutines/finish.ts';
import { formTeams } from './teams.ts';
import { countUnboundedStarts } from './unbounded-starts.ts';
import { joinLoneQueues } from './lone-queues.ts';
import { noteSameAgain } from './same-again.ts';
import { shareCounters } from './shared-counters.ts';
import { countQueues } from './each-queue.ts';
import { dropLocalQueues } from './queues.ts';
import { countSeparated } from '../values/separate.ts';
import { visitNodes, type CallNode, type TraceNode, type TraceThread } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';

/** Completes the trace of a run that has run. */
export function finishTrace(run: Interpreter): void {
  const { trace } = run;
  finishCoroutines(run);
  // A container of one thread's own is no queue: what fills it is no loop over frames.
  formTeams(run);
  countUnboundedStarts(run);
  shareCounters(run);
  joinLoneQueues(run);
  dropLocalQueues(run);
  assumePasses(run);
  for (const thread of trace.threads) classifyLoops(thread, run.parameters);
  const flows = run.dataFlows.byLoop();
  noteCarried(run, flows);
  noteSameAgain(run, flows);
  countQueues(run);
  const users = new Map<TraceObject, Set<TraceThread>>();
  for (const thread of trace.threads) visitNodes(thread.body, (node) => noteUses(run, node, thread, users));
  countSeparated(run);
  for (const object of run.objects) placeObject(object, users.get(object) ?? new Set());
  trace.objects = run.objects;
  trace.parameters = run.parameters.all();
}

function noteUses(
  run: Interpreter,
  node: TraceNode,
  thread: TraceThread,
  users: Map<TraceObject, Set<TraceThread>>,
): void {
  if (node.kind === 'queue') use(node.queue, thread, users);
  if (node.kind === 'lock') use(node.mutex, thread, users);
  if (node.kind !== 'call') return;
  for (const { value } of node.args) if (value.kind === 'object') use(value.object, thread, users);
  if (node.creates) noteCreation(run, node, node.creates);
}

/** Using a description or a data set is using the memory that it names. */
function use(
  object: TraceObject,
  thread: TraceThread,
  users: Map<TraceObject, Set<TraceThread>>,
  depth = 0,
): void {
  const known = users.get(object);
  if (known?.has(thread)) return;
  if (depth < 4) for (const part of partsOf(object)) use(part, thread, users, depth + 1);
  if (known) known.add(thread);
  else users.set(object, new Set([thread]));
}

function partsOf({ parts, fields }: TraceObject): TraceObject[] {
  const held = [...fields.values()].flatMap((value) => (value.kind === 'object' ? [value.object] : []));
  return [...parts, ...held];
}

/** How many of an object there are follows from the loops that create it. */
function noteCreation(run: Interpreter, call: CallNode, object: TraceObject): void {
  object.inFrameLoop ||= call.loops.some((loop) => loop.isFrameLoop);
  if (call.thread.kind === 'thread') object.scope = 'thread';
  let count: Quantity = 1;
  for (const loop of call.loops.slice(run.unrolledAround.get(object) ?? 0)) {
    if (!loop.isFrameLoop && loop.times !== 'forever') count = multiply(count, loop.times);
  }
  if (count !== 1) object.count = count;
}

/** As many as there are threads of the one kind that uses them: one for each thread. */
function placeObject(object: TraceObject, users: ReadonlySet<TraceThread>): void {
  if (object.kind === 'mutex') {
    if (users.size > 1) object.scope = 'program';
    return;
  }
  // What each thread makes itself is its own.
  if (object.scope === 'thread') return;
  const workers = [...users].filter((thread) => thread.kind === 'thread');
  const [worker] = workers;
  if (!worker || workers.length !== 1 || object.count === undefined || worker.replicas === 1) return;
  const own = share(object.count, worker.replicas);
  if (own === undefined) return;
  object.scope = 'thread';
  if (own === 1) delete object.count;
  else object.count = own;
}
