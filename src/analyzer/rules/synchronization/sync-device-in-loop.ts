/** aclrtSynchronizeDevice once per frame: it waits for every stream, not just the frame's own. */
import type { CallNode } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import type { Offer } from '../fix/refusals.ts';
import { needsLastResult } from '../query/carried.ts';
import { frameLoop, type RuleContext } from '../context.ts';
import type { Change } from '../counterfactual/steps.ts';
import { narrowWait, waitLessOften } from '../counterfactual/waits.ts';
import { appendArgument, fix, rename } from '../fix/text/edits.ts';
import { callsIn, perFrame } from '../query/loops.ts';
import { streamsOf } from '../query/waits/pending.ts';
import { isSubmission } from '../query/waits/work.ts';
import { streamText } from '../query/streams.ts';

export const syncDeviceInLoop = defineRule({
  id: 'sync-device-in-loop',
  meta: { severity: 'warning', category: 'synchronization', priced: true, fixable: true },
  title: {
    en: 'The host waits for the whole device in every frame',
    zh: '每帧都等待整个设备',
  },
  messages: {
    device: {
      en: '{call} waits in every frame for all streams of the context, those of other threads included. Wait for the one stream whose result is needed.',
      zh: '{call} 每帧都等待该上下文的所有流，包括其他线程的。请只等待需要其结果的流。',
    },
    useStream: { en: 'Wait for {stream} only', zh: '只等待 {stream}' },
  },
  check(context, report) {
    const calls = context.named('aclrtSynchronizeDevice', 'aclrtSynchronizeDeviceWithTimeout');
    for (const call of perFrame(calls, context)) {
      report({
        messageId: 'device',
        at: call.range,
        node: call,
        data: { call: call.name },
        offer: () => offerFor(call, context),
        counterfactual: (pipeline) => waitForOneStream(call)?.(pipeline),
      });
    }
  },
});

/** What the message says: the wait for one stream. Where several are given work, or none is known, waits become fewer. */
function waitForOneStream(call: CallNode): Change | undefined {
  const loop = frameLoop(call);
  const given = loop ? callsIn(loop).filter(isSubmission) : [];
  const last = given.at(-1);
  if (last && streamsOf(given).size === 1) return narrowWait(call.range, last.range);
  return needsLastResult(call) ? undefined : waitLessOften(call.range);
}

/** Only where one stream alone has been given work in the same function. */
function offerFor(call: CallNode, context: RuleContext): Offer<'useStream'> {
  if (call.name !== 'aclrtSynchronizeDevice') return 'anotherCall';
  const names = new Set(
    context.calls
      .filter((other) => other.function === call.function && other.row.mode === 'async')
      .map(streamText)
      .filter((name) => name !== undefined),
  );
  const [stream] = names;
  if (stream === undefined) return 'streamUnknown';
  if (names.size > 1) return 'streamsSeveral';
  const edits = [rename(call, 'aclrtSynchronizeStream'), appendArgument(call, stream)];
  return [fix('useStream', edits, true, { stream })];
}
