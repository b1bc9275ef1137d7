/**
 * Loops over all elements of a container that are written with an iterator or a pointer, as the range loops that they are:
 * `for (auto it = v.begin(); it != v.end(); ++it)`, `for (T *p = a; p < a + N; ++p)`, `std::for_each(begin(v), end(v), f)`.
 */
import { oncePer } from '../../../base/once.ts';
import type { CallExpression, Expression, LoopStatement, Variable } from '../../syntax/ast.ts';
import { visitExpressions } from '../../syntax/visit.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { pointee } from '../values/value.ts';
import { calledName, placeKey } from './motion.ts';
import { lengthOf, positionOf } from './positions.ts';

/** The loop as one over a container's elements; undefined where it is none, or moves about by itself. */
export function elementLoop(
  run: Interpreter,
  statement: LoopStatement,
  frame: Frame,
): LoopStatement | undefined {
  const walk = walkOf(statement);
  if (!walk) return undefined;
  const held = pointee(run.parts.evaluate(walk.whole, frame));
  if (held.kind !== 'array') return undefined;
  if (!walk.toEnd && !isLength(run, walk, frame)) return undefined;
  return walk.loop;
}

interface Walk {
  whole: Expression;
  /** Where it ends; `toEnd`: that is where the container does, as the text says. */
  end: Expression;
  toEnd: boolean;
  loop: LoopStatement;
}

function isLength(run: Interpreter, { whole, end }: Walk, frame: Frame): boolean {
  const [length, last] = [lengthOf(run, whole, frame), positionOf(run, end, frame)];
  return last?.known !== undefined && last.known === length?.known;
}

const walkOf = oncePer((statement: LoopStatement): Walk | undefined => {
  const head = headOf(statement);
  if (!head || !isStep(statement.update, head.variable.name)) return undefined;
  const { variable, from, end } = head;
  const whole = beginOf(from) ?? (variable.type.pointers > 0 ? from : undefined);
  if (!whole || placeKey(whole) === undefined || !isOnlyRead(statement, variable.name)) return undefined;
  const toEnd = placeKey(endOf(end) ?? end) === placeKey(whole);
  return { whole, end, toEnd, loop: over(statement, variable, whole) };
});

/** `auto it = from; it != end`. */
function headOf({ loop, initial, condition }: LoopStatement) {
  if (loop !== 'for' || initial?.kind !== 'declare' || condition?.kind !== 'binary') return undefined;
  const [variable] = initial.variables;
  const isTest = /^(!=|<)$/.test(condition.operator) && isNamed(condition.left, variable?.name ?? '');
  if (!variable?.initial || !isTest) return undefined;
  return { variable, from: variable.initial, end: meant(condition.right, initial.variables) };
}

/** What a second variable of the head stands for: `last` of `auto it = v.begin(), last = v.end()`. */
function meant(end: Expression, [, ...others]: readonly Variable[]): Expression {
  const other = others.find(({ name }) => isNamed(end, name));
  return other?.initial ?? end;
}

function over(statement: LoopStatement, variable: Variable, condition: Expression): LoopStatement {
  const { start, end, keywordEnd, body } = statement;
  const type = { ...variable.type, pointers: 0, reference: true };
  const element: Variable = { ...variable, initial: undefined, type };
  return { start, end, keywordEnd, kind: 'loop', loop: 'range', variable: element, condition, body };
}

const isNamed = (expression: Expression, name: string): boolean =>
  expression.kind === 'name' && expression.name === name;

const isStep = (update: Expression | undefined, name: string): boolean =>
  update?.kind === 'update' && update.operator === '++' && isNamed(update.operand, name);

/** `v` of `v.begin()` and `std::begin(v)`. */
export const beginOf = (iterator: Expression): Expression | undefined => placedBy(iterator, /^c?begin$/);

/** `v` of `v.end()` and `std::end(v)`. */
export const endOf = (iterator: Expression): Expression | undefined => placedBy(iterator, /^c?end$/);

function placedBy(iterator: Expression, name: RegExp): Expression | undefined {
  if (iterator.kind !== 'call' || !name.test(calledName(iterator))) return undefined;
  return iterator.callee.kind === 'member' ? iterator.callee.object : iterator.args[0];
}

/** Whether the body takes only what stands there: `*it`, `it->f`. */
function isOnlyRead({ body }: LoopStatement, name: string): boolean {
  let uses = 0;
  let reads = 0;
  visitExpressions(body, (one) => {
    if (isNamed(one, name)) uses++;
    if (one.kind === 'unary' && one.operator === '*' && isNamed(one.operand, name)) reads++;
    if (one.kind === 'member' && one.arrow && isNamed(one.object, name)) reads++;
  });
  return uses === reads;
}

/** `for_each(v.begin(), v.end(), f)` and `ranges::for_each(v, f)` as a loop that calls it; undefined for a part of `v`. */
export const loopOfCall = oncePer((call: CallExpression): LoopStatement | undefined => {
  const [first, second, third] = call.args;
  if (!first || !second || call.args.length > 3) return undefined;
  const whole = third ? beginOf(first) : first;
  const isWhole = !third || (whole && placeKey(endOf(second) ?? second) === placeKey(whole));
  if (!whole || !isWhole || placeKey(whole) === undefined) return undefined;
  return calling(call, whole, third ?? second);
});

function calling({ start, end }: CallExpression, condition: Expression, callee: Expression): LoopStatement {
  const span = { start, end };
  const name = { ...span, kind: 'name' as const, name: 'element' };
  const type = { name: 'auto', args: [], pointers: 0, reference: true, constant: false };
  const flags = { braces: false, isStatic: false, isConst: false, isExtern: false };
  const variable: Variable = { ...span, ...flags, name: name.name, type, dims: [] };
  const called = { ...span, kind: 'call' as const, callee, args: [name], braces: false };
  const body = [{ ...span, kind: 'expression' as const, expression: called }];
  return { ...span, keywordEnd: end, kind: 'loop', loop: 'range', variable, condition, body };
}
