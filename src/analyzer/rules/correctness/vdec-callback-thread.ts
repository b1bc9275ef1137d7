/** A decoder channel whose results no thread handles. */
import { defineRule } from '../rule.ts';

export const vdecCallbackThread = defineRule({
  id: 'vdec-callback-thread',
  meta: { severity: 'error', category: 'correctness', wholeProgram: true },
  title: { en: 'No thread handles the results of a video channel', zh: '没有线程处理视频通道的结果' },
  messages: {
    missing: {
      en: '{call} makes a channel whose results come by callback, but no thread of the program calls aclrtProcessReport, which is what runs the callback.',
      zh: '{call} 创建的通道通过回调返回结果，但程序中没有线程调用 aclrtProcessReport 来执行该回调。',
    },
  },
  check(context, report) {
    if (context.named('aclrtProcessReport').length > 0) return;
    for (const call of context.named('aclvdecCreateChannel', 'aclvencCreateChannel')) {
      report({ messageId: 'missing', at: call.range, data: { call: call.name } });
    }
  },
});
