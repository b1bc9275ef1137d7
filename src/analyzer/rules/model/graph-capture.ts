/** Work is captured anew for every frame, or with calls that a capture does not allow. */
import type { CallNode } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import { growsOnly } from '../query/allocation.ts';
import { captureAround, capturesOf } from '../query/captures.ts';
import { runsPerFrame } from '../query/loops.ts';

const BLOCKING: readonly string[] = ['copy', 'memset', 'execute', 'synchronize'];

export const graphCapture = defineRule({
  id: 'graph-capture',
  meta: { severity: 'warning', category: 'model' },
  title: {
    en: 'A graph is captured in every frame, or with a call that waits',
    zh: '每帧都捕获图，或捕获中存在等待调用',
  },
  messages: {
    again: {
      en: 'The same work is captured anew in every frame, which costs more than to submit it as it is. Capture once before the loop, and only replay it there with aclmdlRIExecuteAsync.',
      zh: '每帧都重新捕获相同的任务，开销比直接下发更大。请在循环之前捕获一次，循环中只用 aclmdlRIExecuteAsync 重放。',
    },
    waits: {
      en: '{call} waits for the device, which is not allowed while a stream captures: the capture fails. Copy asynchronously on the stream that captures, or before the capture begins.',
      zh: '{call} 会等待设备，流在捕获期间不允许如此：捕获会失败。请在捕获的流上异步拷贝，或在捕获开始之前完成。',
    },
  },
  check(context, report) {
    for (const { begin } of capturesOf(context)) {
      if (runsPerFrame(begin, context) && !growsOnly(begin, context) && !context.branchesTo(begin).length)
        report({ messageId: 'again', at: begin.range, node: begin });
    }
    for (const call of context.calls) {
      const capture = waits(call) ? captureAround(call, context) : undefined;
      if (!capture) continue;
      report({
        messageId: 'waits',
        at: call.range,
        node: call,
        severity: 'error',
        data: { call: call.name },
        related: [
          { range: capture.begin.range, messageId: 'calledHere', data: { callee: capture.begin.name } },
        ],
      });
    }
  },
});

const waits = ({ row, name }: CallNode): boolean =>
  name.startsWith('acl') && BLOCKING.includes(row.role) && row.mode === 'sync';
