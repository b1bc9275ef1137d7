/** aclrtMemcpy across the bus once per frame: the host stands still for the whole copy. */
import type { CallNode, LoopNode } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import { asynchronous } from '../fix/asynchronous.ts';
import { isNamedOnce } from '../fix/arguments.ts';
import { onlyOrderedWork } from '../fix/ordered-work.ts';
import type { Offer } from '../fix/refusals.ts';
import { needsLastResult } from '../query/carried.ts';
import { frameLoop, type RuleContext } from '../context.ts';
import { isPageable } from '../../trace/copies.ts';
import { directionOf, hostSide, objectOf } from '../query/copies.ts';
import { makeAsync } from '../counterfactual/asynchronous.ts';
import { appendArgument, fix, rename } from '../fix/text/edits.ts';
import { perFrame } from '../query/loops.ts';
import { followedByStreamWork } from '../query/waits/next-submission.ts';
import { streamText } from '../query/streams.ts';
import { ownValue } from '../../../base/own-value.ts';

const ASYNC: Record<string, string> = {
  aclrtMemcpy: 'aclrtMemcpyAsync',
  aclrtMemcpy2d: 'aclrtMemcpy2dAsync',
};

export const memcpySyncInLoop = defineRule({
  id: 'memcpy-sync-in-loop',
  meta: { severity: 'warning', category: 'memory', priced: true, fixable: true },
  title: {
    en: 'A synchronous copy across the bus in every frame',
    zh: '每帧都进行跨总线的同步拷贝',
  },
  messages: {
    copy: {
      en: 'The host waits for this copy ({direction}) in every frame, and submits nothing meanwhile. Use {replacement} on page-locked memory, ordered by a stream.',
      zh: '主机每帧都等待此拷贝（{direction}），期间不下发任何任务。请对锁页内存使用 {replacement}，由流保证顺序。',
    },
    useAsync: {
      en: 'Copy with {replacement} on {stream}, which also carries what follows',
      zh: '在承载后续任务的 {stream} 上使用 {replacement} 拷贝',
    },
    useAsyncThenWait: {
      en: 'Copy with {replacement} on {stream} and wait after the loop',
      zh: '在 {stream} 上使用 {replacement} 拷贝，循环后再等待',
    },
    useAsyncNewStream: {
      en: 'Create a stream, copy with {replacement} and wait after the loop',
      zh: '创建流，改用 {replacement} 拷贝，循环后再等待',
    },
  },
  check(context, report) {
    const copies = context.withRole('copy').filter((call) => call.row.mode === 'sync');
    for (const call of perFrame(copies, context)) {
      const direction = directionOf(call);
      if (direction === 'd2d' || direction === 'h2h' || needsLastResult(call)) continue;
      report({
        messageId: 'copy',
        at: call.range,
        node: call,
        data: {
          direction: direction === 'h2d' || direction === 'd2h' ? direction : 'byRunMode',
          replacement: ownValue(ASYNC, call.name) ?? 'aclrtMemcpyAsync',
        },
        offer: () => offerFor(call, context),
        counterfactual: makeAsync(call.range),
      });
    }
  },
});

/** Only where the copy's stream-ordered successor needs it, and nothing else looks at either side before a wait. */
function offerFor(
  call: CallNode,
  context: RuleContext,
): Offer<'useAsync' | 'useAsyncNewStream' | 'useAsyncThenWait'> {
  const replacement = ownValue(ASYNC, call.name);
  const loop = frameLoop(call);
  const host = objectOf(hostSide(call)?.value);
  if (replacement === undefined || !loop) return 'anotherCall';
  if (host?.memory === 'pinned' && isUntouched(call, loop, context)) return alone(call, replacement, context);
  if (directionOf(call) !== 'h2d') return 'resultReadNext';
  if (host?.memory !== 'pinned') return isPageable(host) ? 'notPinned' : 'memoryUnclear';
  const next = followedByStreamWork(call, loop, context);
  if (!next) return 'otherWork';
  const stream = streamText(next);
  if (stream === undefined) return 'streamUnknown';
  if (next.function !== call.function) return 'anotherFunction';
  const edits = [rename(call, replacement), appendArgument(call, stream)];
  return [fix('useAsync', edits, true, { replacement, stream })];
}

/** Nothing else in the loop has to do with the device, or with the memory on the host's side. */
const isUntouched = (call: CallNode, loop: LoopNode, context: RuleContext): boolean =>
  onlyOrderedWork(loop, call, context) && isNamedOnce(hostSide(call), call, context);

function alone(
  call: CallNode,
  replacement: string,
  context: RuleContext,
): Offer<'useAsyncNewStream' | 'useAsyncThenWait'> {
  const made = asynchronous(call, replacement, context);
  if (typeof made === 'string') return made;
  const { edits, stream } = made;
  if (stream === undefined) return [fix('useAsyncNewStream', edits, false, { replacement })];
  return [fix('useAsyncThenWait', edits, true, { replacement, stream })];
}
