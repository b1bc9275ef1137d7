import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const execute = 'aclmdlExecute(modelId, input, output);';
const set = (batch: string, name = 'aclmdlSetDynamicBatchSize'): string =>
  `${name}(modelId, input, index, ${batch});`;
const marked = (batch: string): string => set(batch, '⟦aclmdlSetDynamicBatchSize⟧');
const before = 'size_t index = 1;';

testRule('dynamic-shape-in-loop', {
  valid: {
    'before the loop': frame(execute, { before: `${before}\n${set('16')}` }),
    'a batch that changes': frame(`${set('count')}\n${execute}\ncount++;`, {
      before: `${before}\nuint64_t count = 1;`,
    }),
    'a size of the frame': frame(
      `aclmdlSetDynamicHWSize(modelId, input, index, height, width);\n${execute}\nheight++;`,
      {
        before: `${before}\nuint64_t height = 224;\nuint64_t width = 224;`,
      },
    ),
    'in a loop of one pass': frame(`${set('16')}\n${execute}`, {
      before,
      loop: 'for (int i = 0; i < 1; i++)',
    }),
    'a model of fixed shape': frame(execute),
    'a dataset of each frame': frame(
      `aclmdlDataset *own = aclmdlCreateDataset();\naclmdlSetDynamicBatchSize(modelId, own, index, 16);\naclmdlExecute(modelId, own, output);\naclmdlDestroyDataset(own);`,
      { before },
    ),
    'in a comment': frame(`// ${set('16')}\n${execute}`, { before }),
    'in a function that is never called': frame(execute, {
      top: `void never()\n{\n    ${before}\n    ${set('16')}\n}`,
    }),

    'one size that changes': frame(
      `aclmdlSetDynamicHWSize(modelId, input, index, 224, width);\n${execute}\nwidth++;`,
      { before: `${before}\nuint64_t width = 224;` },
    ),
    'a literal and more': frame(`${set('16 + extra')}\n${set('extra + 16')}\n${execute}\nextra++;`, {
      before: `${before}\nuint64_t extra = 1;`,
    }),
    'names with a capital': frame(`${set('Count')}\n${set('myCOUNT')}\n${execute}\nCount++;\nmyCOUNT++;`, {
      before: `${before}\nuint64_t Count = 1;\nuint64_t myCOUNT = 1;`,
    }),
  },
  invalid: {
    'a literal': frame(`${marked('16')}\n${execute}`, { before }),
    'a constant': frame(`${marked('BATCH')}\n${execute}`, {
      top: 'static const uint64_t BATCH = 16;',
      before,
    }),
    'a #define': frame(`${marked('BATCH')}\n${execute}`, { top: '#define BATCH 16', before }),
    'height and width': frame(`⟦aclmdlSetDynamicHWSize⟧(modelId, input, index, 224, 224);\n${execute}`, {
      before,
    }),
    'in a helper': frame(`prepare();\n${execute}`, {
      top: `void prepare()\n{\n    ${before}\n    ${marked('16')}\n}`,
    }),
    'with its result checked': frame(
      `aclError ret = ${marked('16')}\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}\n${execute}`,
      { before },
    ),
    'in a counted loop': frame(`${marked('16')}\n${execute}`, {
      before,
      loop: 'for (int i = 0; i < 100; i++)',
    }),
    'an unsigned literal': frame(`${marked('16u')}\n${execute}`, { before }),

    'a constant in small letters': frame(`${marked('batch')}\n${execute}`, {
      top: 'static const uint64_t batch = 16;',
      before,
    }),
    'an index of each frame, which keeps it there': frame(`size_t index = 1;\n${marked('16')}\n${execute}`),
    'an index that is set in the frame, which keeps it there': frame(
      `int unused = 0;\nsize_t *index = &unused_;\n⟦aclmdlSetDynamicBatchSize⟧(modelId, input, *index, 16);\n${execute}\n(void)unused;`,
      { top: 'static size_t unused_ = 1;' },
    ),
    'an expression as index, which keeps it there': frame(
      `⟦aclmdlSetDynamicBatchSize⟧(modelId, input, index + 1, 16);\n${execute}`,
      { before },
    ),
    'an index that is found in the loop, which keeps it there': frame(
      `size_t index;\naclmdlGetInputIndexByName(nullptr, "data", &index);\n${marked('16')}\n${execute}`,
    ),
    'an index that is declared behind the loop too': frame(`${marked('16')}\n${execute}`, {
      before,
      loop: 'for (int i = 0; i < 100; i++)',
      after: '{\n    size_t index = 2;\n    (void)index;\n}',
    }),

    'in a condition, which keeps it there': frame(
      `if (${marked('16').replace(';', '')} != ACL_ERROR_NONE) {\n    return 1;\n}\n${execute}`,
      { before },
    ),
  },
});
