/** Elements of a table that a value of run time picks: `registry.at(name)` and `modes[index]` are one of them, and which one is a mode. */
import type { Expression } from '../../syntax/ast.ts';
import { nameOfText } from '../../program/name-of-text.ts';
import type { Interpreter } from '../interpreter.ts';
import { isFixed } from '../statements/fixed.ts';
import { placeAt } from '../statements/open-modes.ts';
import { eitherOfAll } from '../values/join.ts';
import { declareMode } from '../values/modes.ts';
import { newCell, pointee, type ArrayStore, type Cell, type Pick, type Value } from '../values/value.ts';
import type { Frame } from './frame.ts';
import { isMap } from './types.ts';

/** A place that stands for one of a table's elements; undefined where the key says which, or they are all alike. */
export function pickedElement(
  run: Interpreter,
  store: ArrayStore,
  key: { expression: Expression; value: Value },
  frame: Frame,
): Cell | undefined {
  const isByKey = isMap(store.typeName);
  if (!(isByKey ? isOpen(key.value) : isOpenPlace(key.value))) return undefined;
  const cells = [...store.at.values()].filter(({ key: name }) => !isByKey || name !== undefined);
  const [first, ...others] = cells;
  if (!first || !others.length || cells.length < store.at.size) return undefined;
  const rest = others.map(({ value }) => value);
  if (eitherOfAll(run, first.value, rest) === first.value) return undefined;
  const pick = pickBy(run, key, isByKey ? cells.map(({ key: name = '' }) => name) : namesOf(cells), frame);
  const value = eitherOfAll(run, first.value, rest, pick);
  const cell = newCell(store.name, value, store.element);
  run.picked.set(cell, store);
  return cell;
}

/** A place in a table that comes from outside: it is not counted, and no loop's. */
const isOpenPlace = (value: Value): boolean =>
  value.kind === 'unknown' || (value.kind === 'number' && !value.fixed && value.index === undefined);

/** The elements of a table by what they are: functions, or objects of different classes. */
function namesOf(cells: readonly Cell[]): string[] {
  const names = cells.map(({ value }) => nameOfElement(pointee(value)));
  return names.map((name, at) => (names.indexOf(name) === at && name ? name : `${name}[${at}]`));
}

function nameOfElement(value: Value): string {
  if (value.kind === 'instance') return value.instance.className;
  const [target] = value.kind === 'function' ? value.targets : [];
  const made = [...(target?.bindings?.values() ?? [])].map(({ type }) => type.name).join();
  return target ? `${target.name}${made && `<${made}>`}` : '';
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
