/** Callbacks are launched, and no thread is there to run them. */
import { defineRule } from '../rule.ts';
import type { CallNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import type { RuleContext } from '../context.ts';
import { isSure, mayBeSame, streamOf, streamText } from '../query/streams.ts';

export const callbackWithoutSubscribe = defineRule({
  id: 'callback-without-subscribe',
  meta: { severity: 'error', category: 'correctness', wholeProgram: true },
  title: { en: 'A callback is launched that no thread serves', zh: '下发的回调没有线程处理' },
  messages: {
    noSubscribe: {
      en: 'aclrtLaunchCallback puts a callback on a stream, but the program never calls aclrtSubscribeReport: no thread will run it.',
      zh: 'aclrtLaunchCallback 在流上下发了回调，但程序从未调用 aclrtSubscribeReport：没有线程会执行它。',
    },
    noProcess: {
      en: 'aclrtLaunchCallback puts a callback on a stream, but no thread of the program calls aclrtProcessReport, which is what runs it.',
      zh: 'aclrtLaunchCallback 在流上下发了回调，但程序中没有线程调用 aclrtProcessReport 来执行它。',
    },
    otherStream: {
      en: 'aclrtLaunchCallback puts a callback on {stream}, which no thread is subscribed to: aclrtSubscribeReport is called for other streams only. No thread will run it.',
      zh: 'aclrtLaunchCallback 在 {stream} 上下发了回调，但没有线程订阅该流：aclrtSubscribeReport 只订阅了其他流。没有线程会执行它。',
    },
    unsubscribed: {
      en: 'aclrtLaunchCallback puts a callback on {stream}, which is unsubscribed before: no thread will run it.',
      zh: 'aclrtLaunchCallback 在 {stream} 上下发了回调，但该流此前已取消订阅：没有线程会执行它。',
    },
    notInLoop: {
      en: 'aclrtProcessReport handles the reports of one wait and returns. Call it in a loop for as long as callbacks come.',
      zh: 'aclrtProcessReport 处理一次等待到的回调后即返回。只要还有回调，就应循环调用。',
    },
  },
  check(context, report) {
    const launches = context.named('aclrtLaunchCallback');
    const processing = context.named('aclrtProcessReport');
    const missing = context.named('aclrtSubscribeReport').length === 0 ? 'noSubscribe' : 'noProcess';
    if (processing.length === 0 || missing === 'noSubscribe') {
      for (const call of launches) report({ messageId: missing, at: call.range, node: call });
    } else {
      for (const call of launches) {
        const found = unserved(call, context);
        if (!found) continue;
        const { stream, missing: messageId, by } = found;
        const related = [{ range: by.range, messageId: 'usedHere' as const, data: { name: by.name } }];
        report({
          messageId,
          at: call.range,
          node: call,
          data: { stream: streamText(call) ?? stream.name },
          related,
        });
      }
    }
    for (const call of processing) {
      if (call.loops.length === 0) report({ messageId: 'notInLoop', at: call.range });
    }
  },
});

interface Unserved {
  stream: TraceObject;
  missing: 'otherStream' | 'unsubscribed';
  /** The call that tells. */
  by: CallNode;
}

/** Why no thread serves a launch although one serves others; undefined where one may, or the stream is not known. */
function unserved(launch: CallNode, context: RuleContext): Unserved | undefined {
  const stream = streamOf(launch);
  const all = context.named('aclrtSubscribeReport');
  if (!isSure(stream) || !all.every(isOfOneStream)) return undefined;
  const own = all.filter((one) => mayBeSame(streamOf(one), stream));
  const [first] = all;
  if (own.length === 0) return first && { stream, missing: 'otherStream', by: first };
  const last = context
    .named('aclrtUnSubscribeReport')
    .filter((one) => streamOf(one) === stream && one.thread === launch.thread && one.order < launch.order)
    .at(-1);
  if (!last || context.branchesTo(last).length > 0) return undefined;
  const isAgain = own.some((one) => one.thread !== launch.thread || one.order > last.order);
  return isAgain ? undefined : { stream, missing: 'unsubscribed', by: last };
}

/** In a loop it may be called for more than is seen. */
const isOfOneStream = (call: CallNode): boolean => isSure(streamOf(call)) && call.loops.length === 0;
