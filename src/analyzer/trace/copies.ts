/** Copies: their direction, and host memory that slows them. */
import type { CallNode } from './nodes.ts';
import type { TraceValue, MemoryKind, TraceObject } from './values.ts';
import { ownValue } from '../../base/own-value.ts';

export type CopyDirection = 'h2d' | 'd2h' | 'd2d' | 'h2h';

const byName: Record<string, CopyDirection> = {
  ACL_MEMCPY_HOST_TO_DEVICE: 'h2d',
  ACL_MEMCPY_DEVICE_TO_HOST: 'd2h',
  ACL_MEMCPY_DEVICE_TO_DEVICE: 'd2d',
  ACL_MEMCPY_INNER_DEVICE_TO_DEVICE: 'd2d',
  ACL_MEMCPY_INTER_DEVICE_TO_DEVICE: 'd2d',
  ACL_MEMCPY_HOST_TO_HOST: 'h2h',
  ACL_MEMCPY_HOST_TO_BUF_TO_DEVICE: 'h2d',
};
const byNumber: (CopyDirection | undefined)[] = ['h2h', 'h2d', 'd2h', 'd2d'];
/** Host memory that the device cannot read in place: the driver must copy it to locked pages first. */
const pageable: readonly (MemoryKind | undefined)[] = [
  'malloc',
  'new',
  'stack',
  'static',
  'member',
  'vector',
  'string',
  'mat',
  'mmap',
];

export function isPageable(object: TraceObject | undefined): boolean {
  return pageable.includes(object?.memory);
}

/** Memory that is known to be the device's. */
export const isOnDevice = ({ memory }: Pick<TraceObject, 'memory'>): boolean =>
  memory === 'device' || memory === 'dvpp';

/** Memory that is known to be the host's. */
export const isOnHost = ({ memory }: Pick<TraceObject, 'memory'>): boolean =>
  memory !== undefined && memory !== 'unknown' && !isOnDevice({ memory });

/** Which way a call of role `copy` goes; undefined where neither its kind nor its memory says. */
export function copyDirection(call: CallNode): CopyDirection | undefined {
  const { row, args } = call;
  const kind = row.kind === undefined ? undefined : args[row.kind];
  const memory = memoryDirection(call);
  const said = kindDirection(kind?.value);
  // A kind that a variable carries may be the one for running on the device: then the memory tells better.
  if (said === 'h2h' && memory && memory !== 'h2h') return memory;
  return said ?? kindDirection({ kind: 'constant', name: kind?.text.replace(/^.*::/, '') ?? '' }) ?? memory;
}

function kindDirection(value: TraceValue | undefined): CopyDirection | undefined {
  if (value?.kind === 'constant') return ownValue(byName, value.name);
  return value?.kind === 'number' ? byNumber[value.known ?? -1] : undefined;
}

function memoryDirection({ row, args }: CallNode): CopyDirection | undefined {
  const to = sideOf(row.destination === undefined ? undefined : args[row.destination]?.value);
  const from = sideOf(row.source === undefined ? undefined : args[row.source]?.value);
  if (!to || !from) return undefined;
  return `${from}2${to}`;
}

function sideOf(value: TraceValue | undefined): 'h' | 'd' | undefined {
  if (value?.kind !== 'object' || !value.object.memory || value.object.memory === 'unknown') return undefined;
  return isOnDevice(value.object) ? 'd' : 'h';
}
