/** The value that a declared variable starts with. */
import { noteFlow } from '../values/data-flow.ts';
import { notePointerRange } from '../values/pointer-ranges.ts';
import type { Expression, TypeName, Variable } from '../../syntax/ast.ts';
import { argumentOf, evaluated } from '../calls/arguments.ts';
import { keepDeleter } from '../calls/deleters.ts';
import { arrayStore, times } from './arrays.ts';
import { fill, shaped } from './braced.ts';
import { fieldsOfStruct } from '../../acl/struct-fields.ts';
import { withListedItems } from './listed-items.ts';
import { listedStruct } from './listed-struct.ts';
import type { Frame } from './frame.ts';
import type { Interpreter } from '../interpreter.ts';
import { valueCopied } from './copies.ts';
import { classFor, evaluateText, substitute } from './template.ts';
import { sizeOfType } from './sizes.ts';
import { calculate } from '../values/numbers.ts';
import {
  literal,
  newCell,
  newInstance,
  PARTS,
  unknown,
  type ArrayStore,
  type NumberValue,
  type Value,
} from '../values/value.ts';
import { isTextStream } from '../../library/texts.ts';
import { SOME } from '../statements/counted.ts';
import { placeKey } from '../statements/motion.ts';
import { quietly } from '../statements/positions.ts';
import { openNumber } from '../values/open-numbers.ts';
import { makeElements } from '../values/elements.ts';
import { isContainer, isPair, isSmartPointer, isThread, isTuple, lastTypeName, memoryIn } from './types.ts';

/** The value of `variable` after its declaration, before anything else is done to it. */
export function initialValue(run: Interpreter, written: Variable, frame: Frame): Value {
  const variable = withListedItems(run, written, frame);
  if (variable.dims.length) return initialArray(run, variable, frame);
  if (variable.initial && variable.initial.kind !== 'list') {
    const value = run.parts.evaluate(variable.initial, frame);
    const isOther = variable.type.reference || variable.type.pointers > 0;
    return isOther
      ? value
      : shaped(run, valueCopied(run, variable.initial, value, frame), variable.type, frame);
  }
  const { type } = variable;
  const args = variable.initial?.kind === 'list' ? variable.initial.items : variable.args;
  const braces = variable.braces || variable.initial !== undefined;
  if (type.pointers > 0 || type.reference) return firstOf(run, args, frame) ?? unknown(variable.name);
  const { name, start, end } = variable;
  return valueOfType(run, { type, name, args: args ?? [], braces, start, end }, frame);
}

interface Made {
  type: TypeName;
  name: string;
  args: Expression[];
  braces: boolean;
  start: number;
  end: number;
}

/** A value of a type, constructed from `args`. */
export function valueOfType(run: Interpreter, made: Made, frame: Frame): Value {
  const type = run.symbols.resolveType(substitute(made.type, frame));
  if (type.pointers > 0 || type.reference) return firstOf(run, made.args, frame) ?? unknown(made.name);
  if (isSmartPointer(type)) return heldFrom(run, type, made.args, frame);
  if (isContainer(type)) return { kind: 'array', store: containerStore(run, { ...made, type }, frame) };
  if (isThread(type) && made.args.length) return startedThread(run, made, frame);
  if (isPair(type) && made.args.length !== 1) return pairOf(run, { ...made, type }, frame);
  if (isTuple(type) && made.args.length !== 1) return tupleOf(run, { ...made, type }, frame);
  const named = classFor(run, type, frame);
  if (named) return objectOf(run, named, made, frame);
  return (made.braces && listedIn(run, type, made.args, frame)) || plainValue(run, made, frame);
}

/** What a smart pointer is made of; what ends it is kept. */
function heldFrom(run: Interpreter, type: TypeName, args: readonly Expression[], frame: Frame): Value {
  const held = firstOf(run, args, frame) ?? { kind: 'null' };
  const [, given] = args;
  const deleter = given && isPointer(type) ? run.parts.evaluate(given, frame) : undefined;
  const kept = deleter && held.kind === 'null' ? heldNothing(type) : held;
  keepDeleter(run, type, kept, deleter);
  return kept;
}

