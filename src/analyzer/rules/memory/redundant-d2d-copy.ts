/** A picture that DVPP has made is copied to the model's input, although the model could read it where it lies. */
import type { CallNode, LoopNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import { defineRule } from '../rule.ts';
import { frameLoop, type RuleContext } from '../context.ts';
import { argument, buffersBehind, destinationOf, directionOf, objectOf, sourceOf } from '../query/copies.ts';
import { removeStep } from '../counterfactual/steps.ts';
import { perFrame } from '../query/loops.ts';

export const redundantD2dCopy = defineRule({
  id: 'redundant-d2d-copy',
  meta: { severity: 'warning', category: 'memory', priced: true },
  title: {
    en: 'The output of DVPP is copied to the model’s input',
    zh: 'DVPP 输出被再次拷贝到模型输入',
  },
  messages: {
    copy: {
      en: '{source} holds a finished picture on the device and is copied to {destination}, the input of the model. Let DVPP write into the model’s input, or make the input of {source}.',
      zh: '{source} 已是设备上的完整图片，却又被拷贝到模型输入 {destination}。请让 DVPP 直接写入模型输入，或用 {source} 作为输入。',
    },
  },
  check(context, report) {
    const inputs = inputsOfModels(context);
    const outputs = outputsOfDvpp(context);
    for (const call of perFrame(context.withRole('copy'), context)) {
      const from = sourceOf(call);
      const to = destinationOf(call);
      if (!from || !to || directionOf(call) !== 'd2d' || gathers(call)) continue;
      if (!inputs.has(to) || !(outputs.has(from) || from.memory === 'dvpp')) continue;
      report({
        messageId: 'copy',
        at: call.range,
        node: call,
        data: { source: from.name, destination: to.name },
        counterfactual: removeStep(call.range),
      });
    }
  },
});

function inputsOfModels(context: RuleContext): Set<TraceObject> {
  const datasets = context
    .withRole('execute')
    .map((call) => objectOf(argument(call, call.row.inputDescription)?.value));
  return new Set(datasets.flatMap(buffersBehind));
}

function outputsOfDvpp(context: RuleContext): Set<TraceObject> {
  const pictures = context
    .withRole('submit')
    .map((call) => objectOf(argument(call, call.row.outputDescription)?.value));
  return new Set(pictures.flatMap(buffersBehind));
}

/** Several frames into one batch: the target moves, or a loop inside the frame's fills it. */
function gathers(call: CallNode): boolean {
  const target = argument(call, call.row.destination)?.value;
  if (target?.kind !== 'object') return true;
  if (target.offsetUnknown === true || (target.offset !== undefined && target.offset !== 0)) return true;
  return insideSmallLoop(call, frameLoop(call));
}

function insideSmallLoop(call: CallNode, loop: LoopNode | undefined): boolean {
  return call.loops.at(-1) !== loop;
}
