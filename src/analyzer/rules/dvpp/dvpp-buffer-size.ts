/** A picture of DVPP has less memory than its strides and its format take. */
import type { CallNode } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../context.ts';
import { pictureBytes } from '../query/pictures/geometry.ts';
import { picturesOf, type Picture } from '../query/pictures/pictures.ts';

export const dvppBufferSize = defineRule({
  id: 'dvpp-buffer-size',
  meta: { severity: 'error', category: 'dvpp' },
  title: {
    en: 'A picture of DVPP has too little memory for its format',
    zh: 'DVPP 图片的内存小于其格式所需',
  },
  messages: {
    size: {
      en: 'The picture is given {given} bytes, but {format} with strides of {width} × {height} takes {needed}: DVPP refuses it, or writes beyond its memory.',
      zh: '图片只有 {given} 字节，而跨距为 {width} × {height} 的 {format} 需要 {needed} 字节：DVPP 会拒绝，或写出内存范围。',
    },
    memory: {
      en: 'The memory of the picture has {given} bytes, but {format} with strides of {width} × {height} takes {needed}: DVPP writes or reads beyond it.',
      zh: '图片的内存只有 {given} 字节，而跨距为 {width} × {height} 的 {format} 需要 {needed} 字节：DVPP 会越界读写。',
    },
  },
  check(context, report) {
    for (const picture of picturesOf(context)) {
      const needed = pictureBytes(picture);
      const short = needed === undefined ? undefined : shortage(picture, needed, context);
      if (needed === undefined || !short) continue;
      const { format, widthStride: width, heightStride: height } = picture;
      const made = picture.memory?.createdAt;
      report({
        messageId: short.messageId,
        at: short.at.range,
        data: { given: short.given, needed, format, width, height },
        node: short.at,
        related: made
          ? [{ range: made, messageId: 'allocatedHere', data: { name: picture.memory?.name ?? '' } }]
          : [],
      });
    }
  },
});

interface Shortage {
  messageId: 'size' | 'memory';
  given: number;
  at: CallNode;
}

/** What falls short: the size that the program states, or the memory itself, where it is used from its start. */
function shortage(
  { size, memory, node }: Picture,
  needed: number,
  context: RuleContext,
): Shortage | undefined {
  if (size !== undefined && size > 0 && size < needed) return { messageId: 'size', given: size, at: node };
  const bytes = memory && context.fixed(memory.bytes);
  if (bytes === undefined || bytes <= 0 || bytes >= needed) return undefined;
  const made = context.withRole('allocate').find(({ creates }) => creates === memory);
  return made && { messageId: 'memory', given: bytes, at: made };
}
