/**
 * A function whose last act is to call itself with what its parameters step to is a loop over these: `walk(std::next(at))`
 * where the end is not reached. As compilers do, what stands in the last place becomes the next pass.
 */
import type {
  CallExpression,
  Expression,
  FunctionDeclaration,
  IfStatement,
  LambdaExpression,
  Parameter,
  Statement,
} from '../../syntax/ast.ts';
import { asStatement, visitExpression, visitExpressions, withoutCasts } from '../../syntax/visit.ts';
import { lastName } from '../../program/qualified.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { leaves } from '../statements/conditions.ts';
import { asFunction } from './callable.ts';

export type Recursive = FunctionDeclaration | LambdaExpression;
type Body = readonly Statement[];

/** The body as a loop, where its last act is to call the function itself; else as it stands. */
export function asLoop(run: Interpreter, what: Recursive, body: Body, frame: Frame): Body {
  const known = rewritten.get(body) ?? rewrite(what, body);
  rewritten.set(body, known);
  return known && isSelf(run, what, known.call, frame) ? known.body : body;
}

interface Rewritten {
  call: CallExpression;
  body: Body;
}

const rewritten = new WeakMap<Body, Rewritten | false>();

function rewrite(what: Recursive, body: Body): Rewritten | false {
  const calls = callsLike(what, body);
  const [call] = calls;
  if (!call || calls.length > 1) return false;
  const steps = stepsOf(what.parameters, call);
  const pass = steps && inPlaceOf(call, steps, body);
  if (!pass) return false;
  return { call, body: loopOf(call, pass) };
}

/** What is asked first of all is the loop's head; what is done where it fails stands behind the loop. */
function loopOf({ start, end, callee }: CallExpression, pass: readonly Statement[]): Body {
  const head = { start, end, keywordEnd: callee.end, kind: 'loop' as const };
  const [first, ...body] = pass;
  if (first?.kind !== 'if' || first.before || first.otherwise.length || !leaves(first.then))
    return [{ ...head, loop: 'for', body: [...pass] }];
  return [{ ...head, loop: 'while', condition: negated(first.condition), body }, ...first.then];
}

/** Calls that give as much as the function takes, by a name that may be its own. */
function callsLike({ parameters, ...what }: Recursive, body: Body): CallExpression[] {
  const calls: CallExpression[] = [];
  const name = what.kind === 'function' ? what.name : undefined;
  visitExpressions(body, (one) => {
    if (one.kind !== 'call' || one.args.length !== parameters.length) return;
    if (name === undefined ? isNamed(one.callee) : isOwnName(one.callee, name)) calls.push(one);
  });
  return calls;
}

const isNamed = (callee: Expression): boolean => callee.kind === 'name' || isMember(callee);
const isMember = (callee: Expression): boolean =>
  callee.kind === 'member' && callee.object.kind === 'this' && !callee.args;

/** `Base::handle(x)` in a method of another class calls that of its base. */
function isOwnName(callee: Expression, name: string): boolean {
  if (callee.kind === 'name') return !callee.args && `::${name}`.endsWith(`::${callee.name}`);
  return callee.kind === 'member' && callee.name === lastName(name) && isMember(callee);
}

/** What the parameters are in the next pass; undefined where what one becomes asks another that changes too. */
function stepsOf(parameters: readonly Parameter[], { args }: CallExpression): Statement[] | undefined {
  const moved = parameters.flatMap((parameter, at) => {
    const value = args[at];
    return value && !isName(withoutCasts(value), parameter.name) ? [{ parameter, value }] : [];
  });
  const names = moved.map(({ parameter }) => parameter.name);
  const areSteps = moved.every(
    ({ parameter, value }) =>
      !parameter.isPack &&
      (!parameter.type.reference || parameter.type.constant) &&
      mentioned(value, names).join() === parameter.name,
  );
  return areSteps ? moved.map(({ parameter, value }) => assigned(parameter.name, value)) : undefined;
}

const isName = (one: Expression, name: string): boolean => one.kind === 'name' && one.name === name;

