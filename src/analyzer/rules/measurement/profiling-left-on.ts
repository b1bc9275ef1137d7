/** Profiling or dumping is switched on from inside the program. */
import { defineRule } from '../rule.ts';

const CALLS = ['aclprofStart', 'aclmdlInitDump', 'aclmdlSetDump', 'aclopStartDumpArgs'];

export const profilingLeftOn = defineRule({
  id: 'profiling-left-on',
  meta: { severity: 'info', category: 'measurement' },
  title: { en: 'Profiling or dumping is switched on', zh: '开启了性能采集或数据落盘' },
  messages: {
    on: {
      en: '{call} records or dumps while frames run, which takes time of its own. Keep it out of the program that is measured or shipped.',
      zh: '{call} 在处理各帧时采集或落盘数据，本身会耗费时间。请不要在用于测速或发布的程序中保留。',
    },
  },
  check(context, report) {
    const hasFrames = context.nodes.some((node) => node.kind === 'loop' && node.isFrameLoop);
    if (!hasFrames) return;
    for (const call of context.named(...CALLS)) {
      if (context.branchesTo(call).length > 0) continue;
      report({ messageId: 'on', at: call.range, data: { call: call.name } });
    }
  },
});
