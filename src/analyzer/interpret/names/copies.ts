/** Copies of objects: what is initialized or assigned from an object that has a name has fields of its own. */
import { fieldsOfStruct } from '../../acl/struct-fields.ts';
import type { Expression, TypeName } from '../../syntax/ast.ts';
import type { Interpreter } from '../interpreter.ts';
import { newInstance, type Value } from '../values/value.ts';
import { shaped } from './braced.ts';
import type { Frame } from './frame.ts';
import { classFor, substitute } from './template.ts';
import { isContainer, isSmartPointer, isThread } from './types.ts';

/** Objects within objects that are copied with them: deeper, no program's are. */
const MOST_NESTED = 8;

/** The value of an expression, copied where it names an object of a class; what a call gives out is not copied again. */
export function valueCopied(run: Interpreter, expression: Expression, value: Value, frame: Frame): Value {
  if (value.kind !== 'instance' || !/^(?:name|member|index)$/.test(expression.kind)) return value;
  const type = run.parts.locate(expression, frame)?.type;
  return copyOf(run, value, type && { ...type, reference: false }, frame);
}

/** A copy for a place of a type: an object's fields, and those of the objects in it, are its own. */
export function copyOf(
  run: Interpreter,
  value: Value,
  type: TypeName | undefined,
  frame: Frame,
  depth = MOST_NESTED,
): Value {
  if (value.kind === 'array') return shaped(run, value, type, frame);
  if (value.kind !== 'instance' || !type || depth === 0 || value.instance.queue) return value;
  if (!isObject(run, type, frame)) return value;
  const { instance } = value;
  const fields = new Map(
    [...instance.fields].map(([name, cell]) => [
      name,
      { ...cell, value: copyOf(run, cell.value, cell.type, frame, depth - 1) },
    ]),
  );
  const { id } = newInstance(instance.className, instance.declaration);
  return { kind: 'instance', instance: { ...instance, id, fields } };
}

/** A reference makes no copy; a pointer, however it is spelled, and a container are copied as what they are. */
function isObject(run: Interpreter, type: TypeName, frame: Frame): boolean {
  const resolved = run.symbols.resolveType(substitute(type, frame));
  if (
    type.reference ||
    resolved.pointers > 0 ||
    isSmartPointer(resolved) ||
    isContainer(resolved) ||
    isThread(resolved)
  )
    return false;
  return classFor(run, resolved, frame) !== undefined || fieldsOfStruct(resolved.name) !== undefined;
}
