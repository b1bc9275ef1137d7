/** A host callback behind every single submission. */
import { defineRule } from '../rule.ts';
import { frameLoop } from '../context.ts';
import { removeStep } from '../counterfactual/steps.ts';
import { perFrame } from '../query/loops.ts';

export const callbackPerFrame = defineRule({
  id: 'callback-per-frame',
  meta: { severity: 'info', category: 'synchronization', priced: true },
  title: { en: 'A host callback is launched for every frame', zh: '每帧都下发主机回调' },
  messages: {
    callback: {
      en: '{call} is launched for every frame, so the stream hands over to a host thread and back each time. Launch one for a group of frames.',
      zh: '每帧都下发 {call}，流每次都要切换到主机线程再返回。请为一组帧下发一次。',
    },
  },
  check(context, report) {
    for (const call of perFrame(context.withRole('launchCallback'), context)) {
      const loop = frameLoop(call);
      const conditions = context.branchesTo(call, loop);
      if (conditions.length > 0 || call.loops.at(-1) !== loop) continue;
      report({
        messageId: 'callback',
        at: call.range,
        node: call,
        data: { call: call.name },
        counterfactual: removeStep(call.range),
      });
    }
  },
});
