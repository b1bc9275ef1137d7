/** Expressions: their values, and what evaluating them does. */
import type { Expression, TypeName } from '../syntax/ast.ts';
import { argumentOf } from './arguments.ts';
import { arithmetic, compareText } from './operators.ts';
import { callExpression } from './call.ts';
import type { Frame } from './frame.ts';
import { arrayStore, fill, resolveType, valueOfType } from './initial.ts';
import { heldElement, locate, pointee } from './locate.ts';
import type { Machine } from './machine.ts';
import { fieldCell, readCell, readName, selfOf } from './names.ts';
import { recordAccess } from './memory.ts';
import { negate } from './arithmetic.ts';
import { newBuffer } from './memory.ts';
import { sizeOfType } from './sizes.ts';
import { typeOfExpression } from './static-types.ts';
import { spawn } from './threads.ts';
import { isThread } from './types.ts';
import { calculate } from './arithmetic.ts';
import { literal, unknown, type Cell, type State } from './state.ts';

/** The value of an expression. Calls in it are made, in the order they stand. */
export function evaluate(machine: Machine, expression: Expression, frame: Frame): State {
  if (!machine.step()) return unknown();
  const handler = evaluators[expression.kind] as Evaluate<Expression>;
  return handler(machine, expression, frame);
}

type Evaluate<E extends Expression> = (machine: Machine, expression: E, frame: Frame) => State;
type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

const evaluators: { [K in Expression['kind']]: Evaluate<Of<K>> } = {
  number: (machine, expression, frame) => ({
    ...literal(expression.value),
    origin: { kind: 'literal', range: machine.range(frame.chunk, expression.start, expression.end) },
  }),
  string: (_machine, expression) => ({ kind: 'string', text: expression.text }),
  name: (machine, expression, frame) =>
    readName(machine, expression.name, frame, machine.range(frame.chunk, expression.start, expression.end)),
  call: callExpression,
  member: evaluateMember,
  index: evaluateIndex,
  unary: evaluateUnary,
  binary: evaluateBinary,
  assign: evaluateAssign,
  update: evaluateUpdate,
  conditional: evaluateConditional,
  cast: evaluateCast,
  new: evaluateNew,
  delete: (machine, expression, frame) => {
    machine.parts.evaluate(expression.operand, frame);
    return unknown();
  },
  lambda: (machine, expression, frame) => {
    const { line } = machine.range(frame.chunk, expression.start, expression.end);
    return {
      kind: 'function',
      targets: [{ name: `lambda@${line}`, lambda: { expression, frame }, self: selfOf(frame) }],
    };
  },
  list: (machine, expression, frame) => {
    const store = arrayStore(machine, 'list', undefined, literal(expression.items.length));
    fill(machine, store, expression.items, frame);
    return { kind: 'array', store };
  },
  sizeof: evaluateSizeof,
  this: (_machine, _expression, frame) => {
    const self = selfOf(frame);
    return self ? { kind: 'instance', instance: self } : unknown('this');
  },
  null: () => ({ kind: 'null' }),
  other: (machine, expression, frame) => {
    for (const part of expression.parts) machine.parts.evaluate(part, frame);
    return unknown();
  },
};

function evaluateMember(machine: Machine, expression: Of<'member'>, frame: Frame): State {
  const object = machine.parts.evaluate(expression.object, frame);
  const through = pointee(object);
  if (expression.name === 'second' && isMapped(machine, through)) return through;
  if (through.kind === 'instance') {
    const cell = locate(machine, expression, frame, through);
    return cell ? readCell(cell) : unknown(expression.name);
  }
  // `mat.data` is the memory of the matrix; a description's fields are asked through getters.
  if (through.kind === 'object' && /^(data|ptr)$/.test(expression.name)) return through;
  const text = machine.text(frame.chunk, expression);
  if (through.kind === 'array') return unknown(text);
  const type = typeOfExpression(machine, expression.object, frame);
  // Reading a field of something foreign makes nothing known of it.
  if (!type || !machine.symbols.findClass(type.name, frame.scope)) return unknown(text);
  const cell = locate(machine, expression, frame);
  return cell && cell.value.kind !== 'unknown' ? readCell(cell) : unknown(text);
}

