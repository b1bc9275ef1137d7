/** Whether a loop may be a state machine: told from the text alone, so that only such loops are followed pass by pass. */
import { oncePer } from '../../../base/once.ts';
import { lastName } from '../../program/qualified.ts';
import type { SymbolTable } from '../../program/symbols.ts';
import type { Expression, FunctionDeclaration, LoopStatement, Statement } from '../../syntax/ast.ts';
import { bodiesOf, callNames, visitExpressions } from '../../syntax/visit.ts';
import type { Interpreter } from '../interpreter.ts';

/** Last names of places: those that say what a pass does, and those that are given other values. */
interface Places {
  /** What is switched on. */
  asked: ReadonlySet<string>;
  /** What is looked up in a table of what to do. */
  lookedUp: ReadonlySet<string>;
  /** What is called, a function or a variable that holds one. */
  called: ReadonlySet<string>;
  assigned: ReadonlySet<string>;
  /** Of what is assigned, what is pointed at a function of the text: none that comes out of a queue. */
  pointed: ReadonlySet<string>;
}

const known = oncePer((_symbols: SymbolTable) => new Map<LoopStatement, boolean>());

/** Whether something that a pass, or what it calls, switches on is assigned there, or by what its class keeps to be called. */
export function mayHaveStates({ symbols }: Interpreter, statement: LoopStatement, scope: string): boolean {
  const ofSymbols = known(symbols);
  const before = ofSymbols.get(statement);
  if (before !== undefined) return before;
  const answer = isAssigned(symbols, statement.body, scope);
  ofSymbols.set(statement, answer);
  return answer;
}

function isAssigned(symbols: SymbolTable, body: readonly Statement[], scope: string): boolean {
  const functions = calledFrom(symbols, body);
  const reached = [body, ...bodiesOfAll(functions)];
  const asked = namesOf(reached, 'asked');
  const isOne = (bodies: readonly (readonly Statement[])[], by = asked) =>
    [...namesOf(bodies, 'assigned')].some((name) => by.has(name));
  // What a table names may be any function.
  const keys = namesOf(reached, 'lookedUp');
  if (keys.size && isOne(bodiesOfAll(symbols.functions.values()), keys)) return true;
  if (asked.size && (isOne(reached) || isOne(bodiesOfAll(besides(symbols, functions, scope))))) return true;
  // A variable that is called is found nowhere else but where it is assigned.
  const held = [...namesOf(reached, 'called')].filter((name) => !symbols.functions.named(name).length);
  return held.some((name) => pointedAnywhere(symbols).has(name));
}

function namesOf(bodies: readonly (readonly Statement[])[], kind: keyof Places): ReadonlySet<string> {
  return new Set(bodies.flatMap((body) => [...placesIn(body)[kind]]));
}

const pointedAnywhere = oncePer(({ functions }: SymbolTable): ReadonlySet<string> =>
  namesOf(bodiesOfAll(functions.values()), 'pointed'),
);

/** A machine whose states take more functions than these is none that is looked for. */
const MOST_FUNCTIONS = 100;

function calledFrom(symbols: SymbolTable, body: readonly Statement[]): FunctionDeclaration[] {
  const names = new Set<string>();
  const found: FunctionDeclaration[] = [];
  const pending = [body];
  for (let next = pending.pop(); next && names.size < MOST_FUNCTIONS; next = pending.pop()) {
    for (const name of callNames(next).map(lastName)) {
      if (names.has(name)) continue;
      names.add(name);
      const called = symbols.functions.named(name);
      found.push(...called);
      pending.push(...bodiesOfAll(called));
    }
  }
  return found;
}

/** The other methods of the classes of these, and of the one around. */
function besides(
  symbols: SymbolTable,
  functions: readonly FunctionDeclaration[],
  scope: string,
): FunctionDeclaration[] {
  const owners = new Set([scope, ...functions.flatMap(({ owner }) => owner ?? [])]);
  return [...symbols.functions.values()].filter(({ owner }) => owner !== undefined && owners.has(owner));
}

const bodiesOfAll = (functions: readonly FunctionDeclaration[]): (readonly Statement[])[] =>
  functions.flatMap(({ body }) => (body ? [body] : []));

