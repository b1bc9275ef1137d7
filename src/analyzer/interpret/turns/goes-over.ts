/** What a loop goes over: arrays that it walks or indexes, and lists. */
import { oncePer } from '../../../base/once.ts';
import type { Expression, LoopStatement, Statement } from '../../syntax/ast.ts';
import { visitExpressions } from '../../syntax/visit.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { quietly } from '../statements/positions.ts';
import { modelFiles } from '../values/model-files.ts';
import { pointee, type ArrayStore } from '../values/value.ts';

/** The arrays that a loop walks, indexes or fills. */
export const storesIn = (run: Interpreter, statement: LoopStatement, frame: Frame): ArrayStore[] =>
  heldIn(run, wholesIn(statement), frame);

const wholesIn = ({ condition, loop, body }: LoopStatement): Expression[] => [
  ...(loop === 'range' && condition ? [condition] : []),
  ...fillsIn(body),
];

function heldIn(run: Interpreter, wholes: readonly Expression[], frame: Frame): ArrayStore[] {
  return wholes.flatMap((whole) => {
    const held = pointee(quietly(run, whole, frame));
    return held.kind === 'array' ? held.store : [];
  });
}

/** `a` of `a[i]` and `a.push_back(x)`. */
export const fillsIn = oncePer((body: readonly Statement[]): Expression[] => {
  const found: Expression[] = [];
  visitExpressions(body, (one) => {
    if (one.kind === 'index') found.push(one.object);
    if (one.kind !== 'call' || one.callee.kind !== 'member') return;
    if (/^(push|push_back|emplace|emplace_back|at)$/.test(one.callee.name)) found.push(one.callee.object);
  });
  return found;
});

/** Whether a loop goes over several files of models. */
export function listsModels(run: Interpreter, statement: LoopStatement, frame: Frame): boolean {
  const { condition } = statement;
  const listed = condition?.kind === 'list' ? condition.items.map((item) => quietly(run, item, frame)) : [];
  // Asking for the element of a map would make it.
  const named = wholesIn(statement).filter(({ kind }) => kind === 'name' || kind === 'member');
  const held = heldIn(run, named, frame).map(({ at }) => [...at.values()].map(({ value }) => value));
  return [listed, ...held].some((values) => new Set(values.flatMap((value) => modelFiles(value))).size > 1);
}