function mentioned(expression: Expression, names: readonly string[]): string[] {
  const found = new Set<string>();
  visitExpression(expression, (one) => {
    if (one.kind === 'name' && names.includes(one.name)) found.add(one.name);
  });
  return [...found];
}

/** `n + 1` and what it does to `n`; `++n` and `n++` do it already. */
function assigned(name: string, value: Expression): Statement {
  if (value.kind === 'update' && isName(value.operand, name)) return asStatement(value);
  const { start, end } = value;
  return asStatement({
    kind: 'assign',
    operator: '=',
    target: { kind: 'name', name, start, end },
    value,
    start,
    end,
  });
}

/** The statements with the next pass in the place of the call, and a return on all other ways; undefined where it stands elsewhere. */
function inPlaceOf(call: CallExpression, steps: Statement[], statements: Body): Statement[] | undefined {
  const at = statements.findIndex((one) => holds(one, call));
  const last = statements[at];
  if (!last) return undefined;
  const before = statements.slice(0, at);
  const behind = statements.slice(at + 1);
  if (isOnly(last, call)) return behind.every(isPlainReturn) ? [...before, ...steps] : undefined;
  const inner = last.kind === 'block' ? last.body : undefined;
  const rest = inner && behind.every(isPlainReturn) ? inPlaceOf(call, steps, inner) : undefined;
  if (rest) return [...before, { ...last, body: rest } as Statement];
  return last.kind === 'if' ? ofChoice(last, { call, steps, before, behind }) : undefined;
}

interface Choice {
  call: CallExpression;
  steps: Statement[];
  before: Body;
  behind: Body;
}

/** Of a choice, the way that does not call comes first, and ends the function. */
function ofChoice(choice: IfStatement, { call, steps, before, behind }: Choice): Statement[] | undefined {
  const isThen = choice.then.some((one) => holds(one, call));
  const [way, other] = isThen ? [choice.then, choice.otherwise] : [choice.otherwise, choice.then];
  const next = inPlaceOf(call, steps, way);
  if (!next || !(behind.every(isPlainReturn) || leaves(way) || calls(way, call))) return undefined;
  const { start, end, condition } = choice;
  const ends: Statement = { kind: 'return', start, end };
  const then = [...other, ...(leaves(other) ? [] : [...behind, ends])];
  const test: Expression = isThen ? negated(condition) : condition;
  return [...before, { ...choice, condition: test, then, otherwise: [] }, ...next];
}

/** The call is what the way ends with, and nothing that stands behind the choice does anything. */
const calls = (way: Body, call: CallExpression): boolean =>
  way.some((one) => one.kind === 'return' && holds(one, call));

function negated(one: Expression): Expression {
  if (one.kind === 'unary' && one.operator === '!') return one.operand;
  return { kind: 'unary', operator: '!', operand: one, start: one.start, end: one.end };
}

function holds(statement: Statement, call: CallExpression): boolean {
  let isIn = false;
  visitExpressions([statement], (one) => {
    isIn ||= one === call;
  });
  return isIn;
}

/** `walk(n + 1);`, `return walk(n + 1);`, `(void)walk(n + 1);` */
function isOnly(statement: Statement, call: CallExpression): boolean {
  if (statement.kind === 'expression') return withoutCasts(statement.expression) === call;
  return (
    statement.kind === 'return' && statement.value !== undefined && withoutCasts(statement.value) === call
  );
}

/** `return;`, `return true;` */
function isPlainReturn(statement: Statement): boolean {
  if (statement.kind !== 'return') return statement.kind === 'empty';
  return !statement.value || ['number', 'name', 'null', 'this'].includes(statement.value.kind);
}

/** Whether a call by this name calls what is being followed, and no other of the name. */
function isSelf(run: Interpreter, what: Recursive, { callee, args }: CallExpression, frame: Frame): boolean {
  if (what.kind === 'function') {
    const others = run.symbols.functions.named(what.name).filter(({ body }) => body);
    return others.every((one) => one === what || one.parameters.length !== args.length);
  }
  const value = callee.kind === 'name' ? run.parts.locate(callee, frame)?.value : undefined;
  const targets = (value && asFunction(value)?.targets) ?? [];
  return targets.length === 1 && targets[0]?.lambda?.expression === what;
}