/** `it->second` of a map's iterator, which stands for the element itself. */
function isMapped(machine: Machine, through: State): boolean {
  if (through.kind !== 'instance') return ['array', 'object', 'function', 'string'].includes(through.kind);
  const { instance } = through;
  return instance.declaration !== undefined && !fieldCell(machine, instance, 'second', false);
}

function evaluateIndex(machine: Machine, expression: Of<'index'>, frame: Frame): State {
  const object = pointee(machine.parts.evaluate(expression.object, frame));
  const index = machine.parts.evaluate(expression.index, frame);
  if (object.kind === 'array') {
    const value = readCell(heldElement(machine, object.store, index));
    return value.kind === 'unknown' ? unknown(machine.text(frame.chunk, expression)) : value;
  }
  if (object.kind === 'object') recordAccess(machine, object.object, frame, expression, false);
  return unknown(machine.text(frame.chunk, expression));
}

function evaluateUnary(machine: Machine, expression: Of<'unary'>, frame: Frame): State {
  const { operator, operand } = expression;
  if (operator === '&') return addressOf(machine, operand, frame);
  const value = machine.parts.evaluate(operand, frame);
  if (operator === '*') return dereference(machine, value, expression, frame);
  if (value.kind === 'number')
    return negate(operator, value) ?? unknown(machine.text(frame.chunk, expression));
  if (operator === '!' && value.kind === 'null') return literal(1);
  return unknown(machine.text(frame.chunk, expression));
}

function addressOf(machine: Machine, operand: Expression, frame: Frame): State {
  if (operand.kind === 'name') {
    const named = machine.parts.evaluate(operand, frame);
    if (named.kind === 'function') return named;
  }
  if (operand.kind === 'index') {
    const object = pointee(machine.parts.evaluate(operand.object, frame));
    const index = machine.parts.evaluate(operand.index, frame);
    if (object.kind === 'object') return arithmetic(machine, '+', object, index) ?? object;
    if (
      object.kind === 'array' &&
      /^(u?char|u?int8_t|void|float|int|byte)/i.test(object.store.element?.name ?? '')
    ) {
      return arithmetic(machine, '+', object, index) ?? object;
    }
  }
  const cell = machine.parts.locate(operand, frame);
  return cell ? { kind: 'pointer', cell } : unknown(machine.text(frame.chunk, operand));
}

function dereference(machine: Machine, value: State, expression: Of<'unary'>, frame: Frame): State {
  if (value.kind === 'pointer') return readCell(value.cell);
  if (value.kind === 'array') return value.store.at.get(0)?.value ?? value.store.rest.value;
  if (value.kind === 'object') recordAccess(machine, value.object, frame, expression, false);
  if (value.kind === 'object' && value.object.kind === 'buffer')
    return unknown(machine.text(frame.chunk, expression));
  return value;
}

function evaluateBinary(machine: Machine, expression: Of<'binary'>, frame: Frame): State {
  const { operator } = expression;
  const length = operator === '/' ? lengthOf(machine, expression, frame) : undefined;
  if (length) return length;
  const left = machine.parts.evaluate(expression.left, frame);
  const right = machine.parts.evaluate(expression.right, frame);
  if (operator === '>>' && left.kind === 'unknown') readFromStream(machine, expression, frame);
  return (
    arithmetic(machine, operator, left, right) ??
    compareText(operator, left, right) ??
    unknown(machine.text(frame.chunk, expression))
  );
}

/** `sizeof(a) / sizeof(a[0])`: the number of elements, whatever one takes. */
function lengthOf(machine: Machine, { left, right }: Of<'binary'>, frame: Frame): State | undefined {
  if (left.kind !== 'sizeof' || right.kind !== 'sizeof') return undefined;
  const name = left.type?.name ?? (left.operand?.kind === 'name' ? left.operand.name : undefined);
  const held = name === undefined ? undefined : frame.find(name)?.value;
  return held?.kind === 'array' ? held.store.size : undefined;
}

