/** The value that a declared variable starts with. */
import type { SymbolTable } from '../program/symbols.ts';
import type { Expression, TypeName, Variable } from '../syntax/ast.ts';
import { calculate } from './arithmetic.ts';
import type { Frame } from './frame.ts';
import type { Machine } from './machine.ts';
import { sizeOfType } from './sizes.ts';
import { literal, newCell, unknown, type ArrayStore, type NumberState, type State } from './state.ts';
import { noteVariety } from './variety.ts';
import { isContainer, isSmartPointer, lastTypeName } from './types.ts';

/** The state of `variable` after its declaration, before anything else is done to it. */
export function initialState(machine: Machine, variable: Variable, frame: Frame): State {
  if (variable.dims.length) return initialArray(machine, variable, frame);
  if (variable.initial && variable.initial.kind !== 'list')
    return machine.parts.evaluate(variable.initial, frame);
  const { type } = variable;
  const args = variable.initial?.kind === 'list' ? variable.initial.items : variable.args;
  const braces = variable.braces || variable.initial !== undefined;
  if (type.pointers > 0 || type.reference) return firstOf(machine, args, frame) ?? unknown(variable.name);
  const { name, start, end } = variable;
  return valueOfType(machine, { type, name, args: args ?? [], braces, start, end }, frame);
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
export function valueOfType(machine: Machine, made: Made, frame: Frame): State {
  const type = resolveType(machine.symbols, made.type);
  if (isSmartPointer(type)) return firstOf(machine, made.args, frame) ?? { kind: 'null' };
  if (isContainer(type)) return { kind: 'array', store: containerStore(machine, { ...made, type }, frame) };
  if (machine.symbols.findClass(type.name, frame.scope)) {
    const copied =
      made.args.length === 1 && !hasConstructor(machine, type.name) && firstOf(machine, made.args, frame);
    if (copied && copied.kind === 'instance') return copied;
    return machine.parts.construct(
      type.name,
      made.args,
      frame,
      machine.range(frame.chunk, made.start, made.end),
    );
  }
  const [first] = made.args;
  if (first && made.args.length === 1) return machine.parts.evaluate(first, frame);
  for (const arg of made.args) machine.parts.evaluate(arg, frame);
  return unknown(made.name);
}

function hasConstructor(machine: Machine, name: string): boolean {
  return machine.symbols.constructorOf(name, 1) !== undefined;
}

function firstOf(machine: Machine, args: readonly Expression[] | undefined, frame: Frame): State | undefined {
  const [first] = args ?? [];
  return first && machine.parts.evaluate(first, frame);
}

/** The type behind aliases. */
export function resolveType(symbols: SymbolTable, type: TypeName): TypeName {
  const name = symbols.resolveAlias(type.name);
  if (name === type.name) return type;
  const alias = symbols.aliases.named(type.name).find((candidate) => candidate.type.name);
  return alias ? { ...alias.type, pointers: alias.type.pointers + type.pointers } : { ...type, name };
}

function initialArray(machine: Machine, variable: Variable, frame: Frame): State {
  const sizes = variable.dims.map((dim) => (dim ? asNumber(machine.parts.evaluate(dim, frame)) : undefined));
  const items = variable.args ?? (variable.initial?.kind === 'list' ? variable.initial.items : undefined);
  const [first] = sizes;
  const size = first ?? (items && !variable.dims[0] ? literal(items.length) : undefined);
  const store = arrayStore(machine, variable.name, variable.type, size);
  const element = sizeOfType(machine.symbols, variable.type);
  const count = sizes.slice(1).reduce<NumberState | undefined>((product, next) => times(product, next), size);
  store.bytes = times(count, element);
  store.declared = machine.range(frame.chunk, variable.start, variable.end);
  if (variable.initial?.kind === 'string') return { kind: 'string', text: variable.initial.text };
  fill(machine, store, variable.braces || items ? (items ?? []) : [], frame);
  return { kind: 'array', store };
}

function times(left: NumberState | undefined, right: NumberState | undefined): NumberState | undefined {
  return left && right ? calculate('*', left, right) : undefined;
}

function asNumber(state: State): NumberState | undefined {
  return state.kind === 'number' ? state : undefined;
}

const MAX_ITEMS = 64;

/** Puts a list's items into a store, each at its place. */
export function fill(machine: Machine, store: ArrayStore, items: readonly Expression[], frame: Frame): void {
  for (const [index, item] of items.slice(0, MAX_ITEMS).entries()) {
    const value = itemValue(machine, store, item, frame);
    if (value.kind === 'null') continue;
    store.at.set(index, newCell(`${store.name}[${index}]`, value, store.element));
    if (index === 0) store.rest.value = value;
  }
  noteVariety(store);
}

/** `{a, b}` inside an array of structs constructs one. */
function itemValue(machine: Machine, store: ArrayStore, item: Expression, frame: Frame): State {
  const isStruct =
    item.kind === 'list' && store.element && machine.symbols.findClass(store.element.name, frame.scope);
  if (!isStruct || item.kind !== 'list' || !store.element) return machine.parts.evaluate(item, frame);
  const range = machine.range(frame.chunk, item.start, item.end);
  return machine.parts.construct(store.element.name, item.items, frame, range);
}

export function arrayStore(
  machine: Machine,
  name: string,
  element: TypeName | undefined,
  size: NumberState | undefined,
): ArrayStore {
  return {
    name,
    typeName: '',
    element,
    at: new Map(),
    rest: newCell(`${name}[]`, unknown(name), element),
    size,
    memory: 'stack',
    bytes: size && element && times(size, sizeOfType(machine.symbols, element)),
  };
}

function containerStore(machine: Machine, made: Made, frame: Frame): ArrayStore {
  const { type, args, braces } = made;
  const [element, count] = type.args.slice(/map$/.test(lastTypeName(type)) ? 1 : 0);
  const [first] = braces ? [] : args;
  const value = first && machine.parts.evaluate(first, frame);
  if (value?.kind === 'array' && args.length === 1) return value.store;
  const isArray = lastTypeName(type) === 'array';
  const size = isArray && count ? templateNumber(machine, count.name, frame) : value && asNumber(value);
  const store = arrayStore(
    machine,
    made.name,
    element,
    braces && !isArray && args.length ? literal(args.length) : size,
  );
  store.typeName = type.name;
  store.memory = 'vector';
  store.declared = machine.range(frame.chunk, made.start, made.end);
  if (braces) fill(machine, store, args, frame);
  return store;
}

function templateNumber(machine: Machine, text: string, frame: Frame): NumberState | undefined {
  const expression: Expression = /^\d+$/.test(text)
    ? { kind: 'number', value: Number(text), start: 0, end: 0 }
    : { kind: 'name', name: text, start: 0, end: 0 };
  return asNumber(machine.parts.evaluate(expression, frame));
}
