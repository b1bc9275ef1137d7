/** The picture that JPEGD writes has a stride that JPEGD cannot write. */
import { defineRule } from '../rule.ts';
import { strideRule, stridedDevices } from '../query/pictures/geometry.ts';
import { picturesAt, unevenStrides } from '../query/pictures/strides.ts';

export const jpegdStride = defineRule({
  id: 'jpegd-stride',
  meta: { severity: 'error', category: 'dvpp', fixable: true, devices: stridedDevices('jpegd') },
  title: { en: 'The output of JPEGD has a stride that it cannot write', zh: 'JPEGD 输出的跨距不符合要求' },
  messages: {
    width: {
      en: 'A width stride of {stride} is no multiple of {multiple}, which JPEGD needs for its output.',
      zh: '宽跨距 {stride} 不是 {multiple} 的倍数，而 JPEGD 的输出要求如此。',
    },
    height: {
      en: 'A height stride of {stride} is no multiple of {multiple}, which JPEGD needs for its output.',
      zh: '高跨距 {stride} 不是 {multiple} 的倍数，而 JPEGD 的输出要求如此。',
    },
    roundUp: { en: 'Round up to a multiple of {multiple}', zh: '向上取整为 {multiple} 的倍数' },
  },
  check(context, report) {
    const pictures = picturesAt(context, /^acldvppJpegDecodeAsync$/, 'outputDescription');
    const uneven = unevenStrides(pictures, strideRule('jpegd', context.device), context);
    for (const { side, ...said } of uneven) report({ messageId: side, ...said });
  },
});
