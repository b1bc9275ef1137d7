/** Strides of pictures, as the setters give them, against what an engine asks for. */
import type { SourceRange } from '../../../../pipeline/source.ts';
import type { CallNode } from '../../../trace/nodes.ts';
import type { TraceObject } from '../../../trace/values.ts';
import type { Offer } from '../../fix/refusals.ts';
import type { RuleContext } from '../../context.ts';
import { argument, objectOf } from '../copies.ts';
import { fix, replaceArgument } from '../../fix/text/edits.ts';
import { pictureBytes, type StrideRule } from './geometry.ts';
import { pictureOf } from './pictures.ts';
import { quantityOf } from '../quantities.ts';

const SETTERS = { width: 'acldvppSetPicDescWidthStride', height: 'acldvppSetPicDescHeightStride' } as const;

/** A setter that gives a picture a stride which the source shows to be no multiple. */
export interface UnevenStride {
  side: keyof typeof SETTERS;
  at: SourceRange;
  data: { stride: number; multiple: number };
  offer: () => Offer<'roundUp'>;
}

/** Those of `pictures`. */
export function* unevenStrides(
  pictures: ReadonlySet<TraceObject>,
  rule: StrideRule | undefined,
  context: RuleContext,
): Generator<UnevenStride> {
  if (!rule) return;
  for (const side of ['width', 'height'] as const) {
    for (const call of context.named(SETTERS[side])) {
      const value = context.fixed(quantityOf(call.args[1]?.value));
      const picture = objectOf(call.args[0]?.value);
      if (!picture || !pictures.has(picture) || value === undefined || value <= 0) continue;
      if (value % rule[side] === 0) continue;
      yield {
        side,
        at: call.range,
        data: { stride: value, multiple: rule[side] },
        offer: () =>
          fitsRounded(picture, side, rule[side], context) ? roundUp(call, rule[side]) : 'sizeElsewhere',
      };
    }
  }
}

/** Would the picture's memory hold it with the larger stride, as far as the source fixes that? */
function fitsRounded(
  object: TraceObject,
  side: 'width' | 'height',
  multiple: number,
  context: RuleContext,
): boolean {
  const picture = pictureOf(object, context);
  if (!picture) return true;
  const name = side === 'width' ? 'widthStride' : 'heightStride';
  const needed = pictureBytes({ ...picture, [name]: Math.ceil(picture[name] / multiple) * multiple }) ?? 0;
  const bytes = picture.memory && context.fixed(picture.memory.bytes);
  return (picture.size ?? Infinity) >= needed && (bytes ?? Infinity) >= needed;
}

function roundUp(call: CallNode, multiple: number): Offer<'roundUp'> {
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
