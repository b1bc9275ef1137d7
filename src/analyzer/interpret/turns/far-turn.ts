/** Where a state machine goes once it has counted to a number that is far away, as in `if (n >= 1000) state = Flush`. */
import type { Interpreter } from '../interpreter.ts';
import { literal, type Cell } from '../values/value.ts';
import { attempted } from './attempt.ts';
import { MANY, type Far } from './far.ts';
import { followPass, type TurnLoop } from './follow.ts';
import { passOf, type Pass, type Rounds } from './groups.ts';

/** Passes that it may take to come back. */
const MOST_PASSES = 64;

/** What it does in between: `passes` once, after rounds of those that count. */
interface Back {
  inner?: Rounds;
  passes: readonly Pass[];
}

/** The way that it takes from there back to where it counts anew; undefined where it goes on as before, or does not come back. */
export function backFrom(
  run: Interpreter,
  loop: TurnLoop,
  far: Far,
  round: readonly Pass[],
): Back | undefined {
  for (const held of far.near) {
    const back = attempted(run, () => {
      run.store.assign(far.cell, literal(held));
      const passes = passesBack(run, loop);
      return passes && isOther(passes, round) ? backBy(far, round, passes) : undefined;
    });
    if (back) return back.found;
  }
  return undefined;
}

function passesBack(run: Interpreter, loop: TurnLoop): Pass[] | undefined {
  const home = run.deciding?.held();
  const passes: Pass[] = [];
  while (home && passes.length < MOST_PASSES && run.budget.mayTry()) {
    const { node, flow } = followPass(run, loop, passes.length);
    if (flow === 'break' || flow === 'return' || run.exhausted) return undefined;
    passes.push(passOf(node));
    const held = run.deciding?.held() ?? new Map<Cell, string>();
    if ([...home].every(([cell, value]) => held.get(cell) === value)) return passes;
  }
  return undefined;
}

const isOther = (passes: readonly Pass[], round: readonly Pass[]): boolean =>
  passes.length !== round.length || passes.some(({ shape }, at) => shape !== round[at]?.shape);

/** Its last round is one of those that count; where it does not count anew, it goes this way each time. */
function backBy({ cell, end }: Far, round: readonly Pass[], passes: readonly Pass[]): Back | undefined {
  const start = cell.value.kind === 'number' ? cell.value.known : undefined;
  if (start === undefined) return undefined;
  if (Math.abs(end - start) <= MANY) return { passes };
  const isLast = !isOther(passes.slice(0, round.length), round);
  const times = Math.abs(end - start) - (isLast ? 0 : 1);
  return { inner: { passes: round, times }, passes: isLast ? passes.slice(round.length) : passes };
}
