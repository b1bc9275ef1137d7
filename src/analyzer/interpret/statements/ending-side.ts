/** What a loop does as the count in its body ends it: once, behind its passes. */
import { oncePer } from '../../../base/once.ts';
import { usedVariables } from '../../syntax/visit.ts';
import type { IfStatement, LoopStatement, Statement } from '../../syntax/ast.ts';
import { hasEffect } from '../effects.ts';
import type { Interpreter } from '../interpreter.ts';
import { leaves } from './conditions.ts';
import type { Count } from './counted.ts';

interface Ending {
  /** Where the pass asks whether it is the last. */
  at: IfStatement;
  /** What is done then, up to what leaves the loop. */
  side: readonly Statement[];
  /** What the other passes do. */
  stays: readonly Statement[];
}

/** The choices whose leaving side is done behind the loop that is being followed. */
const endings = oncePer((_run: Interpreter) => new Map<IfStatement, Ending>());

/** The side of a loop that only ends by a count in its body, where it does anything. */
export function endingOf(
  run: Interpreter,
  { condition, loop, body }: LoopStatement,
  counts: readonly Count[],
): Ending | undefined {
  if (loop === 'range' || (condition && condition.kind !== 'number')) return undefined;
  const test = counts.map((count) => count.test).find(({ at, certain }) => at && certain);
  if (!test?.at) return undefined;
  const { then, otherwise } = test.at;
  const ending = leaves(then) ? { side: then, stays: otherwise } : { side: otherwise, stays: then };
  if (!hasEffect(run, ending.side) || asksPass(ending.side, body)) return undefined;
  return { at: test.at, ...ending };
}

/** What is declared in the pass is gone behind it. */
function asksPass(side: readonly Statement[], body: readonly Statement[]): boolean {
  const own = body.flatMap((one) => (one.kind === 'declare' ? one.variables.map(({ name }) => name) : []));
  return usedVariables(side).some((name) => own.includes(name));
}

/** Follows the passes, which go on past the choice. */
export function withoutEnding<T>(run: Interpreter, ending: Ending | undefined, passes: () => T): T {
  if (!ending) return passes();
  endings(run).set(ending.at, ending);
  try {
    return passes();
  } finally {
    endings(run).delete(ending.at);
  }
}

/** What is gone on with where a choice ends the loop, in all passes but the last. */
export const staysIn = (run: Interpreter, choice: IfStatement): readonly Statement[] | undefined =>
  endings(run).get(choice)?.stays;
