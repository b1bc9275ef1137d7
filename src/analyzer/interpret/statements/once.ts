/** Guards that turn themselves off: `if (!ready_) { …; ready_ = true; }`, `if (first) { first = false; … }`. */
import type { Expression, FunctionDeclaration, IfStatement, Statement } from '../../syntax/ast.ts';
import { oncePer } from '../../../base/once.ts';
import { lastName } from '../../program/qualified.ts';
import { push } from '../../../base/push.ts';
import type { SymbolTable } from '../../program/symbols.ts';
import { callNames, visitExpressions, withoutCasts } from '../../syntax/visit.ts';
import { hasEffect } from '../effects.ts';
import type { Interpreter } from '../interpreter.ts';
import { selfOf, type Frame } from '../names/frame.ts';
import { pointee } from '../values/value.ts';
import { placeKey } from './motion.ts';
import { quietly } from './positions.ts';

/** A flag, and what the condition asks it to be. */
interface Asked {
  place: Expression & { name: string };
  wants: boolean;
}

/** What is asked, and the class that has such a flag; undefined where it is no field. */
interface Flag {
  asked: Asked;
  owner: string | undefined;
}

/** Whether an expression names the flag. */
type IsIt = (one: Expression) => boolean;

/** Whether the side is only taken until it has been: it sets the flag that it hangs on, and nothing else sets that back. */
export function turnsItselfOff(
  run: Interpreter,
  { condition, then, otherwise }: IfStatement,
  frame: Frame,
): boolean {
  const asked = otherwise.length ? undefined : flagAsked(condition, true);
  return asked !== undefined && setsForGood(run, asked, then, 2, frame);
}

/** `if (done) return; done = true; …`: whether what follows the `if` does so, in any case, and whether it has been there. */
export function restTurnsItselfOff(
  run: Interpreter,
  { condition, otherwise }: IfStatement,
  rest: readonly Statement[],
  frame: Frame,
): 'no' | 'yes' | 'done' {
  const asked = otherwise.length ? undefined : flagAsked(condition, false);
  const plain = rest.filter(({ kind }) => kind === 'expression');
  if (!asked || !setsForGood(run, asked, plain, 0, frame)) return 'no';
  // Nothing sets it back: what it holds here is what it was set to, whoever else may read it.
  const now = quietly(run, asked.place, frame);
  const isDone = now.kind === 'number' && now.known !== undefined && (now.known !== 0) !== asked.wants;
  return isDone ? 'done' : 'yes';
}

function setsForGood(
  run: Interpreter,
  asked: Asked,
  side: readonly Statement[],
  depth: number,
  frame: Frame,
): boolean {
  const key = placeKey(asked.place);
  const flag = { asked, owner: ownerOf(run, asked.place, frame) };
  if (!gives(run, side, (one) => placeKey(one) === key, flag, depth)) return false;
  const cell = run.parts.locate(asked.place, frame);
  if (!cell || cell.type?.pointers || (cell.declared && run.isInLoop(cell.declared))) return false;
  return !isSetBack(run, flag);
}

function flagAsked(expression: Expression, wants: boolean): Asked | undefined {
  const one = withoutCasts(expression);
  if (one.kind === 'unary' && one.operator === '!') return flagAsked(one.operand, !wants);
  if (one.kind === 'name' || one.kind === 'member') return { place: one, wants };
  if (one.kind === 'call' && one.callee.kind === 'member' && one.callee.name === 'load')
    return flagAsked(one.callee.object, wants);
  const truth = one.kind === 'binary' ? truthIn(one.right) : undefined;
  if (one.kind !== 'binary' || truth === undefined || !/^[!=]=$/.test(one.operator)) return undefined;
  return flagAsked(one.left, ((one.operator === '==') === truth) === wants);
}

const truthIn = (value: Expression): boolean | undefined =>
  value.kind === 'number' && value.isBoolean === true ? value.value !== 0 : undefined;

function ownerOf(run: Interpreter, place: Asked['place'], frame: Frame): string | undefined {
  if (place.kind === 'member') {
    const object = pointee(quietly(run, place.object, frame));
    return object.kind === 'instance' ? object.instance.className : undefined;
  }
  const self = frame.find(place.name) ? undefined : selfOf(frame);
  const lineage = self ? run.symbols.lineage(self.className) : [];
  const isField = lineage.some(({ fields }) => fields.some(({ name }) => name === place.name));
  return isField ? self?.className : undefined;
}

/** How another function names the flag: that of an object as its class does, or as a member of what it is given. */
function namedIn(run: Interpreter, { asked: { place }, owner }: Flag, within: FunctionDeclaration): IsIt {
  const isOwn = owner === undefined ? place.kind === 'name' : isRelated(run, owner, within.owner ?? '');
  return (one) => {
    if (one.kind === 'member' && one.object.kind !== 'this')
      return owner !== undefined || place.kind === 'member';
    return isOwn;
  };
}

const isRelated = ({ symbols }: Interpreter, one: string, other: string): boolean =>
  lastName(one) === lastName(other) || symbols.isDerived(one, other) || symbols.isDerived(other, one);

/** Whether statements, or what they call, give the flag the other truth. */
function gives(
  run: Interpreter,
  statements: readonly Statement[],
  isIt: IsIt,
  flag: Flag,
  depth: number,
): boolean {
  const { name } = flag.asked.place;
  if (givenIn(statements, name, isIt).includes(!flag.asked.wants)) return true;
  if (depth === 0) return false;
  const called = callNames(statements).flatMap((one) => run.symbols.functions.named(lastName(one)));
  return called.some(
    (one) => one.body !== undefined && gives(run, one.body, namedIn(run, flag, one), flag, depth - 1),
  );
}

/** What the flag of that name is given; undefined for what is no plain truth. */
const givenIn = (statements: readonly Statement[], name: string, isIt: IsIt): Truth[] =>
  (givenByName(statements).get(name) ?? []).filter(({ place }) => isIt(place)).map(({ truth }) => truth);

type Truth = boolean | undefined;

interface Given {
  place: Expression;
  truth: Truth;
}

const givenByName = oncePer((statements: readonly Statement[]): ReadonlyMap<string, readonly Given[]> => {
  const found = new Map<string, Given[]>();
  const note = (place: Expression, value: Expression | undefined): void => {
    if (place.kind !== 'name' && place.kind !== 'member') return;
    const truth = value && truthIn(withoutCasts(value));
    push(found, place.name, { place, truth });
  };
  visitExpressions(statements, (one) => {
    if (one.kind === 'assign') note(one.target, one.value);
    if (one.kind !== 'call' || one.callee.kind !== 'member') return;
    if (/^(store|exchange)$/.test(one.callee.name)) note(one.callee.object, one.args[0]);
  });
  return found;
});

/** Whether the program sets a flag back to what is asked for, but where objects begin and things end. */
function isSetBack(run: Interpreter, flag: Flag): boolean {
  const isEnd = ({ name, owner, body = [] }: FunctionDeclaration): boolean =>
    (owner !== undefined && lastName(name).replace('~', '') === lastName(owner)) ||
    hasEffect(run, body, 'closing');
  const { place, wants } = flag.asked;
  const givers = giversByName(run.symbols.functions).get(place.name) ?? [];
  const setsBack = (one: WithBody) =>
    givenIn(one.body, place.name, namedIn(run, flag, one)).some((truth) => truth !== !wants);
  return givers.some((one) => setsBack(one) && !isEnd(one));
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
