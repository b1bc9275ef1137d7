/**
 * What the passes of a program move, told from its text by name: counters, states, what is filled anew. What is asked of such
 * a place is a share of the passes, and no mode that is fixed for a run.
 */
import { lastName } from '../../program/qualified.ts';
import type { SymbolTable } from '../../program/symbols.ts';
import type { Expression, FunctionDeclaration, LoopStatement, Statement } from '../../syntax/ast.ts';
import { asStatement, bodiesOf, callNames, visitExpressions } from '../../syntax/visit.ts';
import { hasEffect } from '../effects.ts';
import type { Interpreter } from '../interpreter.ts';
import { rowOf } from '../calls/callable.ts';
import { placeKey, readPlaces } from '../statements/motion.ts';

type Body = readonly Statement[];

const known = new WeakMap<SymbolTable, ReadonlySet<string>>();

/** Whether a pass of the program, or what runs beside it, gives places of that name other values. */
export function isMoved(run: Interpreter, name: string): boolean {
  const names = known.get(run.symbols) ?? movedBy(run);
  known.set(run.symbols, names);
  return names.has(lastName(name));
}

const textsIn = ({ functions }: SymbolTable): Body[] =>
  [...functions.values()].flatMap(({ body }) => (body ? [body] : []));

/** All that happens again and again: loops that work, functions that others call when they like, and what these call. */
function passesOf(run: Interpreter, loops: readonly LoopStatement[]): Body[] {
  const texts = textsIn(run.symbols);
  const handedOn = new Set(texts.flatMap(namesHandedOn));
  const called = new Set(texts.flatMap((body) => callNames(body).map(lastName)));
  const isEntry = ({ name, body = [] }: FunctionDeclaration): boolean =>
    handedOn.has(lastName(name)) ||
    (lastName(name) !== 'main' && !called.has(lastName(name)) && hasEffect(run, body, 'submission'));
  const entries = [...run.symbols.functions.values()].flatMap((one) =>
    one.body && isEntry(one) && !isConstructor(one) ? [one.body] : [],
  );
  const working = loops.filter((loop) => hasEffect(run, [loop])).map((loop) => [loop]);
  return withCalled(run.symbols, [...working, ...entries, ...texts.flatMap(lambdasHandedOn)]);
}

function withCalled({ functions }: SymbolTable, seeds: readonly Body[]): Body[] {
  const names = new Set<string>();
  const found = new Set<Body>();
  const pending = [...seeds];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    for (const name of callNames(next).map(lastName)) {
      if (names.has(name)) continue;
      names.add(name);
      pending.push(
        ...functions.named(name).flatMap((one) => (one.body && !isConstructor(one) ? [one.body] : [])),
      );
    }
  }
  return [...found];
}

const isConstructor = ({ name, owner }: FunctionDeclaration): boolean =>
  owner !== undefined && lastName(owner) === lastName(name);

/** The loops in a text, those of its lambdas and those in loops included. */
function loopsIn(body: Body): LoopStatement[] {
  const loops = statementsIn(body).filter((one) => one.kind === 'loop');
  return [...loops, ...lambdasIn(body).flatMap((inner) => loopsIn(inner))];
}

function statementsIn(body: Body): Statement[] {
  return body.flatMap((one) => [one, ...bodiesOf(one).flatMap(statementsIn)]);
}

function lambdasIn(body: Body): Body[] {
  const found: Body[] = [];
  visitExpressions(body, (one) => {
    if (one.kind === 'lambda') found.push(one.body);
  });
  return found;
}

/** What the calls of a text, and the threads that it declares, are given. */
function givenIn(body: Body): Expression[] {
  const given: Expression[] = [];
  visitExpressions(body, (one) => {
    if (one.kind === 'call') given.push(...one.args);
    else if (one.kind === 'new') given.push(...one.args);
  });
  for (const one of statementsIn(body))
    if (one.kind === 'declare') given.push(...one.variables.flatMap(({ args = [] }) => args));
  return given;
}

/** `f`, `&f`, `&Class::f` as an argument. */
function namesHandedOn(body: Body): string[] {
  return givenIn(body).flatMap((one) => {
    const given = one.kind === 'unary' && one.operator === '&' ? one.operand : one;
    return given.kind === 'name' ? [lastName(given.name)] : [];
  });
}

function lambdasHandedOn(body: Body): Body[] {
  return givenIn(body).flatMap((one) => (one.kind === 'lambda' ? [one.body] : []));
}

