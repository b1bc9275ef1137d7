/** Memory that work of the device reads or writes. */
import { oncePer } from '../../../base/once.ts';
import type { CallNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import { buffersBehind, objectOf } from '../query/copies.ts';

/** Are both calls' memory known, and nothing of it the same? */
export function isApartInMemory(one: CallNode, other: CallNode): boolean {
  const [first, second] = [memoryOf(one), memoryOf(other)];
  return first !== undefined && second !== undefined && !first.some((object) => second.includes(object));
}

/** Undefined where not all of it is known. */
const memoryOf = oncePer(({ row, args }: CallNode): readonly TraceObject[] | undefined => {
  const places = [row.source, row.destination, row.inputDescription, row.outputDescription].filter(
    (place) => place !== undefined,
  );
  const behind = places.map((place) => knownBehind(objectOf(args[place]?.value)));
  return places.length > 1 && behind.every((one) => one !== undefined)
    ? behind.flat().map(wholeOf)
    : undefined;
});

/** The buffers of a dataset, a data buffer or a picture; undefined where one is not known. */
function knownBehind(object: TraceObject | undefined): readonly TraceObject[] | undefined {
  if (!object) return undefined;
  const parts = object.kind === 'dataset' ? object.parts : [object];
  const behind = parts.map(buffersBehind);
  return behind.length > 0 && behind.every(({ length }) => length > 0) ? behind.flat() : undefined;
}

/** An element of an array may be any of them in another pass. */
const wholeOf = (object: TraceObject): TraceObject => object.oneOf?.all ?? object;
