import { frame, program, setup } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);\naclrtSynchronizeStream(stream);';
const thread = (body: string): string =>
  program(`void *work(void *)
{
${body}
    return nullptr;
}

int main()
{
${setup}
    pthread_t thread;
    pthread_create(&thread, nullptr, work, nullptr);
    pthread_join(thread, nullptr);
    return 0;
}`);

testRule('context-switch-in-loop', {
  valid: {
    'before the loop': frame(execute, { before: 'aclrtSetCurrentContext(context);' }),
    'at the start of a thread': thread(
      '    aclrtSetCurrentContext(context);\n    while (running) {\n        aclmdlExecute(modelId, input, output);\n    }',
    ),
    'once for each device': frame(execute, {
      before: 'for (int i = 0; i < 4; i++) {\n    aclrtSetDevice(i);\n}',
    }),
    'in a function called once': frame(execute, {
      top: 'void bind()\n{\n    aclrtSetCurrentContext(context);\n}',
      before: 'bind();',
    }),
    'after the loop': frame('aclmdlExecute(modelId, input, output);', {
      loop: 'for (int i = 0; i < 10; i++)',
      after: 'aclrtSetCurrentContext(context);',
    }),
    'asking for the context': frame(`aclrtContext now = nullptr;\naclrtGetCurrentContext(&now);\n${execute}`),
    'a function that is never called': frame(execute, {
      top: 'void bind()\n{\n    aclrtSetCurrentContext(context);\n}',
    }),
    'the name in a comment': frame(`// aclrtSetCurrentContext(context);\n${execute}`),
  },
  invalid: {
    'a context': frame(`⟦aclrtSetCurrentContext⟧(context);\n${execute}`),
    'a device': frame(`⟦aclrtSetDevice⟧(0);\n${execute}`),
    'with its result checked': frame(
      `aclError ret = ⟦aclrtSetCurrentContext⟧(context);\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}\n${execute}`,
    ),
    'in a helper': frame('infer();', {
      top: `void infer()\n{\n    ⟦aclrtSetCurrentContext⟧(context);\n    aclmdlExecute(modelId, input, output);\n}`,
    }),
    'in a thread': thread(
      '    while (running) {\n        ⟦aclrtSetCurrentContext⟧(context);\n        aclmdlExecute(modelId, input, output);\n    }',
    ),
    'in a counted loop': frame(`⟦aclrtSetCurrentContext⟧(context);\n${execute}`, {
      loop: 'for (int i = 0; i < 1000; i++)',
    }),
    'two devices in turn': frame(`⟦aclrtSetDevice⟧(0);\n${execute}\n⟦aclrtSetDevice⟧(1);`),
    'under a condition': frame(`if (running) {\n    ⟦aclrtSetCurrentContext⟧(context);\n}\n${execute}`),

    'a number of the loop, which keeps it there': frame(
      `for (int device = 0; device < 2; device++) {\n    ⟦aclrtSetDevice⟧(device);\n}\n${execute}`,
    ),
    'a context that is made in the loop, which keeps it there': frame(
      `aclrtContext own = nullptr;\naclrtCreateContext(&own, 0);\n⟦aclrtSetCurrentContext⟧(own);\n${execute}`,
    ),
    'a context that is set in the loop, which keeps it there': frame(
      `now = context;\n⟦aclrtSetCurrentContext⟧(now);\n${execute}`,
      { before: 'aclrtContext now = nullptr;' },
    ),
    'an element, which keeps it there': frame(`⟦aclrtSetCurrentContext⟧(all[0]);\n${execute}`, {
      before: 'aclrtContext all[2];\nall[0] = context;',
    }),
    'a loop over a range, which keeps it there': frame(`⟦aclrtSetCurrentContext⟧(context);\n${execute}`, {
      before: 'std::vector<int> frames(100);',
      loop: 'for (int one : frames)',
    }).replace('aclmdlExecuteAsync', '(void)one;\n        aclmdlExecuteAsync'),
    'a number that is set elsewhere': frame(`⟦aclrtSetDevice⟧(device);\n${execute}`, {
      before: 'int device = 0;',
      loop: 'for (int i = 0; i < 1000; i++)',
      after: 'device = 1;',
    }),

    'in a condition, which keeps it there': frame(
      `if (⟦aclrtSetCurrentContext⟧(context) != ACL_ERROR_NONE) {\n    return 1;\n}\n${execute}`,
    ),
  },
});