/** `std::shared_ptr<void> guard(nullptr, d)` calls its deleter all the same; a unique pointer does not. */
const heldNothing = (type: TypeName): Value =>
  lastTypeName(type) === 'shared_ptr'
    ? { kind: 'pointer', cell: newCell('', { kind: 'null' }) }
    : { kind: 'null' };

const isPointer = (type: TypeName): boolean => /_ptr$/.test(lastTypeName(type));

/** Of numbers and what else is no struct nothing is asked. */
function listedIn(
  run: Interpreter,
  type: TypeName,
  args: readonly Expression[],
  frame: Frame,
): Value | undefined {
  const isList = args.some(({ kind }) => kind === 'designated') || fieldsOfStruct(type.name) !== undefined;
  return isList ? listedStruct(run, type, evaluated(run, args, frame)) : undefined;
}

function plainValue(run: Interpreter, made: Made, frame: Frame): Value {
  const { args, name, type, braces, start, end } = made;
  const [first] = args;
  if (first && args.length === 1) return run.parts.evaluate(first, frame);
  // `auto all = {1, 2}` is the list itself.
  if (braces && args.length && type.name === 'auto')
    return run.parts.evaluate({ kind: 'list', items: args, start, end }, frame);
  if (isTextStream(type.name)) return { kind: 'string', text: '' };
  for (const arg of args) run.parts.evaluate(arg, frame);
  return unknown(name);
}

/** `std::pair<A, B> p;`, `p{a, b}`: an object of two fields. */
function pairOf(run: Interpreter, made: Made, frame: Frame): Value {
  const instance = newInstance('std::pair', undefined, { madeIn: run.loops });
  for (const [at, name] of ['first', 'second'].entries()) {
    const type = made.type.args[at];
    const arg = made.args[at];
    if (!type) continue;
    const part = { ...made, type, name, args: arg ? [arg] : [] };
    run.store.put(instance.fields, name, newCell(name, valueOfType(run, part, frame), type));
  }
  return { kind: 'instance', instance };
}

/** `std::tuple<A, B> t;`, `t{a, b}`: what braces would hold. */
function tupleOf(run: Interpreter, made: Made, frame: Frame): Value {
  const { args: types } = made.type;
  const store = arrayStore(run, PARTS, undefined, literal(types.length));
  for (const [at, type] of types.entries()) {
    const arg = made.args[at];
    const value = arg
      ? run.parts.evaluate(arg, frame)
      : valueOfType(run, { ...made, type, name: type.name, args: [] }, frame);
    run.store.put(store.at, at, newCell(`${PARTS}[${at}]`, value, type));
  }
  return { kind: 'array', store };
}

/** An object of a class; one without constructors is made from another one too. */
function objectOf(
  run: Interpreter,
  { name, bindings }: NonNullable<ReturnType<typeof classFor>>,
  { args: written, braces, start, end }: Made,
  frame: Frame,
): Value {
  // One that is no number may be what the object is copied from.
  const isList = braces && (written.length > 1 || written[0]?.kind === 'number') && takesList(run, name);
  const args = isList ? [{ kind: 'list' as const, items: written, start, end }] : written;
  const given = evaluated(run, args, frame);
  const [source] = args;
  const [value] = given.map((arg) => arg.value);
  const isSame = value?.kind === 'instance' && run.symbols.isDerived(value.instance.className, name);
  const isCopied = isSame && given.length === 1 && (!hasConstructor(run, name) || takesList(run, name));
  if (source && isCopied) return valueCopied(run, source, value, frame);
  return run.parts.construct(name, given, frame.scope, run.range(frame.chunk, start, end), bindings);
}

/** `T(std::initializer_list<int> of)`: what stands in braces is given to it as one list. */
function takesList(run: Interpreter, name: string): boolean {
  const isList = (type: TypeName | undefined) =>
    type !== undefined && lastTypeName(type) === 'initializer_list';
  const found = run.symbols.constructorOf(name, 1, ({ parameters: [first] }) => Number(isList(first?.type)));
  return isList(found?.parameters[0]?.type);
}

