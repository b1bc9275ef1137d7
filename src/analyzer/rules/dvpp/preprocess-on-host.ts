/** Pictures are decoded, resized or converted by the CPU on their way to a model. */
import type { CallNode, LoopNode, TraceNode, TraceThread } from '../../trace/nodes.ts';
import { callsOf, holdsPermits, visitNodes } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import { defineRule } from '../rule.ts';
import { frameLoop, type RuleContext } from '../context.ts';
import { mayBeToDevice } from '../query/copies.ts';
import { removeStep } from '../counterfactual/steps.ts';
import { runsPerFrame } from '../query/loops.ts';
import { isPixelLoop } from '../query/pictures/pixel-loops.ts';
import { isOnlyShown } from '../query/pictures/shown.ts';

const PREPROCESSING = /(?:^|::)(?:resize|cvtColor|convertTo|imread|imdecode)$/;

export const preprocessOnHost = defineRule({
  id: 'preprocess-on-host',
  meta: { severity: 'warning', category: 'dvpp', priced: true },
  title: {
    en: 'Pictures are prepared for the model by the host’s CPU',
    zh: '由主机 CPU 为模型准备图片',
  },
  messages: {
    opencv: {
      en: '{call} prepares each frame on a host core before it goes to the model. DVPP decodes and resizes on the device, and AIPP converts colours and normalizes as part of the model.',
      zh: '{call} 在送入模型之前用主机核处理每一帧。DVPP 可在设备上解码和缩放，AIPP 可在模型中完成颜色转换和归一化。',
    },
    pixels: {
      en: 'This loop touches every pixel of each frame on a host core before it goes to the model. VPC resizes and crops on the device, and AIPP converts colours and normalizes as part of the model.',
      zh: '此循环在送入模型之前用主机核逐像素处理每一帧。VPC 可在设备上缩放和裁剪，AIPP 可在模型中完成颜色转换和归一化。',
    },
  },
  check(context, report) {
    const feeding = threadsFeedingModels(context);
    for (const node of context.nodes) {
      if (!isPreprocessing(node, context) || !runsPerFrame(node, context)) continue;
      if (isForResults(node) || isOnlyShown(node) || (!beforeModel(node) && !feeding.has(node.thread)))
        continue;
      report({
        ...saidOf(node),
        at: node.range,
        node,
        counterfactual: removeStep(node.range),
      });
    }
  },
});

const saidOf = (node: CallNode | LoopNode) =>
  node.kind === 'call'
    ? ({ messageId: 'opencv', data: { call: node.name } } as const)
    : ({ messageId: 'pixels' } as const);

function isPreprocessing(node: TraceNode, context: RuleContext): node is CallNode | LoopNode {
  if (node.kind === 'call') return PREPROCESSING.test(node.name) && node.row.engine === 'host';
  return node.kind === 'loop' && isPixelLoop(node, context);
}

/** Functions that say so themselves: a second model in the pass does not make the first one's results its input. */
const RESULTS = /post_?proc|draw|display|render|show|visuali|save/i;

function isForResults(node: CallNode | LoopNode): boolean {
  return [node.function, ...node.path.map((entry) => entry.callee)].some((name) =>
    RESULTS.test(name.split('::').at(-1) ?? ''),
  );
}

/** Does the same pass of the frame loop later copy to the device, or run a model, on what came of it? */
function beforeModel(node: CallNode | LoopNode): boolean {
  const loop = frameLoop(node);
  if (!loop) return false;
  const calls = callsOf(outermost(node, loop).body);
  if (!calls.some(isExecution)) return false;
  return calls.some((call) => call.order > node.order && (mayBeToDevice(call) || isExecution(call)));
}

function outermost(node: TraceNode, innermost: LoopNode): LoopNode {
  return node.loops.find((loop) => loop.isFrameLoop) ?? innermost;
}

function isExecution(call: CallNode): boolean {
  return call.row.role === 'execute';
}

/** Threads that put things into a queue from which a thread with a model takes them, and run no model themselves. */
function threadsFeedingModels(context: RuleContext): Set<TraceThread> {
  const runs = (thread: TraceThread): boolean => callsOf(thread.body).some(isExecution);
  const taken = new Set(context.trace.threads.filter(runs).flatMap((thread) => queuesOf(thread, 'dequeue')));
  const feeding = context.trace.threads.filter(
    (thread) => !runs(thread) && queuesOf(thread, 'enqueue').some((queue) => taken.has(queue)),
  );
  return new Set(feeding);
}

function queuesOf(thread: TraceThread, operation: 'enqueue' | 'dequeue'): TraceObject[] {
  const queues: TraceObject[] = [];
  visitNodes(thread.body, (node) => {
    if (node.kind === 'queue' && node.operation === operation && !holdsPermits(node.queue))
      queues.push(node.queue);
  });
  return queues;
}
