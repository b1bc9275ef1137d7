/** Bounds that are written out: `n < 5 ? n : 5`, `if (n > 5) n = 5;`, `if (v.size() > 5) v.resize(5);`. */
import type { Expression, IfStatement, Statement } from '../../syntax/ast.ts';
import { withoutCasts } from '../../syntax/visit.ts';
import type { Interpreter } from '../interpreter.ts';
import { arrayStore } from '../names/arrays.ts';
import type { Frame } from '../names/frame.ts';
import { locate } from '../names/lvalue.ts';
import { quietly } from '../statements/positions.ts';
import { extremeOf, type Extreme } from '../values/extremes.ts';
import { pointee, type Cell, type NumberValue } from '../values/value.ts';

type Conditional = Extract<Expression, { kind: 'conditional' }>;

/** `a < b ? a : b` of numbers of which run time knows one; undefined for any other choice. */
export function extremeChosen(
  run: Interpreter,
  { condition, then, otherwise }: Conditional,
  frame: Frame,
): NumberValue | undefined {
  const [first, second] = [then, otherwise].map((side) => plainText(run, side, frame));
  return extremeIn(run, condition, first ?? '', second ?? '', frame);
}

/** Where an `if` only puts a bound on a number, the place has the bounded number; false for any other one. */
export function putsBound(run: Interpreter, statement: IfStatement, frame: Frame): boolean {
  const { condition, then, otherwise, before } = statement;
  const set = otherwise.length || before ? undefined : settingIn(then);
  if (!set) return false;
  const { bound, place, isResized } = set;
  const stays = plainText(run, place, frame) + (isResized ? '.size()' : '');
  const value = extremeIn(run, condition, plainText(run, bound, frame), stays, frame);
  return value !== undefined && give(run, set, value, frame);
}

interface Setting {
  place: Expression;
  bound: Expression;
  isResized: boolean;
}

/** The one assignment, or the one `resize`, that the statements are. */
function settingIn(statements: readonly Statement[]): Setting | undefined {
  const [only, ...others] = statements;
  if (only?.kind === 'block' && !others.length) return settingIn(only.body);
  if (only?.kind !== 'expression' || others.length) return undefined;
  const { expression } = only;
  if (expression.kind === 'assign' && expression.operator === '=')
    return { place: expression.target, bound: expression.value, isResized: false };
  if (expression.kind !== 'call' || expression.callee.kind !== 'member') return undefined;
  const [bound, ...more] = expression.args;
  const isResized = expression.callee.name === 'resize' && !more.length;
  return bound && isResized ? { place: expression.callee.object, bound, isResized } : undefined;
}

function give(run: Interpreter, { place, isResized }: Setting, value: NumberValue, frame: Frame): boolean {
  const cell = locate(run, place, frame);
  if (!cell) return false;
  if (isResized) resize(run, cell, value);
  else run.store.write(cell, value);
  return true;
}

/** What fills the container may not be known: what it is called on is one all the same. */
function resize(run: Interpreter, cell: Cell, size: NumberValue): void {
  const held = pointee(cell.value);
  if (held.kind === 'array') return run.store.set(held.store, 'size', size);
  const { name, type } = cell;
  const more = { typeName: type?.name ?? 'std::vector', memory: 'vector' as const };
  run.store.write(cell, { kind: 'array', store: arrayStore(run, name, type?.args[0], size, more) });
}

/** What is had where `condition` picks `then`, and else `otherwise`: the least or the greatest of what it compares. */
function extremeIn(
  run: Interpreter,
  condition: Expression,
  then: string,
  otherwise: string,
  frame: Frame,
): NumberValue | undefined {
  const sides = comparedSides(condition);
  if (!sides) return undefined;
  const [less, more] = sides.map((side) => plainText(run, side, frame));
  const name: Extreme | undefined =
    then === less && otherwise === more ? 'min' : then === more && otherwise === less ? 'max' : undefined;
  const values = name ? sides.map((side) => quietly(run, side, frame)) : [];
  const value = name && extremeOf(run, name, values);
  return value && !value.fixed ? value : undefined;
}

/** Sides of `a < b`, the lesser one first. */
function comparedSides(condition: Expression): readonly Expression[] | undefined {
  const plain = withoutCasts(condition);
  if (plain.kind !== 'binary' || !/^[<>]=?$/.test(plain.operator)) return undefined;
  return plain.operator.startsWith('<') ? [plain.left, plain.right] : [plain.right, plain.left];
}

/** As it is written, without casts, blanks and the parentheses around all of it. */
const plainText = (run: Interpreter, expression: Expression, { chunk }: Frame): string =>
  run
    .text(chunk, withoutCasts(expression))
    .replace(/\s+/g, '')
    .replace(/^\((.*)\)$/, '$1');
