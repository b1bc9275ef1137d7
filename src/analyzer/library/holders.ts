/** What holds one thing: smart pointers, `optional`, `atomic`. Their value is what they hold. */
import { argumentsOf } from '../interpret/calls/arguments.ts';
import type { CallSite } from '../interpret/calls/call-site.ts';
import { endByDeleter } from '../interpret/calls/deleters.ts';
import type { Interpreter } from '../interpret/interpreter.ts';
import { typeOfExpression } from '../interpret/names/expression-type.ts';
import { valueOfType } from '../interpret/names/initial.ts';
import { locate } from '../interpret/names/lvalue.ts';
import { substitute } from '../interpret/names/template.ts';
import { isSmartPointer, isUniquePointer, pointedType } from '../interpret/names/types.ts';
import { isThing } from '../interpret/values/store.ts';
import { settledLiteral, unknown, type Cell, type Value } from '../interpret/values/value.ts';
import type { Expression, TypeName } from '../syntax/ast.ts';

const METHODS = new Set('reset get release swap lock load store exchange value emplace has_value'.split(' '));

/** `p.reset(new T)`, `p.get()`: methods of a smart pointer itself, and not of what it holds. */
export function callHolder(
  run: Interpreter,
  callee: Extract<Expression, { kind: 'member' }>,
  object: Value,
  site: CallSite,
): Value | undefined {
  if (!METHODS.has(callee.name) || callee.object.kind === 'call') return undefined;
  const pointed = callee.arrow ? pointedHolder(run, callee.object, site) : undefined;
  if (pointed) return callHolder(run, { ...callee, object: pointed, arrow: false }, object, site);
  if (callee.arrow) return undefined;
  const cell = locate(run, callee.object, site.frame);
  const type = cell?.type && run.symbols.resolveType(substitute(cell.type, site.frame));
  if (!cell || !type || !isSmartPointer(type)) return undefined;
  if (callee.name === 'emplace') return emplaceHeld(run, cell, pointedType(type), site);
  if (callee.name === 'has_value') return isThing(object) ? settledLiteral(1) : undefined;
  return exchangeHeld(run, { cell, type, callee, object }, site);
}

/** `p->reset(…)` where `p` points to a smart pointer means that: `*p`, where it is one. */
function pointedHolder(run: Interpreter, operand: Expression, { frame }: CallSite): Expression | undefined {
  const value = run.parts.evaluate(operand, frame);
  const type = value.kind === 'pointer' && value.cell.type;
  if (!type || !isHolder(run.symbols.resolveType(substitute(type, frame)))) return undefined;
  return { kind: 'unary', operator: '*', operand, start: operand.start, end: operand.end };
}

const isHolder = (type: TypeName): boolean => isSmartPointer(type) && type.pointers === 0;

interface Held {
  cell: Cell;
  type: TypeName;
  callee: Extract<Expression, { kind: 'member' }>;
  object: Value;
}

/** Methods that give what is held, or put something else in its place. */
function exchangeHeld(run: Interpreter, { cell, type, callee, object }: Held, site: CallSite): Value {
  const { name } = callee;
  const [first] = argumentsOf(run, site);
  if (name === 'release') run.store.set(cell, 'moved', true);
  const isEnded = name === 'reset' && isUniquePointer(type) && endByDeleter(run, type, object, site.range);
  if (first && name !== 'lock') run.store.write(cell, first.value);
  else if (isEnded) run.store.write(cell, { kind: 'null' });
  else if (object.kind === 'unknown') return heldBy(run, callee.object, object, site);
  return name === 'reset' || name === 'store' ? unknown(name) : object;
}

/** `o.emplace(…)` makes what an optional holds in its place. */
function emplaceHeld(run: Interpreter, cell: Cell, type: TypeName, { expression, frame }: CallSite): Value {
  const { args, start, end } = expression;
  const made = { type, name: cell.name, args, braces: false, start, end };
  const value = valueOfType(run, made, frame);
  run.store.assign(cell, value);
  return value;
}

/** What a smart pointer holds: an object whose making was not seen is taken to be there. */
function heldBy(run: Interpreter, pointer: Expression, object: Value, { frame }: CallSite): Value {
  const type = typeOfExpression(run, pointer, frame);
  if (!type || !run.symbols.findClass(type.name, frame.scope)) return object;
  const place = {
    kind: 'member' as const,
    object: pointer,
    name: '',
    arrow: true,
    nameStart: 0,
    start: 0,
    end: 0,
  };
  run.parts.locate(place, frame);
  return locate(run, pointer, frame)?.value ?? object;
}

/** `p.reset(x)` and `a.store(x)` of what is not known to be a holder. */
export function assignHolder(
  run: Interpreter,
  callee: Extract<Expression, { kind: 'member' }>,
  site: CallSite,
): Value {
  const [first] = argumentsOf(run, site);
  const cell = first && run.parts.locate(callee.object, site.frame);
  if (cell) run.store.write(cell, first.value);
  return unknown();
}
