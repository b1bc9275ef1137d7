/** The picture that JPEGE reads has a stride that JPEGE does not take. */
import { defineRule } from '../rule.ts';
import { strideRule, stridedDevices } from '../query/pictures/geometry.ts';
import { picturesAt, unevenStrides } from '../query/pictures/strides.ts';

export const jpegeStride = defineRule({
  id: 'jpege-stride',
  meta: { severity: 'error', category: 'dvpp', fixable: true, devices: stridedDevices('jpege') },
  title: { en: 'The input of JPEGE has a stride that it does not take', zh: 'JPEGE 输入的跨距不符合要求' },
  messages: {
    width: {
      en: 'A width stride of {stride} is no multiple of {multiple}, which JPEGE needs for its input.',
      zh: '宽跨距 {stride} 不是 {multiple} 的倍数，而 JPEGE 的输入要求如此。',
    },
    roundUp: { en: 'Round up to a multiple of {multiple}', zh: '向上取整为 {multiple} 的倍数' },
  },
  check(context, report) {
    const pictures = picturesAt(context, /^acldvppJpegEncodeAsync$/, 'inputDescription');
    const uneven = unevenStrides(pictures, strideRule('jpege', context.device), context);
    for (const { side, ...said } of uneven) if (side === 'width') report({ messageId: side, ...said });
  },
});
