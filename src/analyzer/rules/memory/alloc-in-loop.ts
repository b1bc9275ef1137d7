/** Device or page-locked memory is allocated once per frame. */
import type { CallNode } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../context.ts';
import { hoistAllocation, isTimed } from '../counterfactual/hoist.ts';
import { perFrame } from '../query/loops.ts';
import { hoistOffer } from '../fix/hoist/hoist-offer.ts';
import { growsOnly } from '../query/allocation.ts';

export const allocInLoop = defineRule({
  id: 'alloc-in-loop',
  meta: { severity: 'warning', category: 'memory', priced: true, fixable: true },
  title: {
    en: 'Memory of the runtime is allocated for every frame',
    zh: '每帧都申请运行时内存',
  },
  messages: {
    alloc: {
      en: '{call} allocates memory in every frame. Allocate before the loop and use it again, from a pool where several frames are in flight.',
      zh: '{call} 每帧都申请内存。请在循环之前申请并重复使用；若有多帧同时处理，请使用内存池。',
    },
    hoist: { en: 'Allocate {name} once, before the loop', zh: '在循环之前一次性申请 {name}' },
  },
  check(context, report) {
    for (const call of perFrame(allocations(context), context)) {
      if (growsOnly(call, context)) continue;
      report({
        messageId: 'alloc',
        at: call.range,
        node: call,
        data: { call: call.name },
        offer: () => hoistOffer(call, context),
        ...(isTimed(context.pipeline, call.range) ? { counterfactual: hoistAllocation(call.range) } : {}),
      });
    }
  },
});

/** Allocations of the runtime: those of the C library are cheap beside them. */
function allocations(context: RuleContext): CallNode[] {
  return context.withRole('allocate').filter((call) => /^(acl|hi_)/.test(call.name));
}
