/** Elements of a table that a value of run time picks: `registry.at(name)` is one of them, and which one is a mode. */
import type { Expression } from '../../syntax/ast.ts';
import { nameOfText } from '../../program/name-of-text.ts';
import type { Interpreter } from '../interpreter.ts';
import { isFixed } from '../statements/fixed.ts';
import { placeAt } from '../statements/open-modes.ts';
import { eitherOfAll } from '../values/join.ts';
import { declareMode } from '../values/modes.ts';
import { newCell, type ArrayStore, type Cell, type Pick, type Value } from '../values/value.ts';
import type { Frame } from './frame.ts';
import { isMap } from './types.ts';

/** A place that stands for one of a map's elements; undefined where the key says which, or they are all alike. */
export function pickedElement(
  run: Interpreter,
  store: ArrayStore,
  key: { expression: Expression; value: Value },
  frame: Frame,
): Cell | undefined {
  if (!isMap(store.typeName) || !isOpen(key.value)) return undefined;
  const cells = [...store.at.values()].filter(({ key: name }) => name !== undefined);
  const [first, ...others] = cells;
  if (!first || !others.length || cells.length < store.at.size) return undefined;
  const rest = others.map(({ value }) => value);
  if (eitherOfAll(run, first.value, rest) === first.value) return undefined;
  const pick = pickBy(
    run,
    key,
    cells.map(({ key: name = '' }) => name),
    frame,
  );
  const value = eitherOfAll(run, first.value, rest, pick);
  const cell = newCell(store.name, value, store.element);
  run.picked.set(cell, store);
  return cell;
}

const isOpen = (value: Value): boolean =>
  value.kind === 'unknown' || (value.kind === 'string' && (value.varying ?? value.mode !== undefined));

/** The mode of what is asked, with the keys among its choices; none where each pass may ask for another. */
function pickBy(
  run: Interpreter,
  { expression, value }: { expression: Expression; value: Value },
  keys: string[],
  frame: Frame,
): Pick | undefined {
  if (!isFixed(run, expression, frame)) return undefined;
  const mode = modeOf(run, expression, value, keys, frame);
  return { mode, choices: keys.map((key) => run.parameters.choiceOf(mode, key)) };
}

function modeOf(
  run: Interpreter,
  expression: Expression,
  value: Value,
  keys: string[],
  frame: Frame,
): string {
  if (value.kind === 'string' && value.mode !== undefined) return value.mode;
  const cell = placeAt(run, expression, frame);
  if (cell) return declareMode(run, cell, keys, 0);
  const range = run.range(frame.chunk, expression.start, expression.end);
  const text = run.text(frame.chunk, expression);
  const origin = { kind: 'default' as const, range, evidence: text };
  return run.parameters.mode(`${nameOfText(text)}_${range.line}`, `pick ${text}`, keys, 0, origin);
}
