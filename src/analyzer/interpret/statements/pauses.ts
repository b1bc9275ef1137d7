/** Choices that wait: who finds nothing in a queue, or no room, sleeps and asks again. */
import { catalogueRow } from '../../acl/catalogue.ts';
import { lastName } from '../../program/qualified.ts';
import type { IfStatement, Statement } from '../../syntax/ast.ts';
import type { Interpreter } from '../interpreter.ts';
import { spinsOn } from '../../library/counters.ts';
import { isAtomic } from '../../library/awaited-names.ts';
import { asksAtomic } from '../../library/states.ts';
import type { Frame } from '../names/frame.ts';
import { leaves, type Condition } from './conditions.ts';
import { calledName } from './motion.ts';

/** The side that is gone on with once the wait is over; undefined where neither side only waits to ask again. */
export function sideAfterPause(
  run: Interpreter,
  { then, otherwise }: IfStatement,
  rest: readonly Statement[],
  { asks }: Condition,
): readonly Statement[] | undefined {
  if (!asks || !run.loops.length) return undefined;
  if (pauses(then) && (otherwise.length || leaves(then))) return otherwise;
  const other = otherwise.length || !leaves(then) ? otherwise : rest;
  return pauses(other) ? then : undefined;
}

/** The side that goes on where a pass which finds another state in an atomic pauses, and the next asks again. */
export function sideAfterSpin(
  run: Interpreter,
  { condition, then, otherwise }: IfStatement,
  frame: Frame,
): readonly Statement[] | undefined {
  if (!run.loops.length || !asksAtomic(run, condition, frame)) return undefined;
  const comesAgain = then.every(isIdle) && leaves(then) && !otherwise.length;
  if (comesAgain) return spinsOn(run, condition, 'to wait', frame, isAtomic) ? [] : undefined;
  const waits = pauses(otherwise) && spinsOn(run, condition, 'to go on', frame, isAtomic);
  return waits ? then : undefined;
}

/** Whether statements do nothing but sleep, and what goes with it. */
const pauses = (statements: readonly Statement[]): boolean =>
  statements.every(isIdle) && statements.some(sleeps);

function isIdle(one: Statement): boolean {
  if (one.kind === 'block') return one.body.every(isIdle);
  if (one.kind === 'continue') return true;
  return sleeps(one) || /^(un)?lock$|_(un)?lock$/.test(nameOf(one)) || roleOf(one) === 'log';
}

const sleeps = (one: Statement): boolean =>
  one.kind === 'block'
    ? one.body.some(sleeps)
    : roleOf(one) === 'sleep' || /^(sched_|pthread_)?yield$/.test(nameOf(one));

const roleOf = (one: Statement): string | undefined => {
  const name = nameOf(one);
  return (catalogueRow(name) ?? catalogueRow(`std::this_thread::${name}`))?.role;
};

const nameOf = (one: Statement): string =>
  one.kind === 'expression' && one.expression.kind === 'call' ? lastName(calledName(one.expression)) : '';
