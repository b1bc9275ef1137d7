/** A wait behind each whole frame: one frame in flight a thread. */
import { defineRule } from '../rule.ts';
import { waitLessOften } from '../counterfactual/waits.ts';
import { frameWaits } from '../query/waits/frame-waits.ts';

export const syncOncePerFrame = defineRule({
  id: 'sync-once-per-frame',
  meta: { severity: 'warning', category: 'synchronization', priced: true },
  title: {
    en: 'Only one frame is in flight per thread',
    zh: '每个线程只有一帧在处理中',
  },
  messages: {
    once: {
      en: 'The host waits here behind the {count} stages of one frame, so one frame is in flight and each engine idles while the others work. Submit several frames before a wait, each with buffers of its own.',
      zh: '主机在此处等待一帧的 {count} 个阶段，同时只有一帧在处理，一个引擎工作时其余引擎空闲。请在等待之前下发多帧，每帧使用各自的缓冲区。',
    },
  },
  check(context, report) {
    for (const { wait, stages, covered } of frameWaits(context)) {
      if (stages.length < 2) continue;
      report({
        messageId: 'once',
        at: wait.range,
        node: wait,
        data: { count: stages.length },
        related: covered.map(({ call }) => ({
          range: call.range,
          messageId: 'submittedHere',
          data: { call: call.name },
        })),
        counterfactual: waitLessOften(wait.range),
      });
    }
  },
});
