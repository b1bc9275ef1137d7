/** Types of expressions, as far as declarations say. */
import type { Expression, TypeName } from '../../syntax/ast.ts';
import type { Frame } from './frame.ts';
import { locate } from './lvalue.ts';
import type { Interpreter } from '../interpreter.ts';
import { substitute } from './template.ts';
import { pointedType } from './types.ts';
import type { Cell } from '../values/value.ts';

/** The type that an expression leads to: of `p`, declared `std::shared_ptr<T> p`, it is `T`. */
export function typeOfExpression(
  run: Interpreter,
  expression: Expression,
  frame: Frame,
): TypeName | undefined {
  if (expression.kind === 'cast')
    return pointedType(run.symbols.resolveType(substitute(expression.type, frame)));
  if (expression.kind === 'unary' && expression.operator === '*')
    return typeOfExpression(run, expression.operand, frame);
  if (expression.kind !== 'name' && expression.kind !== 'member' && expression.kind !== 'index')
    return undefined;
  if (expression.kind === 'member' && expression.object.kind === 'call') return undefined;
  const cell = locate(run, expression, frame);
  const type = cell && (pointeeType(cell) ?? cell.type);
  return type && pointedType(run.symbols.resolveType(substitute(type, frame)));
}

/** `auto *held = &engine;`: what it points at says more. */
const pointeeType = ({ type, value }: Cell): TypeName | undefined =>
  type?.name === 'auto' && value.kind === 'pointer' ? value.cell.type : undefined;
