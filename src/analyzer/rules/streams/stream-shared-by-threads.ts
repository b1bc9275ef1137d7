/** Several threads put their frames on one stream. */
import type { CallNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import type { Pipeline } from '../../../pipeline/pipeline.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../context.ts';
import { streamAt } from '../counterfactual/streams.ts';
import { isSubmission } from '../query/waits/work.ts';
import { streamOf } from '../query/streams.ts';
import { totalReplicas } from '../query/threads.ts';

export const streamSharedByThreads = defineRule({
  id: 'stream-shared-by-threads',
  meta: { severity: 'warning', category: 'streams', priced: true },
  title: { en: 'Several threads share one stream', zh: '多个线程共用一个流' },
  messages: {
    shared: {
      en: '{count} threads put work on {stream}: the device runs their frames one after the other, and a wait of one thread waits for the work of all. Give each thread a stream of its own.',
      zh: '{count} 个线程在 {stream} 上下发任务：设备依次执行它们的帧，一个线程的等待要等待所有线程的任务。请为每个线程创建各自的流。',
    },
  },
  check(context, report) {
    for (const [stream, calls] of byStream(context)) {
      const count = totalReplicas(new Set(calls.map((call) => call.thread)), context);
      const single = stream.scope === 'program' && (context.number(stream.count) ?? 1) === 1;
      const [first] = calls;
      if (count < 2 || !single || !first) continue;
      report({
        messageId: 'shared',
        at: first.range,
        node: first,
        data: { count, stream: stream.name },
        related: stream.createdAt
          ? [{ range: stream.createdAt, messageId: 'createdHere', data: { name: stream.name } }]
          : [],
        counterfactual: (pipeline) => ownStreams(pipeline, streamAt(pipeline, first.range)?.id),
      });
    }
  },
});

function byStream(context: RuleContext): Map<TraceObject, CallNode[]> {
  const map = new Map<TraceObject, CallNode[]>();
  for (const call of context.calls) {
    const stream = isSubmission(call) ? streamOf(call) : undefined;
    if (stream) map.set(stream, [...(map.get(stream) ?? []), call]);
  }
  return map;
}

function ownStreams(pipeline: Pipeline, id: string | undefined): Pipeline {
  const streams = pipeline.streams.map((s) => (s.id === id ? { ...s, scope: 'thread' as const } : s));
  return { ...pipeline, streams };
}