/** `std::cin >> n`: what a stream gives is not known. */
function readFromStream(machine: Machine, { left, right }: Of<'binary'>, frame: Frame): void {
  const first = leftmost(left);
  const type = typeOfExpression(machine, first, frame)?.name ?? machine.text(frame.chunk, first);
  if (!/stream|(^|::)cin$/.test(type)) return;
  const cell = locate(machine, right, frame);
  if (cell && (cell.value.kind === 'number' || cell.value.kind === 'string'))
    machine.write(cell, unknown(cell.name));
}

function leftmost(expression: Expression): Expression {
  return expression.kind === 'binary' && expression.operator === '>>'
    ? leftmost(expression.left)
    : expression;
}

function evaluateAssign(machine: Machine, expression: Of<'assign'>, frame: Frame): State {
  const { target, operator } = expression;
  const before = machine.resultName;
  if (operator === '=') machine.resultName = machine.text(frame.chunk, target);
  const right = machine.parts.evaluate(expression.value, frame);
  machine.resultName = before;
  if (target.kind === 'index' || (target.kind === 'unary' && target.operator === '*'))
    noteWrite(machine, target, frame);
  const cell = locate(machine, target, frame);
  if (!cell) return right;
  const value = operator === '=' ? right : compound(machine, operator, cell, right);
  const isFirst = cell.value.kind === 'unknown' && target.kind === 'name' && frame.find(target.name) === cell;
  machine.write(cell, copied(settled(machine, value, cell, frame), cell));
  cell.varying = !isFirst || cell.varying === true || isVarying(value);
  return value;
}

/** What run time puts over a number leaves it open, with that number as its default: `times = atoi(argv[1])`. */
function settled(machine: Machine, value: State, cell: Cell, frame: Frame): State {
  if (value.kind !== 'unknown' || cell.value.kind !== 'number' || cell.value.known === undefined)
    return value;
  const origin = { kind: 'argument' as const, range: machine.statement, evidence: value.text };
  const { quantity, known } = cell.value;
  if (typeof quantity === 'string' && machine.parameters.reopen(quantity, origin))
    return { ...cell.value, fixed: false };
  return machine.parameters.open(cell.name, `${frame.name}:${cell.name}`, known > 0 ? known : 1, origin);
}

/** Arrays are not assigned: a container that takes another's elements keeps its own identity where both have one. */
function copied(value: State, cell: Cell): State {
  if (value.kind !== 'array' || cell.value.kind !== 'array' || value.store === cell.value.store) return value;
  const { store } = cell.value;
  if (value.store.name !== 'list') return value;
  return {
    kind: 'array',
    store: { ...value.store, name: store.name, element: store.element ?? value.store.element },
  };
}

function isVarying(value: State): boolean {
  return value.kind === 'number' && !value.fixed;
}

function compound(machine: Machine, operator: string, cell: Cell, right: State): State {
  return arithmetic(machine, operator.slice(0, -1), cell.value, right) ?? unknown(cell.name);
}

/** `p` of `((float *)p)`. */
function withoutCasts(expression: Expression): Expression {
  return expression.kind === 'cast' ? withoutCasts(expression.operand) : expression;
}

function noteWrite(machine: Machine, target: Of<'index'> | Of<'unary'>, frame: Frame): void {
  const base = withoutCasts(target.kind === 'index' ? target.object : target.operand);
  if (base.kind !== 'name' && base.kind !== 'member') return;
  const object = pointee(machine.parts.evaluate(base, frame));
  if (object.kind === 'object') recordAccess(machine, object.object, frame, target, true);
}

function evaluateUpdate(machine: Machine, expression: Of<'update'>, frame: Frame): State {
  const cell = locate(machine, expression.operand, frame);
  if (!cell) return unknown();
  const operator = expression.operator === '++' ? '+' : '-';
  const value = arithmetic(machine, operator, cell.value, literal(1));
  if (value) machine.write(cell, value);
  cell.varying = true;
  return value ?? unknown(cell.name);
}

