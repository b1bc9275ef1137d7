/** Which loops only wait, and the names in what a program waits for. */
import { oncePer } from '../../base/once.ts';
import { lastName } from '../program/qualified.ts';
import type { SymbolTable } from '../program/symbols.ts';
import type { Expression, LoopStatement, Statement } from '../syntax/ast.ts';
import { bodiesOf, callNames, visitExpression, visitExpressions } from '../syntax/visit.ts';
import type { Cell } from '../interpret/values/value.ts';
import { calledName, placeKey } from '../interpret/statements/motion.ts';

const WAITS = new Set(['wait', 'wait_for', 'wait_until', 'pthread_cond_wait', 'pthread_cond_timedwait']);
/** What stands beside a wait, or in its place where a loop asks again and again. */
const PAUSES = new Set(
  'yield sched_yield pthread_yield sleep_for sleep_until usleep nanosleep sleep lock unlock'.split(' '),
);

export const PAUSING: ReadonlySet<string> = new Set([...WAITS, ...PAUSES]);

/** `while (inFlight >= N) cv.wait(lock);`, `while (busy.load() > 3) yield();`: does nothing but wait. */
export function isWaitingLoop({ loop, condition, update, body }: LoopStatement): boolean {
  if (loop === 'range' || update || !condition || condition.kind === 'number') return false;
  return body.every(isWait);
}

/** Pauses, or comes again, and does nothing else. */
const onlyWaits = (side: readonly Statement[]): boolean => side.every(isWait) && side.some(isPause);

function isPause(statement: Statement): boolean {
  if (statement.kind === 'block') return statement.body.some(isPause);
  if (statement.kind === 'continue') return true;
  return (
    statement.kind === 'expression' &&
    statement.expression.kind === 'call' &&
    PAUSES.has(calledName(statement.expression))
  );
}

export function isWait(statement: Statement): boolean {
  if (statement.kind === 'block') return statement.body.every(isWait);
  if (statement.kind === 'empty' || statement.kind === 'continue') return true;
  if (statement.kind !== 'expression') return false;
  const { expression } = statement;
  if (expression.kind === 'assign') return isReset(expression);
  if (expression.kind !== 'call') return isInert(expression);
  const name = calledName(expression);
  // `_mm_pause();`: what is given nothing can do little but pause.
  return (
    WAITS.has(name) || PAUSES.has(name) || (expression.callee.kind === 'name' && !expression.args.length)
  );
}

/** `__asm__ volatile("pause");`. */
const isInert = (expression: Expression): boolean =>
  expression.kind === 'other' && expression.parts.every((part) => part.kind === 'string' || isInert(part));

/** `expected = nullptr;` before the next try. */
const isReset = ({ operator, target, value }: Extract<Expression, { kind: 'assign' }>): boolean =>
  operator === '=' && target.kind === 'name' && (value.kind === 'null' || value.kind === 'number');

/** The places that what a body waits for asks about. */
export const awaitedIn = oncePer((body: readonly Statement[]): ReadonlySet<string> => {
  const places = new Set<string>();
  const add = (asked: Expression): void => visitExpression(asked, (one) => places.add(placeKey(one) ?? ''));
  visitWaits(body, add);
  visitPasses(body, add);
  return places;
});

/** Whether a loop that waits is woken, and does not ask again and again. */
export function isWoken({ body }: LoopStatement): boolean {
  return callNames(body).some((name) => WAITS.has(lastName(name)));
}

/**
 * Whether something in the program waits until this place holds what lets it go on. A pass that only comes again waits for
 * an atomic: of anything else `if (status != 0) continue;` asks what the pass itself came to.
 */
export function isAwaited(symbols: SymbolTable, name: string, cell: Cell): boolean {
  return waitedNames(symbols).has(name) || (isAtomic(cell) && passNames(symbols).has(name));
}

/** Whether something waits for places of this name, whatever they are. */
export const mayBeAwaited = (symbols: SymbolTable, name: string): boolean =>
  waitedNames(symbols).has(name) || passNames(symbols).has(name);

/** Of a place or a variable. */
export const isAtomic = (
  one: { readonly type?: { readonly name: string } | undefined } | undefined,
): boolean => /(^|::)atomic/.test(one?.type?.name ?? '');

/** The names in the conditions of loops that only wait, and in what waits are given. */
const waitedNames = oncePer((symbols: SymbolTable) => namesIn(symbols, visitWaits));

/** The names in the conditions of passes that only wait or come again. */
const passNames = oncePer((symbols: SymbolTable) => namesIn(symbols, visitPasses));

function namesIn(
  symbols: SymbolTable,
  visitAsked: (body: readonly Statement[], visit: (asked: Expression) => void) => void,
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { body } of symbols.functions.values())
    if (body) visitAsked(body, (asked) => addNames(symbols, asked, names));
  return names;
}

/** Visits the conditions of loops that only wait, and the functions that waits are given. */
function visitWaits(body: readonly Statement[], visit: (asked: Expression) => void): void {
  visitStatements(body, (one) => {
    if (one.kind === 'loop' && one.condition && isWaitingLoop(one)) visit(one.condition);
  });
  visitExpressions(body, (expression) => {
    if (expression.kind !== 'call' || !WAITS.has(calledName(expression))) return;
    for (const arg of expression.args) if (arg.kind === 'lambda') visit(arg);
    if (expression.callee.kind === 'member') visit(expression.callee.object);
  });
}

/** Visits the conditions under which a pass does nothing but pause, or come again. */
function visitPasses(body: readonly Statement[], visit: (asked: Expression) => void): void {
  visitStatements(body, (one) => {
    if (one.kind === 'if' && [one.then, one.otherwise].some(onlyWaits)) visit(one.condition);
  });
}

/** Visits the statements of a body, those of its lambdas too. */
function visitStatements(body: readonly Statement[], visit: (one: Statement) => void): void {
  const visitAll = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      visit(statement);
      for (const inner of bodiesOf(statement)) visitAll(inner);
    }
  };
  visitAll(body);
  visitExpressions(body, (expression) => {
    if (expression.kind === 'lambda') visitAll(expression.body);
  });
}

/** The names in a condition, and in the functions that it asks but for their own variables, which nobody else can change. */
function addNames(symbols: SymbolTable, condition: Expression, names: Set<string>): void {
  const add = (expression: Expression, own?: ReadonlySet<string>) => {
    if (expression.kind !== 'name' && expression.kind !== 'member') return;
    const name = lastName(expression.name);
    if (!own?.has(name)) names.add(name);
  };
  visitExpression(condition, (expression) => {
    add(expression);
    if (expression.kind !== 'call') return;
    for (const { body = [], parameters } of symbols.functions.named(calledName(expression))) {
      const own = new Set([...parameters.map(({ name }) => name ?? ''), ...variablesIn(body)]);
      visitExpressions(body, (one) => add(one, own));
    }
  });
}

/** The names of the variables that a body declares and that each call has anew. */
function variablesIn(body: readonly Statement[]): string[] {
  const names: string[] = [];
  visitStatements(body, (one) => {
    if (one.kind !== 'declare') return;
    for (const { name, isStatic, isExtern } of one.variables) if (!isStatic && !isExtern) names.push(name);
  });
  return names;
}
