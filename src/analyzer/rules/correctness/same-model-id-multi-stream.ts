/** One model id is executed on several streams, or by several threads, at once. */
import type { CallNode } from '../../trace/nodes.ts';
import { callsOf } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../context.ts';
import { argument, objectOf } from '../query/copies.ts';
import { streamOf } from '../query/streams.ts';
import { totalReplicas } from '../query/threads.ts';

export const sameModelIdMultiStream = defineRule({
  id: 'same-model-id-multi-stream',
  meta: { severity: 'error', category: 'correctness' },
  title: {
    en: 'One model id is executed on several streams at once',
    zh: '同一模型 id 在多个流上同时执行',
  },
  messages: {
    streams: {
      en: 'The model id {model} is executed on several streams; executions of one id must not overlap. Load the model once for each stream.',
      zh: '模型 id {model} 在多个流上执行；同一 id 的执行不得重叠。请为每个流各加载一次模型。',
    },
    threads: {
      en: 'Several threads execute the model id {model} without a lock; executions of one id must not overlap. Load the model once in each thread.',
      zh: '多个线程在没有锁的情况下执行模型 id {model}；同一 id 的执行不得重叠。请在每个线程中各加载一次模型。',
    },
  },
  check(context, report) {
    for (const [model, calls] of executions(context)) {
      const fault = faultOf(model, calls, context);
      if (!fault) continue;
      for (const call of fault.calls) {
        report({
          messageId: fault.messageId,
          at: call.range,
          node: call,
          data: { model: model.name },
          related: model.createdAt
            ? [{ range: model.createdAt, messageId: 'createdHere', data: { name: model.name } }]
            : [],
        });
      }
    }
  },
});

/** Asynchronous executions by model, those under a lock left out. */
function executions(context: RuleContext): Map<TraceObject, CallNode[]> {
  const byModel = new Map<TraceObject, CallNode[]>();
  const locked = lockedCalls(context);
  for (const call of context.withRole('execute')) {
    const model = objectOf(argument(call, call.row.model)?.value);
    if (!model || call.row.mode !== 'async' || locked.has(call)) continue;
    byModel.set(model, [...(byModel.get(model) ?? []), call]);
  }
  return byModel;
}

function lockedCalls(context: RuleContext): Set<CallNode> {
  const locked = new Set<CallNode>();
  for (const node of context.nodes) {
    if (node.kind === 'lock') for (const call of callsOf(node.body)) locked.add(call);
  }
  return locked;
}

interface Fault {
  messageId: 'streams' | 'threads';
  calls: CallNode[];
}

function faultOf(model: TraceObject, calls: CallNode[], context: RuleContext): Fault | undefined {
  // An id of an array is a different model for each index; one that a thread loads is that thread's alone.
  if ((context.number(model.count) ?? 1) !== 1) return undefined;
  const streams = new Set(calls.map(streamOf).filter((stream) => stream !== undefined));
  if (model.scope !== 'thread' && totalReplicas(new Set(calls.map((call) => call.thread)), context) > 1) {
    return { messageId: 'threads', calls };
  }
  const several = streams.size > 1 || calls.some((call) => isArray(streamOf(call), context));
  return several ? { messageId: 'streams', calls } : undefined;
}

function isArray(stream: TraceObject | undefined, context: RuleContext): boolean {
  return stream !== undefined && (context.number(stream.count) ?? 1) > 1;
}
