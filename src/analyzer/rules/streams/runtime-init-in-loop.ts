/** The runtime or the device is set up and torn down once per frame. */
import { defineRule } from '../rule.ts';
import { hoist, isTimed } from '../counterfactual/hoist.ts';
import { handlesFailure, perFrame } from '../query/loops.ts';

export const runtimeInitInLoop = defineRule({
  id: 'runtime-init-in-loop',
  meta: { severity: 'warning', category: 'streams', priced: true },
  title: { en: 'The runtime is set up or torn down in every frame', zh: '每帧都初始化或释放运行时' },
  messages: {
    init: {
      en: '{call} sets up or tears down the runtime in every frame. It belongs to the start or the end of the process.',
      zh: '{call} 每帧都初始化或释放运行时。它应只在进程开始或结束时调用。',
    },
  },
  check(context, report) {
    for (const call of perFrame(context.withRole('init'), context)) {
      if (handlesFailure(call, context)) continue;
      report({
        messageId: 'init',
        at: call.range,
        node: call,
        data: { call: call.name },
        ...(isTimed(context.pipeline, call.range) ? { counterfactual: hoist(call.range) } : {}),
      });
    }
  },
});
