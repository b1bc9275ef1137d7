/** The header of each JPEG is read on the thread that feeds the device. */
import { defineRule } from '../rule.ts';
import { removeStep } from '../counterfactual/steps.ts';
import { perFrame } from '../query/loops.ts';

const CALLS = [
  'acldvppJpegGetImageInfo',
  'acldvppJpegGetImageInfoV2',
  'acldvppJpegPredictDecSize',
  'acldvppPngGetImageInfo',
  'acldvppPngPredictDecSize',
];

export const jpegHeaderInLoop = defineRule({
  id: 'jpeg-header-in-loop',
  meta: { severity: 'hint', category: 'dvpp', priced: true },
  title: { en: 'Picture headers are read between submissions', zh: '在下发之间解析图片头' },
  messages: {
    header: {
      en: '{call} reads the picture’s header on the host in every frame, between two submissions. Where all pictures have one size, ask once; else let the thread that reads the files ask.',
      zh: '{call} 每帧都在两次下发之间由主机解析图片头。若所有图片尺寸相同，只需查询一次；否则请由读取文件的线程查询。',
    },
  },
  check(context, report) {
    for (const call of perFrame(context.named(...CALLS), context)) {
      report({
        messageId: 'header',
        at: call.range,
        node: call,
        data: { call: call.name },
        counterfactual: removeStep(call.range),
      });
    }
  },
});
