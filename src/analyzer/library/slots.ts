/** Mailboxes: a place for one item, which a thread fills when it has waited and another empties when it has. */
import type { SourceRange } from '../../pipeline/source.ts';
import type { Expression } from '../syntax/ast.ts';
import type { Frame } from '../interpret/names/frame.ts';
import type { Interpreter } from '../interpret/interpreter.ts';
import { mentions } from '../interpret/statements/amounts.ts';
import { placeKey } from '../interpret/statements/motion.ts';
import type { Cell, Value } from '../interpret/values/value.ts';

/** Notes that a place which others see is written by a function that has waited: flags and counts tell, they carry nothing. */
export function noteSlotWrite(
  run: Interpreter,
  { target, value, start, end }: Extract<Expression, { kind: 'assign' }>,
  cell: Cell,
  held: Value,
  frame: Frame,
): void {
  const key = placeKey(target);
  const carries = value.kind !== 'number' && value.kind !== 'null' && held.kind !== 'constant';
  if (key === undefined || !carries || mentions(value, key)) return;
  noteSlot(run, cell, 'enqueue', frame, run.range(frame.chunk, start, end));
}

/** Notes that a function which has waited writes or reads a place of others. */
export function noteSlot(
  run: Interpreter,
  cell: Cell,
  operation: 'enqueue' | 'dequeue',
  frame: Frame,
  range: SourceRange,
): void {
  if (run.waitedIn !== run.functionName || cell.value.kind === 'array' || frame.find(cell.name) === cell)
    return;
  if (run.nodes.some((node) => node.kind === 'queue' && node.path === run.path)) return;
  const known = run.slots.get(cell);
  const queue =
    known ??
    run.object('queue', cell.name, { capacity: 1, ...(cell.declared ? { createdAt: cell.declared } : {}) });
  if (!known) run.slots.set(cell, queue);
  run.record({ ...run.base(range), kind: 'queue', operation, queue, blocking: true });
}
