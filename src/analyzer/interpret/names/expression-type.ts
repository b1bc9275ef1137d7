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
  if (expression.kind === 'cast') return leadsTo(run, expression.type, frame);
  if (expression.kind === 'unary' && expression.operator === '*')
    return typeOfExpression(run, expression.operand, frame);
  if (expression.kind === 'call') return elementType(run, expression.callee, frame);
  if (expression.kind !== 'name' && expression.kind !== 'member' && expression.kind !== 'index')
    return undefined;
  if (expression.kind === 'member' && expression.object.kind === 'call')
    return memberType(run, expression.object.callee, expression.name, frame);
  const cell = locate(run, expression, frame);
  return leadsTo(run, cell && (pointeeType(cell) ?? cell.type), frame);
}

const leadsTo = ({ symbols }: Interpreter, type: TypeName | undefined, frame: Frame): TypeName | undefined =>
  type && pointedType(symbols.resolveType(substitute(type, frame)));

/** `futures.front()`: that of the container's elements. */
function elementType(run: Interpreter, callee: Expression, frame: Frame): TypeName | undefined {
  if (callee.kind !== 'member' || !/^(front|back|top|at)$/.test(callee.name)) return undefined;
  const held = locate(run, callee.object, frame)?.value;
  return held?.kind === 'array' ? leadsTo(run, held.store.rest.type, frame) : undefined;
}

/** `auto *held = &engine;`: what it points at says more. */
const pointeeType = ({ type, value }: Cell): TypeName | undefined =>
  type?.name === 'auto' && value.kind === 'pointer' ? value.cell.type : undefined;

/** `jobs.front().done` */
function memberType(run: Interpreter, callee: Expression, name: string, frame: Frame): TypeName | undefined {
  const owner = elementType(run, callee, frame);
  const { fields } = (owner && run.symbols.findClass(owner.name, frame.scope)) ?? {};
  return leadsTo(run, fields?.find((field) => field.name === name)?.type, frame);
}
