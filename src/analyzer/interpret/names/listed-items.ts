/** Items in braces that a macro lists: `int ids[] = { DEVICES(ITEM) }` has as many as the macro says. */
import { oncePer } from '../../../base/once.ts';
import { listedBy } from '../../program/macro-lists.ts';
import type { SymbolTable } from '../../program/symbols.ts';
import type { Expression, MacroDeclaration, Variable } from '../../syntax/ast.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from './frame.ts';

type Items = readonly Expression[];

const known = oncePer((_run: Interpreter) => new Map<Items, Expression[]>());

const allMacros = oncePer(
  ({ macros }: SymbolTable): ReadonlyMap<string, MacroDeclaration> =>
    new Map([...macros.values()].map((one) => [one.name, one])),
);

/** The variable with the items that its initializer comes to. */
export function withListedItems(run: Interpreter, variable: Variable, frame: Frame): Variable {
  const { args, initial, braces } = variable;
  if (initial?.kind === 'list')
    return { ...variable, initial: { ...initial, items: listedItems(run, initial.items, frame) } };
  return args && braces ? { ...variable, args: listedItems(run, args, frame) } : variable;
}

function listedItems(run: Interpreter, items: Expression[], frame: Frame): Expression[] {
  if (!items.some((one) => nameOf(run, one))) return items;
  const all = known(run).get(items) ?? items.flatMap((one) => itemsOf(run, one, frame));
  known(run).set(items, all);
  return all;
}

/** The name of the macro that an item uses. */
function nameOf({ symbols }: Interpreter, item: Expression): string | undefined {
  const used = item.kind === 'call' ? item.callee : item;
  return used.kind === 'name' && allMacros(symbols).has(used.name) ? used.name : undefined;
}

function itemsOf(run: Interpreter, item: Expression, { chunk }: Frame): Expression[] {
  const name = nameOf(run, item);
  const text = run.facts.get(chunk.file)?.text ?? '';
  const at = chunk.base + item.start;
  if (name === undefined || !text.startsWith(name, at)) return [item];
  const { start, end } = item;
  const { line } = run.range(chunk, start, end);
  const body = listedBy({ text, at, line, written: { chunk, start, end } }, allMacros(run.symbols));
  if (body?.includes(',') !== true) return [item];
  // What stands in braces behind a name is parsed as one expression.
  const parsed = run.macroBody({ kind: 'macro', name, body: `list{${body}}`, chunk, start, end })?.expression;
  return parsed?.kind === 'call' && parsed.braces ? parsed.args.map((one) => placed(one, item)) : [item];
}

/** The same expression as if it stood where the use of the macro does. */
function placed<T>(part: T, { start, end }: Expression): T {
  const at = new Map(Object.entries({ start, nameStart: start, end, nameEnd: end }));
  const copy = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(copy);
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([key, held]) => [key, at.get(key) ?? copy(held)]));
  };
  return copy(part) as T;
}
