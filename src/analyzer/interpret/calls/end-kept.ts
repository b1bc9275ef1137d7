/** Objects that are kept, outside of functions or as static locals: they end with the program, or with their thread. */
import type { Expression, Statement } from '../../syntax/ast.ts';
import { bodiesOf } from '../../syntax/visit.ts';
import type { TraceThread } from '../../trace/nodes.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Cell } from '../values/value.ts';
import { endPlace } from './destroy.ts';

interface Kept {
  cell: Cell;
  thread: TraceThread | undefined;
}

/** Ends them in the reverse order of their making, behind all else that `main`, or the thread, does; of a main that ends. */
export function endKept(run: Interpreter, body: readonly Statement[]): void {
  const [main] = run.trace.threads;
  if (run.exhausted || !main || body.some(isEndless)) return;
  for (const { cell, thread = main } of [...globalsOf(run), ...staticsOf(run)].toReversed()) {
    Object.assign(run, { thread, loops: [], path: [], nodes: thread.body, when: thread.when ?? [] });
    endPlace(run, cell);
  }
}

/** `while (true) { … }` with no way out of it. */
const isEndless = (one: Statement): boolean =>
  one.kind === 'loop' && isAlways(one.condition) && !one.body.some(mayLeave);

const isAlways = (condition: Expression | undefined): boolean =>
  condition === undefined || (condition.kind === 'number' && condition.value !== 0);

const LEAVING: ReadonlySet<Statement['kind']> = new Set(['break', 'return', 'throw', 'goto']);

const mayLeave = (one: Statement): boolean =>
  LEAVING.has(one.kind) || bodiesOf(one).some((body) => body.some(mayLeave));

const globalsOf = ({ globals }: Interpreter): Kept[] =>
  [...globals].flatMap(([{ isThreadLocal }, made]) =>
    [...made.values()].map((cell) => ({ cell, thread: isThreadLocal ? cell.madeBy : undefined })),
  );

const staticsOf = ({ statics }: Interpreter): Kept[] =>
  [...statics.values()].flatMap((made) => [...made].map(([thread, cell]) => ({ cell, thread })));
