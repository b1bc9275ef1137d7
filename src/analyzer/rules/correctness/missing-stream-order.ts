/** Work on one stream uses memory that work on another may still write or read. */
import type { CallNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import { defineRule } from '../rule.ts';
import { accessesIn, type Accesses } from '../query/accesses.ts';
import { streamOf, streamText } from '../query/streams.ts';
import { unorderedWork } from '../query/waits/order.ts';

export const missingStreamOrder = defineRule({
  id: 'missing-stream-order',
  meta: { severity: 'error', category: 'correctness' },
  title: {
    en: 'Work on one stream uses what another stream still works on',
    zh: '一个流上的任务使用了另一个流仍在处理的内存',
  },
  messages: {
    reads: {
      en: '{call} on {stream} reads {name} while {other} on {otherStream} may still be writing it: nothing orders the two. Record an event behind {other}, and let {stream} wait for it.',
      zh: '{stream} 上的 {call} 读取 {name} 时，{otherStream} 上的 {other} 可能仍在写入：两者之间没有顺序。请在 {other} 之后记录事件，并让 {stream} 等待该事件。',
    },
    overwrites: {
      en: '{call} on {stream} overwrites {name} while {other} on {otherStream} may still be using it: nothing orders the two. Record an event behind {other}, and let {stream} wait for it.',
      zh: '{stream} 上的 {call} 改写 {name} 时，{otherStream} 上的 {other} 可能仍在使用：两者之间没有顺序。请在 {other} 之后记录事件，并让 {stream} 等待该事件。',
    },
  },
  check(context, report) {
    // Each is compared with all that may run beside it.
    const accesses = accessesIn(context);
    for (const thread of context.trace.threads) {
      for (const { call, before } of unorderedWork(thread.body)) {
        const clash = clashOf(call, before, accesses);
        if (!clash) continue;
        const { messageId, other, object } = clash;
        report({
          messageId,
          at: call.range,
          node: call,
          data: {
            call: call.name,
            stream: nameOf(call),
            name: object.name,
            other: other.name,
            otherStream: nameOf(other),
          },
          related: [{ range: other.range, messageId: 'submittedHere', data: { call: other.name } }],
        });
      }
    }
  },
});

const nameOf = (call: CallNode): string => streamText(call) ?? streamOf(call)?.name ?? '';

interface Clash {
  messageId: 'reads' | 'overwrites';
  other: CallNode;
  object: TraceObject;
}

function clashOf(
  call: CallNode,
  before: readonly CallNode[],
  accesses: (call: CallNode) => Accesses,
): Clash | undefined {
  const own = accesses(call);
  for (const other of before) {
    const others = accesses(other);
    const read = own.reads.find((object) => others.writes.includes(object));
    if (read) return { messageId: 'reads', other, object: read };
    const written = own.writes.find((object) => [...others.writes, ...others.reads].includes(object));
    if (written) return { messageId: 'overwrites', other, object: written };
  }
  return undefined;
}
