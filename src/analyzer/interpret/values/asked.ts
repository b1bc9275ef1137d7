/** What a program asks of its numbers: those that are compared with several constants choose a way, and are no amounts. */
import { oncePer } from '../../../base/once.ts';
import type { SymbolTable } from '../../program/symbols.ts';
import { lastName } from '../../program/qualified.ts';
import type { Expression, Statement } from '../../syntax/ast.ts';
import { bodiesOf, visitExpressions, withoutCasts } from '../../syntax/visit.ts';
import type { Interpreter } from '../interpreter.ts';

/** Whether the program asks which value a number of that name has, as it does of a mode and not of an amount. */
export function isAskedFor(run: Interpreter, name: string): boolean {
  return askedOf(run.symbols).has(name);
}

/** Whether it asks for several. */
export function isAskedForSome(run: Interpreter, name: string): boolean {
  return (askedOf(run.symbols).get(name)?.size ?? 0) > 1;
}

const askedOf = oncePer((symbols: SymbolTable): ReadonlyMap<string, ReadonlySet<string>> => {
  const names = new Map<string, Set<string>>();
  for (const { body = [] } of symbols.functions.values()) noteAsked(body, names);
  return names;
});

/** By place, what is asked for: by `if (x)` and `!x` for any other than 0. */
function noteAsked(body: readonly Statement[], names: Map<string, Set<string>>): void {
  const note = (one: Expression, value: string): void => {
    const place = withoutCasts(one);
    if (place.kind !== 'name' && place.kind !== 'member') return;
    const name = lastName(place.name);
    names.set(name, (names.get(name) ?? new Set()).add(value));
  };
  noteStatements(body, note);
  visitExpressions(body, (one) => {
    if (one.kind === 'conditional') note(one.condition, '0');
    else if (one.kind === 'unary' && one.operator === '!') note(one.operand, '0');
    else if (one.kind === 'binary' && /^(&&|\|\|)$/.test(one.operator))
      for (const side of [one.left, one.right]) note(side, '0');
    else if (one.kind === 'binary' && /^[!=]=$/.test(one.operator)) {
      const value = constantIn(one.right);
      if (value !== undefined) note(one.left, value);
    }
  });
}

type Note = (place: Expression, value: string) => void;

function noteStatements(statements: readonly Statement[], note: Note): void {
  for (const one of statements) {
    if (one.kind === 'if') note(one.condition, '0');
    else if (one.kind === 'switch')
      for (const { value } of one.cases) note(one.subject, (value && constantIn(value)) ?? 'default');
    for (const inner of bodiesOf(one)) noteStatements(inner, note);
  }
}

function constantIn(expression: Expression): string | undefined {
  const constant = withoutCasts(expression);
  if (constant.kind === 'number') return String(constant.value);
  return constant.kind === 'name' ? lastName(constant.name) : undefined;
}
