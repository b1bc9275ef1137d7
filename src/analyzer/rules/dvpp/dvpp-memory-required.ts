/** DVPP is given memory that it did not allocate. */
import type { CallNode } from '../../trace/nodes.ts';
import type { SourceRange } from '../../../pipeline/source.ts';
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
      en: 'This memory comes from {origin}; VPC, JPEGD and JPEGE need memory from acldvppMalloc on this device.',
      zh: '此内存来自 {origin}；在此设备上 VPC、JPEGD 和 JPEGE 需要由 acldvppMalloc 申请的内存。',
    },
    useDvppMalloc: { en: 'Allocate with acldvppMalloc', zh: '用 acldvppMalloc 申请' },
  },
  check(context, report) {
    for (const { at, memory, ...more } of [...memoryOfPictures(context), ...memoryOfFiles(context)]) {
      if (memory?.memory !== 'device') continue;
      report({
        messageId: 'wrongPool',
        at,
        ...more,
        data: { origin: memory.createdBy ?? 'elsewhere' },
        related: memory.createdAt
          ? [{ range: memory.createdAt, messageId: 'allocatedHere', data: { name: memory.name } }]
          : [],
        offer: () => offerFor(memory, context),
      });
    }
  },
});

interface Given {
  at: SourceRange;
  memory: TraceObject | undefined;
  severity?: 'warning';
}

/** What descriptions name that DVPP is given. */
function memoryOfPictures(context: RuleContext): Given[] {
  const used = picturesOfDvpp(context);
  return context.named('acldvppSetPicDescData').flatMap(({ args, range }) => {
    const picture = objectOf(args[0]?.value);
    return picture && used.has(picture) ? [{ at: range, memory: objectOf(args[1]?.value) }] : [];
  });
}

/** The files that a decoder takes, and that an encoder writes. The guide asks for the same memory; programs are seen to run without. */
const memoryOfFiles = (context: RuleContext): Given[] =>
  callsOfDvpp(context).flatMap(({ row, args, range }) =>
    [row.source, row.destination].flatMap((place) =>
      place === undefined
        ? []
        : [{ at: range, memory: objectOf(args[place]?.value), severity: 'warning' as const }],
    ),
  );

const callsOfDvpp = (context: RuleContext): CallNode[] =>
  context.calls.filter((call) => /^acldvpp\w+Async$/.test(call.name));

/** Descriptions that a function of DVPP V1 reads or writes. */
function picturesOfDvpp(context: RuleContext): Set<TraceObject> {
  const objects = callsOfDvpp(context).flatMap((call) => call.args.map((arg) => objectOf(arg.value)));
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
