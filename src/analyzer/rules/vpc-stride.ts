/** A picture of VPC has a stride that VPC does not take. */
import type { Rule } from './rule.ts';
import { strideRule, stridedDevices } from './support/geometry.ts';
import { meta } from './support/meta.ts';
import { picturesAt, reportStrides } from './support/strides.ts';

const VPC = /^acldvppVpc(?!Batch)\w+Async$/;

export const vpcStride: Rule = {
  id: 'vpc-stride',
  meta: meta('vpc-stride', 'error', 'dvpp', {
    fixable: true,
    devices: stridedDevices('vpc'),
  }),
  title: { en: 'A picture of VPC has a stride that VPC does not take', zh: 'VPC 图片的跨距不符合要求' },
  messages: {
    width: {
      en: 'A width stride of {stride} is no multiple of {multiple}, which {engine} needs.',
      zh: '宽跨距 {stride} 不是 {multiple} 的倍数，而 {engine} 要求如此。',
    },
    height: {
      en: 'A height stride of {stride} is no multiple of {multiple}, which {engine} needs.',
      zh: '高跨距 {stride} 不是 {multiple} 的倍数，而 {engine} 要求如此。',
    },
    roundUp: { en: 'Round up to a multiple of {multiple}', zh: '向上取整为 {multiple} 的倍数' },
  },
  check(context, report) {
    const inputs = picturesAt(context, VPC, 'inputDescription');
    const outputs = picturesAt(context, VPC, 'outputDescription');
    reportStrides(
      new Set([...inputs, ...outputs]),
      strideRule('vpc', context.device),
      'VPC',
      context,
      report,
    );
    return undefined;
  },
};
