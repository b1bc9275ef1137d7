/** Copies: their direction, and the memory on either side. */
import type { CallNode, TraceArgument } from '../../trace/trace.ts';
import type { AbstractValue, MemoryKind, TraceObject } from '../../trace/value.ts';

export type Direction = 'h2d' | 'd2h' | 'd2d' | 'h2h' | 'unknown';

/** aclrtMemcpyKind by its value, as the runtime's header numbers it. */
const BY_NUMBER: readonly Direction[] = ['h2h', 'h2d', 'd2h', 'd2d'];
const BY_NAME: Record<string, Direction> = {
  ACL_MEMCPY_HOST_TO_HOST: 'h2h',
  ACL_MEMCPY_HOST_TO_DEVICE: 'h2d',
  ACL_MEMCPY_DEVICE_TO_HOST: 'd2h',
  ACL_MEMCPY_DEVICE_TO_DEVICE: 'd2d',
  ACL_MEMCPY_INNER_DEVICE_TO_DEVICE: 'd2d',
  ACL_MEMCPY_INTER_DEVICE_TO_DEVICE: 'd2d',
};
const ON_DEVICE: readonly (MemoryKind | undefined)[] = ['device', 'dvpp'];
/** Host memory that the device cannot read in place: the driver must copy it to locked pages first. */
const PAGEABLE: readonly (MemoryKind | undefined)[] = ['malloc', 'new', 'stack', 'vector', 'mat', 'mmap'];

export function argument(call: CallNode, index: number | undefined): TraceArgument | undefined {
  return index === undefined ? undefined : call.args[index];
}

/** The object that a value stands for or points into. */
export function objectOf(value: AbstractValue | undefined): TraceObject | undefined {
  return value?.kind === 'object' ? value.object : undefined;
}

export function destinationOf(call: CallNode): TraceObject | undefined {
  return objectOf(argument(call, call.row.destination)?.value);
}

export function sourceOf(call: CallNode): TraceObject | undefined {
  return objectOf(argument(call, call.row.source)?.value);
}

/** Direction by the kind that is passed; by the memory on both sides where that is not known. */
export function directionOf(call: CallNode): Direction {
  const kind = argument(call, call.row.kind);
  const named = kind && byKind(kind);
  return named ?? byMemory(sourceOf(call)?.memory, destinationOf(call)?.memory);
}

function byKind(kind: TraceArgument): Direction | undefined {
  const { value } = kind;
  if (value.kind === 'constant') return BY_NAME[value.name];
  if (value.kind === 'number' && typeof value.quantity === 'number') return BY_NUMBER[value.quantity];
  return BY_NAME[kind.text.replace(/^.*::/, '')];
}

function byMemory(source: MemoryKind | undefined, destination: MemoryKind | undefined): Direction {
  const from = side(source);
  const to = side(destination);
  if (!from || !to) return 'unknown';
  return `${from}2${to}`;
}

function side(memory: MemoryKind | undefined): 'h' | 'd' | undefined {
  if (memory === undefined || memory === 'unknown') return undefined;
  return ON_DEVICE.includes(memory) ? 'd' : 'h';
}

/** The argument on the host's side of an H2D or D2H copy. */
export function hostSide(call: CallNode): TraceArgument | undefined {
  const direction = directionOf(call);
  if (direction === 'h2d') return argument(call, call.row.source);
  if (direction === 'd2h') return argument(call, call.row.destination);
  return undefined;
}

export function isPageable(object: TraceObject | undefined): boolean {
  return PAGEABLE.includes(object?.memory);
}

/** Buffers behind a dataset, a data buffer or a picture; the object itself where it is a buffer. */
export function buffersBehind(object: TraceObject | undefined): TraceObject[] {
  if (!object) return [];
  if (object.kind === 'buffer') return [object];
  const data = objectOf(object.fields.get('data'));
  return [...(data ? [data] : []), ...object.parts.flatMap(buffersBehind)];
}
