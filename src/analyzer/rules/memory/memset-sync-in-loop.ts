/** aclrtMemset once per frame: the host waits until the device has filled the memory. */
import { isOnHost } from '../../trace/copies.ts';
import type { CallNode } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import type { Offer } from '../fix/refusals.ts';
import { frameLoop, type RuleContext } from '../context.ts';
import { objectOf } from '../query/copies.ts';
import { makeAsync } from '../counterfactual/asynchronous.ts';
import { appendArgument, fix, rename } from '../fix/text/edits.ts';
import { perFrame } from '../query/loops.ts';
import { followedByStreamWork } from '../query/waits/next-submission.ts';
import { streamText } from '../query/streams.ts';

export const memsetSyncInLoop = defineRule({
  id: 'memset-sync-in-loop',
  meta: { severity: 'info', category: 'memory', priced: true, fixable: true },
  title: { en: 'Device memory is filled synchronously in every frame', zh: '每帧都同步填充设备内存' },
  messages: {
    memset: {
      en: 'The host waits in every frame until the device has filled this memory. aclrtMemsetAsync puts it on the stream, in order with what follows.',
      zh: '主机每帧都等待设备填充完此内存。aclrtMemsetAsync 将其放入流，与后续任务按序执行。',
    },
    useAsync: { en: 'Fill with aclrtMemsetAsync on {stream}', zh: '在 {stream} 上用 aclrtMemsetAsync 填充' },
  },
  check(context, report) {
    const calls = context.withRole('memset').filter((call) => call.row.mode === 'sync' && !fillsHost(call));
    for (const call of perFrame(calls, context)) {
      report({
        messageId: 'memset',
        at: call.range,
        node: call,
        offer: () => offerFor(call, context),
        counterfactual: makeAsync(call.range),
      });
    }
  },
});

/** Page-locked memory of the host can be filled by the same call. */
function fillsHost(call: CallNode): boolean {
  const object = objectOf(call.args[0]?.value);
  return object !== undefined && isOnHost(object);
}

function offerFor(call: CallNode, context: RuleContext): Offer<'useAsync'> {
  const loop = frameLoop(call);
  if (!loop || call.name !== 'aclrtMemset') return 'anotherCall';
  const next = followedByStreamWork(call, loop, context);
  if (!next) return 'otherWork';
  const stream = streamText(next);
  if (stream === undefined) return 'streamUnknown';
  if (next.function !== call.function) return 'anotherFunction';
  return [
    fix('useAsync', [rename(call, 'aclrtMemsetAsync'), appendArgument(call, stream)], true, { stream }),
  ];
}
