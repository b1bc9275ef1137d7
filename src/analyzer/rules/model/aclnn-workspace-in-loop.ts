/** The first phase of an operator is run again for every frame, though its arguments stay the same. */
import type { CallNode } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import { captureAround } from '../query/captures.ts';
import type { RuleContext } from '../context.ts';
import { passesOf, runsPerFrame } from '../query/loops.ts';

const FIRST_PHASE = /^aclnn\w+GetWorkspaceSize$/;

export const aclnnWorkspaceInLoop = defineRule({
  id: 'aclnn-workspace-in-loop',
  meta: { severity: 'warning', category: 'model' },
  title: { en: 'The first phase of an operator runs in every frame', zh: '每帧都执行算子的第一阶段' },
  messages: {
    again: {
      en: '{call} infers shapes and plans the operator on the host in every frame, with the same tensors each time. Make the executor repeatable with aclSetAclOpExecutorRepeatable and run only the second phase in the loop.',
      zh: '{call} 每帧都在主机上推导形状并规划算子，而张量每次都相同。请用 aclSetAclOpExecutorRepeatable 使 executor 可重复使用，循环中只执行第二阶段。',
    },
  },
  check(context, report) {
    const calls = context.calls.filter((call) => FIRST_PHASE.test(call.name) && !isChanging(call));
    for (const call of calls.filter((one) => runsOften(one, context) && !captureAround(one, context))) {
      report({ messageId: 'again', at: call.range, node: call, data: { call: call.name } });
    }
  },
});

/** So often that no set-up does: where another thread submits the second phase, no loop around is one over frames. */
const OFTEN = 256;

function runsOften(call: CallNode, context: RuleContext): boolean {
  if (runsPerFrame(call, context)) return true;
  const passes = call.loops.map((loop) => passesOf(loop, context) ?? 1);
  return passes.reduce((product, times) => product * times, 1) >= OFTEN;
}

/** Descriptions may be made anew and say the same each time. */
const DESCRIPTIONS: readonly string[] = ['tensor', 'tensorList', 'scalar', 'array'];

/** Does an argument come from the loop itself? */
function isChanging(call: CallNode): boolean {
  return call.args.some(
    ({ value }) =>
      value.kind === 'object' && value.object.inFrameLoop && !DESCRIPTIONS.includes(value.object.kind),
  );
}
