/** The memory that a call of the runtime is sure to read and to write. */
import { oncePer } from '../../../base/once.ts';
import type { CallNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import type { RuleContext } from '../context.ts';
import { argument, buffersBehind } from './copies.ts';

export interface Accesses {
  reads: TraceObject[];
  writes: TraceObject[];
}

/** What each call of the program reads and writes. */
export const accessesIn = oncePer((context: RuleContext): ((call: CallNode) => Accesses) => {
  const isChanged = descriptionsChange(context);
  return oncePer((call) => accessesOf(call, isChanged));
});

function accessesOf(call: CallNode, isChanged: boolean): Accesses {
  const { source, destination, inputDescription, outputDescription } = call.row;
  const at = (...places: (number | undefined)[]): TraceObject[] =>
    places.flatMap((place) => memoryAt(call, place, isChanged));
  return { reads: at(source, inputDescription), writes: at(destination, outputDescription) };
}

/** One buffer, and all of it or its start: of several that one stands for, and of parts, it is not known which. */
function memoryAt(call: CallNode, place: number | undefined, isChanged: boolean): TraceObject[] {
  const value = argument(call, place)?.value;
  if (value?.kind !== 'object' || value.offsetUnknown) return [];
  if (value.offset !== undefined && value.offset !== 0) return [];
  const { object } = value;
  // What a description holds may be another at each call.
  if (object.kind !== 'buffer' && isChanged) return [];
  return buffersBehind(object).filter(isOne);
}

const descriptionsChange = (context: RuleContext): boolean =>
  context.named('aclUpdateDataBuffer', 'acldvppSetPicDescData').some(({ loops }) => loops.length > 0);

/** Made once, by a call that was seen: none of several that one stands for. */
export const isOne = ({ count, oneOf, inFrameLoop, createdAt }: TraceObject): boolean =>
  createdAt !== undefined && (count ?? 1) === 1 && !oneOf && !inFrameLoop;
