/** Several VENC channels in one process on a 310, whose encoder serves one thread of a process. */
import { defineRule } from '../rule.ts';

export const vencMultithread310 = defineRule({
  id: 'venc-multithread-310',
  meta: { severity: 'error', category: 'dvpp', devices: ['ascend310'] },
  title: { en: 'Several encoder channels in one process', zh: '单进程内使用多个编码通道' },
  messages: {
    several: {
      en: 'The program makes {count} VENC channels. On the Ascend 310 a process may encode in one thread only: run one process for each channel.',
      zh: '程序创建了 {count} 个 VENC 通道。Ascend 310 上单进程不支持多线程编码：请为每个通道运行一个进程。',
    },
  },
  check(context, report) {
    const calls = context.named('aclvencCreateChannel');
    const replicas = (kind: string, quantity: number | string): number =>
      kind === 'thread' ? (context.number(quantity) ?? 1) : 1;
    const passes = (call: (typeof calls)[number]): number =>
      call.loops.reduce(
        (n, loop) => n * (loop.times === 'forever' ? 1 : (context.number(loop.times) ?? 1)),
        1,
      );
    const count = calls.reduce(
      (sum, call) => sum + Math.max(1, passes(call)) * replicas(call.thread.kind, call.thread.replicas),
      0,
    );
    const last = calls.at(-1);
    if (last && count > 1) report({ messageId: 'several', at: last.range, data: { count } });
  },
});
