/** One thread and one stream carry all stages of a frame, so no two engines work at once. */
import type { Pipeline } from '../../../pipeline/pipeline.ts';
import type { CallNode, LoopNode } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import { isSequentialLoop } from '../query/carried.ts';
import { holds } from '../counterfactual/steps.ts';
import type { RuleContext } from '../context.ts';
import { callsIn, passesOf } from '../query/loops.ts';
import { streamsOf } from '../query/waits/pending.ts';
import { isSubmission } from '../query/waits/work.ts';
import { totalReplicas } from '../query/threads.ts';

/** Engines that work on pictures beside the AI Core. */
const PICTURES: readonly string[] = ['jpegd', 'pngd', 'vpc', 'jpege'];

export const singleStreamMultiEngine = defineRule({
  id: 'single-stream-multi-engine',
  meta: { severity: 'warning', category: 'streams', priced: true },
  title: { en: 'One stream carries every stage', zh: '一个流承载所有阶段' },
  messages: {
    single: {
      en: '{stream} carries {stages}, and it is the program’s only stream: a stream runs one stage at a time, so while one engine works the others wait. Two or more threads, each with a stream and a model id of its own, let them overlap.',
      zh: '{stream} 承载了 {stages}，且是程序中唯一的流：流每次只执行一个阶段，一个引擎工作时其余引擎等待。使用两个以上线程，各有自己的流和模型 id，即可重叠。',
    },
  },
  check(context, report) {
    const threads = new Set(context.calls.filter(isSubmission).map((call) => call.thread));
    if (totalReplicas(threads, context) !== 1 || streamsOf(context.calls).size !== 1) return;
    const [stream] = streamsOf(context.calls);
    if ((context.number(stream?.count) ?? 1) !== 1) return;
    for (const loop of outermostFrameLoops(context)) {
      if (isSequentialLoop(loop)) continue;
      const work = callsIn(loop).filter((call) => isSubmission(call) && call.row.stream !== undefined);
      const execution = work.find((call) => call.row.role === 'execute');
      const stages = [...new Set(work.map((call) => call.row.engine))];
      if (
        !execution ||
        !stages.some((engine) => PICTURES.includes(engine)) ||
        (passesOf(loop, context) ?? Infinity) < 3
      )
        continue;
      report({
        messageId: 'single',
        at: execution.range,
        node: execution,
        data: {
          stream: stream?.name ?? '',
          stages: work
            .map((call) => call.name)
            .filter(unique)
            .join(', '),
        },
        counterfactual: (pipeline) => twice(pipeline, execution),
      });
    }
  },
});

function unique(name: string, index: number, all: string[]): boolean {
  return all.indexOf(name) === index;
}

function outermostFrameLoops(context: RuleContext): LoopNode[] {
  return context.nodes.filter(
    (node): node is LoopNode =>
      node.kind === 'loop' && node.isFrameLoop && !node.loops.some((outer) => outer.isFrameLoop),
  );
}

/** Two threads, each with a stream, a model and buffers of its own. */
function twice(pipeline: Pipeline, execution: CallNode): Pipeline {
  const own = <T extends { scope: 'thread' | 'program' }>(list: T[]): T[] =>
    list.map((one) => ({ ...one, scope: 'thread' }));
  const threads = pipeline.threads.map((thread) =>
    thread.program.some((step) => holds(step, execution.range)) ? { ...thread, replicas: 2 } : thread,
  );
  return { ...pipeline, streams: own(pipeline.streams), models: own(pipeline.models), threads };
}
