/** What a list in braces makes: nothing by itself, and an object, a container or a number where its place has a type. */
import type { Expression, TypeName, Variable } from '../../syntax/ast.ts';
import type { Argument, Interpreter } from '../interpreter.ts';
import { argumentOf } from '../calls/arguments.ts';
import { joinElements } from '../values/join.ts';
import { literal, newCell, PARTS, type ArrayStore, type Cell, type Value } from '../values/value.ts';
import type { Frame } from './frame.ts';
import { arrayStore } from './arrays.ts';
import { elementCell } from './elements.ts';
import { listedStruct } from './listed-struct.ts';
import { classFor, substitute } from './template.ts';
import { isContainer, isMap, isPair, isSmartPointer, lastTypeName, memoryIn, pointedType } from './types.ts';

/** The parts of a list, for whoever knows what it is given for. */
export function evaluateList(
  run: Interpreter,
  { items }: Extract<Expression, { kind: 'list' }>,
  frame: Frame,
): Value {
  const store = arrayStore(run, PARTS, undefined, literal(items.length));
  fill(run, store, items, frame);
  return { kind: 'array', store };
}

/** A value as a place of that type holds it: what is no list in braces is itself, or what a constructor makes of it. */
export function shaped(run: Interpreter, value: Value, written: TypeName | undefined, frame: Frame): Value {
  const parts = partsOf(value);
  if (!written) return value;
  if (!parts) return convertedTo(run, value, written, frame) ?? value;
  const resolved = run.symbols.resolveType(substitute(written, frame));
  const type = isSmartPointer(resolved) ? run.symbols.resolveType(pointedType(resolved)) : resolved;
  const listed = classFor(run, type, frame) ? undefined : listedStruct(run, type, argumentsIn(run, parts));
  if (listed) return listed;
  if (type.pointers > 0 || isNumberOrPointer(run, type, frame)) return onlyPart(parts, type) ?? value;
  if (isContainer(type)) return { kind: 'array', store: containerOf(run, parts, type, frame) };
  if (isPair(type) || lastTypeName(type) === 'tuple') return pairOf(run, parts, type, frame);
  return objectOf(run, parts, type, frame) ?? value;
}

/**
 * `return Fault{e};` from what returns an `Outcome`, which has a constructor for it: an object or a number as one of another
 * class; undefined where nothing is made of it.
 */
export function convertedTo(
  run: Interpreter,
  value: Value,
  { reference, ...written }: TypeName,
  frame: Frame,
): Value | undefined {
  const isPlain = value.kind === 'instance' || value.kind === 'number';
  if (!isPlain || written.pointers > 0 || (reference && !written.constant)) return undefined;
  const found = classFor(run, run.symbols.resolveType({ ...written, reference: false }), frame);
  if (!found || isOf(run, value, found.name) || !run.symbols.constructorOf(found.name, 1)) return undefined;
  const given = [{ value, text: '', range: run.statement }];
  return run.parts.construct(found.name, given, frame.scope, run.statement, found.bindings);
}

/** As `shaped`, for a variable or a field, which may be an array. */
export function shapedFor(
  run: Interpreter,
  value: Value,
  { type, dims, name }: Variable,
  frame: Frame,
): Value {
  const parts = dims.length > 0 ? partsOf(value) : undefined;
  if (!parts) return shaped(run, value, type, frame);
  const size = dims[0] && run.parts.evaluate(dims[0], frame);
  const store = arrayStore(run, name, type, size?.kind === 'number' ? size : parts.size);
  fillFrom(run, store, parts, frame);
  return { kind: 'array', store };
}

function partsOf(value: Value): ArrayStore | undefined {
  return value.kind === 'array' && value.store.name === PARTS ? value.store : undefined;
}

const MAX_ITEMS = 64;

/** Puts a list's items into a store, each at its place or under its key. */
export function fill(run: Interpreter, store: ArrayStore, given: readonly Expression[], frame: Frame): void {
  const items = innerItems(store, given);
  for (const [index, item] of items.slice(0, MAX_ITEMS).entries()) {
    const value = itemValue(run, store, item, frame);
    if (isMap(store.typeName)) putMapped(run, store, value, frame);
    else if (value.kind !== 'null') putAt(run, store, index, value, nameIn(store, item, index));
  }
  joinElements(run, store);
}

const isStdArray = (typeName: string): boolean => /(^|::)array$/.test(typeName);

/** Of `{{a, b}}` the outer braces are those of a `std::array`, and the inner ones of what it holds. */
function innerItems({ typeName }: ArrayStore, items: readonly Expression[]): readonly Expression[] {
  const [only] = items;
  return isStdArray(typeName) && items.length === 1 && only?.kind === 'list' ? only.items : items;
}

function innerParts(typeName: string, parts: ArrayStore): ArrayStore {
  const only = parts.at.get(0)?.value;
  const inner = parts.at.size === 1 && isStdArray(typeName) ? only && partsOf(only) : undefined;
  return inner ?? parts;
}

