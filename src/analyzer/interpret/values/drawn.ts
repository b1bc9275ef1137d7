/** Numbers that are drawn from a counter of others: `id = next++` in what a pass calls is another one in each. */
import type { Interpreter } from '../interpreter.ts';
import { indexOf } from './by-index.ts';
import { calculate } from './numbers.ts';
import type { Cell, LoopIndex, NumberValue, Value } from './value.ts';

/** What counting a place up gives in the passes at hand, `first` in the first of them; undefined where each has its own. */
export function drawn(run: Interpreter, cell: Cell, first: Value | undefined): NumberValue | undefined {
  if (run.oneByOne || first?.kind !== 'number' || first.index || first.round) return undefined;
  const loop = run.loops.at(-1);
  if (!loop || loop.times === 'forever' || cell.anewIn?.includes(loop) || cell.madeIn?.includes(loop))
    return undefined;
  return calculate('+', first, indexOf(cell.name, { loop: loop.order, times: loop.times }));
}

/** Those who draw at once: the passes of the innermost loop, else the replicas of the thread. */
export function drawers({ loops, thread }: Interpreter): LoopIndex | undefined {
  const loop = loops.at(-1);
  if (loop) return { loop: loop.order, times: loop.times };
  return thread.replicas === 1 ? undefined : { loop: 0, times: thread.replicas };
}
