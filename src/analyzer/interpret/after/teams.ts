/**
 * Teams: threads that are started for each frame and waited for in the same pass. In the steady state they are threads that
 * take a start from the pass and give back an end.
 */
import { min, share, type Quantity } from '../../../pipeline/quantity.ts';
import type { Interpreter } from '../interpreter.ts';
import {
  anyNode,
  childLists,
  passesAround,
  startsIn,
  visitNodes,
  type LoopNode,
  type QueueNode,
  type SpawnNode,
  type TraceNode,
  type TraceThread,
} from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import { windowOf, type Window } from './windows.ts';

/** Where a team is started within a loop, and the node of the loop in which it is waited for. */
interface Team {
  thread: TraceThread;
  start: SpawnNode;
  loop: LoopNode;
  end: TraceNode | undefined;
  /** Where passes go on while so many of its threads are under way. */
  window?: Window;
}

/** Gives teams their queues. */
export function formTeams(run: Interpreter): void {
  for (const thread of [...run.trace.threads]) {
    for (const start of startsIn(thread.body)) {
      const [started] = start.threads;
      const team = started && start.threads.length === 1 ? teamOf(run, started, start) : undefined;
      if (team) form(run, team);
    }
  }
}

function teamOf(run: Interpreter, thread: TraceThread, start: SpawnNode): Team | undefined {
  if (thread.kind !== 'thread' || thread === start.thread || isEndless(thread) || !thread.body.length)
    return undefined;
  const kept = windowOf(run.trace, start);
  if (kept) return { thread, start, loop: kept.window.loop, end: kept.wait, window: kept.window };
  if (countStarts(run, thread) !== 1) return undefined;
  for (const loop of start.loops.toReversed()) {
    const end = loop.body.find((node) => node.order > start.order && holdsJoin(node));
    const isOwnPass = loop.times === 'forever' || worksBeside(loop);
    if (isOwnPass && (end || joinsItself(thread))) return { thread, start, loop, end };
  }
  return undefined;
}

function countStarts(run: Interpreter, thread: TraceThread): number {
  const starts = run.trace.threads.flatMap(({ body }) => startsIn(body));
  return starts.filter(({ threads }) => threads.includes(thread)).length;
}

const isEndless = ({ body }: TraceThread): boolean =>
  anyNode(body, (node) => node.kind === 'loop' && node.times === 'forever');

/** A future of `std::async` and a `jthread` are waited for where they end. */
const joinsItself = ({ createdBy }: TraceThread): boolean => createdBy === 'std::async';

function holdsJoin(node: TraceNode): boolean {
  return anyNode([node], (inner) => inner.kind === 'spawn' && inner.operation === 'join');
}

/** The loop starts threads and waits for them in each pass: a loop that only starts them has its waits after it. */
function worksBeside(loop: LoopNode): boolean {
  return loop.body.some(holdsJoin);
}

function form(run: Interpreter, { thread, start, loop, end, window }: Team): void {
  const around = start.loops.slice(0, start.loops.indexOf(loop) + 1);
  const size = passesAround(start.loops.slice(around.length));
  const own = window ? inWindow(window, thread, around) : share(thread.replicas, passesAround(around));
  if (own === undefined) return;
  thread.replicas = own;
  const from = run.object('queue', `${thread.entry}_start`);
  const back = run.object('queue', `${thread.entry}_end`, { initial: window?.free ?? 0 });
  const move = (at: TraceNode, operation: QueueNode['operation'], queue: TraceObject): QueueNode => ({
    ...baseOf(at),
    kind: 'queue',
    operation,
    queue,
    blocking: true,
  });
  insertAfter(loop.body, start, move(start, 'enqueue', from));
  const wait = (loops: LoopNode[], times: Quantity): TraceNode =>
    repeated(move({ ...(end ?? start), loops }, 'dequeue', back), times);
  if (window?.round) window.round.then = [wait(around, window.most)];
  else loop.body.splice(end ? loop.body.indexOf(end) : loop.body.length, 0, wait(around, size));
  repeatForever(thread, start, (node) => [move(node, 'dequeue', from), move(node, 'enqueue', back)]);
}

/** As many as are under way, of those that the loop starts at all; an endless one starts as many as it likes. */
const inWindow = ({ most }: Window, { replicas }: TraceThread, around: readonly LoopNode[]): Quantity =>
  around.some(({ times }) => times === 'forever') ? most : min(most, replicas);

function baseOf({ order, range, path, loops, function: name, thread }: TraceNode) {
  return { order, range, path, loops, function: name, thread };
}

function insertAfter(nodes: TraceNode[], before: TraceNode, node: TraceNode): void {
  const at = nodes.indexOf(before);
  if (at >= 0) nodes.splice(at + 1, 0, node);
  else for (const inner of nodes) for (const list of childLists(inner)) insertAfter(list, before, node);
}

function loopAround(node: TraceNode, times: Quantity | 'forever'): LoopNode {
  return {
    ...baseOf(node),
    kind: 'loop',
    loop: 'for',
    times,
    statement: node.range,
    condition: '',
    isFrameLoop: false,
    isElementLoop: false,
    reason: '',
    body: [],
  };
}

function repeated(node: QueueNode, times: Quantity): TraceNode {
  if (times === 1) return node;
  const loop = loopAround(node, times);
  node.loops = [...node.loops, loop];
  loop.body.push(node);
  return loop;
}

/** A thread of a team does over and over what one that is started does once. */
function repeatForever(
  thread: TraceThread,
  start: SpawnNode,
  moves: (node: TraceNode) => [QueueNode, QueueNode],
): void {
  const at = { ...start, range: thread.source ?? start.range, thread, loops: [], path: [] };
  const loop = loopAround(at, 'forever');
  visitNodes(thread.body, (node) => (node.loops = [loop, ...node.loops]));
  const [take, give] = moves({ ...at, loops: [loop] });
  loop.body = [take, ...thread.body, give];
  thread.body = [loop];
}
