/** The sides of a choice: each is followed from the same state, and one of them is gone on with. */
import type { Statement } from '../../syntax/ast.ts';
import { visitNodes, type TraceNode } from '../../trace/nodes.ts';
import type { Frame } from '../names/frame.ts';
import type { Flow, Interpreter } from '../interpreter.ts';
import { Changes } from '../values/store.ts';
import { besideOthers, goOnHolding, type HeldLock } from '../threads/locks.ts';
import { visitExpressions } from '../../syntax/visit.ts';
import { asSetting, maySet } from '../values/settings.ts';
import { placeKey } from './motion.ts';
import type { Cell, Value } from '../values/value.ts';

/** What following one side of a choice comes to, with its changes taken back. */
export interface Side {
  nodes: TraceNode[];
  changes: Changes;
  flow: Flow;
  returned: Value | undefined;
  /** The locks that it holds at its end, where sides differ in that. */
  holds: readonly HeldLock[];
}

/** Follows statements from the state at hand and leaves that as it was. */
export function follow(run: Interpreter, statements: readonly Statement[], frame: Frame): Side {
  return followed(run, () => run.parts.execute(statements, frame));
}

/** The same of any work. */
export function followed(run: Interpreter, work: () => Flow): Side {
  const side: Side = { nodes: [], changes: new Changes([]), flow: 'next', returned: undefined, holds: [] };
  const { returned } = run;
  run.reentry.choices++;
  side.changes = run.store.tentatively(() => {
    side.holds = besideOthers(run, side.nodes, () => {
      side.flow = work();
    });
  });
  run.reentry.choices--;
  side.returned = run.returned;
  run.returned = returned;
  return side;
}

/** Goes on with the state that the winner leaves, and with what only the others found out. */
export function apply(run: Interpreter, winner: Side, ...losers: Side[]): void {
  const settings = settingsIn(run, [winner, ...losers]);
  for (const { changes } of losers) {
    changes.redoAdditions(run.store);
    for (const [cell, value] of changes.written)
      if (!winner.changes.written.has(cell) && isBetter(value, cell)) run.store.write(cell, value);
  }
  winner.changes.redo(run.store);
  goOnHolding(run, winner.holds);
  for (const [cell, value] of settings) run.store.assign(cell, value);
  run.returned ??= winner.returned ?? losers.find((side) => side.returned)?.returned;
}

/** What a side sets that had a default before is a mode: which side is gone says run time. */
function settingsIn(run: Interpreter, sides: readonly Side[]): [Cell, Value][] {
  const cells = new Set(sides.flatMap(({ changes }) => [...changes.written.keys()]));
  return [...cells].flatMap((cell): [Cell, Value][] => {
    const values = sides.flatMap(({ changes }) => changes.written.get(cell) ?? []);
    const setting = asSetting(run, cell, values);
    return setting ? [[cell, setting]] : [];
  });
}

/** Keeps what a side that is passed over would set, with what the places hold as their default. */
export function noteSettings(run: Interpreter, statements: readonly Statement[], frame: Frame): void {
  let sets = false;
  visitExpressions(statements, (one) => {
    if (sets || one.kind !== 'assign') return;
    const cell = placeKey(one.target) === undefined ? undefined : run.parts.locate(one.target, frame);
    sets = cell !== undefined && maySet(run, cell);
  });
  // Else nothing of it is looked at: what is passed over does not happen.
  if (!sets) return;
  for (const [cell, value] of settingsIn(run, [follow(run, statements, frame)]))
    run.store.assign(cell, value);
}

/** What the other side wrote is kept where nothing is known yet, or where it leaves a number open to run time. */
function isBetter(value: Value, cell: Cell): boolean {
  if (value.kind === 'number' && cell.value.kind === 'number')
    return !value.fixed && typeof value.quantity === 'string';
  if (value.kind === 'string' && value.mode !== undefined) return true;
  const isOpen = cell.value.kind === 'unknown' || cell.value.kind === 'null';
  return value.kind !== 'null' && value.kind !== 'unknown' && isOpen;
}

/** The side with more kinds of stages is the pipeline; between equals the first one as written. */
export function weigh(nodes: readonly TraceNode[]): number {
  const kinds = new Set<string>();
  let others = 0;
  visitNodes(nodes, (node) => {
    if (node.kind === 'call' && node.row.stage && node.row.engine !== 'host') kinds.add(node.row.stage);
    else if (node.kind === 'call' && node.row.stage) others = 1;
    else if (node.kind === 'queue' || node.kind === 'spawn') others = 2;
  });
  return kinds.size * 10 + others;
}
