/** Fields of an element of a table that a running index names: `boards[i].device` is another number in each pass. */
import type { Expression } from '../../syntax/ast.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { quietly } from '../statements/positions.ts';
import { byIndex } from '../values/by-index.ts';
import { pointee, type ArrayStore, type Cell, type NumberValue } from '../values/value.ts';

/** What the field comes to where it rises in equal steps; undefined where it does not, or the index says which element. */
export function fieldInSteps(
  run: Interpreter,
  { object, name }: Extract<Expression, { kind: 'member' }>,
  frame: Frame,
): NumberValue | undefined {
  if (object.kind !== 'index') return undefined;
  const index = quietly(run, object.index, frame);
  if (index.kind !== 'number' || !index.index) return undefined;
  const table = pointee(quietly(run, object.object, frame));
  return table.kind === 'array' ? byIndex(columnOf(table.store, name), index) : undefined;
}

/** The fields of that name as a table of their own. */
function columnOf(store: ArrayStore, name: string): ArrayStore {
  const cells = [...store.at].flatMap(([at, { value }]): [number, Cell][] => {
    const field = value.kind === 'instance' ? value.instance.fields.get(name) : undefined;
    return field ? [[at, field]] : [];
  });
  return { ...store, at: new Map(cells) };
}
