/** Loops along linked lists: a list that a counted loop has made has as many nodes as that has passes. */
import { ownPasses } from '../values/elements.ts';
import type { Quantity } from '../../../pipeline/quantity.ts';
import type { Expression, LoopStatement, Statement } from '../../syntax/ast.ts';
import { visitExpressions, withoutCasts } from '../../syntax/visit.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { quietly } from './positions.ts';
import { pointee, type Instance, type Value } from '../values/value.ts';

/** The passes of `for (s = head; s; s = s->next)`; undefined for what walks over no list, or over one not known to be whole. */
export function chainPasses(run: Interpreter, loop: LoopStatement, frame: Frame): Quantity | undefined {
  const walker = loop.loop === 'range' ? undefined : walkerOf(loop);
  if (walker === undefined || !movesAlong(loop, walker)) return undefined;
  const { start, end } = loop;
  const node = nodeOf(quietly(run, { kind: 'name', name: walker, start, end }, frame));
  return node && !node.isSome ? ownPasses(run, node) : undefined;
}

/** The pointer that is asked for: `s`, `s != NULL`, `n != &ring`. */
function walkerOf({ condition }: LoopStatement): string | undefined {
  if (condition?.kind === 'name') return condition.name;
  const isOpen = condition?.kind === 'binary' && condition.operator === '!=';
  const sides = isOpen ? [condition.left, condition.right].map(withoutCasts) : [];
  return sides.flatMap((side) => (side.kind === 'name' ? side.name : []))[0];
}

/** Whether all that is assigned to the pointer in a pass is what it leads to itself, at once or by way of another name. */
function movesAlong({ body, update }: LoopStatement, walker: string): boolean {
  const pass: Statement[] = update
    ? [...body, { kind: 'expression', expression: update, start: update.start, end: update.end }]
    : body;
  const given = givenIn(pass, walker);
  return given.length > 0 && given.every((value) => leadsFrom(value, walker, pass));
}

function leadsFrom(value: Expression, walker: string, pass: readonly Statement[]): boolean {
  const plain = withoutCasts(value);
  if (plain.kind === 'member') return plain.arrow === true && rootOf(plain) === walker;
  if (plain.kind !== 'name' || plain.name === walker) return false;
  const between = [...givenIn(pass, plain.name), ...initialsIn(pass, plain.name)].map(withoutCasts);
  return between.length > 0 && between.every((one) => one.kind === 'member' && rootOf(one) === walker);
}

function givenIn(pass: readonly Statement[], name: string): Expression[] {
  const found: Expression[] = [];
  visitExpressions(pass, (one) => {
    if (one.kind === 'assign' && one.target.kind === 'name' && one.target.name === name)
      found.push(one.value);
  });
  return found;
}

const initialsIn = (pass: readonly Statement[], name: string): Expression[] =>
  pass.flatMap((one) =>
    one.kind === 'declare'
      ? one.variables.flatMap((variable) => (variable.name === name ? (variable.initial ?? []) : []))
      : [],
  );

function rootOf(expression: Expression): string | undefined {
  const plain = withoutCasts(expression);
  if (plain.kind === 'member') return rootOf(plain.object);
  return plain.kind === 'name' ? plain.name : undefined;
}

function nodeOf(value: Value): Instance | undefined {
  const node = pointee(value);
  return node.kind === 'instance' ? node.instance : undefined;
}
