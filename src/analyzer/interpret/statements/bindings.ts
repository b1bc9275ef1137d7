/** `[a, b]`: names for the parts of a thing. */
import type { Variable } from '../../syntax/ast.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { fieldCell } from '../names/lookup.ts';
import { elementCell } from '../names/elements.ts';
import { keyIn, noteKey } from '../names/map-keys.ts';
import { isMap } from '../names/types.ts';
import {
  pointee,
  literal,
  newCell,
  unknown,
  type ArrayStore,
  type Cell,
  type Instance,
  type LoopIndex,
} from '../values/value.ts';

/** The names that a declaration gives to parts; none where it names the whole. */
export function bindingNames({ name }: Variable): string[] {
  return name.startsWith('[')
    ? name
        .slice(1, -1)
        .split(',')
        .map((part) => part.trim())
    : [];
}

/** Declares the names for the parts of what a cell holds: fields in their order, or elements. */
export function bindParts(run: Interpreter, names: readonly string[], { value }: Cell, frame: Frame): void {
  const held = pointee(value);
  for (const [index, name] of names.entries()) {
    const field = held.kind === 'instance' ? fieldAt(held.instance, index) : undefined;
    if (held.kind === 'array') frame.share(name, elementCell(run, held.store, literal(index)));
    const part = field && held.kind === 'instance' && fieldCell(run, held.instance, field, true);
    if (held.kind !== 'array') frame.share(name, part || newCell(name, unknown(name)));
  }
}

/** What a range loop walks over, the place at hand in it, and which pass that is. */
interface Walked {
  store: ArrayStore;
  element: Cell;
  index?: LoopIndex;
}

/** Declares what a range loop names of the element in a cell: of a map's, the key and what it leads to. */
export function bindElementParts(
  run: Interpreter,
  variable: Variable,
  { store, element, index }: Walked,
  cell: Cell,
  frame: Frame,
): void {
  const names = bindingNames(variable);
  if (!isMap(store.typeName)) return bindParts(run, names, cell, frame);
  const walk = index && { name: variable.name, index };
  const [key, mapped] = names;
  if (key === undefined || mapped === undefined) return noteKey(store, cell, element, walk);
  frame.declare(newCell(key, keyIn(store, element, walk) ?? unknown(key)));
  frame.share(mapped, cell);
}

/** The fields of a class in their order; those of a pair are the only ones that it has. */
function fieldAt({ declaration, fields }: Instance, index: number): string | undefined {
  return declaration ? declaration.fields[index]?.name : [...fields.keys()][index];
}
