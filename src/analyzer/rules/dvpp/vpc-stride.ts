/** A picture of VPC has a stride that VPC does not take. */
import { defineRule } from '../rule.ts';
import { strideRule, stridedDevices } from '../query/pictures/geometry.ts';
import { picturesAt, unevenStrides } from '../query/pictures/strides.ts';

const VPC = /^acldvppVpc(?!Batch)\w+Async$/;

export const vpcStride = defineRule({
  id: 'vpc-stride',
  meta: { severity: 'error', category: 'dvpp', fixable: true, devices: stridedDevices('vpc') },
  title: { en: 'A picture of VPC has a stride that VPC does not take', zh: 'VPC 图片的跨距不符合要求' },
  messages: {
    width: {
      en: 'A width stride of {stride} is no multiple of {multiple}, which VPC needs.',
      zh: '宽跨距 {stride} 不是 {multiple} 的倍数，而 VPC 要求如此。',
    },
    height: {
      en: 'A height stride of {stride} is no multiple of {multiple}, which VPC needs.',
      zh: '高跨距 {stride} 不是 {multiple} 的倍数，而 VPC 要求如此。',
    },
    roundUp: { en: 'Round up to a multiple of {multiple}', zh: '向上取整为 {multiple} 的倍数' },
  },
  check(context, report) {
    const inputs = picturesAt(context, VPC, 'inputDescription');
    const outputs = picturesAt(context, VPC, 'outputDescription');
    const pictures = new Set([...inputs, ...outputs]);
    const uneven = unevenStrides(pictures, strideRule('vpc', context.device), context);
    for (const { side, ...said } of uneven) report({ messageId: side, ...said });
  },
});
