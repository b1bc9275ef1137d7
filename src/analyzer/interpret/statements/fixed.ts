/** Whether a condition is the same in all passes: then it is a mode of the run, and no share of the passes. */
import type { Expression } from '../../syntax/ast.ts';
import { visitExpression } from '../../syntax/visit.ts';
import { lastName } from '../../program/qualified.ts';
import type { Interpreter } from '../interpreter.ts';
import { selfOf, type Frame } from '../names/frame.ts';
import { isMoved } from '../turns/moved.ts';
import { pointee, type Cell, type Instance } from '../values/value.ts';

/** What is asked of a place without changing it, and tells the same whenever it is asked. */
const ASKING =
  /^(str(n|case|ncase)?cmp|memcmp|load|get|empty|c_str|value|has_value|compare|find|count|contains|at|string)$/;

/**
 * Whether nothing that the program does again and again moves what the condition asks. What is come to once may ask anything
 * that is not moved; in a loop, or in what others call each time anew, it must be a place from outside.
 */
export function isFixed(run: Interpreter, condition: Expression, frame: Frame): boolean {
  const isOnce = !run.loops.length && run.thread.kind !== 'callback';
  let isSame = true;
  let places = 0;
  visitExpression(condition, (one) => {
    if (!isSame) return;
    if (isSteppedOn(run, one, frame)) return;
    const isPlace = (one.kind === 'name' || one.kind === 'member') && isHeld(run, one, frame);
    places += Number(isPlace);
    if (isPlace) isSame = !isMoved(run, one.name) && (isOnce || isOutside(run, one, frame));
    else isSame = !CHANGING.has(one.kind) && (isOnce || isSteady(one));
  });
  return isSame && (isOnce || places > 0);
}

/** `e`, `e.name`, `table[i].name` of the pass at hand. */
function isSteppedOn(run: Interpreter, one: Expression, frame: Frame): boolean {
  if (!run.steppedOn.size) return false;
  if (one.kind === 'member') return isSteppedOn(run, one.object, frame);
  if (one.kind === 'index') return isSteppedOn(run, one.index, frame);
  const cell = one.kind === 'name' ? frame.find(one.name) : undefined;
  return cell !== undefined && run.steppedOn.has(cell);
}

const CHANGING: ReadonlySet<Expression['kind']> = new Set(['assign', 'update', 'lambda']);

/** Whether what stands around places tells the same each time. */
function isSteady(expression: Expression): boolean {
  if (expression.kind === 'call') return isAsking(expression);
  return expression.kind !== 'index' || /^(number|string)$/.test(expression.index.kind);
}

type Place = Extract<Expression, { kind: 'name' | 'member' }>;

function isAsking({ callee }: Extract<Expression, { kind: 'call' }>): boolean {
  return (callee.kind === 'name' || callee.kind === 'member') && ASKING.test(lastName(callee.name));
}

/** A variable, and no constant or function. */
function isHeld(run: Interpreter, place: Place, frame: Frame): boolean {
  if (place.kind === 'member') return true;
  const { functions, enumerators, macros } = run.symbols;
  if (frame.find(place.name)) return true;
  const name = lastName(place.name);
  return ![functions, enumerators, macros].some((table) => table.named(name).length > 0);
}

/** Whether the place is there before the loops around, or the call, begin. */
function isOutside(run: Interpreter, place: Place, frame: Frame): boolean {
  if (place.kind === 'member') return true;
  const local = frame.find(place.name);
  if (!local) return isOfRun(run, selfOf(frame));
  const held = pointee(local.value);
  // Of an object that nobody is seen to make, each call may be given another.
  if (held.kind === 'instance' && !held.instance.assumed) return isOfRun(run, held.instance);
  const { anewIn = [], name } = local;
  if (!run.loops.length && run.thread.kind === 'callback') return false;
  return !name.endsWith(']') && !run.loops.some((loop) => anewIn.includes(loop));
}

/** A new local variable: each thread that comes there has its own. */
export const localTo = ({ thread }: Interpreter, cell: Cell): Cell => ({ ...cell, madeBy: thread });

/** One of which each pass of the loops around has its own too. */
export function anew(run: Interpreter, cell: Cell): Cell {
  const local = localTo(run, cell);
  return run.loops.length ? { ...local, anewIn: run.loops } : local;
}

/** An object that a pass makes has its fields anew each time. */
function isOfRun(run: Interpreter, self: Instance | undefined): boolean {
  if (!self || !run.loops.length) return true;
  if (self.assumed && !self.single) return false;
  return !(self.madeIn ?? []).some((loop) => run.loops.includes(loop));
}
