/** Memory is filled anew while asynchronous work may still read it. */
import { isPageable } from '../../trace/copies.ts';
import type { CallNode, LoopNode, TraceNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import type { RuleContext } from '../context.ts';
import { accessesIn, isOne } from '../query/accesses.ts';
import { argument, destinationOf } from '../query/copies.ts';
import { streamOf, streamText } from '../query/streams.ts';
import { clashesIn, type Uses } from '../query/waits/memory-in-flight.ts';
import { defineRule } from '../rule.ts';

export const overwriteBeforeSync = defineRule({
  id: 'overwrite-before-sync',
  meta: { severity: 'error', category: 'correctness' },
  title: {
    en: 'Memory is filled anew while work on a stream may still read it',
    zh: '流上的任务可能仍在读取时，内存被重新写入',
  },
  messages: {
    overwritten: {
      en: '{name} is filled anew here while {call} on {stream} may still read it: nothing waits for that in between, and the device may get parts of two frames. Wait first, or keep a buffer for each frame in flight.',
      zh: '此处重新写入 {name} 时，{stream} 上的 {call} 可能仍在读取：两者之间没有等待，设备可能得到两帧混杂的数据。请先等待，或为每个在途帧使用各自的缓冲区。',
    },
  },
  check(context, report) {
    for (const thread of context.trace.threads) {
      for (const { holder, other, object } of clashesIn(thread.body, usesIn(context))) {
        if (isNowAndThen(other, context)) continue;
        const stream = streamText(holder) ?? streamOf(holder)?.name ?? '';
        report({
          messageId: 'overwritten',
          at: other.range,
          node: other,
          data: { name: object.name, call: holder.name, stream },
          related: [{ range: holder.range, messageId: 'submittedHere', data: { call: holder.name } }],
        });
      }
    }
  },
});

const usesIn = (context: RuleContext): Uses => ({
  holds: (call) => readLater(call, context),
  comesTo: (node) => writtenAtOnce(node, context),
  isStrict: true,
});

/** What work on a stream reads whole once its turn comes; a copy from memory that is not page-locked has done so before it returns. */
function readLater(call: CallNode, context: RuleContext): TraceObject[] {
  if (call.row.mode !== 'async' || call.row.stream === undefined) return [];
  return accessesIn(context)(call).reads.filter(
    (object) => !isPageable(object) && isWhole(call, object, context),
  );
}

/** Of a part it is not known which one another pass fills. */
function isWhole(call: CallNode, { bytes }: TraceObject, context: RuleContext): boolean {
  if (call.row.role !== 'copy') return true;
  const copied = argument(call, call.row.bytes)?.value;
  if (copied?.kind !== 'number' || bytes === undefined) return false;
  return (
    copied.quantity === bytes || (context.number(copied.quantity) ?? 0) >= (context.number(bytes) ?? Infinity)
  );
}

/** What the host writes by itself or in a function of the host, or by a copy that waits for no stream. */
function writtenAtOnce(node: TraceNode, context: RuleContext): TraceObject[] {
  if (node.kind === 'access') return node.write && isOne(node.object) ? [node.object] : [];
  if (node.kind !== 'call' || node.row.mode === 'async') return [];
  if (node.row.role === 'copy') return accessesIn(context)(node).writes;
  const filled = node.row.engine === 'host' ? destinationOf(node) : undefined;
  return filled && isOne(filled) ? [filled] : [];
}

/** In some passes only, which may be those behind a wait. */
function isNowAndThen(node: TraceNode, context: RuleContext): boolean {
  const loop: LoopNode | undefined = node.loops.findLast(({ isFrameLoop }) => isFrameLoop);
  return context.branchesTo(node, loop).length > 0;
}