/** `worker_([this] { run(); })`, `std::thread(f, x)`. */
function startedThread(run: Interpreter, { args, start, end }: Made, frame: Frame): Value {
  const [callee, ...given] = args.map((arg) => argumentOf(run, arg, frame));
  const site = run.range(frame.chunk, start, end);
  return callee ? run.parts.spawn(callee.value, given, 'std::thread', site) : unknown('thread');
}

/** `new T[n]`, `calloc(n, sizeof(T))` of a class of the program: its objects, or without a count one. */
export function objectsOf(
  run: Interpreter,
  {
    type,
    count,
    span,
  }: { type: TypeName; count?: Expression | undefined; span: { start: number; end: number } },
  frame: Frame,
): Value | undefined {
  const resolved = run.symbols.resolveType(substitute(type, frame));
  if (resolved.pointers > 0 || !classFor(run, resolved, frame)) return undefined;
  const { start, end } = span;
  if (!count)
    return valueOfType(
      run,
      { type: resolved, name: resolved.name, args: [], braces: false, start, end },
      frame,
    );
  const size = run.parts.evaluate(count, frame);
  const text = run.text(frame.chunk, count);
  const open = () => run.parameters.open(text, `${frame.name}:${text}`, 1, { kind: 'variable' });
  const declared = run.range(frame.chunk, start, end);
  const more = { memory: 'malloc' as const, declared };
  const name = run.resultName ?? resolved.name;
  const store = arrayStore(run, name, resolved, size.kind === 'number' ? size : open(), more);
  makeElements(run, store, frame, declared);
  return { kind: 'array', store };
}

function hasConstructor(run: Interpreter, name: string): boolean {
  return run.symbols.constructorOf(name, 1) !== undefined;
}

function firstOf(run: Interpreter, args: readonly Expression[] | undefined, frame: Frame): Value | undefined {
  const [first] = args ?? [];
  return first && run.parts.evaluate(first, frame);
}

function initialArray(run: Interpreter, variable: Variable, frame: Frame): Value {
  const sizes = variable.dims.map((dim) => (dim ? asNumber(run.parts.evaluate(dim, frame)) : undefined));
  const items = variable.args ?? (variable.initial?.kind === 'list' ? variable.initial.items : undefined);
  const [first] = sizes;
  const size = first ?? (items && !variable.dims[0] ? literal(items.length) : undefined);
  const element = sizeOfType(run.symbols, variable.type);
  const count = sizes.slice(1).reduce<NumberValue | undefined>((product, next) => times(product, next), size);
  const declared = run.range(frame.chunk, variable.start, variable.end);
  const store = arrayStore(run, variable.name, variable.type, size, {
    bytes: times(count, element),
    declared,
  });
  noteFlow(run, 'made', [store], []);
  if (variable.initial?.kind === 'string') return { kind: 'string', text: variable.initial.text };
  fill(run, store, variable.braces || items ? (items ?? []) : [], frame);
  if (variable.dims.length > 1) makeRows(run, variable, store, frame);
  else makeElements(run, store, frame, declared);
  return { kind: 'array', store };
}

/** `T x[n][m]` holds `n` arrays of `m`: one stands for all of them. */
function makeRows(run: Interpreter, variable: Variable, store: ArrayStore, frame: Frame): void {
  if (store.rest.value.kind !== 'unknown' || !store.size || !run.symbols.findClass(variable.type.name))
    return;
  const row = { ...variable, dims: variable.dims.slice(1), initial: undefined, args: undefined };
  run.repeated(store.size.quantity, run.range(frame.chunk, variable.start, variable.end), '', () =>
    run.store.assign(store.rest, initialArray(run, row, frame)),
  );
}

function asNumber(value: Value): NumberValue | undefined {
  return value.kind === 'number' ? value : undefined;
}

