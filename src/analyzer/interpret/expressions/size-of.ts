/** `sizeof` of types and of variables, which read alike. */
import type { Expression, TypeName } from '../../syntax/ast.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { locate } from '../names/lvalue.ts';
import { sizeOfType } from '../names/sizes.ts';
import { substitute } from '../names/template.ts';
import { literal, unknown, type Cell, type Value } from '../values/value.ts';

/** `sizeof`; unknown where a type's size is. */
export function evaluateSizeof(
  run: Interpreter,
  expression: Extract<Expression, { kind: 'sizeof' }>,
  frame: Frame,
): Value {
  const { type, operand } = expression;
  if (type)
    return (
      sizeOfType(run.symbols, run.symbols.resolveType(substitute(type, frame))) ?? namedSize(run, type, frame)
    );
  if (operand?.kind === 'string') return literal(operand.text.length + 1);
  const cell = operand && locate(run, operand, frame);
  return !cell && operand?.kind === 'name' ? structSize(run, operand.name, frame) : cellSize(run, cell);
}

/** `sizeof(Item)` of a struct reads as of a variable. */
function structSize(run: Interpreter, name: string, frame: Frame): Value {
  const named = substitute({ name, args: [], pointers: 0, reference: false, constant: false }, frame);
  return sizeOfType(run.symbols, run.symbols.resolveType(named)) ?? unknown('sizeof');
}

/** `sizeof(x)` of a variable reads as of a type. */
function namedSize(run: Interpreter, type: TypeName, frame: Frame): Value {
  return cellSize(run, frame.find(type.name));
}

function cellSize(run: Interpreter, cell: Cell | undefined): Value {
  if (cell?.value.kind === 'array') return cell.value.store.bytes ?? unknown('sizeof');
  return (cell?.type && sizeOfType(run.symbols, cell.type)) ?? unknown('sizeof');
}
