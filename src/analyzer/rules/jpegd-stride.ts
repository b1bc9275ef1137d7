/** The picture that JPEGD writes has a stride that JPEGD cannot write. */
import type { Rule } from './rule.ts';
import { strideRule, stridedDevices } from './support/geometry.ts';
import { meta } from './support/meta.ts';
import { picturesAt, reportStrides } from './support/strides.ts';

export const jpegdStride: Rule = {
  id: 'jpegd-stride',
  meta: meta('jpegd-stride', 'error', 'dvpp', { fixable: true, devices: stridedDevices('jpegd') }),
  title: { en: 'The output of JPEGD has a stride that it cannot write', zh: 'JPEGD 输出的跨距不符合要求' },
  messages: {
    width: {
      en: 'A width stride of {stride} is no multiple of {multiple}, which {engine} needs for its output.',
      zh: '宽跨距 {stride} 不是 {multiple} 的倍数，而 {engine} 的输出要求如此。',
    },
    height: {
      en: 'A height stride of {stride} is no multiple of {multiple}, which {engine} needs for its output.',
      zh: '高跨距 {stride} 不是 {multiple} 的倍数，而 {engine} 的输出要求如此。',
    },
    roundUp: { en: 'Round up to a multiple of {multiple}', zh: '向上取整为 {multiple} 的倍数' },
  },
  check(context, report) {
    const pictures = picturesAt(context, /^acldvppJpegDecodeAsync$/, 'outputDescription');
    reportStrides(pictures, strideRule('jpegd', context.device), 'JPEGD', context, report);
    return undefined;
  },
};
