/** Loops that read a list to its end, of which only run time knows how long it is: `while (file >> url)`, `for (; *p; ++p)`. */
import { oncePer } from '../../../base/once.ts';
import type { Quantity } from '../../../pipeline/quantity.ts';
import { lastName } from '../../program/qualified.ts';
import type { Expression, LoopStatement } from '../../syntax/ast.ts';
import { visitExpression, visitExpressions, withoutCasts } from '../../syntax/visit.ts';
import type { LoopNode } from '../../trace/nodes.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { openPasses } from '../statements/counted.ts';

const lengths = oncePer((_run: Interpreter) => new Map<LoopNode, () => Quantity>());

/** Notes a loop without a count that reads a list: where that matters, its length is a parameter. */
export function noteReadList(run: Interpreter, loop: LoopNode, statement: LoopStatement, frame: Frame): void {
  if (loop.times === 'forever' && readsList(statement))
    lengths(run).set(loop, () => openPasses(run, statement, frame));
}

/** How often the loop passes, where it reads a list. */
export const lengthOfList = (run: Interpreter, loop: LoopNode): Quantity | undefined =>
  lengths(run).get(loop)?.();

const READING: ReadonlySet<string> = new Set('getline fgets fscanf readdir getopt getopt_long'.split(' '));

const readsList = oncePer((statement: LoopStatement): boolean => {
  const { condition, loop } = statement;
  if (!condition || loop === 'range') return false;
  const stepped = steppedIn(statement);
  let found = false;
  visitExpression(condition, (one) => {
    found ||= (one.kind === 'binary' && one.operator === '>>') || isReading(one) || leadsOn(one, stepped);
  });
  return found;
});

const isReading = (one: Expression): boolean =>
  one.kind === 'call' && one.callee.kind === 'name' && READING.has(lastName(one.callee.name));

/** `*p` and `*++p` of a pointer that each pass moves on. */
function leadsOn(one: Expression, stepped: ReadonlySet<string>): boolean {
  if (one.kind !== 'unary' || one.operator !== '*') return false;
  const place = withoutCasts(one.operand);
  return place.kind === 'update' || (place.kind === 'name' && stepped.has(place.name));
}

/** The names that a pass steps on with `++`. */
function steppedIn({ update, body }: LoopStatement): ReadonlySet<string> {
  const names = new Set<string>();
  const note = (one: Expression) => {
    if (one.kind === 'update' && one.operator === '++' && one.operand.kind === 'name')
      names.add(one.operand.name);
  };
  if (update) visitExpression(update, note);
  visitExpressions(body, note);
  return names;
}
