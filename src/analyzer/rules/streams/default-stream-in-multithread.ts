/** Several threads put work on the default stream. */
import type { CallNode } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import { argument } from '../query/copies.ts';
import { isSubmission } from '../query/waits/work.ts';
import { totalReplicas } from '../query/threads.ts';

export const defaultStreamInMultithread = defineRule({
  id: 'default-stream-in-multithread',
  meta: { severity: 'warning', category: 'streams' },
  title: { en: 'Several threads share the default stream', zh: '多个线程共用默认流' },
  messages: {
    shared: {
      en: '{count} threads put work on the default stream: their frames run one after the other, in an order that the host’s scheduling decides. Give each thread a stream of its own.',
      zh: '{count} 个线程在默认流上下发任务：各自的帧依次执行，顺序取决于主机的线程调度。请为每个线程创建各自的流。',
    },
  },
  check(context, report) {
    const calls = context.calls.filter((call) => isSubmission(call) && usesDefault(call));
    const count = totalReplicas(new Set(calls.map((call) => call.thread)), context);
    if (count < 2) return;
    for (const call of calls) {
      report({ messageId: 'shared', at: call.range, node: call, data: { count } });
    }
  },
});

/** Only where the call itself says so: a member that is null at first may be set before the thread runs. */
function usesDefault(call: CallNode): boolean {
  const stream = argument(call, call.row.stream);
  return stream !== undefined && /^(nullptr|NULL|0)$/.test(stream.text.trim());
}
