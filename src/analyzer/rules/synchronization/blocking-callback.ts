/** A callback that the stream waits for does slow work. */
import type { CallNode } from '../../trace/nodes.ts';
import { callsOf } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import type { Offer } from '../fix/refusals.ts';
import { callbackOf, isBlocking, waitsForItself } from '../query/callbacks.ts';
import { argument } from '../query/copies.ts';
import { mapSteps, standsAt } from '../counterfactual/steps.ts';
import { fix, replaceArgument } from '../fix/text/edits.ts';

/** Work that takes longer than handing a result on. */
const SLOW: readonly string[] = [
  'hostRead',
  'hostWrite',
  'hostWork',
  'sleep',
  'copy',
  'synchronize',
  'allocate',
];

export const blockingCallback = defineRule({
  id: 'blocking-callback',
  meta: { severity: 'warning', category: 'synchronization', priced: true, fixable: true },
  title: { en: 'A stream waits for a slow callback', zh: '流等待耗时的回调' },
  messages: {
    blocking: {
      en: 'The stream stands still until the callback {callback} returns, and that calls {slow}. Hand the result to another thread, or launch it with ACL_CALLBACK_NO_BLOCK where later work does not depend on it.',
      zh: '流在回调 {callback} 返回之前停止，而该回调调用了 {slow}。请把结果交给其他线程；若后续任务不依赖它，请使用 ACL_CALLBACK_NO_BLOCK。',
    },
    noBlock: { en: 'Launch it with ACL_CALLBACK_NO_BLOCK', zh: '使用 ACL_CALLBACK_NO_BLOCK 下发' },
  },
  check(context, report) {
    for (const call of context.named('aclrtLaunchCallback')) {
      if (!isBlocking(call)) continue;
      const thread = callbackOf(call, context);
      const calls = thread ? callsOf(thread.body) : [];
      const slow = calls.find((inner) => SLOW.includes(inner.row.role));
      // One that waits for its own stream is no matter of time.
      if (!thread || !slow || calls.some((inner) => waitsForItself(inner, call))) continue;
      report({
        messageId: 'blocking',
        at: call.range,
        node: call,
        data: { callback: thread.entry, slow: slow.name },
        related: [{ range: slow.range, messageId: 'usedHere', data: { name: slow.name } }],
        offer: () => offerFor(call),
        counterfactual: (pipeline) =>
          mapSteps(pipeline, (step) =>
            step.kind === 'callback' && standsAt(step, call.range) ? [{ ...step, blocking: false }] : [step],
          ),
      });
    }
  },
});

function offerFor(call: CallNode): Offer<'noBlock'> {
  const kind = argument(call, call.row.kind);
  return kind ? [fix('noBlock', [replaceArgument(kind, 'ACL_CALLBACK_NO_BLOCK')], false)] : 'anotherCall';
}
