/** A model's description is made anew for every frame. */
import { defineRule } from '../rule.ts';
import { hoistOffer } from '../fix/hoist/hoist-offer.ts';
import { growsOnly } from '../query/allocation.ts';
import { perFrame } from '../query/loops.ts';

export const modelDescriptionInLoop = defineRule({
  id: 'model-description-in-loop',
  meta: { severity: 'info', category: 'model', fixable: true },
  title: { en: 'A model’s description is made in every frame', zh: '每帧都创建模型描述' },
  messages: {
    description: {
      en: '{call} asks in every frame for what does not change while the model is loaded. Keep the description, or the sizes read from it.',
      zh: '{call} 每帧都查询模型加载期间不变的信息。请保留该描述或从中读取的大小。',
    },
    hoist: { en: 'Move {call} before the loop', zh: '将 {call} 移到循环之前' },
  },
  check(context, report) {
    const calls = context.named(
      'aclmdlCreateDesc',
      'aclmdlGetDesc',
      'aclmdlGetDescFromFile',
      'aclmdlQuerySize',
    );
    for (const call of perFrame(calls, context)) {
      if (growsOnly(call, context)) continue;
      report({
        messageId: 'description',
        at: call.range,
        node: call,
        data: { call: call.name },
        offer: () => hoistOffer(call, context),
      });
    }
  },
});
