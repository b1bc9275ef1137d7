/** Many small copies to the device, one request each, where one request could carry them all. */
import {
  loopIndex,
  loopsIn,
  substitute,
  subtract,
  usesIndex,
  type Quantity,
} from '../../../pipeline/quantity.ts';
import type { CallNode, LoopNode } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../context.ts';
import { argument, directionOf } from '../query/copies.ts';
import { mergeCopies } from '../counterfactual/copies.ts';
import { callsIn, passesOf } from '../query/loops.ts';
import { quantityOf } from '../query/quantities.ts';

/** Below this size the fixed cost of a request outweighs the transfer: see the rule's page. */
const SMALL_BYTES = 1 << 20;
const MANY = 8;

export const smallCopyCoalesce = defineRule({
  id: 'small-copy-coalesce',
  meta: { severity: 'info', category: 'memory', priced: true },
  title: { en: 'Many small copies, one request each', zh: '大量小拷贝逐个请求' },
  messages: {
    small: {
      en: '{count} copies of {bytes} bytes go to the device one by one, and each pays the fixed cost of a request. Where the frames can lie side by side on the host, one copy carries them all; each frame then waits for the last to arrive.',
      zh: '{count} 次 {bytes} 字节的拷贝逐个发往设备，每次都要付出一次请求的固定开销。若这些帧可以在主机上连续存放，一次拷贝即可全部传输；但每一帧都要等待最后一帧到达。',
    },
  },
  check(context, report) {
    for (const call of context.named('aclrtMemcpy', 'aclrtMemcpyAsync')) {
      const loop = copyLoop(call);
      const bytes = context.fixed(quantityOf(argument(call, call.row.bytes)?.value));
      const count = loop && passesOf(loop, context);
      if (!loop || bytes === undefined || bytes >= SMALL_BYTES || !liesSideBySide(call, bytes, context))
        continue;
      if (count === undefined || count < MANY || count === Infinity || directionOf(call) !== 'h2d') continue;
      report({
        messageId: 'small',
        at: call.range,
        node: call,
        data: { count, bytes },
        counterfactual: mergeCopies(call.range),
      });
    }
  },
});

/**
 * Whether the copies walk through one buffer on either side; from one place to many there is nothing to merge, and rows
 * with gaps between them (a pitch) are `row-copy-loop`'s.
 */
function liesSideBySide(call: CallNode, bytes: number, context: RuleContext): boolean {
  const strides = [call.row.source, call.row.destination].flatMap((index) => {
    const value = argument(call, index)?.value;
    if (value?.kind !== 'object' || value.offset === undefined || !usesIndex(value.offset)) return [];
    return [context.fixed(strideOf(value.offset))];
  });
  return strides.length > 0 && strides.every((stride) => stride === undefined || stride <= bytes);
}

/** How far an offset moves from the first pass of the loops that it counts to the second. */
function strideOf(offset: Quantity): Quantity {
  const at = (pass: number) =>
    substitute(offset, new Map(loopsIn(offset).map((name) => [loopIndex(name), pass])));
  return subtract(at(1), at(0));
}

/** The loop around the copy, where it gives the device nothing but copies and is inside a frame loop. */
function copyLoop(call: CallNode): LoopNode | undefined {
  const loop = call.loops.at(-1);
  if (!loop || !loop.loops.some((outer) => outer.isFrameLoop)) return undefined;
  const work = callsIn(loop).filter((other) => ['submit', 'execute', 'copy'].includes(other.row.role));
  return work.every((other) => other.row.role === 'copy') ? loop : undefined;
}
