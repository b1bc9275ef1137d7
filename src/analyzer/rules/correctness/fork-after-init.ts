/** A process is forked while it uses the device: the child has a runtime that it cannot use. */
import type { CallNode } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../context.ts';
import { inFlightAt } from '../query/waits/in-flight.ts';

const FORKS: readonly string[] = ['fork', 'vfork'];
const SHELLS: readonly string[] = ['system', 'popen'];

export const forkAfterInit = defineRule({
  id: 'fork-after-init',
  meta: { severity: 'error', category: 'correctness' },
  title: { en: 'A process is forked while it uses the device', zh: '进程在使用设备期间被 fork' },
  messages: {
    fork: {
      en: '{call} copies a process in which {init} has run: the child shares the runtime’s state and handles but not its threads, and its calls fail or hang. Fork first, and call aclInit in each child.',
      zh: '{call} 复制了已执行 {init} 的进程：子进程共享运行时的状态和句柄，却没有其线程，其调用会失败或挂起。请先 fork，再在每个子进程中调用 aclInit。',
    },
    shell: {
      en: '{call} forks while {work} may still be under way, which fails or hangs. Wait for the stream first, or do the work without another process.',
      zh: '{call} 会 fork 进程，而 {work} 可能仍在执行，会失败或挂起。请先等待该流，或不借助其他进程完成。',
    },
  },
  check(context, report) {
    for (const call of context.named(...FORKS)) {
      const init = initBefore(call, context);
      if (!init) continue;
      report({
        messageId: 'fork',
        at: call.range,
        data: { call: call.name, init: init.name },
        related: [{ range: init.range, messageId: 'calledHere', data: { callee: init.name } }],
      });
    }
    for (const { at, pending } of inFlightAt(context, ({ name }) => SHELLS.includes(name))) {
      const [work] = pending;
      if (!work) continue;
      report({
        messageId: 'shell',
        at: at.range,
        node: at,
        data: { call: at.name, work: work.name },
        related: [{ range: work.range, messageId: 'submittedHere', data: { call: work.name } }],
      });
    }
  },
});

/** What has taken hold of the device in the same thread, or before it was started. */
function initBefore(fork: CallNode, context: RuleContext): CallNode | undefined {
  const first = context.named('aclInit', 'aclrtSetDevice', 'aclrtCreateContext');
  return first.find((call) => call.thread === fork.thread && call.order < fork.order);
}
