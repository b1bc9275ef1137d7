/** A loop that asks again and again whether the device is ready. */
import type { LoopNode } from '../../trace/nodes.ts';
import { childLists } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import { callsIn } from '../query/loops.ts';

const GIVES_WAY = /\byield\b|\bpause\b|\bsleep|_mm_pause|wait_for|wait_until/;

export const busyWaitHost = defineRule({
  id: 'busy-wait-host',
  meta: { severity: 'info', category: 'synchronization' },
  title: { en: 'The host polls the device without pause', zh: '主机不间断地轮询设备' },
  messages: {
    busy: {
      en: 'This loop asks {call} again and again and keeps a host core busy with it. A wait for the stream or the event gives the core to others; a poll with other work between is fine.',
      zh: '此循环不断调用 {call}，占满一个主机核。等待流或事件可让出该核；若两次查询之间有其他工作则没有问题。',
    },
  },
  check(context, report) {
    for (const node of context.nodes) {
      if (node.kind !== 'loop') continue;
      const query = onlyQueries(node);
      if (!query || GIVES_WAY.test(context.text(node.statement.file).slice(node.statement))) continue;
      report({ messageId: 'busy', at: query.range, node: query, data: { call: query.name } });
    }
  },
});

/** The query of a loop that does nothing else. */
function onlyQueries(loop: LoopNode) {
  const calls = callsIn(loop);
  const [first] = calls;
  if (!first || !calls.every((call) => call.row.role === 'query')) return undefined;
  const plain = loop.body.every((node) => ['call', 'branch', 'return'].includes(node.kind));
  return plain &&
    loop.body
      .flatMap(childLists)
      .flat()
      .every((node) => node.kind !== 'loop')
    ? first
    : undefined;
}
