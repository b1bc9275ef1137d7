import { frame, program, setup } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

testRule('sync-model-execute-in-loop', {
  valid: {
    'one execution before the loop': frame('usleep(1000);', {
      before: 'aclmdlExecute(modelId, input, output);',
    }),
    'asynchronous execution': frame(
      'aclmdlExecuteAsync(modelId, input, output, stream);\naclrtSynchronizeStream(stream);',
    ),
    'a loop of one pass': frame('aclmdlExecute(modelId, input, output);', {
      loop: 'for (int i = 0; i < 1; i++)',
    }),
    'a loop of two passes': frame('aclmdlExecute(modelId, input, output);', {
      loop: 'for (int i = 0; i < 2; i++)',
    }),
    'the two files of a list': frame('aclmdlExecute(modelId, input, output);', {
      before: 'const char *files[] = {\n    "a.bin",\n    "b.bin", // the last\n};',
      loop: 'for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)',
    }),
    'a function that nothing in the loop calls': frame('usleep(1000);', {
      top: 'void warmUp()\n{\n    aclmdlExecute(modelId, input, output);\n}',
      before: 'warmUp();',
    }),
    'the word in a comment': frame('// aclmdlExecute(modelId, input, output);\nusleep(1000);'),
    'the word in a string': frame('puts("aclmdlExecute");'),
    'a function of another name': frame('myModelExecute();', { top: 'void myModelExecute()\n{\n}' }),
  },
  invalid: {
    'in an endless loop': frame('⟦aclmdlExecute⟧(modelId, input, output);'),
    'in a counted loop': frame('⟦aclmdlExecute⟧(modelId, input, output);', {
      loop: 'for (int i = 0; i < 100; i++)',
    }),
    'in a long counted loop': frame('⟦aclmdlExecute⟧(modelId, input, output);', {
      loop: 'for (uint64_t i = 0; i <= 0x320; i++)',
    }),
    'in a loop with a #define as its bound': frame('⟦aclmdlExecute⟧(modelId, input, output);', {
      top: '#define TIMES 100',
      loop: 'for (int i = 0; i < TIMES; i++)',
    }),
    'in a loop over three files': frame('⟦aclmdlExecute⟧(modelId, input, output);', {
      before: 'const char *files[] = {"a.bin", "b.bin", "c.bin"};',
      loop: 'for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)',
    }),
    'in a loop inside one over videos': frame(
      'while (running) {\n    ⟦aclmdlExecute⟧(modelId, input, output);\n}',
      {
        loop: 'for (int video = 0; video < 10; video++)',
      },
    ),
    'with its result checked': frame(
      'aclError ret = ⟦aclmdlExecute⟧(modelId, input, output);\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}',
    ),
    'in a function that the loop calls': frame('infer();', {
      top: 'int infer()\n{\n    return ⟦aclmdlExecute⟧(modelId, input, output) == ACL_ERROR_NONE ? 0 : -1;\n}',
    }),
    'in a macro that checks it': frame('CHECK(⟦aclmdlExecute⟧(modelId, input, output));', {
      top: '#define CHECK(call) do { if ((call) != ACL_ERROR_NONE) { return 1; } } while (0)',
    }),
    'in a thread': program(`void *work(void *)
{
    aclrtSetCurrentContext(context);
    while (running) {
        ⟦aclmdlExecute⟧(modelId, input, output);
    }
    return nullptr;
}

int main()
{
${setup}
    pthread_t thread;
    pthread_create(&thread, nullptr, work, nullptr);
    pthread_join(thread, nullptr);
    return 0;
}`),
    'between two copies': frame(`aclrtMemcpy(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);
⟦aclmdlExecute⟧(modelId, input, output);
aclrtMemcpy(hostOut, OUT_BYTES, deviceOut, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_HOST);`),
  },
});