function evaluateConditional(machine: Machine, expression: Of<'conditional'>, frame: Frame): State {
  const condition = machine.parts.evaluate(expression.condition, frame);
  if (condition.kind === 'number' && condition.fixed && condition.known !== undefined) {
    return machine.parts.evaluate(condition.known ? expression.then : expression.otherwise, frame);
  }
  const otherwise = machine.parts.evaluate(expression.otherwise, frame);
  const then = machine.parts.evaluate(expression.then, frame);
  return then.kind === 'unknown' || then.kind === 'null' ? otherwise : then;
}

function evaluateCast(machine: Machine, expression: Of<'cast'>, frame: Frame): State {
  const value = machine.parts.evaluate(expression.operand, frame);
  const type = resolveType(machine.symbols, expression.type);
  if (value.kind === 'unknown' && type.pointers > 0) nameUnknown(machine, expression, type, frame);
  return value;
}

/** `(Worker *)arg` of an argument that nobody passed: at least its class is known. */
function nameUnknown(machine: Machine, expression: Of<'cast'>, type: TypeName, frame: Frame): void {
  if (expression.operand.kind !== 'name' || !machine.symbols.findClass(type.name, frame.scope)) return;
  const cell = locate(machine, expression.operand, frame);
  if (cell && cell.value.kind === 'unknown') cell.type = type;
}

function evaluateNew(machine: Machine, expression: Of<'new'>, frame: Frame): State {
  const { type, args, count, start, end } = expression;
  if (isThread(type) && args.length) return newThread(machine, expression, frame);
  if (!count) return valueOfType(machine, { type, name: type.name, args, braces: false, start, end }, frame);
  const size = machine.parts.evaluate(count, frame);
  const element = sizeOfType(machine.symbols, type);
  const number = size.kind === 'number' ? size : machine.parameters.open(...openCount(machine, count, frame));
  if (machine.symbols.findClass(type.name, frame.scope) || type.pointers > 0) {
    return { kind: 'array', store: arrayStore(machine, type.name, type, number) };
  }
  const bytes = element ? calculate('*', number, element) : undefined;
  const range = machine.range(frame.chunk, start, end);
  const object = newBuffer(machine, 'new', range, bytes);
  return { kind: 'object', object, offset: literal(0) };
}

/** `new std::thread(f, x)`. */
function newThread(machine: Machine, { args, start, end }: Of<'new'>, frame: Frame): State {
  const [callee, ...given] = args.map((arg) => argumentOf(machine, arg, frame));
  if (!callee) return unknown('thread');
  return spawn(machine, callee.value, given, 'std::thread', machine.range(frame.chunk, start, end));
}

function openCount(
  machine: Machine,
  count: Expression,
  frame: Frame,
): [string, string, number, { kind: 'variable' }] {
  const text = machine.text(frame.chunk, count);
  return [text, `${frame.name}:${text}`, 1, { kind: 'variable' }];
}

function evaluateSizeof(machine: Machine, expression: Of<'sizeof'>, frame: Frame): State {
  const { type, operand } = expression;
  if (type)
    return sizeOfType(machine.symbols, resolveType(machine.symbols, type)) ?? namedSize(machine, type, frame);
  const cell = operand && locate(machine, operand, frame);
  if (cell?.value.kind === 'array') return cell.value.store.bytes ?? unknown('sizeof');
  if (operand?.kind === 'string') return literal(operand.text.length + 1);
  if (!cell && operand?.kind === 'name') return structSize(machine, operand.name);
  return (cell?.type && sizeOfType(machine.symbols, cell.type)) ?? unknown('sizeof');
}

/** `sizeof(Item)` of a struct reads as of a variable. */
function structSize(machine: Machine, name: string): State {
  const named = { name, args: [], pointers: 0, reference: false, constant: false };
  return sizeOfType(machine.symbols, resolveType(machine.symbols, named)) ?? unknown('sizeof');
}

/** `sizeof(x)` of a variable reads as of a type. */
function namedSize(machine: Machine, type: TypeName, frame: Frame): State {
  const cell = frame.find(type.name);
  if (cell?.value.kind === 'array') return cell.value.store.bytes ?? unknown('sizeof');
  return (cell?.type && sizeOfType(machine.symbols, cell.type)) ?? unknown('sizeof');
}
