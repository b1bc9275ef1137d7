/** Numbers that are moved only when work has followed upon the wait, as the count of a ring whose slots are filled in place. */
import type { Awaited, Permit } from '../../library/permits.ts';
import type { QueueNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import type { Courses, Moves } from './courses.ts';

/** Whether some wait of a number comes well before the move that it lets happen. */
export function isApart(courses: Courses, { waits }: Permit, nodes: readonly QueueNode[]): boolean {
  return waits.some((wait) =>
    nodes.some(
      (node) => node.by === wait.takes && courses.precedes(wait, node) && !courses.follows(node, wait),
    ),
  );
}

/** Makes the queue of the items that a number counts. */
export type MakeItems = (counted: TraceObject) => TraceObject;

/**
 * Lets the waits take, and the moves give: of a number that is waited for both ways those up give items and those down
 * room, else those the other way give permits. Whether anything waits so.
 */
export function settleApart(courses: Courses, permit: Permit, moves: Moves, makeItems: MakeItems): boolean {
  const nodes = [...moves.takes, ...moves.gives];
  const waits = permit.waits.filter((wait) =>
    nodes.some((node) => node.by === wait.takes && courses.precedes(wait, node)),
  );
  const first = waits.find(({ takes }) => takes === 1) ?? waits[0];
  if (!first) return false;
  const { takes } = first;
  const given = (by: 1 | -1, queue: TraceObject) =>
    nodes.filter((node) => node.by === by).map((node) => Object.assign(node, enqueued(queue)));
  const taken = (by: 1 | -1, queue: TraceObject) =>
    waits.filter((wait) => wait.takes === by).map((wait) => taking(courses, wait, queue));
  const back = takes === 1 ? -1 : 1;
  if (waits.some((wait) => wait.takes === back)) {
    const items = makeItems(permit.queue);
    courses.moves.set(items, { gives: given(takes, items), takes: taken(back, items) });
  }
  permit.queue.initial = first.most;
  moves.gives = given(back, permit.queue);
  moves.takes = taken(takes, permit.queue);
  return true;
}

function enqueued(queue: TraceObject): Pick<QueueNode, 'operation' | 'queue' | 'blocking'> {
  return { operation: 'enqueue', queue, blocking: false };
}

function taking(courses: Courses, { node }: Awaited, queue: TraceObject): QueueNode {
  const made: QueueNode = { ...node, kind: 'queue', operation: 'dequeue', queue, blocking: true };
  courses.replace(node, made);
  return made;
}