const placesIn = oncePer((body: readonly Statement[]): Places => {
  const asked = new Set(subjectsIn(body));
  const called = new Set<string>();
  const lookedUp = new Set<string>();
  const compared = new Map<string, number>();
  const named = new Set<string>();
  const led = new Set<string>();
  const assigned = new Set<string>();
  const pointed = new Set<string>();
  visitExpressions(body, (expression) => {
    noteCalled(expression, lookedUp, called);
    const one = comparedWithConstant(expression);
    if (one) compared.set(one, (compared.get(one) ?? 0) + 1);
    if (one && expression.kind === 'binary' && expression.right.kind === 'name') named.add(one);
    if (expression.kind !== 'assign' || expression.operator !== '=') return;
    const target = nameOf(expression.target);
    if (target) assigned.add(target);
    if (target && expression.value.kind === 'name') led.add(target);
    if (target && isNextOf(target, expression.value)) asked.add(target);
    if (target && isPointing(expression.value, target)) pointed.add(target);
  });
  noteHeld(body, lookedUp, called);
  for (const [name, times] of compared) if (times > 1) asked.add(name);
  // `if (state == Wake) { …; state = Run; continue; }`
  for (const name of named) if (led.has(name)) asked.add(name);
  for (const name of lookedUp) asked.add(name);
  return { asked, lookedUp, called, assigned, pointed };
});

/** `next = drain`, `next = &M::drain`, `next = [this] { … }`, `state = state(m)`. */
function isPointing(value: Expression, target: string): boolean {
  if (value.kind === 'call') return nameOf(value.callee) === target;
  return (
    value.kind === 'name' || value.kind === 'lambda' || (value.kind === 'unary' && value.operator === '&')
  );
}

/** `state = state->step(m)`. */
function isNextOf(target: string, value: Expression): boolean {
  return value.kind === 'call' && value.callee.kind === 'member' && nameOf(value.callee.object) === target;
}

function subjectsIn(body: readonly Statement[]): string[] {
  return body.flatMap((statement) => {
    const own = statement.kind === 'switch' ? [nameOf(statement.subject)] : [];
    return [...own, ...bodiesOf(statement).flatMap(subjectsIn)].filter(Boolean);
  });
}

/** `step(ctx)`, `ctx.step()`, `(this->*step)()` and `(this->*table[state])()` where it is a variable; what is looked up in a table is asked for. */
function noteCalled(expression: Expression, keys: Set<string>, called: Set<string>): void {
  if (expression.kind !== 'call') return;
  const callee = expression.callee.kind === 'binary' ? expression.callee.right : expression.callee;
  const key = callee.kind === 'index' ? callee.index : keyOf(expression);
  if (key) keys.add(nameOf(key));
  else called.add(nameOf(callee));
}

/** `Step f = table[state];` of what is called. */
function noteHeld(body: readonly Statement[], lookedUp: Set<string>, called: ReadonlySet<string>): void {
  for (const statement of body) {
    for (const inner of bodiesOf(statement)) noteHeld(inner, lookedUp, called);
    if (statement.kind !== 'declare') continue;
    for (const { name, initial } of statement.variables)
      if (initial?.kind === 'index' && called.has(name)) lookedUp.add(nameOf(initial.index));
  }
}

/** `state` of `table.at(state)` and `table.find(state)`. */
function keyOf({ callee, args }: Extract<Expression, { kind: 'call' }>): Expression | undefined {
  return callee.kind === 'member' && /^(at|find)$/.test(callee.name) ? args[0] : undefined;
}

/** `state == State::Fill`. */
function comparedWithConstant(expression: Expression): string {
  if (expression.kind !== 'binary' || expression.operator !== '==') return '';
  const isConstant = expression.right.kind === 'name' || expression.right.kind === 'number';
  return isConstant ? nameOf(expression.left) : '';
}

function nameOf(expression: Expression): string {
  switch (expression.kind) {
    case 'name':
      return lastName(expression.name);
    case 'member':
      return expression.name;
    case 'index':
      return nameOf(expression.object);
    case 'cast':
    case 'unary':
      return nameOf(expression.operand);
    default:
      return '';
  }
}
