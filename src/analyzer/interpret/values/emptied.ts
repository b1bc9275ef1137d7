/** Containers that the program empties again: by name, told from the text alone. */
import { oncePer } from '../../../base/once.ts';
import { lastName } from '../../program/qualified.ts';
import type { SymbolTable } from '../../program/symbols.ts';
import type { Expression } from '../../syntax/ast.ts';
import { visitExpressions } from '../../syntax/visit.ts';
import { nameOf } from '../turns/writes.ts';
import type { ArrayStore } from './value.ts';

/** Whether what is put in may be taken out again, so that a loop around fills it anew. */
export const isEmptied = (symbols: SymbolTable, { name }: ArrayStore): boolean =>
  emptiedNames(symbols).has(name);

const EMPTYING = /^(clear|pop\w*|erase\w*|extract|resize|assign|swap|splice|merge)$/;
const GIVING = /^(move|swap|exchange)$/;

const emptiedNames = oncePer(({ functions }: SymbolTable): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const { body } of functions.values())
    visitExpressions(body ?? [], (one) => {
      for (const place of emptiedBy(one)) names.add(nameOf(place) ?? '');
    });
  return names;
});

function emptiedBy(one: Expression): readonly Expression[] {
  if (one.kind === 'assign') return [one.target];
  if (one.kind !== 'call') return [];
  const { callee, args } = one;
  const given = callee.kind === 'name' && GIVING.test(lastName(callee.name)) ? args : [];
  return callee.kind === 'member' && EMPTYING.test(callee.name) ? [callee.object, ...args] : given;
}
