import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);\naclrtSynchronizeStream(stream);';
const clear = '⟦aclrtMemset⟧(deviceOut, OUT_BYTES, 0, OUT_BYTES);';

testRule('memset-sync-in-loop', {
  valid: {
    'before the loop': frame(execute, { before: 'aclrtMemset(deviceOut, OUT_BYTES, 0, OUT_BYTES);' }),
    asynchronous: frame(`aclrtMemsetAsync(deviceOut, OUT_BYTES, 0, OUT_BYTES, stream);\n${execute}`),
    'memset of the C library': frame(`memset(hostIn, 0, IN_BYTES);\n${execute}`),
    'after the loop': frame('aclmdlExecuteAsync(modelId, input, output, stream);', {
      loop: 'for (int i = 0; i < 10; i++)',
      after: 'aclrtSynchronizeStream(stream);\naclrtMemset(deviceOut, OUT_BYTES, 0, OUT_BYTES);',
    }),
    'in a loop that never runs': frame(`aclrtMemset(deviceOut, OUT_BYTES, 0, OUT_BYTES);\n${execute}`, {
      loop: 'for (int i = 0; i < 0; i++)',
    }),
    'for each buffer of a pool': frame(execute, {
      before:
        'for (int i = 0; i < 4; i++) {\n    void *one = nullptr;\n    aclrtMalloc(&one, 64, ACL_MEM_MALLOC_NORMAL_ONLY);\n    aclrtMemset(one, 64, 0, 64);\n}',
    }),
    'in a function that is never called': frame(execute, {
      top: 'void clear()\n{\n    aclrtMemset(deviceOut, OUT_BYTES, 0, OUT_BYTES);\n}',
    }),
    'in a comment': frame(`// aclrtMemset(deviceOut, OUT_BYTES, 0, OUT_BYTES);\n${execute}`),

    'memory of the host': frame(`aclrtMemset(hostIn, IN_BYTES, 0, IN_BYTES);\n${execute}`),
  },
  invalid: {
    'before an execution': frame(`${clear}\n${execute}`),
    'after the execution': frame(`${execute}\n${clear}`),
    'in a counted loop': frame(`${clear}\n${execute}`, { loop: 'for (int i = 0; i < 100; i++)' }),
    'in a helper': frame(`reset();\n${execute}`, { top: `void reset()\n{\n    ${clear}\n}` }),
    'with its result checked': frame(
      `aclError ret = ${clear}\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}\n${execute}`,
    ),
    'two of them': frame(`${clear}\n⟦aclrtMemset⟧(deviceIn, IN_BYTES, 0, IN_BYTES);\n${execute}`),
    'for each output': frame(
      `for (size_t i = 0; i < aclmdlGetDatasetNumBuffers(output); i++) {\n    ${clear}\n}\n${execute}`,
    ),
    'before a synchronous execution': frame(`${clear}\naclmdlExecute(modelId, input, output);`),

    'memory of DVPP': frame(`⟦aclrtMemset⟧(jpeg, JPEG_BYTES, 0, JPEG_BYTES);\n${execute}`),
    'memory whose origin is not known': frame(`⟦aclrtMemset⟧(given, 64, 0, 64);\n${execute}`, {
      top: 'extern void *given;',
    }),
    'in a helper behind whose call the work comes, which no fix reaches': frame(`reset();\n${execute}`, {
      top: `void reset()\n{\n    if (running) {\n        ${clear}\n    }\n}`,
    }),
    'before work on the default stream': frame(
      `${clear}\naclmdlExecuteAsync(modelId, input, output, nullptr);\naclrtSynchronizeStream(nullptr);`,
    ),
  },
});
