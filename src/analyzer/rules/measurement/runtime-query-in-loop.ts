/** The program asks in every frame for what never changes. */
import { defineRule } from '../rule.ts';
import { hoistOffer } from '../fix/hoist/hoist-offer.ts';
import { perFrame } from '../query/loops.ts';

const FIXED = ['aclrtGetRunMode', 'aclrtGetDeviceCount', 'aclrtGetSocName', 'aclrtGetVersion'];

export const runtimeQueryInLoop = defineRule({
  id: 'runtime-query-in-loop',
  meta: { severity: 'hint', category: 'measurement', fixable: true },
  title: { en: 'What never changes is asked for in every frame', zh: '每帧都查询不变的信息' },
  messages: {
    query: {
      en: '{call} gives the same answer for the whole run. Ask once and keep it.',
      zh: '{call} 在整个运行期间返回相同结果。请查询一次并保存。',
    },
    hoist: { en: 'Move {call} before the loop', zh: '将 {call} 移到循环之前' },
  },
  check(context, report) {
    for (const call of perFrame(context.named(...FIXED), context)) {
      report({
        messageId: 'query',
        at: call.range,
        node: call,
        data: { call: call.name },
        offer: () => hoistOffer(call, context),
      });
    }
  },
});
