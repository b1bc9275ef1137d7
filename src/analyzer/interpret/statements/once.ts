/** Guards that turn themselves off: `if (!ready_) { …; ready_ = true; }`, `if (first) { first = false; … }`. */
import type { Expression, FunctionDeclaration, IfStatement, Statement } from '../../syntax/ast.ts';
import { oncePer } from '../../../base/once.ts';
import { lastName } from '../../program/qualified.ts';
import { push } from '../../program/push.ts';
import type { SymbolTable } from '../../program/symbols.ts';
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
const givenIn = (statements: readonly Statement[], name: string): readonly Truth[] =>
  givenByName(statements).get(name) ?? [];

type Truth = boolean | undefined;

const givenByName = oncePer((statements: readonly Statement[]): ReadonlyMap<string, readonly Truth[]> => {
  const found = new Map<string, Truth[]>();
  const note = (place: Expression, value: Expression | undefined): void => {
    if (place.kind !== 'name' && place.kind !== 'member') return;
    const truth = value && truthOf(withoutCasts(value));
    push(found, place.name, truth);
  };
  visitExpressions(statements, (one) => {
    if (one.kind === 'assign') note(one.target, one.value);
    if (one.kind !== 'call' || one.callee.kind !== 'member') return;
    if (/^(store|exchange)$/.test(one.callee.name)) note(one.callee.object, one.args[0]);
  });
  return found;
});

/** Whether the program sets a flag back to what is asked for, but where objects begin and things end. */
function isSetBack(run: Interpreter, { place, wants }: Asked): boolean {
  const isEnd = ({ name, owner, body = [] }: FunctionDeclaration): boolean =>
    (owner !== undefined && lastName(name).replace('~', '') === lastName(owner)) ||
    hasEffect(run, body, 'closing');
  const givers = giversByName(run.symbols.functions).get(place.name) ?? [];
  return givers.some((one) => givenIn(one.body, place.name).some((truth) => truth !== !wants) && !isEnd(one));
}

type WithBody = FunctionDeclaration & { body: Statement[] };

/** The functions that give places of a name something. */
const giversByName = oncePer((functions: SymbolTable['functions']): ReadonlyMap<string, WithBody[]> => {
  const found = new Map<string, WithBody[]>();
  for (const one of functions.values()) {
    const { body } = one;
    if (body) for (const name of givenByName(body).keys()) push(found, name, { ...one, body });
  }
  return found;
});
