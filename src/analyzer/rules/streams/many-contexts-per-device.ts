/** More than one context on one device. */
import type { CallNode } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../context.ts';
import { quantityOf } from '../query/quantities.ts';

export const manyContextsPerDevice = defineRule({
  id: 'many-contexts-per-device',
  meta: { severity: 'info', category: 'streams' },
  title: { en: 'Several contexts on one device', zh: '同一设备上有多个上下文' },
  messages: {
    several: {
      en: 'The program makes {count} contexts on device {device}. Streams and events of different contexts cannot wait for each other, and each context holds resources: one context a device, bound in each thread, is enough.',
      zh: '程序在设备 {device} 上创建了 {count} 个上下文。不同上下文的流和事件不能互相等待，且每个上下文都占用资源：每个设备一个上下文并在各线程中绑定即可。',
    },
  },
  check(context, report) {
    const byDevice = new Map<number, CallNode[]>();
    for (const call of context.named('aclrtCreateContext')) {
      const device = context.fixed(quantityOf(call.args[1]?.value));
      if (device !== undefined) byDevice.set(device, [...(byDevice.get(device) ?? []), call]);
    }
    for (const [device, reaching] of byDevice) {
      // One place that several paths reach may be meant for one of them only.
      const calls = uniqueSites(reaching);
      const count = calls.reduce((sum, call) => sum + timesMade(call, context), 0);
      const last = calls.at(-1);
      if (count < 2 || !last) continue;
      report({
        messageId: 'several',
        at: last.range,
        data: { count, device },
        related: calls
          .slice(0, -1)
          .map((call) => ({ range: call.range, messageId: 'usedHere', data: { name: call.name } })),
      });
    }
  },
});

function uniqueSites(calls: readonly CallNode[]): CallNode[] {
  const place = ({ range }: CallNode): string =>
    `${range.file}:${String(range.line)}:${String(range.column)}`;
  return calls.filter((call, i) => calls.findIndex((other) => place(other) === place(call)) === i);
}

function timesMade(call: CallNode, context: RuleContext): number {
  const inLoops = call.loops.reduce(
    (product, loop) => product * (loop.times === 'forever' ? 1 : (context.fixed(loop.times) ?? 1)),
    1,
  );
  const replicas = call.thread.kind === 'thread' ? (context.number(call.thread.replicas) ?? 1) : 1;
  return Math.max(1, inLoops) * Math.max(1, replicas);
}
