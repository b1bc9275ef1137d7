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
  },
});
