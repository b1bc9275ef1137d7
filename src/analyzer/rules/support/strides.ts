/** Strides of pictures, as the setters give them, against what an engine asks for. */
import type { CallNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import type { Offer } from '../fix/refusals.ts';
import type { Report } from '../rule.ts';
import type { RuleContext } from './context.ts';
import { argument, objectOf } from './copies.ts';
import { fix, replaceArgument } from './edits.ts';
import type { StrideRule } from './geometry.ts';
import { quantityOf } from './quantities.ts';

const SETTERS = { width: 'acldvppSetPicDescWidthStride', height: 'acldvppSetPicDescHeightStride' } as const;

/** Reports each setter that gives one of `pictures` a stride which the source shows to be no multiple. */
export function reportStrides(
  pictures: ReadonlySet<TraceObject>,
  rule: StrideRule | undefined,
  engine: string,
  context: RuleContext,
  report: Report,
): void {
  if (!rule) return;
  for (const side of ['width', 'height'] as const) {
    for (const call of context.named(SETTERS[side])) {
      const value = context.fixed(quantityOf(call.args[1]?.value));
      const picture = objectOf(call.args[0]?.value);
      if (!picture || !pictures.has(picture) || value === undefined || value <= 0) continue;
      if (value % rule[side] === 0) continue;
      report({
        messageId: side,
        at: call.range,
        data: { stride: value, multiple: rule[side], engine },
        offer: () => roundUp(call, rule[side]),
      });
    }
  }
}

function roundUp(call: CallNode, multiple: number): Offer {
  const stride = call.args[1];
  if (!stride) return 'anotherCall';
  const simple = /^\w+$/.test(stride.text) ? stride.text : `(${stride.text})`;
  const text = `(${simple} + ${String(multiple - 1)}) / ${String(multiple)} * ${String(multiple)}`;
  return [fix('roundUp', [replaceArgument(stride, text)], false, { multiple })];
}

/** Descriptions that calls of an engine take at the argument that `index` names. */
export function picturesAt(
  context: RuleContext,
  pattern: RegExp,
  index: 'inputDescription' | 'outputDescription',
): Set<TraceObject> {
  const objects = context.calls
    .filter((call) => pattern.test(call.name))
    .map((call) => objectOf(argument(call, call.row[index])?.value));
  return new Set(objects.filter((object): object is TraceObject => object?.kind === 'picture'));
}
