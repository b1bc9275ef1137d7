/** Rings: arrays that one thread writes and another reads at places that both move on, under a lock or by atomics. */
import { oncePer } from '../../base/once.ts';
import { subtract, type Quantity } from '../../pipeline/quantity.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import type { Expression, Statement } from '../syntax/ast.ts';
import { visitExpression, visitExpressions } from '../syntax/visit.ts';
import type { Frame } from '../interpret/names/frame.ts';
import { findCell } from '../interpret/names/lookup.ts';
import type { Interpreter } from '../interpret/interpreter.ts';
import { placeKey, movement } from '../interpret/statements/motion.ts';
import type { ArrayStore } from '../interpret/values/value.ts';
import { recordTransfer } from './containers.ts';
import { bodyAtHand } from './linear.ts';

/** Notes that an element is written or read at a place which the function at hand moves on. */
export function noteRing(
  run: Interpreter,
  store: ArrayStore,
  operation: 'enqueue' | 'dequeue',
  index: Expression,
  frame: Frame,
  range: SourceRange,
): void {
  const body = bodyAtHand(run);
  if (index.kind === 'number' || index.kind === 'string') return;
  const moved = movedIn(body);
  if (!moved.size) return;
  const turning = placesOf(index, body).filter((key) => moved.has(key) && !frame.find(key));
  if (!turning.length || !isSynchronized(run, turning, frame)) return;
  if (isNoted(run, store)) return;
  const room = operation === 'enqueue' ? store.size && capacityOf(store.size.quantity, body) : undefined;
  recordTransfer(run, store, operation, range, room);
}

/** One call moves one item, however often it names the element. */
function isNoted(run: Interpreter, { queue }: ArrayStore): boolean {
  return run.nodes.some((node) => node.kind === 'queue' && node.queue === queue && node.path === run.path);
}

/** The places that statements write numbers to: `head = (head + 1) % n`, `count++`, `head.store(next)`. */
const movedIn = oncePer((body: readonly Statement[]): ReadonlySet<string> => {
  const keys = new Set<string>();
  visitExpressions(body, (expression) => {
    const key = movement(expression)?.key ?? writtenKey(expression);
    if (key !== undefined) keys.add(key);
  });
  return keys;
});

function writtenKey(expression: Expression): string | undefined {
  if (expression.kind === 'assign') return placeKey(expression.target);
  const isStore =
    expression.kind === 'call' && expression.callee.kind === 'member' && expression.callee.name === 'store';
  return isStore && expression.callee.kind === 'member' ? placeKey(expression.callee.object) : undefined;
}

/** The places that an expression reads, through the locals that keep them. */
function placesOf(expression: Expression, body: readonly Statement[], depth = 0): string[] {
  const keys: string[] = [];
  visitExpression(expression, (inner) => {
    const key = placeKey(inner) ?? movement(inner)?.key;
    if (key === undefined) return;
    keys.push(key);
    const initial = depth < 3 ? initialOf(body, key) : undefined;
    if (initial) keys.push(...placesOf(initial, body, depth + 1));
  });
  return keys;
}

function initialOf(body: readonly Statement[], name: string): Expression | undefined {
  for (const statement of body) {
    const variable = statement.kind === 'declare' && statement.variables.find((one) => one.name === name);
    if (variable && variable.initial) return variable.initial;
  }
  return undefined;
}

/** Others use the ring too: a lock is held, something was waited for, or the places are atomic. */
function isSynchronized(run: Interpreter, places: readonly string[], frame: Frame): boolean {
  if (run.openLocks.length || run.waitedIn === run.functionName) return true;
  return places.some((key) => /(^|::)atomic/.test(findCell(run, key, frame)?.type?.name ?? ''));
}

/** `(tail + 1) % n == head` keeps one place free. */
function capacityOf(size: Quantity, body: readonly Statement[]): Quantity {
  let keepsOne = false;
  visitExpressions(body, (expression) => {
    if (expression.kind !== 'binary' || !/^[!=]=$/.test(expression.operator)) return;
    keepsOne ||= [expression.left, expression.right].some((side) => isNextPlace(side, body));
  });
  return keepsOne ? subtract(size, 1) : size;
}

function isNextPlace(expression: Expression, body: readonly Statement[]): boolean {
  const value = (expression.kind === 'name' && initialOf(body, expression.name)) || expression;
  if (value.kind !== 'binary' || !/^[%&]$/.test(value.operator)) return false;
  return value.left.kind === 'binary' && value.left.operator === '+';
}
