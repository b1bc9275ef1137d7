/** The order in which others use the methods of a class: what one writes another reads; what gives things back comes last. */
import type { FunctionDeclaration, Statement } from '../../syntax/ast.ts';
import { visitExpression, visitExpressions } from '../../syntax/visit.ts';
import type { Expression } from '../../syntax/ast.ts';

interface Touched {
  reads: Set<string>;
  writes: Set<string>;
}

/** Stable: those that nothing ties together stay as they are written. */
export function inOrderOfUse(
  methods: readonly FunctionDeclaration[],
  fields: ReadonlySet<string>,
): FunctionDeclaration[] {
  const touched = new Map(methods.map((one) => [one, fieldsIn(one.body ?? [], fields)]));
  return ordered(methods, (first, second) => isWrittenFor(touched.get(first), touched.get(second)));
}

/** Each behind all that come before it, where these go round in no circle; else as they stood. */
export function ordered<T>(all: readonly T[], isBefore: (first: T, second: T) => boolean): T[] {
  const done = new Set<T>();
  const visit = (one: T, around: readonly T[]): void => {
    if (done.has(one) || around.includes(one)) return;
    for (const other of all) if (other !== one && isBefore(other, one)) visit(other, [...around, one]);
    done.add(one);
  };
  for (const one of all) visit(one, []);
  return [...done];
}

/** The first writes what the second reads and does not write itself. */
function isWrittenFor(first: Touched | undefined, second: Touched | undefined): boolean {
  if (!first || !second) return false;
  return [...first.writes].some((field) => second.reads.has(field) && !second.writes.has(field));
}

function fieldsIn(body: readonly Statement[], fields: ReadonlySet<string>): Touched {
  const touched: Touched = { reads: new Set(), writes: new Set() };
  const written = new Set<Expression>();
  visitExpressions(body, (expression) => {
    const place = placeWritten(expression);
    if (place) visitExpression(place, (inner) => void written.add(inner));
    const name = fieldNamed(expression);
    if (name === undefined || !fields.has(name)) return;
    (written.has(expression) ? touched.writes : touched.reads).add(name);
  });
  return touched;
}

/** `x = …` and `f(&x)`. */
function placeWritten(expression: Expression): Expression | undefined {
  if (expression.kind === 'assign') return expression.target;
  return expression.kind === 'unary' && expression.operator === '&' ? expression.operand : undefined;
}

function fieldNamed(expression: Expression): string | undefined {
  if (expression.kind === 'name') return expression.name;
  return expression.kind === 'member' && expression.object.kind === 'this' ? expression.name : undefined;
}
