/** A batch that leaves a part of each block of 16 unused. */
import { defineRule } from '../rule.ts';
import { modelAt, withBatch } from '../counterfactual/batching.ts';
import { perFrame } from '../query/loops.ts';

const BLOCK = 16;
/** Below this the catalogue's curves show no such steps. */
const SMALLEST = 9;

export const batchSizeNotMultiple16 = defineRule({
  id: 'batch-size-not-multiple-16',
  meta: { severity: 'info', category: 'model', priced: true },
  title: { en: 'The batch is no multiple of 16', zh: '批大小不是 16 的倍数' },
  messages: {
    uneven: {
      en: 'A batch of {batch} is no multiple of 16, the block of the matrix unit. Try {nearest}: on the Ascend 310, ResNet-50 ran faster with 16 than with 14, 18, 20, 24 and 28.',
      zh: '批大小 {batch} 不是矩阵单元分块大小 16 的倍数。请尝试 {nearest}：在 Ascend 310 上，ResNet-50 的批大小为 16 时比 14、18、20、24 和 28 更快。',
    },
  },
  check(context, report) {
    for (const call of perFrame(context.withRole('execute'), context)) {
      const model = modelAt(context.pipeline, call.range);
      const batch = model && context.number(model.batch);
      if (!model || batch === undefined || batch < SMALLEST || batch % BLOCK === 0) continue;
      const nearest = Math.max(BLOCK, Math.round(batch / BLOCK) * BLOCK);
      report({
        messageId: 'uneven',
        at: call.range,
        node: call,
        data: { batch, nearest },
        counterfactual: (pipeline) => withBatch(pipeline, model.id, nearest),
      });
    }
  },
});
