/** aclmdlExecute once per frame: the host waits for each frame before it submits the next. */
import type { CallNode } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import { asynchronous, asynchronousChange } from '../fix/asynchronous.ts';
import type { Offer } from '../fix/refusals.ts';
import type { RuleContext } from '../context.ts';
import { needsLastResult } from '../query/carried.ts';
import { fix } from '../fix/text/edits.ts';
import { runsPerFrame } from '../query/loops.ts';
import { ownValue } from '../../../base/own-value.ts';

/** A loop of one or two passes has nothing to gain. */
const FEW_PASSES = 2;
const ASYNC: Record<string, string> = {
  aclmdlExecute: 'aclmdlExecuteAsync',
};

export const syncModelExecuteInLoop = defineRule({
  id: 'sync-model-execute-in-loop',
  meta: { severity: 'warning', category: 'synchronization', priced: true, fixable: true },
  title: {
    en: 'A model is executed synchronously for every frame',
    zh: '每帧都同步执行模型',
  },
  messages: {
    blocking: {
      en: 'The host waits in {call} for every frame, so the AI Core idles while the next one is prepared. Submit with {replacement} and wait once for many frames.',
      zh: '主机每帧都在 {call} 中等待，准备下一帧期间 AI Core 空闲。请改用 {replacement} 下发，多帧只等待一次。',
    },
    useAsync: {
      en: 'Submit with {replacement} on {stream} and wait after the loop',
      zh: '改用 {replacement} 在 {stream} 上下发，循环后再等待',
    },
    useAsyncNewStream: {
      en: 'Create a stream, submit with {replacement} and wait after the loop',
      zh: '创建流，改用 {replacement} 下发，循环后再等待',
    },
    useAsyncWaitLater: {
      en: 'Submit with {replacement} and wait only where the next pass needs the buffers',
      zh: '改用 {replacement} 下发，下一轮用到缓冲区时再等待',
    },
  },
  check(context, report) {
    for (const call of context.named(...Object.keys(ASYNC), 'aclmdlExecuteV2')) {
      if (!runsPerFrame(call, context, FEW_PASSES) || needsLastResult(call)) continue;
      const replacement = ownValue(ASYNC, call.name) ?? 'aclmdlExecuteAsync';
      report({
        messageId: 'blocking',
        at: call.range,
        node: call,
        data: { call: call.name, replacement },
        offer: () => offerFor(call, context),
        counterfactual: (pipeline) => asynchronousChange(call, context)(pipeline),
      });
    }
  },
});

function offerFor(
  call: CallNode,
  context: RuleContext,
): Offer<'useAsync' | 'useAsyncNewStream' | 'useAsyncWaitLater'> {
  const replacement = ownValue(ASYNC, call.name);
  if (replacement === undefined) return 'anotherCall';
  const made = asynchronous(call, replacement, context);
  if (typeof made === 'string') return made;
  const { edits, stream, isLater, isAlone } = made;
  if (isLater) return [fix('useAsyncWaitLater', edits, false, { replacement })];
  if (stream === undefined) return [fix('useAsyncNewStream', edits, false, { replacement })];
  return [fix('useAsync', edits, isAlone, { replacement, stream })];
}
