/** The keys of maps, for whoever walks over what they lead to. */
import type { Expression } from '../../syntax/ast.ts';
import { bentLine, indexOf } from '../values/by-index.ts';
import { literal, type ArrayStore, type Cell, type LoopIndex, type Value } from '../values/value.ts';
import type { Frame } from './frame.ts';

/** The passes of a walk, and the name of what runs over the elements. */
interface Walk {
  name: string;
  index: LoopIndex;
}

/** The key under which a map has an element; in a walk over all of them, that of each pass. Undefined where it is not known. */
export function keyIn(store: ArrayStore, cell: Cell, walk?: Walk): Value | undefined {
  if (cell.key !== undefined) return { kind: 'string', text: cell.key };
  const [place] = [...store.at].find(([, one]) => one === cell) ?? [];
  if (place !== undefined) return place < 0 ? undefined : literal(place);
  return store.at.size ? walk && keyAt(store, walk) : store.keyed;
}

function keyAt({ at, size }: ArrayStore, { name, index }: Walk): Value | undefined {
  const keys = [...at.keys()].toSorted((one, other) => one - other);
  const [first = -1] = keys;
  if (first < 0 || size?.known !== keys.length) return undefined;
  return keys.length === 1 ? literal(first) : bentLine(keys, indexOf(name, index));
}

const keys = new WeakMap<Cell, Value>();

/** Notes under which key a walk comes to an element, for `entry.first`. */
export function noteKey(store: ArrayStore, cell: Cell, element: Cell, walk?: Walk): void {
  const key = keyIn(store, element, walk);
  if (key) keys.set(cell, key);
  else keys.delete(cell);
}

/** `entry.first` of what walks over a map. */
export function keyNamed(
  { name, object }: Pick<Extract<Expression, { kind: 'member' }>, 'name' | 'object'>,
  frame: Frame,
): Value | undefined {
  const cell = name === 'first' && object.kind === 'name' ? frame.find(object.name) : undefined;
  return cell && keys.get(cell);
}
