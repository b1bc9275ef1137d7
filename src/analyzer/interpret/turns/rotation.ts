/** Whether a loop may take things in turn: told from the text alone, so that only such loops are followed pass by pass. */
import { oncePer } from '../../../base/once.ts';
import { lastName } from '../../program/qualified.ts';
import { push } from '../../../base/push.ts';
import type { SymbolTable } from '../../program/symbols.ts';
import type { Expression, LoopStatement, Statement } from '../../syntax/ast.ts';
import { asStatement, callNames, visitExpressions } from '../../syntax/visit.ts';
import type { Interpreter } from '../interpreter.ts';
import { calledName, placeKey } from '../statements/motion.ts';

/** Whether the loop picks an element: by an index, or as what it walks over. */
export function picks({ loop, body }: LoopStatement): boolean {
  let found = loop === 'range';
  visitExpressions(body, ({ kind }) => (found ||= kind === 'index' || kind === 'call'));
  return found;
}

/** Whether a pass picks an element by what comes round, `slots[i % 2]`, or notes that one is in use: `slot.busy = true`. */
export function goesRound({ body }: LoopStatement): boolean {
  let found = false;
  visitExpressions(body, (one) => {
    if (one.kind === 'index') found ||= one.index?.kind === 'binary' && /^[%&]$/.test(one.index.operator);
    else if (one.kind === 'assign') found ||= raisesFlag(one);
  });
  return found;
}

function raisesFlag({ operator, target, value }: Extract<Expression, { kind: 'assign' }>): boolean {
  const isUp = value.kind === 'number' && value.isBoolean === true && value.value === 1;
  return operator === '=' && isUp && (target.kind === 'member' || target.kind === 'index');
}

/** Whether a pass may leave something behind that comes round: `i % n`, `cur ^= 1`, `swap(a, b)`, in what it calls too. */
export function rotates(run: Interpreter, { body, update, condition }: LoopStatement): boolean {
  const heads = [update, condition].flatMap((part) => (part ? [asStatement(part)] : []));
  const all = [...body, ...heads];
  if (isRotating(all)) return true;
  const known = rotatingFunctions(run.symbols);
  return callNames(body).some((name) => known.has(lastName(name)));
}

const isRotatingText = oncePer((body: readonly Statement[]) => isRotating(body));

function isRotating(statements: readonly Statement[]): boolean {
  const moved = new Set<string>();
  const reset = new Set<string>();
  const given = new Set<string>();
  const taken = new Set<string>();
  let found = false;
  visitExpressions(statements, (expression) => {
    found ||= comesRound(expression);
    if (expression.kind === 'update') moved.add(placeKey(expression.operand) ?? '');
    if (expression.kind !== 'assign' || expression.operator !== '=') return;
    const target = placeKey(expression.target);
    if (target === undefined) return;
    const source = placeKey(expression.value);
    if (expression.value.kind === 'number' || expression.value.kind === 'call') reset.add(target);
    if (source !== undefined) taken.add(source);
    if (source !== undefined) given.add(target);
  });
  const isReset = [...reset].some((place) => moved.has(place));
  return found || isReset || [...given].some((place) => taken.has(place));
}

const SWAPPING = new Set(['swap', 'exchange', 'iter_swap', 'rotate']);

function comesRound(expression: Expression): boolean {
  switch (expression.kind) {
    case 'binary':
      return /^[%&^]$/.test(expression.operator);
    case 'assign':
      return /^[%&^]=$/.test(expression.operator) || isOther(expression);
    case 'call':
      return SWAPPING.has(calledName(expression));
    default:
      return expression.kind === 'conditional';
  }
}

/** `cur = 1 - cur`, `first = !first`. */
function isOther({ operator, value }: Extract<Expression, { kind: 'assign' }>): boolean {
  if (operator !== '=') return false;
  if (value.kind === 'unary') return value.operator === '!';
  return value.kind === 'binary' && value.operator === '-' && value.left.kind === 'number';
}

/** The last names of the program's functions that do so, themselves or through what they call. */
const rotatingFunctions = oncePer((symbols: SymbolTable): ReadonlySet<string> => {
  const callers = new Map<string, string[]>();
  const pending: string[] = [];
  for (const { name, body } of symbols.functions.values()) {
    if (body && isRotatingText(body)) pending.push(lastName(name));
    for (const called of callNames(body ?? [])) push(callers, lastName(called), lastName(name));
  }
  const found = new Set<string>();
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    pending.push(...(callers.get(name) ?? []));
  }
  return found;
});
