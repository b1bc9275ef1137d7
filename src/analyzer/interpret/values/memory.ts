/** Buffers: their making, their addresses, and the host's reading and writing of them. */
import type { SourceRange } from '../../../pipeline/source.ts';
import { lastName } from '../../program/qualified.ts';
import type { Expression } from '../../syntax/ast.ts';
import type { Frame } from '../names/frame.ts';
import type { Argument, Interpreter } from '../interpreter.ts';
import { noteRead } from './data-flow.ts';
import { overwrite } from './defaults.ts';
import { isShared } from '../kept.ts';
import { sizeOfType } from '../names/sizes.ts';
import { isString, memoryIn } from '../names/types.ts';
import { asMode } from './modes.ts';
import {
  literal,
  type ArrayStore,
  type Cell,
  type Instance,
  type NumberValue,
  type ObjectValue,
  type Value,
} from './value.ts';
import type { MemoryKind, TraceObject } from '../../trace/values.ts';

export function newBuffer(
  run: Interpreter,
  memory: MemoryKind,
  createdAt: SourceRange,
  bytes: NumberValue | undefined,
  more: Partial<TraceObject> = {},
): TraceObject {
  return run.object('buffer', run.resultName ?? '', {
    memory,
    createdAt,
    ...(bytes ? { bytes: bytes.quantity } : {}),
    ...more,
  });
}

/** The memory of an array or vector as a buffer. */
export function memoryOf(run: Interpreter, store: ArrayStore): ObjectValue {
  const object = store.object ?? newMemory(run, store);
  if (!store.object) run.store.discover(store, { object });
  run.dataFlows.join(object, store);
  return { kind: 'object', object, offset: literal(0) };
}

/** The memory of a single number or struct whose address is given away. */
export function memoryOfPlace(run: Interpreter, cell: Cell): ObjectValue {
  const all = run.elements.get(cell) ?? run.picked.get(cell) ?? run.dataFlows.arrayOf(cell);
  if (all) return { ...memoryOf(run, all), offset: undefined, offsetUnknown: true };
  const known = run.dataFlows.memory.get(cell);
  const object = known ?? newPlaceMemory(run, cell);
  if (!known) {
    run.dataFlows.memory.set(cell, object);
    run.dataFlows.join(object, cell);
  }
  return { kind: 'object', object, offset: literal(0) };
}

function newPlaceMemory(run: Interpreter, cell: Cell): TraceObject {
  const bytes = cell.type && sizeOfType(run.symbols, cell.type);
  return run.object('buffer', cell.name, {
    memory: whereIs(run, cell),
    ...(cell.declared ? { createdAt: cell.declared } : {}),
    ...(bytes ? { bytes: bytes.quantity } : {}),
  });
}

function whereIs(run: Interpreter, cell: Cell): MemoryKind {
  if (cell.type && isString(cell.type)) return memoryIn(cell.type);
  if (cell.memory) return cell.memory;
  if (isShared(run, cell)) return 'static';
  return cell.declared || cell.type?.reference === false ? 'stack' : 'unknown';
}

/** Arrays that are no local variables are not on the stack. */
export function keepMemory(run: Interpreter, { value }: Cell, memory: 'static' | 'member'): void {
  if (value.kind === 'array' && value.store.memory === 'stack') run.store.discover(value.store, { memory });
}

function newMemory(run: Interpreter, store: ArrayStore): TraceObject {
  return run.object('buffer', store.name, {
    memory: store.memory,
    ...(store.declared ? { createdAt: store.declared } : {}),
    ...(store.bytes ? { bytes: store.bytes.quantity } : {}),
  });
}

/** Notes that the host reads or writes a buffer here; once a loop and object is enough. */
export function recordAccess(
  run: Interpreter,
  object: TraceObject,
  frame: Frame,
  expression: Expression,
  write: boolean,
): void {
  if (object.kind !== 'buffer') return;
  if (!write) noteRead(run, object);
  const last = run.nodes.at(-1);
  if (last?.kind === 'access' && last.object === object && last.write === write) return;
  const range = run.range(frame.chunk, expression.start, expression.end);
  run.record({ ...run.base(range), kind: 'access', object, write });
}

/** What a function whose text is not at hand may write through its pointers is no longer known. */
export function forgetPointees(run: Interpreter, args: readonly Argument[]): void {
  for (const { value } of args) if (value.kind === 'pointer') forgetPlace(run, value.cell.value, value.cell);
}

/** The same of what it is declared to take by reference, and not to read alone. */
export function forgetReferences(run: Interpreter, name: string, args: readonly Argument[]): void {
  const [declared] = run.symbols.functions.named(lastName(name));
  for (const [at, { type }] of declared?.parameters.entries() ?? []) {
    const given = args[at];
    if (given && type.reference && !type.constant) forgetPlace(run, given.value, given.cell);
  }
}

function forgetPlace(run: Interpreter, held: Value, cell: Cell | undefined): void {
  if (held.kind === 'instance') openFields(run, held.instance);
  else if (cell) overwrite(run, cell);
}

/** What the fields of an object start with is a default from here on. */
function openFields(run: Interpreter, instance: Instance): void {
  run.store.set(instance, 'overwritten', true);
  for (const field of instance.fields.values()) openField(run, field);
}

/** Leaves a field open to run time, with what it holds as its default. */
export function openField(run: Interpreter, field: Cell): void {
  const { value } = field;
  const mode = asMode(run, field);
  if (mode) run.store.assign(field, mode);
  else if (value.kind === 'number') run.store.set(field, 'varying', true);
}
