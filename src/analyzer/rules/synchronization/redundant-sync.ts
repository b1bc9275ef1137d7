/** A second wait right behind the first. */
import type { CallNode } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import { dropWait } from '../fix/waits/drop-wait.ts';
import type { RuleContext } from '../context.ts';
import { removeStep } from '../counterfactual/steps.ts';
import { runsPerFrame } from '../query/loops.ts';
import { streamText } from '../query/streams.ts';
import { isWait } from '../query/waits/work.ts';

const HARMLESS: readonly string[] = ['get', 'log', 'other'];

export const redundantSync = defineRule({
  id: 'redundant-sync',
  meta: { severity: 'info', category: 'synchronization', priced: true, fixable: true },
  title: { en: 'A wait follows another wait for the same stream', zh: '对同一流连续等待两次' },
  messages: {
    twice: {
      en: '{stream} has been waited for already, and nothing has been submitted to it since.',
      zh: '之前已等待过 {stream}，此后没有向它下发任何任务。',
    },
    drop: { en: 'Take the second wait out', zh: '删除第二次等待' },
  },
  check(context, report) {
    for (const [i, call] of context.calls.entries()) {
      const stream = call.name === 'aclrtSynchronizeStream' ? streamText(call) : undefined;
      const earlier = stream === undefined ? undefined : previousWait(i, call, context);
      if (!earlier || stream === undefined || streamText(earlier) !== stream || !runsPerFrame(call, context))
        continue;
      if (earlier.function !== call.function || differentPath(earlier, call, context)) continue;
      report({
        messageId: 'twice',
        at: call.range,
        node: call,
        data: { stream },
        related: [{ range: earlier.range, messageId: 'waitedHere', data: {} }],
        offer: () => dropWait(call, context),
        counterfactual: removeStep(call.range),
      });
    }
  },
});

/** The wait before this call, if nothing but harmless calls lie between. */
function previousWait(index: number, call: CallNode, context: RuleContext): CallNode | undefined {
  for (let i = index - 1; i >= 0; i--) {
    const earlier = context.calls[i];
    if (!earlier || earlier.thread !== call.thread || earlier.loops.at(-1) !== call.loops.at(-1))
      return undefined;
    if (HARMLESS.includes(earlier.row.role)) continue;
    return isWait(earlier) ? earlier : undefined;
  }
  return undefined;
}

/** Does a run that reaches `b` pass `a` at all? Not where `a` is under a condition that `b` is not under. */
function differentPath(a: CallNode, b: CallNode, context: RuleContext): boolean {
  const around = context.branchesTo(b);
  return context
    .branchesTo(a)
    .some((side) => !around.some((other) => other.branch === side.branch && other.inThen === side.inThen));
}
