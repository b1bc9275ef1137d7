/** Streams, channels, descriptions and datasets that are made anew for every frame. */
import type { CallNode } from '../../trace/nodes.ts';
import type { Severity } from '../../finding.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../context.ts';
import { hoistOffer } from '../fix/hoist/hoist-offer.ts';
import type { Offer } from '../fix/refusals.ts';
import { growsOnly } from '../query/allocation.ts';
import { objectOf } from '../query/copies.ts';
import { hoist, isTimed } from '../counterfactual/hoist.ts';
import { perFrame } from '../query/loops.ts';
import { ownValue } from '../../../base/own-value.ts';

/** What creating calls make; kinds that hold resources of the device are worth a warning. */
const HEAVY: Record<string, boolean> = {
  stream: true,
  event: true,
  context: true,
  channel: true,
  picture: false,
  region: false,
  configuration: false,
  dataset: false,
  dataBuffer: false,
};
/** What describes an operator's arguments: to be kept where no pass makes another one. */
const DESCRIPTIONS: readonly string[] = ['tensor', 'tensorList', 'scalar', 'array'];
const isDescription = ({ row }: CallNode): boolean => DESCRIPTIONS.includes(row.creates ?? '');

export const createDestroyInLoop = defineRule({
  id: 'create-destroy-in-loop',
  meta: { severity: 'info', category: 'memory', priced: true, fixable: true },
  title: {
    en: 'Objects of the runtime are created for every frame',
    zh: '每帧都创建运行时对象',
  },
  messages: {
    create: {
      en: '{call} makes a new one in every frame. Create it before the loop, and set what changes from frame to frame.',
      zh: '{call} 每帧都创建新对象。请在循环之前创建，每帧只设置变化的内容。',
    },
    same: {
      en: '{call} makes the same in every frame: neither its shape nor its address changes. Create it once before the loop; an executor made of such arguments can be kept too (aclSetAclOpExecutorRepeatable).',
      zh: '{call} 每帧都创建相同的对象：形状和地址均不变化。请在循环之前一次性创建；由这些参数得到的 executor 也可保留复用（aclSetAclOpExecutorRepeatable）。',
    },
    hoist: { en: 'Create {name} once, before the loop', zh: '在循环之前一次性创建 {name}' },
  },
  check(context, report) {
    for (const call of perFrame(context.withRole('create'), context)) {
      const isSame = isDescription(call) && call.creates?.isSameAgain === true;
      const heavy = isSame ? false : ownValue(HEAVY, call.row.creates ?? '');
      if (heavy === undefined || growsOnly(call, context)) continue;
      report({
        messageId: isSame ? 'same' : 'create',
        at: call.range,
        node: call,
        data: { call: call.name },
        offer: () => offerFor(call, context),
        severity: severityOf(call, heavy),
        ...(isTimed(context.pipeline, call.range) ? { counterfactual: hoist(call.range) } : {}),
      });
    }
  },
});

/** Not where what it holds from the last pass would count in the next. */
function offerFor(call: CallNode, context: RuleContext): Offer<'hoist' | 'keepAcrossCalls'> {
  // Shapes, values and lists stand beside it, by address.
  if (isDescription(call)) return 'needsOthers';
  const users = context.calls.filter(({ args }) =>
    args.some(({ value }) => objectOf(value) === call.creates),
  );
  if (call.creates?.kind === 'event' && users.some(({ row }) => row.role === 'streamWait'))
    return 'eventReset';
  if (users.some(({ name }) => name === 'aclmdlAddDatasetBuffer')) return 'filledEachPass';
  return hoistOffer(call, context);
}

function severityOf(call: CallNode, heavy: boolean): Severity {
  return heavy && !call.name.endsWith('Desc') ? 'warning' : 'info';
}
