/** More streams, events or report threads than the device has room for. */
import type { CallNode, TraceThread } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../context.ts';
import { limits } from '../query/limits.ts';
import { ownValue } from '../../../base/own-value.ts';

type Kind = 'streams' | 'events' | 'reportThreads';

export const limitExceeded = defineRule({
  id: 'limit-exceeded',
  meta: { severity: 'error', category: 'correctness' },
  title: {
    en: 'More streams, events or report threads than the device allows',
    zh: '流、事件或回调线程数量超过设备限制',
  },
  messages: {
    streams: {
      en: 'The program makes {count} streams; {device} has {limit}, those that the runtime needs itself included.',
      zh: '程序创建了 {count} 个流；{device} 共有 {limit} 个，其中包括运行时自身使用的。',
    },
    events: {
      en: 'The program makes {count} events; {device} has {limit}.',
      zh: '程序创建了 {count} 个事件；{device} 共有 {limit} 个。',
    },
    reportThreads: {
      en: '{count} threads wait for reports; a process may have {limit} on {device}, and 32 are advised.',
      zh: '{count} 个线程等待回调；在 {device} 上每个进程最多 {limit} 个，建议不超过 32 个。',
    },
  },
  check(context, report) {
    const limit = ownValue(limits, context.device);
    if (!limit) return;
    for (const [kind, sites] of countsOf(context)) {
      const count = sites.reduce((sum, site) => sum + site.count, 0);
      const first = sites[0];
      if (!first || count <= limit[kind]) continue;
      report({
        messageId: kind,
        at: first.call.range,
        data: { count, limit: limit[kind], device: context.device },
        node: first.call,
      });
    }
  },
});

interface Site {
  call: CallNode;
  count: number;
}

function countsOf(context: RuleContext): [Kind, Site[]][] {
  const reports = context.named('aclrtProcessReport').filter((call) => call.thread.kind === 'thread');
  const threads = new Map<TraceThread, CallNode>(reports.map((call) => [call.thread, call]));
  return [
    ['streams', created('stream', context)],
    ['events', created('event', context)],
    ['reportThreads', [...threads.values()].map((call) => ({ call, count: replicas(call.thread, context) }))],
  ];
}

function created(kind: string, context: RuleContext): Site[] {
  return context
    .withRole('create')
    .filter((call) => call.row.creates === kind)
    .map((call) => ({ call, count: countOf(call.creates, context) * ownReplicas(call, context) }));
}

function countOf(object: TraceObject | undefined, context: RuleContext): number {
  return object?.inFrameLoop === true ? 1 : (context.fixed(object?.count ?? 1) ?? 1);
}

/** An object of `thread` scope that a replicated thread makes exists once in each. */
function ownReplicas(call: CallNode, context: RuleContext): number {
  return call.creates?.scope === 'thread' ? replicas(call.thread, context) : 1;
}

function replicas(thread: TraceThread, context: RuleContext): number {
  return thread.kind === 'thread' ? (context.fixed(thread.replicas) ?? 1) : 1;
}
