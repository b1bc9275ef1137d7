/** A thread is started once per frame. */
import type { LoopNode, SpawnNode, TraceThread } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../context.ts';
import { callsIn, passesOf } from '../query/loops.ts';

export const threadCreateInLoop = defineRule({
  id: 'thread-create-in-loop',
  meta: { severity: 'warning', category: 'streams' },
  title: { en: 'A thread is started for every frame', zh: '每帧都创建线程' },
  messages: {
    start: {
      en: 'A thread ({entry}) is started in every frame. Each start costs host time, and each new thread must bind a context again: start the threads once and hand frames over in a queue.',
      zh: '每帧都创建线程（{entry}）。每次创建都耗费主机时间，且新线程需要重新绑定上下文：请只创建一次线程，通过队列传递各帧。',
    },
  },
  check(context, report) {
    for (const node of context.nodes) {
      const loop = node.kind === 'spawn' && startsThread(node) ? workingLoop(node, context) : undefined;
      if (node.kind !== 'spawn' || !loop) continue;
      report({
        messageId: 'start',
        at: node.range,
        data: { entry: node.threads[0]?.entry ?? '' },
        related: [{ range: loop.range, messageId: 'frameLoop', data: { reason: loop.condition } }],
      });
    }
  },
});

/** OpenMP keeps the threads of its teams. */
function startsThread(node: SpawnNode): boolean {
  const isNew = ({ kind, createdBy }: TraceThread): boolean => kind === 'thread' && createdBy !== 'openmp';
  return node.operation === 'start' && node.threads.some(isNew);
}

/** A loop that starts threads is not taken for a frame loop; one that also gives the device work itself is one. */
function workingLoop(node: SpawnNode, context: RuleContext): LoopNode | undefined {
  return node.loops.find(
    (loop) =>
      // Under a condition it is most often the first pass that starts the thread.
      context.branchesTo(node, loop).length === 0 &&
      (passesOf(loop, context) ?? Infinity) > 2 &&
      callsIn(loop).some((call) => ['submit', 'execute', 'copy'].includes(call.row.role)),
  );
}
