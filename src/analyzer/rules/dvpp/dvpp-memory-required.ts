/** DVPP is given memory that it did not allocate. */
import type { CallNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import { defineRule } from '../rule.ts';
import type { Offer } from '../fix/refusals.ts';
import type { RuleContext } from '../context.ts';
import { objectOf } from '../query/copies.ts';
import { fix } from '../fix/text/edits.ts';

export const dvppMemoryRequired = defineRule({
  id: 'dvpp-memory-required',
  meta: {
    severity: 'error',
    category: 'dvpp',
    fixable: true,
    devices: ['ascend310', 'ascend310p3', 'ascend910a'],
  },
  title: { en: 'DVPP is given memory that is not its own', zh: 'DVPP 使用了非专用内存' },
  messages: {
    wrongPool: {
      en: 'The picture’s memory comes from {origin}; VPC, JPEGD and JPEGE need memory from acldvppMalloc on this device.',
      zh: '图片内存来自 {origin}；在此设备上 VPC、JPEGD 和 JPEGE 需要由 acldvppMalloc 申请的内存。',
    },
    useDvppMalloc: { en: 'Allocate with acldvppMalloc', zh: '用 acldvppMalloc 申请' },
  },
  check(context, report) {
    const used = picturesOfDvpp(context);
    for (const call of context.named('acldvppSetPicDescData')) {
      const picture = objectOf(call.args[0]?.value);
      const memory = objectOf(call.args[1]?.value);
      if (!picture || !used.has(picture) || memory?.memory !== 'device') continue;
      report({
        messageId: 'wrongPool',
        at: call.range,
        data: { origin: memory.createdBy ?? 'elsewhere' },
        related: memory.createdAt
          ? [{ range: memory.createdAt, messageId: 'allocatedHere', data: { name: memory.name } }]
          : [],
        offer: () => offerFor(memory, context),
      });
    }
  },
});

/** Descriptions that a function of DVPP V1 reads or writes. */
function picturesOfDvpp(context: RuleContext): Set<TraceObject> {
  const calls = context.calls.filter((call) => /^acldvpp\w+Async$/.test(call.name));
  const objects = calls.flatMap((call) => call.args.map((arg) => objectOf(arg.value)));
  return new Set(objects.filter((object): object is TraceObject => object?.kind === 'picture'));
}

function offerFor(memory: TraceObject, context: RuleContext): Offer<'useDvppMalloc'> {
  const allocation = context.named('aclrtMalloc').find((call) => call.creates === memory);
  const policy = allocation?.args[2];
  const size = allocation?.args[1];
  if (!allocation || !policy || !size) return 'memoryUnclear';
  const frees = context.named('aclrtFree').filter((call) => objectOf(call.args[0]?.value) === memory);
  const cut = {
    ...policy.range,
    line: size.range.endLine,
    column: size.range.endColumn,
  };
  const renamed = (call: CallNode, newText: string) => ({ range: call.range, newText });
  const edits = [
    renamed(allocation, 'acldvppMalloc'),
    { range: cut, newText: '' },
    ...frees.map((free) => renamed(free, 'acldvppFree')),
  ];
  return [fix('useDvppMalloc', edits, true)];
}
