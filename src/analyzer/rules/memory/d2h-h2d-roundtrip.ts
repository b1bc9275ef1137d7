/** Data goes from the device to the host and straight back. */
import type { CallNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import { turnsOf } from '../streams/devices-in-turn.ts';
import { defineRule } from '../rule.ts';
import { frameLoop, type RuleContext } from '../context.ts';
import { destinationOf, directionOf, sourceOf } from '../query/copies.ts';
import { combine, removeStep } from '../counterfactual/steps.ts';
import { perFrame } from '../query/loops.ts';

export const d2hH2dRoundtrip = defineRule({
  id: 'd2h-h2d-roundtrip',
  meta: { severity: 'warning', category: 'memory', priced: true },
  title: { en: 'Data goes to the host and straight back', zh: '数据拷贝到主机后又原样拷回' },
  messages: {
    roundtrip: {
      en: '{name} was copied from the device and goes back unchanged. Hand the device memory on, or copy within the device.',
      zh: '{name} 刚从设备拷出，又原样拷回。请直接传递设备内存，或在设备内拷贝。',
    },
  },
  check(context, report) {
    const between = (call: CallNode): boolean => call.loops.some((loop) => turnsOf(context).has(loop));
    const copies = perFrame(context.withRole('copy'), context).filter((call) => !between(call));
    for (const back of copies) {
      const name = directionOf(back) === 'h2d' ? sourceOf(back) : undefined;
      const out = name && copies.find((call) => bringsOut(call, name, back));
      if (!name || !out || isChanged(name, out, back, context)) continue;
      report({
        messageId: 'roundtrip',
        at: back.range,
        node: back,
        data: { name: name.name },
        related: [{ range: out.range, messageId: 'usedHere', data: { name: name.name } }],
        counterfactual: combine(removeStep(out.range), removeStep(back.range)),
      });
    }
  },
});

function bringsOut(call: CallNode, object: TraceObject, back: CallNode): boolean {
  return (
    directionOf(call) === 'd2h' &&
    destinationOf(call) === object &&
    call.order < back.order &&
    call.thread === back.thread &&
    frameLoop(call) === frameLoop(back)
  );
}

/** Does anything else touch the memory in between? */
function isChanged(object: TraceObject, out: CallNode, back: CallNode, context: RuleContext): boolean {
  return context.nodes.some((node) => {
    if (node.order <= out.order || node.order >= back.order) return false;
    if (node.kind === 'access') return node.object === object && node.write;
    if (node.kind !== 'call') return false;
    return node.args.some((arg) => arg.value.kind === 'object' && arg.value.object === object);
  });
}
