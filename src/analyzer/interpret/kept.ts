/** What is made once, when it is first come to, and kept: for the whole program, or by each thread for itself. */
import type { Variable } from '../syntax/ast.ts';
import type { TraceThread } from '../trace/nodes.ts';
import type { Interpreter } from './interpreter.ts';
import type { Cell } from './values/value.ts';

type Kept = Pick<Variable, 'isThreadLocal'>;

/** Makes it before the loops around, which find it made in all their passes; what threads share is made before them. */
export function makeKept<T>(run: Interpreter, { isThreadLocal = false }: Kept, work: () => T): T {
  const isForAll = run.thread.kind === 'thread' && !isThreadLocal;
  const make = (): T => run.store.initially(work);
  if (!run.loops.length && !isForAll) return make();
  return run.before(make, isForAll ? 'program' : 'thread');
}

/** The cell of a static local: made by the first call, or the first of a thread, and kept for all others. */
export function keptCell(
  run: Interpreter,
  variable: Variable,
  make: () => Cell | undefined,
): Cell | undefined {
  const owner = variable.isThreadLocal ? run.thread : undefined;
  const made = run.statics.get(variable) ?? new Map<TraceThread | undefined, Cell>();
  run.statics.set(variable, made);
  const cell = made.get(owner) ?? makeKept(run, variable, make);
  if (cell) made.set(owner, cell);
  return cell;
}

/** Whether there is one of a place in the program: a global, or what is static. */
export function isShared({ globals, statics }: Interpreter, cell: Cell): boolean {
  return [...globals.values(), ...statics.values()].some((made) => [...made.values()].includes(cell));
}
