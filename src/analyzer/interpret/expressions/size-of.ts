/** `sizeof` of types and of variables, which read alike. */
import type { Expression, TypeName } from '../../syntax/ast.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { resolveType } from '../names/aliases.ts';
import { locate } from '../names/lvalue.ts';
import { sizeOfType } from '../names/sizes.ts';
import { substitute } from '../names/template.ts';
import { literal, unknown, type Value } from '../values/value.ts';

/** `sizeof`; unknown where a type's size is. */
export function evaluateSizeof(
  run: Interpreter,
  expression: Extract<Expression, { kind: 'sizeof' }>,
  frame: Frame,
): Value {
  const { type, operand } = expression;
  if (type)
    return (
      sizeOfType(run.symbols, resolveType(run.symbols, substitute(type, frame))) ??
      namedSize(run, type, frame)
    );
  const cell = operand && locate(run, operand, frame);
  if (cell?.value.kind === 'array') return cell.value.store.bytes ?? unknown('sizeof');
  if (operand?.kind === 'string') return literal(operand.text.length + 1);
  if (!cell && operand?.kind === 'name') return structSize(run, operand.name, frame);
  return (cell?.type && sizeOfType(run.symbols, cell.type)) ?? unknown('sizeof');
}

/** `sizeof(Item)` of a struct reads as of a variable. */
function structSize(run: Interpreter, name: string, frame: Frame): Value {
  const named = substitute({ name, args: [], pointers: 0, reference: false, constant: false }, frame);
  return sizeOfType(run.symbols, resolveType(run.symbols, named)) ?? unknown('sizeof');
}

/** `sizeof(x)` of a variable reads as of a type. */
function namedSize(run: Interpreter, type: TypeName, frame: Frame): Value {
  const cell = frame.find(type.name);
  if (cell?.value.kind === 'array') return cell.value.store.bytes ?? unknown('sizeof');
  return (cell?.type && sizeOfType(run.symbols, cell.type)) ?? unknown('sizeof');
}
