/** The places that expressions name. */
import type { Expression } from '../../syntax/ast.ts';
import type { Frame } from './frame.ts';
import { arrayStore } from './arrays.ts';
import type { Interpreter } from '../interpreter.ts';
import { ledTo, overloadedPlace, overloadOf, overloadWith } from '../calls/overloaded.ts';
import { fieldCell, findCell, macroArgument, unseenMember } from './lookup.ts';
import { handedIn } from './handed-in.ts';
import { elementCell, heldElement } from './elements.ts';
import { pickedElement } from './picked.ts';
import { pointedType } from './types.ts';
import {
  isFound,
  partCell,
  pointee,
  newInstance,
  type Cell,
  type Instance,
  type Value,
} from '../values/value.ts';

/** The cell of an expression; made where the program may write to it. `object` is the member's object if already known. */
export function locate(
  run: Interpreter,
  expression: Expression,
  frame: Frame,
  object?: Value,
): Cell | undefined {
  switch (expression.kind) {
    case 'name':
      return locateName(run, expression, frame);
    case 'member':
      return locateMember(run, expression, frame, object);
    case 'index':
      return locateElement(run, expression, frame);
    case 'cast':
      return run.parts.locate(expression.operand, frame);
    case 'call':
      return locateAt(run, expression, frame);
    case 'unary':
      return expression.operator === '*' ? locatePointee(run, expression.operand, frame) : undefined;
    default:
      return undefined;
  }
}

function locateName(
  run: Interpreter,
  expression: Extract<Expression, { kind: 'name' }>,
  frame: Frame,
): Cell | undefined {
  const argument = macroArgument(frame, expression.name);
  if (argument) return run.parts.locate(argument.argument, argument.frame);
  const { name } = expression;
  return findCell(run, name, frame) ?? (frame.binding(name) ? undefined : unseenMember(run, name, frame));
}

function locatePointee(run: Interpreter, operand: Expression, frame: Frame): Cell | undefined {
  const value = run.parts.evaluate(operand, frame);
  const overload = overloadOf(run, '*', [value, operand], frame);
  if (overload) return overloadedPlace(run, overload, frame);
  if (value.kind === 'pointer') return value.cell;
  if (value.kind === 'array') return elementCell(run, value.store, { kind: 'null' });
  return operand.kind === 'call' ? undefined : run.parts.locate(operand, frame);
}

function locateMember(
  run: Interpreter,
  expression: Extract<Expression, { kind: 'member' }>,
  frame: Frame,
  known: Value | undefined,
): Cell | undefined {
  const held = known ?? run.parts.evaluate(expression.object, frame);
  const object = ledTo(run, expression, held, frame);
  const part = partCell(object, expression.name) ?? foundPlace(expression.name, held, object);
  if (part) return part;
  if (object.kind === 'instance') {
    const isIterator = expression.name === 'second' && object.instance.declaration !== undefined;
    const own = fieldCell(run, object.instance, expression.name, !isIterator);
    return own ?? (held.kind === 'pointer' ? held.cell : run.parts.locate(expression.object, frame));
  }
  if (object.kind !== 'unknown' && object.kind !== 'null') return undefined;
  const base = expression.object.kind === 'call' ? undefined : run.parts.locate(expression.object, frame);
  const target = base && throughPointers(base);
  if (!target || /^(std|cv)::/.test(target.type ? pointedType(target.type).name : '')) return undefined;
  return fieldCell(run, structIn(run, target), expression.name, true);
}

/** `it->second` of an element that a search came to, where that is no object. */
const foundPlace = (name: string, held: Value, object: Value): Cell | undefined =>
  name === 'second' && held.kind === 'pointer' && isFound(held) && object.kind !== 'instance'
    ? held.cell
    : undefined;

function throughPointers(cell: Cell): Cell {
  let current = cell;
  for (let steps = 0; current.value.kind === 'pointer' && steps < 4; steps++) current = current.value.cell;
  return current;
}

/** Whether a place holds one thing throughout: it is no element, and no variable of a loop around. */
function isOfTheRun(run: Interpreter, { name, declared }: Cell): boolean {
  if (name.endsWith(']')) return false;
  return !declared || !run.isInLoop(declared);
}

/** A struct whose making was not seen: from here on its fields are followed. */
function structIn(run: Interpreter, cell: Cell): Instance {
  if (cell.value.kind === 'instance') return cell.value.instance;
  const name = classNameOf(run, cell);
  const given = cell.value.kind === 'unknown' ? handedIn(run, name) : undefined;
  const more = { assumed: true, single: isOfTheRun(run, cell) };
  const instance = given ?? newInstance(name, run.symbols.findClass(name), more);
  run.store.discover(cell, { value: { kind: 'instance', instance } });
  return instance;
}

/** The class of what a place holds, or of what a holder in it does; behind aliases of either. */
function classNameOf({ symbols }: Interpreter, { type }: Cell): string {
  if (!type) return '';
  const behind = symbols.resolveType(type);
  const found = [type, behind].find(({ name }) => symbols.findClass(name));
  const [held] = behind.args;
  return found?.name ?? (held && symbols.resolveType(held).name) ?? behind.name;
}

function locateElement(
  run: Interpreter,
  expression: Extract<Expression, { kind: 'index' }>,
  frame: Frame,
): Cell | undefined {
  const object = pointee(run.parts.evaluate(expression.object, frame));
  const overload = overloadWith(run, '[]', [object, expression.index], frame);
  if (overload) return overloadedPlace(run, overload, frame);
  const index = run.parts.evaluate(expression.index, frame);
  if (object.kind === 'array') {
    const key = { expression: expression.index, value: index };
    return pickedElement(run, object.store, key, frame) ?? heldElement(run, object.store, index, frame);
  }
  if (object.kind !== 'unknown') return undefined;
  const base = expression.object.kind === 'call' ? undefined : run.parts.locate(expression.object, frame);
  if (!base || base.value.kind !== 'unknown') return undefined;
  const element = base.type && { ...base.type, pointers: Math.max(0, base.type.pointers - 1) };
  const store = arrayStore(run, base.name, element, undefined, { memory: 'unknown' });
  run.store.discover(base, { value: { kind: 'array', store } });
  return elementCell(run, store, index);
}

/** `v.at(i)` is the element itself. */
function locateAt(
  run: Interpreter,
  { callee, args }: Extract<Expression, { kind: 'call' }>,
  frame: Frame,
): Cell | undefined {
  const [key] = args;
  if (callee.kind !== 'member' || callee.name !== 'at' || !key || args.length > 1) return undefined;
  const object = pointee(run.parts.evaluate(callee.object, frame));
  if (object.kind !== 'array') return undefined;
  const asked = { expression: key, value: run.parts.evaluate(key, frame) };
  return pickedElement(run, object.store, asked, frame) ?? heldElement(run, object.store, asked.value, frame);
}
