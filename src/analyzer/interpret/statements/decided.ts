/** What an `if` decides: `if (score > best) at = i;` gives `at` what the condition has looked at. */
import { oncePer } from '../../../base/once.ts';
import type { Expression, IfStatement } from '../../syntax/ast.ts';
import { visitExpression, visitExpressions } from '../../syntax/visit.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { findCell } from '../names/lookup.ts';
import { collecting, noteFlow } from '../values/data-flow.ts';
import type { Cell } from '../values/value.ts';
import { quietly } from './positions.ts';

/** Follows a choice: names that its sides declare are not meant. */
export function deciding<T>(run: Interpreter, statement: IfStatement, frame: Frame, follow: () => T): T {
  const cells = run.loops.length && isPlain(statement.condition) ? cellsGiven(run, statement, frame) : [];
  if (!cells.length) return follow();
  const { decided } = run.dataFlows;
  const { reads } = collecting(run, () => quietly(run, statement.condition, frame));
  for (const cell of cells) decided.set(cell, [...(decided.get(cell) ?? []), ...reads]);
  if (reads.length) noteFlow(run, 'write', cells, reads);
  const followed = follow();
  for (const cell of cells) decided.delete(cell);
  return followed;
}

const cellsGiven = (run: Interpreter, statement: IfStatement, frame: Frame): Cell[] =>
  namesGiven(statement).flatMap((name) => findCell(run, name, frame) ?? []);

const isPlain = oncePer((condition: Expression): boolean => {
  let isLookingOnly = true;
  visitExpression(condition, ({ kind }) => {
    if (kind === 'assign' || kind === 'update' || kind === 'call') isLookingOnly = false;
  });
  return isLookingOnly;
});

/** What the sides assign to by its name. */
const namesGiven = oncePer(({ then, otherwise }: IfStatement): readonly string[] => {
  const names = new Set<string>();
  visitExpressions([...then, ...otherwise], (one) => {
    if (one.kind === 'assign' && one.target.kind === 'name') names.add(one.target.name);
  });
  return [...names];
});
