/** A model is loaded once per frame. */
import { defineRule } from '../rule.ts';
import { isOfEachFrame } from '../../trace/each-frame.ts';
import { hoist, isTimed } from '../counterfactual/hoist.ts';
import { isOncePerRun, perFrame } from '../query/loops.ts';

export const modelLoadInLoop = defineRule({
  id: 'model-load-in-loop',
  meta: { severity: 'warning', category: 'model', priced: true },
  title: { en: 'A model is loaded for every frame', zh: '每帧都加载模型' },
  messages: {
    load: {
      en: '{call} reads the model and moves its weights to the device in every frame. Load once before the loop and keep the model id.',
      zh: '{call} 每帧都读取模型并把权重搬到设备。请在循环之前加载一次并保留模型 id。',
    },
  },
  check(context, report) {
    for (const call of perFrame(context.withRole('load'), context)) {
      if (!isOfEachFrame(call) || isOncePerRun(call, context)) continue;
      report({
        messageId: 'load',
        at: call.range,
        node: call,
        data: { call: call.name },
        ...(isTimed(context.pipeline, call.range) ? { counterfactual: hoist(call.range) } : {}),
      });
    }
  },
});
