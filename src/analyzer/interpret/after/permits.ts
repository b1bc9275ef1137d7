/** Permits, once all threads are followed: which of them bound what is under way, and how many there are at the start. */
import { add, type Quantity } from '../../../pipeline/quantity.ts';
import type { Permit } from '../../library/permits.ts';
import type { AwaitedNode, QueueNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import type { Interpreter } from '../interpreter.ts';
import { isApart, settleApart, type MakeItems } from './apart.ts';
import { Courses, type Moves } from './courses.ts';
import { joinCounters } from './distances.ts';
import { foldInto } from './folding.ts';
import { settleStates } from './states.ts';

interface Settled {
  dropped: ReadonlySet<QueueNode | TraceObject>;
  /** The waits for numbers that take from a queue. */
  takings: ReadonlyMap<AwaitedNode, QueueNode>;
}

/**
 * Gives the queues of permits their meaning, and says which queue nodes mean nothing. Pools of free things, filled at the
 * start and given back to, become queues of permits too.
 */
export function settlePermits(run: Interpreter): Settled {
  joinCounters(run);
  const courses = new Courses(run.trace);
  settleStates(run, courses);
  const all = new Map([...run.permits.values()].map((permit) => [permit.queue, permit]));
  const counted = new Set(all.keys());
  const makeItems = ({ name, createdAt }: TraceObject) => {
    const items = run.object('queue', `${name}_items`, createdAt ? { createdAt } : {});
    counted.add(items);
    return items;
  };
  const dropped = new Set<QueueNode | TraceObject>();
  for (const [queue, moves] of [...courses.moves]) {
    const permit = all.get(queue);
    if (permit ? !settle(courses, permit, moves, makeItems) : !isPool(courses, queue, moves)) {
      if (permit) dropped.add(queue);
      continue;
    }
    const filled = fill(courses, moves, dropped);
    if (filled !== 0) queue.initial = add(queue.initial ?? 0, filled);
    if (permit && !bounds(moves)) dropped.add(queue);
  }
  const kept = [...counted].filter((queue) => !dropped.has(queue));
  for (const queue of kept) if (foldInto(courses, queue, counted)) dropped.add(queue);
  return { dropped, takings: courses.takings };
}

const bounds = ({ takes, gives }: Moves): boolean => takes.length > 0 && gives.length > 0;

function settle(courses: Courses, permit: Permit, moves: Moves, makeItems: MakeItems): boolean {
  const nodes = [...moves.takes, ...moves.gives];
  if (!permit.isSemaphore && isApart(courses, permit, nodes))
    return settleApart(courses, permit, moves, makeItems);
  if (!permit.isSemaphore) return settleCounter(courses, permit, moves);
  const { start, queue } = permit;
  if (start.kind === 'number' && start.quantity !== 0) queue.initial = start.quantity;
  return true;
}

/** Which way of a number takes a permit: that which is waited for, and follows upon the wait. */
function settleCounter(courses: Courses, { queue, waits, start }: Permit, moves: Moves): boolean {
  const nodes = [...moves.takes, ...moves.gives];
  const taking = waits.filter((wait) =>
    nodes.some((node) => node.by === wait.takes && courses.follows(node, wait)),
  );
  const [first] = taking;
  if (!first) return false;
  const opposite = taking.find(({ takes }) => takes !== first.takes);
  const up = opposite ? [first, opposite].find(({ takes }) => takes === 1) : undefined;
  if (up) {
    // Waited for both ways: it counts what a bounded buffer holds.
    queue.capacity = up.most;
    return true;
  }
  for (const node of nodes) node.operation = node.by === first.takes ? 'dequeue' : 'enqueue';
  moves.takes = nodes.filter(({ by }) => by === first.takes);
  moves.gives = nodes.filter(({ by }) => by !== first.takes);
  const isSignal = first.takes === -1 && start.kind === 'number' && start.known === 0;
  if (!isSignal) queue.initial = first.most;
  return typeof first.most !== 'number' || first.most > 0 || isSignal;
}

/** Takes away what happens before the start and after the end; how many were put in before the start. */
function fill(courses: Courses, moves: Moves, dropped: Set<QueueNode | TraceObject>): Quantity {
  let filled: Quantity = 0;
  for (const node of moves.gives) {
    if (courses.isSteady(node)) continue;
    dropped.add(node);
    if (courses.isBeforeStart(node)) filled = add(filled, courses.timesOf(node));
  }
  for (const node of moves.takes) if (!courses.isSteady(node)) dropped.add(node);
  moves.gives = moves.gives.filter((node) => courses.isSteady(node));
  moves.takes = moves.takes.filter((node) => courses.isSteady(node));
  return filled;
}

/** Filled before the start, and given back to by those that what is taken from it gets to. */
function isPool(courses: Courses, queue: TraceObject, { takes, gives }: Moves): boolean {
  if (!gives.some((node) => !courses.isSteady(node) && courses.isBeforeStart(node))) return false;
  const reached = courses.reachedFrom(queue, takes);
  return gives.some((node) => courses.isSteady(node) && reached.has(node.thread));
}
