/** Structs that no file at hand declares, from what stands in braces: by the names there, or as the runtime's headers order them. */
import { fieldsOfStruct } from '../../acl/struct-fields.ts';
import type { TypeName } from '../../syntax/ast.ts';
import type { Argument, Interpreter } from '../interpreter.ts';
import { newCell, newInstance, type Value } from '../values/value.ts';

/** `hi_vpc_pic_info a{data, bytes, 1280, 720, …}`, `{.width = 1280, …}`; undefined where nothing says what is for which field. */
export function listedStruct(
  run: Interpreter,
  { name, pointers, args: of }: TypeName,
  args: readonly Argument[],
): Value | undefined {
  const fields = fieldsOfStruct(name);
  const isNamed = args.length > 0 && args.every(({ field }) => field !== undefined);
  if (pointers > 0 || of.length > 0 || !args.length || !(fields ?? isNamed)) return undefined;
  const instance = newInstance(name, undefined, { madeIn: run.loops, madeBy: run.thread });
  for (const [at, { field = fields?.[at], value }] of args.entries())
    if (field !== undefined) run.store.put(instance.fields, field, newCell(field, value));
  return { kind: 'instance', instance };
}
