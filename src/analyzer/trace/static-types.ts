/** Types of expressions, as far as declarations say. */
import type { Expression, TypeName } from '../syntax/ast.ts';
import type { Frame } from './frame.ts';
import { resolveType } from './initial.ts';
import { locate } from './locate.ts';
import type { Machine } from './machine.ts';
import { pointedType } from './types.ts';

/** The type that an expression leads to: of `p`, declared `std::shared_ptr<T> p`, it is `T`. */
export function typeOfExpression(
  machine: Machine,
  expression: Expression,
  frame: Frame,
): TypeName | undefined {
  if (expression.kind === 'cast') return pointedType(resolveType(machine.symbols, expression.type));
  if (expression.kind === 'unary' && expression.operator === '*')
    return typeOfExpression(machine, expression.operand, frame);
  if (expression.kind !== 'name' && expression.kind !== 'member' && expression.kind !== 'index')
    return undefined;
  if (expression.kind === 'member' && expression.object.kind === 'call') return undefined;
  const cell = locate(machine, expression, frame);
  return cell?.type && pointedType(resolveType(machine.symbols, cell.type));
}
