/** A free that waits for the whole device, once per frame. */
import { defineRule } from '../rule.ts';
import { removeStep } from '../counterfactual/steps.ts';
import { perFrame } from '../query/loops.ts';

export const freeWithDevSyncInLoop = defineRule({
  id: 'free-with-dev-sync-in-loop',
  meta: { severity: 'warning', category: 'memory', priced: true },
  title: { en: 'A free waits for the whole device in every frame', zh: '每帧释放内存都等待整个设备' },
  messages: {
    free: {
      en: '{call} first waits until the device has finished all its work, in every frame. Keep the memory for the next frame, or free it after a wait for its own stream.',
      zh: '{call} 每帧都先等待设备完成全部任务。请保留内存供下一帧使用，或在等待其所属流之后释放。',
    },
  },
  check(context, report) {
    const calls = context.named('aclrtFreeWithDevSync', 'aclrtFreeHostWithDevSync');
    for (const call of perFrame(calls, context)) {
      report({
        messageId: 'free',
        at: call.range,
        node: call,
        data: { call: call.name },
        counterfactual: removeStep(call.range),
      });
    }
  },
});
