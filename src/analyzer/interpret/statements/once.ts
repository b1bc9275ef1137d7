/** Guards that turn themselves off: `if (!ready_) { …; ready_ = true; }`, `if (first) { first = false; … }`. */
import type { Expression, FunctionDeclaration, IfStatement, Statement } from '../../syntax/ast.ts';
import { lastName } from '../../program/qualified.ts';
import { callNames, visitExpressions, withoutCasts } from '../../syntax/visit.ts';
import { hasEffect } from '../effects.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';

/** A flag, and what the condition asks it to be. */
interface Asked {
  place: Expression & { name: string };
  wants: boolean;
}

/** Whether the side is only taken until it has been: it sets the flag that it hangs on, and nothing else sets that back. */
export function turnsItselfOff(
  run: Interpreter,
  { condition, then, otherwise }: IfStatement,
  frame: Frame,
): boolean {
  const asked = otherwise.length ? undefined : flagAsked(condition, true);
  if (!asked || !gives(run, then, asked.place.name, !asked.wants, 2)) return false;
  const cell = run.parts.locate(asked.place, frame);
  if (!cell || cell.type?.pointers || (cell.declared && run.isInLoop(cell.declared))) return false;
  return !isSetBack(run, asked);
}

function flagAsked(expression: Expression, wants: boolean): Asked | undefined {
  const one = withoutCasts(expression);
  if (one.kind === 'unary' && one.operator === '!') return flagAsked(one.operand, !wants);
  if (one.kind === 'name' || one.kind === 'member') return { place: one, wants };
  if (one.kind === 'call' && one.callee.kind === 'member' && one.callee.name === 'load')
    return flagAsked(one.callee.object, wants);
  const truth = one.kind === 'binary' ? truthOf(one.right) : undefined;
  if (one.kind !== 'binary' || truth === undefined || !/^[!=]=$/.test(one.operator)) return undefined;
  return flagAsked(one.left, ((one.operator === '==') === truth) === wants);
}

const truthOf = (value: Expression): boolean | undefined =>
  value.kind === 'number' && value.isBoolean === true ? value.value !== 0 : undefined;

/** Whether statements, or what they call, give places of that name this truth. */
function gives(
  run: Interpreter,
  statements: readonly Statement[],
  name: string,
  truth: boolean,
  depth: number,
): boolean {
  if (givenIn(statements, name).includes(truth)) return true;
  if (depth === 0) return false;
  const called = callNames(statements).flatMap((one) => run.symbols.functions.named(lastName(one)));
  return called.some(({ body }) => body !== undefined && gives(run, body, name, truth, depth - 1));
}

/** What places of that name are given; undefined for what is no plain truth. */
function givenIn(statements: readonly Statement[], name: string): (boolean | undefined)[] {
  const found: (boolean | undefined)[] = [];
  const isIt = (one: Expression) => (one.kind === 'name' || one.kind === 'member') && one.name === name;
  visitExpressions(statements, (one) => {
    if (one.kind === 'assign' && isIt(one.target)) found.push(truthOf(withoutCasts(one.value)));
    if (one.kind !== 'call' || one.callee.kind !== 'member' || !isIt(one.callee.object)) return;
    const [value] = one.args;
    if (/^(store|exchange)$/.test(one.callee.name)) found.push(value && truthOf(withoutCasts(value)));
  });
  return found;
}

/** Whether the program sets a flag back to what is asked for, but where objects begin and things end. */
function isSetBack(run: Interpreter, { place, wants }: Asked): boolean {
  const isEnd = ({ name, owner, body = [] }: FunctionDeclaration): boolean =>
    (owner !== undefined && lastName(name).replace('~', '') === lastName(owner)) ||
    hasEffect(run, body, 'closing');
  return [...run.symbols.functions.values()].some((one) => {
    const given = one.body ? givenIn(one.body, place.name) : [];
    return given.some((truth) => truth !== !wants) && !isEnd(one);
  });
}
