/**
 * What is kept as large as was ever asked for, `if (need > have) { …; have = need; }`: it is made again only while more is
 * asked for, which is in the first passes.
 */
import type { Expression, IfStatement, Statement } from '../syntax/ast.ts';
import { callNames, visitExpressions } from '../syntax/visit.ts';
import { hasEffect } from '../interpret/effects.ts';
import type { Interpreter } from '../interpret/interpreter.ts';
import type { Frame } from '../interpret/names/frame.ts';
import { placeKey } from '../interpret/statements/motion.ts';

/** Whether a first side makes larger what lives longer than the loops around. */
export function grows(run: Interpreter, { condition, then, otherwise }: IfStatement, frame: Frame): boolean {
  const sides = otherwise.length ? undefined : smallerFirst(condition);
  return sides !== undefined && isGrowing(run, sides, then, frame);
}

/** Whether what follows `if (need <= have) return;` does. */
export function growsBehind(
  run: Interpreter,
  { condition }: IfStatement,
  rest: readonly Statement[],
  frame: Frame,
): boolean {
  const sides = smallerFirst(condition);
  return sides !== undefined && isGrowing(run, { have: sides.need, need: sides.have }, rest, frame);
}

interface Sides {
  have: Expression;
  need: Expression;
}

/** Of `have < need` and of `need > have`. */
function smallerFirst(condition: Expression): Sides | undefined {
  if (condition.kind !== 'binary') return undefined;
  const { operator, left, right } = condition;
  if (/^<=?$/.test(operator)) return { have: left, need: right };
  return /^>=?$/.test(operator) ? { have: right, need: left } : undefined;
}

function isGrowing(
  run: Interpreter,
  { have, need }: Sides,
  making: readonly Statement[],
  frame: Frame,
): boolean {
  if (!run.loops.length || !isKept(have, need, making) || hasEffect(run, making, 'submission')) return false;
  const declared = run.parts.locate(have.kind === 'index' ? have.object : have, frame)?.declared;
  return declared !== undefined && !run.isInLoop(declared);
}

/** Whether the statements call something and then keep how much was asked for. */
function isKept(have: Expression, need: Expression, making: readonly Statement[]): boolean {
  const [place, asked] = [keyOf(have), keyOf(need)];
  if (place === undefined || asked === undefined) return false;
  let found = false;
  visitExpressions(making, (one) => {
    found ||= one.kind === 'assign' && keyOf(one.target) === place && keyOf(one.value) === asked;
  });
  return found && callNames(making).length > 0;
}

/** A place, an element by its index. */
function keyOf(place: Expression): string | undefined {
  if (place.kind !== 'index') return placeKey(place);
  const [whole, at] = [placeKey(place.object), placeKey(place.index)];
  return whole === undefined || at === undefined ? undefined : `${whole}[${at}]`;
}
