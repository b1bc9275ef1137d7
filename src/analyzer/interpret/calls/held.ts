/** Calls through values: of function pointers and function objects that variables, fields and elements hold. */
import type { Expression, Statement } from '../../syntax/ast.ts';
import { visitExpressions } from '../../syntax/visit.ts';
import { isEffective } from '../effects.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { findCell } from '../names/lookup.ts';
import { quietly } from '../statements/positions.ts';
import type { FunctionValue } from '../values/value.ts';
import { asFunction } from './callable.ts';

/** Whether the statements call a function that does work through a value, which names alone do not tell. */
export function callsHeldWork(run: Interpreter, statements: readonly Statement[], frame: Frame): boolean {
  let found = false;
  visitExpressions(statements, (expression) => {
    if (found || expression.kind !== 'call') return;
    const held = heldFunction(run, expression.callee, frame);
    found = held !== undefined && isEffective(run, held);
  });
  return found;
}

function heldFunction(run: Interpreter, callee: Expression, frame: Frame): FunctionValue | undefined {
  if (callee.kind === 'name') {
    const cell = callee.name.includes('::') ? undefined : findCell(run, callee.name, frame);
    return cell && asFunction(cell.value);
  }
  const isPlace = callee.kind === 'member' || callee.kind === 'index';
  return isPlace ? asFunction(quietly(run, callee, frame)) : undefined;
}
