/** Copies: their direction, and the memory on either side. */
import type { CopyDirection } from '../../trace/copies.ts';
import { copyDirection } from '../../trace/copies.ts';
import type { CallNode, TraceArgument } from '../../trace/nodes.ts';
import type { TraceValue, TraceObject } from '../../trace/values.ts';

export type Direction = CopyDirection | 'unknown';

export function argument(call: CallNode, index: number | undefined): TraceArgument | undefined {
  return index === undefined ? undefined : call.args[index];
}

/** The object that a value stands for or points into. */
export function objectOf(value: TraceValue | undefined): TraceObject | undefined {
  return value?.kind === 'object' ? value.object : undefined;
}

export function destinationOf(call: CallNode): TraceObject | undefined {
  return objectOf(argument(call, call.row.destination)?.value);
}

export function sourceOf(call: CallNode): TraceObject | undefined {
  return objectOf(argument(call, call.row.source)?.value);
}

export function directionOf(call: CallNode): Direction {
  return copyDirection(call) ?? 'unknown';
}

/** A copy to the device, as far as is known. */
export function mayBeToDevice(call: CallNode): boolean {
  return call.row.role === 'copy' && ['h2d', 'unknown'].includes(directionOf(call));
}

/** The argument on the host's side of an H2D or D2H copy. */
export function hostSide(call: CallNode): TraceArgument | undefined {
  const direction = directionOf(call);
  if (direction === 'h2d') return argument(call, call.row.source);
  if (direction === 'd2h') return argument(call, call.row.destination);
  return undefined;
}

/** Buffers behind a dataset, a data buffer or a picture; the object itself where it is a buffer. */
export function buffersBehind(object: TraceObject | undefined): TraceObject[] {
  if (!object) return [];
  if (object.kind === 'buffer') return [object];
  const data = objectOf(object.fields.get('data'));
  return [...(data ? [data] : []), ...object.parts.flatMap(buffersBehind)];
}
