/** What the passes of a loop write: it has another value in each of them. */
import { oncePer } from '../../../base/once.ts';
import type { Expression, LoopStatement } from '../../syntax/ast.ts';
import { visitExpression, visitExpressions, withoutCasts, writtenPlace } from '../../syntax/visit.ts';
import { hasEffect } from '../effects.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { isDefault } from '../values/defaults.ts';
import { indexOf } from '../values/by-index.ts';
import { calculate } from '../values/numbers.ts';
import { maySet } from '../values/settings.ts';
import { unknown, type Cell, type LoopIndex, type NumberValue } from '../values/value.ts';
import type { Count } from './counted.ts';
import { movement, placeKey } from './motion.ts';

/** What the body writes has another value in each pass: numbers lose theirs, pointers move on by what is added. */
export function makeVarying(
  run: Interpreter,
  statement: LoopStatement,
  counts: readonly Count[],
  index: LoopIndex,
  frame: Frame,
): void {
  for (const { counter, isCalled, within } of counts)
    if (isCalled) varyCalled(run, counter, index, within ?? frame);
  const counters = new Set(counts.map(({ counter, within }) => run.parts.locate(counter, within ?? frame)));
  const visit = (expression: Expression) => {
    const target = writtenPlace(expression);
    if (target?.kind !== 'name') return;
    const cell = frame.find(target.name);
    if (!cell) return;
    if (cell.value.kind === 'number')
      varyNumber(
        run,
        cell,
        statement,
        target.name,
        counters.has(cell) || !movedOtherwise(statement).has(target.name) ? index : undefined,
      );
    else if (cell.value.kind === 'object' && expression.kind === 'assign' && expression.operator === '+=') {
      movePointer(run, cell, expression.value, frame);
    }
  };
  visitExpressions(statement.body, visit);
  for (const part of [statement.condition, statement.update]) if (part) visitExpression(part, visit);
}

/** What only the calls of a pass move. */
function varyCalled(run: Interpreter, counter: Expression, index: LoopIndex, frame: Frame): void {
  const cell = run.parts.locate(counter, frame);
  if (cell?.value.kind !== 'number' && cell?.value.kind !== 'unknown') return;
  run.store.set(cell, 'varying', true);
  run.store.assign(cell, indexOf(cell.name, index));
}

/** The places that a loop does more to than to count them up. */
const movedOtherwise = oncePer(({ body, update }: LoopStatement): ReadonlySet<string | undefined> => {
  const moved = new Set<string | undefined>();
  const visit = (expression: Expression) => {
    if (expression.kind === 'assign' && movement(expression)?.step.sign !== 1)
      moved.add(placeKey(expression.target));
    else if (expression.kind === 'update' && expression.operator !== '++')
      moved.add(placeKey(expression.operand));
  };
  visitExpressions(body, visit);
  if (update) visitExpression(update, visit);
  return moved;
});

function varyNumber(
  run: Interpreter,
  cell: Cell,
  statement: LoopStatement,
  name: string,
  index: NumberValue['index'],
): void {
  if (cell.value.kind === 'number' && cell.value.settled) return;
  if (!index && isChosen(run, cell, statement)) return;
  run.store.set(cell, 'varying', true);
  if (cell.value.kind !== 'number' || (!index && isSetting(cell.value, statement, name))) return;
  run.store.assign(cell, indexOf(name, index));
}

/** A setting, which a loop over the options of a command line may give another value, and no pass that works moves. */
function isChosen(run: Interpreter, cell: Cell, { body }: LoopStatement): boolean {
  const isKnown = cell.value.kind === 'number' && cell.value.known !== undefined;
  return isKnown && !hasEffect(run, body) && maySet(run, cell);
}

/** A default that the loop may put another in place of, as one over the options of a command line does. */
function isSetting(value: NumberValue, { body }: LoopStatement, name: string): boolean {
  let isSet = isDefault(value);
  visitExpressions(body, (expression) => {
    if (expression.kind === 'update' && placeKey(expression.operand) === name) isSet = false;
    if (expression.kind === 'assign' && placeKey(expression.target) === name)
      isSet &&= expression.operator === '=' && withoutCasts(expression.value).kind === 'call';
  });
  return isSet;
}

function movePointer(run: Interpreter, cell: Cell, by: Expression, frame: Frame): void {
  if (cell.value.kind !== 'object') return;
  const step = by.kind === 'call' ? unknown() : run.parts.evaluate(by, frame);
  const moved = step.kind === 'number' ? calculate('*', indexOf(cell.name), step) : undefined;
  const offset = moved && cell.value.offset && calculate('+', cell.value.offset, moved);
  run.store.assign(cell, { ...cell.value, offset, offsetUnknown: !offset });
}
