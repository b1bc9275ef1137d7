/** Permits that only count what a queue holds, or the room in it: with the queue all is said. */
import type { Quantity } from '../../../pipeline/quantity.ts';
import type { QueueNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import type { Courses } from './courses.ts';

/** Whether permits are taken and given where a queue is filled and emptied; if so, the queue takes over what they tell. */
export function foldInto(courses: Courses, permits: TraceObject, all: ReadonlySet<TraceObject>): boolean {
  const { takes = [], gives = [] } = courses.moves.get(permits) ?? {};
  const beside = (node: QueueNode) => courses.neighbours(node, (queue) => !all.has(queue));
  const candidates = new Set(takes.flatMap((node) => beside(node)).map(({ queue }) => queue));
  for (const queue of candidates) {
    const at = (nodes: readonly QueueNode[], operation: QueueNode['operation']) =>
      nodes.every((node) => beside(node).some((one) => one.queue === queue && one.operation === operation));
    if (at(takes, 'enqueue') && at(gives, 'dequeue')) return setRoom(queue, permits.initial);
    if (at(takes, 'dequeue') && at(gives, 'enqueue')) return setItems(queue, permits);
  }
  return false;
}

function setRoom(queue: TraceObject, room: Quantity | undefined): boolean {
  if (room !== undefined) queue.capacity ??= room;
  return true;
}

function setItems(queue: TraceObject, { initial, capacity }: TraceObject): boolean {
  if (initial !== undefined) queue.initial ??= initial;
  if (capacity !== undefined) queue.capacity ??= capacity;
  return true;
}