/** `{a, b}` inside an array of structs constructs one. */
function itemValue(run: Interpreter, store: ArrayStore, item: Expression, frame: Frame): Value {
  const { element, typeName } = store;
  const found = item.kind === 'list' && element && !isMap(typeName) && classFor(run, element, frame);
  if (!found || item.kind !== 'list' || element.pointers > 0 || isHolder(element))
    return shaped(run, run.parts.evaluate(item, frame), isMap(typeName) ? undefined : element, frame);
  const range = run.range(frame.chunk, item.start, item.end);
  const given = item.items.map((one) => argumentOf(run, one, frame));
  return run.parts.construct(found.name, given, frame.scope, range, found.bindings);
}

const isHolder = (type: TypeName): boolean => isSmartPointer(type) || isContainer(type) || isPair(type);

/** A field that is named keeps its name until the list is given to what has it. */
function nameIn(store: ArrayStore, item: Expression, index: number): string {
  return item.kind === 'designated' ? `.${item.field}` : `${store.name}[${index}]`;
}

/** Puts the parts of a list into an array or a container, each under its place or its key. */
function fillFrom(run: Interpreter, store: ArrayStore, parts: ArrayStore, frame: Frame): void {
  for (const [at, { value }] of parts.at) {
    if (isMap(store.typeName)) putMapped(run, store, value, frame);
    else putAt(run, store, at, shaped(run, value, store.element, frame));
  }
  joinElements(run, store);
}

function putAt(run: Interpreter, store: ArrayStore, at: number, value: Value, name?: string): void {
  run.store.put(store.at, at, newCell(name ?? `${store.name}[${at}]`, value, store.element));
  if (at === 0) run.store.assign(store.rest, value);
}

/** `{key, what it leads to}`. */
export function putMapped(run: Interpreter, store: ArrayStore, pair: Value, frame: Frame): void {
  const [key, held] = [0, 1].map((at) => partsOf(pair)?.at.get(at)?.value);
  if (!key || !held) return;
  const made = shaped(run, held, store.element, frame);
  run.store.assign(elementCell(run, store, key), made);
  if (store.rest.value.kind === 'unknown') run.store.assign(store.rest, made);
}

function containerOf(run: Interpreter, given: ArrayStore, type: TypeName, frame: Frame): ArrayStore {
  const parts = innerParts(type.name, given);
  const element = type.args[isMap(type.name) ? 1 : 0];
  const more = { typeName: type.name, memory: memoryIn(type) };
  const store = arrayStore(run, lastTypeName(type), element, parts.size, more);
  fillFrom(run, store, parts, frame);
  return store;
}

function pairOf(run: Interpreter, parts: ArrayStore, { args }: TypeName, frame: Frame): Value {
  for (const [at, cell] of parts.at) run.store.assign(cell, shaped(run, cell.value, args[at], frame));
  return { kind: 'array', store: parts };
}

function objectOf(run: Interpreter, parts: ArrayStore, type: TypeName, frame: Frame): Value | undefined {
  const found = classFor(run, type, frame);
  if (!found) return undefined;
  const args = argumentsIn(run, parts);
  const [only] = args;
  if (only && args.length === 1 && isOf(run, only.value, found.name)) return only.value;
  const instance = run.parts.make(run, found.name, args, frame.scope, run.statement, found.bindings);
  return { kind: 'instance', instance };
}

const isOf = (run: Interpreter, value: Value, className: string): boolean =>
  value.kind === 'instance' && run.symbols.isDerived(value.instance.className, className);

/** The parts as arguments; those that name a field are for it. */
function argumentsIn(run: Interpreter, { at, size }: ArrayStore): Argument[] {
  return Array.from({ length: size?.known ?? 0 }, (_, place) => {
    const cell = at.get(place);
    const field = cell && fieldNamed(cell);
    const value = cell?.value ?? { kind: 'null' as const };
    return { value, text: '', range: run.statement, ...(field === undefined ? {} : { field }) };
  });
}

const fieldNamed = ({ name }: Cell): string | undefined => (name.startsWith('.') ? name.slice(1) : undefined);

/** `int n = {5}`, `int n{}`: what stands in the braces, or nothing. */
function onlyPart({ at, size }: ArrayStore, { pointers }: TypeName): Value | undefined {
  if (size?.known === 0) return pointers > 0 ? { kind: 'null' } : literal(0);
  return size?.known === 1 ? (at.get(0)?.value ?? { kind: 'null' }) : undefined;
}

/** No class and no template: `auto`, and what is not known, leave the list as it is. */
function isNumberOrPointer(run: Interpreter, type: TypeName, frame: Frame): boolean {
  return type.args.length === 0 && type.name !== 'auto' && !classFor(run, type, frame);
}
