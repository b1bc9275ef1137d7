/** Permits: what a program lets be under way at once, as a semaphore counts it, or a number that waits are on. */
import type { Quantity } from '../../pipeline/quantity.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import type { Interpreter } from '../interpret/interpreter.ts';
import { literal, type Cell, type Value } from '../interpret/values/value.ts';
import type { AwaitedNode, QueueNode } from '../trace/nodes.ts';
import type { TraceObject } from '../trace/values.ts';

/** A wait for a number to let the waiting function move it on. */
export interface Awaited {
  /** Which way the number moves when a permit is taken. */
  takes: 1 | -1;
  /** How many may be taken before any is given back. */
  most: Quantity;
  /** Where it waits: what it waited to do comes next. */
  node: AwaitedNode;
}

/** A place that counts permits: its queue stands for them. */
export interface Permit {
  queue: TraceObject;
  /** What the place held before anything moved it. */
  start: Value;
  /** Of a number, the waits for it; a semaphore needs none. */
  waits: Awaited[];
  isSemaphore: boolean;
}

/** The permits that a place counts, from when it is first met. */
export function permitAt(run: Interpreter, cell: Cell, isSemaphore: boolean): Permit {
  const known = run.permits.get(cell);
  if (known) return known;
  const queue = run.object('queue', cell.name, cell.declared ? { createdAt: cell.declared } : {});
  const { like, madeIn } = cell;
  if (like) run.queuesApart.set(queue, () => run.permits.get(like)?.queue);
  else if (madeIn) run.queuesEach.set(queue, madeIn);
  const permit = {
    queue,
    start: cell.value.kind === 'unknown' ? literal(0) : cell.value,
    waits: [],
    isSemaphore,
  };
  run.permits.set(cell, permit);
  return permit;
}

/** Records that a place is moved up or down; of a number, which of the two takes a permit shows when all is known. */
export function recordMove(
  run: Interpreter,
  { queue, isSemaphore }: Permit,
  by: 1 | -1,
  range: SourceRange,
  blocking: boolean,
  isSet = false,
): void {
  const operation: QueueNode['operation'] = by > 0 ? 'enqueue' : 'dequeue';
  run.record({
    ...run.base(range),
    kind: 'queue',
    operation,
    queue,
    blocking,
    ...(isSemaphore ? {} : { by }),
    ...(isSet ? { isSet } : {}),
  });
}
