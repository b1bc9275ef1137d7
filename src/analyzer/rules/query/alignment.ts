/** Can an address be shown not to be a multiple of 64? Only what the source fixes counts; a symbolic offset proves nothing. */
import { loopIndex, loopsIn, substitute, type Quantity } from '../../../pipeline/quantity.ts';
import type { CallNode, TraceArgument } from '../../trace/nodes.ts';
import type { RuleContext } from '../context.ts';
import { counterOf } from './loops.ts';

/** Bytes that both addresses of a copy on the device must be a multiple of. */
export const ALIGNMENT = 64;

/** Bytes of the first address that is no multiple of 64 that the argument takes; undefined where none can be shown. */
export function unalignedOffset(
  argument: TraceArgument,
  call: CallNode,
  context: RuleContext,
): number | undefined {
  const { value } = argument;
  if (value.kind !== 'object' || value.offsetUnknown === true || value.offset === undefined) return undefined;
  return firstUnaligned(value.offset, call, context);
}

function firstUnaligned(offset: Quantity, call: CallNode, context: RuleContext): number | undefined {
  const [counter, ...others] = loopsIn(offset);
  if (counter !== undefined && (others.length > 0 || !isCounter(counter, call, context))) return undefined;
  // A loop that counts up by one passes both 0 and 1; the first of them shows a fixed part, the second the stride.
  const passes = counter === undefined ? [offset] : [0, 1].map((pass) => atPass(offset, counter, pass));
  return passes
    .map((bytes) => context.fixed(bytes))
    .find((bytes) => bytes !== undefined && Number.isInteger(bytes) && bytes % ALIGNMENT !== 0);
}

function atPass(offset: Quantity, counter: string, pass: number): Quantity {
  return substitute(offset, new Map([[loopIndex(counter), pass]]));
}

function isCounter(name: string, call: CallNode, context: RuleContext): boolean {
  return call.loops.some((loop) => {
    const counter = counterOf(loop, context);
    return counter?.name === name && counter.fromZero && counter.byOne;
  });
}
