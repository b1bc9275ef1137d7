/** Callbacks are launched, and no thread is there to run them. */
import { defineRule } from '../rule.ts';

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
    }
    for (const call of processing) {
      if (call.loops.length === 0) report({ messageId: 'notInLoop', at: call.range });
    }
  },
});
