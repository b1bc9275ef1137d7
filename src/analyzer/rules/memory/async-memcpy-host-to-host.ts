/** An asynchronous copy within the host, which the runtime does not support. */
import type { CallNode } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import type { Offer } from '../fix/refusals.ts';
import type { RuleContext } from '../context.ts';
import { argument, directionOf } from '../query/copies.ts';
import { fix, rename } from '../fix/text/edits.ts';

export const asyncMemcpyHostToHost = defineRule({
  id: 'async-memcpy-host-to-host',
  meta: { severity: 'error', category: 'memory', fixable: true },
  title: { en: 'An asynchronous copy within the host', zh: '主机内存之间的异步拷贝' },
  messages: {
    unsupported: {
      en: '{call} with ACL_MEMCPY_HOST_TO_HOST is not supported where the host drives the device over the bus: it returns an error and copies nothing. Use memcpy or aclrtMemcpy.',
      zh: '在主机通过总线驱动设备的形态下，不支持以 ACL_MEMCPY_HOST_TO_HOST 调用 {call}：它返回错误且不拷贝任何内容。请使用 memcpy 或 aclrtMemcpy。',
    },
    useSync: { en: 'Copy with aclrtMemcpy', zh: '使用 aclrtMemcpy 拷贝' },
  },
  check(context, report) {
    for (const call of context.withRole('copy')) {
      const kind = argument(call, call.row.kind);
      const named = kind?.value.kind === 'constant' || /HOST_TO_HOST/.test(kind?.text ?? '');
      if (call.row.mode !== 'async' || !named || directionOf(call) !== 'h2h') continue;
      report({
        messageId: 'unsupported',
        at: call.range,
        node: call,
        data: { call: call.name },
        offer: () => offerFor(call, context),
      });
    }
  },
});

function offerFor(call: CallNode, context: RuleContext): Offer<'useSync'> {
  const kind = argument(call, call.row.kind);
  const stream = argument(call, call.row.stream);
  if (call.name !== 'aclrtMemcpyAsync' || !kind || !stream) return 'anotherCall';
  const between = { ...kind.range, line: kind.range.endLine, column: kind.range.endColumn };
  const cut = { ...between, endLine: stream.range.endLine, endColumn: stream.range.endColumn };
  if (context.text(call.range.file).slice(cut).includes('\n')) return 'layoutUnclear';
  return [fix('useSync', [rename(call, 'aclrtMemcpy'), { range: cut, newText: '' }], true)];
}
