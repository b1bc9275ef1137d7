/** Sides that end a loop: what they do, as the teardown at the end of a video, happens once and not in each pass. */
import type { Statement } from '../../syntax/ast.ts';
import { hasEffect } from '../effects.ts';
import type { Interpreter } from '../interpreter.ts';

/**
 * How many loops a side leaves, where what comes behind it is what the passes are for; undefined of a side that goes on, or
 * that is the work itself, as in a loop that searches.
 */
export function loopsLeft(
  run: Interpreter,
  side: readonly Statement[],
  rest: readonly Statement[],
): number | undefined {
  const own = run.loops.length - run.outerLoops;
  if (own < 1 || !hasEffect(run, rest, 'submission')) return undefined;
  const last = lastOf(side);
  if (last?.kind === 'break') return 1;
  return last?.kind === 'return' || last?.kind === 'throw' ? own : undefined;
}

function lastOf(side: readonly Statement[]): Statement | undefined {
  const last = side.at(-1);
  return last?.kind === 'block' ? lastOf(last.body) : last;
}
