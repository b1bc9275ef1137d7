/** Which loops only wait, and the names in what a program waits for. */
import { oncePer } from '../../base/once.ts';
import { lastName } from '../program/qualified.ts';
import type { SymbolTable } from '../program/symbols.ts';
import type { Expression, LoopStatement, Statement } from '../syntax/ast.ts';
import { bodiesOf, callNames, visitExpression, visitExpressions } from '../syntax/visit.ts';
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
  visitAwaited(body, (asked) => visitExpression(asked, (one) => places.add(placeKey(one) ?? '')));
  return places;
});

/** Whether a loop that waits is woken, and does not ask again and again. */
export function isWoken({ body }: LoopStatement): boolean {
  return callNames(body).some((name) => WAITS.has(lastName(name)));
}

/** The names that stand in conditions which something in the program waits for. */
export const awaitedNames = oncePer((symbols: SymbolTable): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const { body } of symbols.functions.values())
    if (body) visitAwaited(body, (asked) => addNames(symbols, asked, names));
  return names;
});

/** Visits what a body waits for: the conditions of loops that only wait, and the functions that waits are given. */
function visitAwaited(body: readonly Statement[], visit: (asked: Expression) => void): void {
  visitWaitingLoops(body, visit);
  visitExpressions(body, (expression) => {
    if (expression.kind === 'lambda') visitWaitingLoops(expression.body, visit);
    if (expression.kind !== 'call' || !WAITS.has(calledName(expression))) return;
    for (const arg of expression.args) if (arg.kind === 'lambda') visit(arg);
    if (expression.callee.kind === 'member') visit(expression.callee.object);
  });
}

function visitWaitingLoops(statements: readonly Statement[], visit: (asked: Expression) => void): void {
  for (const statement of statements) {
    if (statement.kind === 'loop' && statement.condition && isWaitingLoop(statement))
      visit(statement.condition);
    if (statement.kind === 'if' && [statement.then, statement.otherwise].some(onlyWaits))
      visit(statement.condition);
    for (const body of bodiesOf(statement)) visitWaitingLoops(body, visit);
  }
}

/** The names in a condition, and in the functions that it asks. */
function addNames(symbols: SymbolTable, condition: Expression, names: Set<string>): void {
  const add = (expression: Expression) => {
    if (expression.kind === 'name' || expression.kind === 'member') names.add(lastName(expression.name));
  };
  visitExpression(condition, (expression) => {
    add(expression);
    if (expression.kind !== 'call') return;
    for (const { body } of symbols.functions.named(calledName(expression))) visitExpressions(body ?? [], add);
  });
}
