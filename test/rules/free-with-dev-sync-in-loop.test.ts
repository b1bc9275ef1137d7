import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);';
const make = 'void *own = nullptr;\naclrtMalloc(&own, 1024, ACL_MEM_MALLOC_NORMAL_ONLY);';
const free = '⟦aclrtFreeWithDevSync⟧(own);';

testRule('free-with-dev-sync-in-loop', {
  valid: {
    'a free without a wait': frame(`${make}\n${execute}\naclrtSynchronizeStream(stream);\naclrtFree(own);`),
    'after the loop': frame(execute, {
      before: make,
      loop: 'for (int i = 0; i < 10; i++)',
      after: 'aclrtFreeWithDevSync(own);',
    }),
    'before the loop': frame(execute, { before: `${make}\naclrtFreeWithDevSync(own);` }),
    'in a loop that never runs': frame(
      `${make}\naclmdlExecute(modelId, input, output);\naclrtFreeWithDevSync(own);`,
      {
        loop: 'for (int i = 0; i < 0; i++)',
      },
    ),
    'for a pool at the end': frame(execute, {
      before:
        'void *pool[4];\nfor (int i = 0; i < 4; i++) {\n    aclrtMalloc(&pool[i], 64, ACL_MEM_MALLOC_NORMAL_ONLY);\n}',
      loop: 'for (int i = 0; i < 10; i++)',
      after: 'for (int i = 0; i < 4; i++) {\n    aclrtFreeWithDevSync(pool[i]);\n}',
    }),
    'page-locked memory': frame(
      `void *own = nullptr;\naclrtMallocHost(&own, 1024);\n${execute}\naclrtSynchronizeStream(stream);\naclrtFreeHost(own);`,
    ),
    'in a function that is never called': frame(execute, {
      top: 'void drop(void *own)\n{\n    aclrtFreeWithDevSync(own);\n}',
    }),
    'in a comment': frame(`// aclrtFreeWithDevSync(own);\n${execute}`),
  },
  invalid: {
    'in the frame loop': frame(`${make}\n${execute}\n${free}`),
    'in a counted loop': frame(`${make}\n${execute}\n${free}`, { loop: 'for (int i = 0; i < 100; i++)' }),
    'in a helper': frame(`${make}\n${execute}\ndrop(own);`, {
      top: `void drop(void *own)\n{\n    ${free}\n}`,
    }),
    'with its result checked': frame(
      `${make}\n${execute}\nif (⟦aclrtFreeWithDevSync⟧(own) != ACL_ERROR_NONE) {\n    return 1;\n}`,
    ),
    'two of them': frame(
      `${make}\nvoid *more = nullptr;\naclrtMalloc(&more, 64, ACL_MEM_MALLOC_NORMAL_ONLY);\n${execute}\n${free}\n⟦aclrtFreeWithDevSync⟧(more);`,
    ),
    'after a wait': frame(`${make}\n${execute}\naclrtSynchronizeStream(stream);\n${free}`),
    'under a condition': frame(`${make}\n${execute}\nif (own != nullptr) {\n    ${free}\n}`),
    'in a method': frame(`${make}\n${execute}\nframe.drop(own);`, {
      top: 'struct Frame {\n    void drop(void *own)\n    {\n        ⟦aclrtFreeWithDevSync⟧(own);\n    }\n};',
      before: 'Frame frame;',
    }),
  },
});