function containerStore(run: Interpreter, made: Made, frame: Frame): ArrayStore {
  const { type, args } = made;
  const braces = made.braces && !isCountInBraces(run, made, frame);
  const [element] = type.args.slice(/map$/.test(lastTypeName(type)) ? 1 : 0);
  const [first] = braces ? [] : args;
  const value = first && run.parts.evaluate(first, frame);
  if (value?.kind === 'array' && args.length === 1) return value.store;
  notePointerRange(run, braces ? [] : args, frame, first);
  const size = containerSize(run, { ...made, braces }, value, frame);
  const declared = run.range(frame.chunk, made.start, made.end);
  const more = { typeName: type.name, memory: memoryIn(type), declared };
  const store = arrayStore(run, made.name, element, size, more);
  noteFlow(run, 'made', [store], []);
  if (braces) fill(run, store, args, frame);
  else if (value?.kind === 'number') fillWith(run, store, args[1], frame);
  makeElements(run, store, frame, declared);
  return store;
}

/** `std::vector<std::string> names(argv + 1, argv + argc)`: as many as lie between its ends. */
function between(run: Interpreter, { args, braces }: Made, frame: Frame): NumberValue | undefined {
  const [first, last] = args.map((arg) => placeAfter(run, arg, frame));
  if (braces || args.length !== 2 || !first || first.key !== last?.key) return undefined;
  const size = calculate('-', last.offset, first.offset);
  return size && usuallySome(run, size, last.offset, first.offset);
}

/** `argc` of what has arguments is not 1, as it is where nothing says more. */
function usuallySome(run: Interpreter, size: NumberValue, end: NumberValue, first: NumberValue): NumberValue {
  if (size.fixed || typeof end.quantity !== 'string' || (size.known ?? 1) > 0) return size;
  run.parameters.assume(end.quantity, (first.known ?? 0) + SOME);
  return { ...size, known: SOME };
}

/** The place that `p` or `p + n` lies behind, and how far. */
function placeAfter(run: Interpreter, expression: Expression, frame: Frame) {
  const isSum = expression.kind === 'binary' && expression.operator === '+';
  const key = placeKey(isSum ? expression.left : expression);
  const offset = isSum ? quietly(run, expression.right, frame) : literal(0);
  const number = offset.kind === 'unknown' ? openNumber(run, offset.text) : offset;
  return key !== undefined && number?.kind === 'number' ? { key, offset: number } : undefined;
}

/** As many as its type says or stand in braces, else the number that it is made with. */
function containerSize(
  run: Interpreter,
  made: Made,
  value: Value | undefined,
  frame: Frame,
): NumberValue | undefined {
  const { type, args, braces } = made;
  const [, count] = type.args;
  if (lastTypeName(type) === 'array' && count) return templateNumber(run, count, frame);
  if (braces && args.length > 0) return literal(args.length);
  return between(run, made, frame) ?? (value && asNumber(value));
}

/** `std::vector<int> v(n, x)`: every element is `x`. */
function fillWith(run: Interpreter, store: ArrayStore, filler: Expression | undefined, frame: Frame): void {
  if (filler) run.store.assign(store.rest, run.parts.evaluate(filler, frame));
}

/** `std::vector<Slot> slots{32}`: what is not made from a number are 32 of them, and no list of one. */
function isCountInBraces(run: Interpreter, { type, args }: Made, frame: Frame): boolean {
  const [element] = type.args;
  const [only] = args;
  if (!element || !only || args.length !== 1 || lastTypeName(type) !== 'vector') return false;
  const isMade = element.pointers === 0 && sizeOfType(run.symbols, element) !== undefined;
  const isClass = run.symbols.findClass(element.name, frame.scope) !== undefined;
  if (isClass ? hasConstructor(run, element.name) : isMade) return false;
  return quietly(run, only, frame).kind === 'number';
}

/** A template argument that is a number: one, a constant's name, or an expression. */
function templateNumber(
  run: Interpreter,
  { name, written }: TypeName,
  frame: Frame,
): NumberValue | undefined {
  return asNumber(evaluateText(run, written ?? name, frame));
}