function movedBy(run: Interpreter): ReadonlySet<string> {
  const names = new Set<string>();
  const loops = textsIn(run.symbols).flatMap(loopsIn);
  for (const loop of loops) noteStates(run, loop, names);
  const passes = passesOf(run, loops);
  // What a function moves of what it is given by reference shows once its own text has been read.
  for (let before = -1; before < names.size;) {
    before = names.size;
    for (const body of passes) noteMoved(run, body, names);
  }
  return names;
}

/** What a loop asks and moves itself, whether it is seen to work or not: what it does may be held in a table. */
function noteStates(run: Interpreter, loop: LoopStatement, names: Set<string>): void {
  const moved = new Set<string>();
  noteMoved(run, [loop], moved);
  for (const name of askedIn([loop])) if (moved.has(name)) names.add(name);
}

function askedIn(body: Body): string[] {
  return statementsIn(body).flatMap((one) => {
    const asked = one.kind === 'switch' ? one.subject : 'condition' in one ? one.condition : undefined;
    return asked ? readPlaces(asked).flatMap((place) => nameOf(place) ?? []) : [];
  });
}

function noteMoved(run: Interpreter, body: Body, names: Set<string>): void {
  const own = localsIn(body);
  const note = (place: Expression): void => {
    const name = nameOf(place);
    if (name !== undefined) names.add(name);
  };
  visitExpressions(body, (one) => {
    if (one.kind === 'update') note(one.operand);
    else if (one.kind === 'assign' && (one.operator !== '=' || isOther(run, one, own, names)))
      note(one.target);
    else if (one.kind === 'binary' && one.operator === '>>') note(one.right);
    else if (one.kind === 'call') for (const place of writtenBy(run, one, names)) note(place);
  });
}

/** The last name of a place: of an element or of what a pointer leads to, that of the whole. */
function nameOf(place: Expression): string | undefined {
  switch (place.kind) {
    case 'name':
      return lastName(place.name);
    case 'member':
      return place.name;
    case 'index':
      return nameOf(place.object);
    case 'cast':
    case 'unary':
      return nameOf(place.operand);
    default:
      return undefined;
  }
}

/** Local variables that are another thing in each pass: what a call gives, an element. */
function localsIn(body: Body): ReadonlySet<string> {
  const own = new Set<string>();
  for (const one of statementsIn(body)) {
    if (one.kind === 'loop' && one.variable) own.add(one.variable.name);
    if (one.kind !== 'declare') continue;
    for (const { name, initial } of one.variables) if (!initial || hasCall(initial)) own.add(name);
  }
  return own;
}

function hasCall(expression: Expression): boolean {
  return callNames([asStatement(expression)]).length > 0;
}

/** Whether an assignment gives its place another value than it had before: what only hands on a setting does not. */
function isOther(
  { symbols }: Interpreter,
  { target, value }: Extract<Expression, { kind: 'assign' }>,
  own: ReadonlySet<string>,
  names: ReadonlySet<string>,
): boolean {
  if (hasCall(value)) return true;
  const read = readPlaces(value).flatMap((place) => nameOf(place) ?? []);
  const places = read.filter((name) => !isConstant(symbols, name));
  return !places.length || places.some((name) => own.has(name) || names.has(name) || name === nameOf(target));
}

function isConstant({ enumerators, macros }: SymbolTable, name: string): boolean {
  return (
    enumerators.named(name).length > 0 || macros.named(name).length > 0 || /^[A-Z][A-Z0-9_]*$/.test(name)
  );
}

const READING =
  /^(empty|size|length|load|get|c_str|data|at|find|count|c?r?begin|c?r?end|front|back|value|has_value)$/;

/** The places that a call may give other values. */
function writtenBy(
  { symbols }: Interpreter,
  { callee, args }: Extract<Expression, { kind: 'call' }>,
  names: ReadonlySet<string>,
): Expression[] {
  const name = callee.kind === 'name' || callee.kind === 'member' ? lastName(callee.name) : '';
  const declared = symbols.functions.named(name).filter(({ body }) => body !== undefined);
  if (declared.length) return args.filter((_, at) => declared.some((one) => movesParameter(one, at, names)));
  const written = args.flatMap((arg) => (arg.kind === 'unary' && arg.operator === '&' ? [arg.operand] : []));
  if (callee.kind !== 'member' || READING.test(name)) return written;
  const isForeign = rowOf({ name }) === undefined;
  return [...written, callee.object, ...(isForeign ? args.filter((arg) => placeKey(arg) !== undefined) : [])];
}

function movesParameter(
  { parameters }: FunctionDeclaration,
  at: number,
  names: ReadonlySet<string>,
): boolean {
  const parameter = parameters[at];
  if (!parameter || parameter.type.constant || !(parameter.type.reference || parameter.type.pointers))
    return false;
  return names.has(parameter.name);
}
