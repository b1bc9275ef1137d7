/** Frames go through a model one at a time, although they come in a loop. */
import { defineRule } from '../rule.ts';
import { gather, modelAt } from '../counterfactual/batching.ts';
import { isSequential } from '../query/carried.ts';
import { perFrame } from '../query/loops.ts';

/** What the batch curves of the 310 favour: its matrix unit works on blocks of 16. */
const BATCH = 16;

export const batchOneLoop = defineRule({
  id: 'batch-one-loop',
  meta: { severity: 'info', category: 'model', priced: true },
  title: { en: 'A model of batch 1 runs in a loop', zh: '循环中使用批大小为 1 的模型' },
  messages: {
    one: {
      en: '{model} takes one frame at a time. A model converted for batch 16 takes 16 in much less than 16 times the time; each frame then waits until the batch is full.',
      zh: '{model} 每次只处理一帧。改用批大小为 16 的模型，处理 16 帧的时间远小于 16 倍；但每一帧都要等到一批凑满。',
    },
  },
  check(context, report) {
    for (const call of perFrame(context.withRole('execute'), context)) {
      if (isSequential(call)) continue;
      const model = modelAt(context.pipeline, call.range);
      // Only where the file's name says batch 1: the default of an unknown model proves nothing.
      if (model?.catalogueName === undefined || context.number(model.batch) !== 1) continue;
      if (!/bs_?1\b|batch_?1\b|_1batch/i.test(model.path ?? '')) continue;
      report({
        messageId: 'one',
        at: call.range,
        node: call,
        data: { model: model.path ?? model.id },
        counterfactual: (pipeline) => gather(pipeline, call.range, BATCH),
      });
    }
  },
});
