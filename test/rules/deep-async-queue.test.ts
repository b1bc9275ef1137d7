import { frame, program, setup } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);';
const marked = '⟦aclmdlExecuteAsync⟧(modelId, input, output, stream);';

testRule('deep-async-queue', {
  valid: {
    'a hundred submissions, then a wait': frame(execute, {
      loop: 'for (int i = 0; i < 100; i++)',
      after: 'aclrtSynchronizeStream(stream);',
    }),
    'a wait in the loop': frame(`${execute}\naclrtSynchronizeStream(stream);`),
    'a wait now and then': frame(`${execute}\nif (i % 64 == 63) {\n    aclrtSynchronizeStream(stream);\n}`, {
      loop: 'for (int i = 0; i < 4096; i++)',
    }),
    '64 submissions a wait in an endless loop': frame(
      `for (int i = 0; i < 64; i++) {\n    ${execute}\n}\naclrtSynchronizeStream(stream);`,
    ),
    'a callback after each submission': frame(
      `${execute}\naclrtLaunchCallback(done, nullptr, ACL_CALLBACK_NO_BLOCK, stream);`,
      { top: 'void done(void *)\n{\n}' },
    ),
    'a wait for an event': frame(
      `${execute}\naclrtRecordEvent(event, stream);\naclrtSynchronizeEvent(event);`,
      {
        before: 'aclrtEvent event;\naclrtCreateEvent(&event);',
      },
    ),
    'a synchronous loop': frame('aclmdlExecute(modelId, input, output);', {
      loop: 'for (int i = 0; i < 4096; i++)',
    }),
    'a wait in a function that the loop calls': frame(`${execute}\nfinish();`, {
      top: 'void finish()\n{\n    aclrtSynchronizeStream(stream);\n}',
    }),
    '255 submissions': frame(execute, { loop: 'for (int i = 0; i < 255; i++)' }),

    'synchronous copies': frame(
      'aclrtMemcpy(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);',
      { loop: 'for (int i = 0; i < 800; i++)' },
    ),
    'a pause in each pass': frame(`${execute}\nusleep(10000);`),
    'a question in each pass': frame(
      `${execute}\naclrtStreamStatus status;\naclrtStreamQuery(stream, &status);`,
    ),
    'a thread that is waited for in each pass': frame(
      `${execute}\nstd::thread other(finish);\nother.join();`,
      {
        top: 'void finish()\n{\n    aclrtSynchronizeStream(stream);\n}',
      },
    ),
    'a model that is executed synchronously behind it': frame(
      'aclrtMemcpyAsync(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);\naclmdlExecute(modelId, input, output);',
    ),
  },
  invalid: {
    '800 submissions': {
      code: frame(marked, {
        loop: 'for (int i = 0; i < 800; i++)',
        after: 'aclrtSynchronizeStream(stream);',
      }),
      message: 'counted',
    },
    '256 submissions': frame(marked, {
      loop: 'for (int i = 0; i < 256; i++)',
      after: 'aclrtSynchronizeStream(stream);',
    }),
    'an endless loop without a wait': { code: frame(marked), message: 'unbounded' },
    'a bound of a #define': frame(marked, {
      top: '#define TIMES 1000',
      loop: 'for (int i = 0; i < TIMES; i++)',
    }),
    'two loops, one in the other': frame(`for (int k = 0; k < 32; k++) {\n    ${marked}\n}`, {
      loop: 'for (int i = 0; i < 32; i++)',
      after: 'aclrtSynchronizeStream(stream);',
    }),
    copies: frame(
      '⟦aclrtMemcpyAsync⟧(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);',
      {
        loop: 'for (int i = 0; i < 800; i++)',
        after: 'aclrtSynchronizeStream(stream);',
      },
    ),
    decoding: frame('⟦acldvppJpegDecodeAsync⟧(channel, jpeg, JPEG_BYTES, decoded, stream);', {
      loop: 'for (int i = 0; i <= 0x320; i++)',
      after: 'aclrtSynchronizeStream(stream);',
    }),
    'a chain of stages, reported once': frame(
      `acldvppJpegDecodeAsync(channel, jpeg, JPEG_BYTES, decoded, stream);\nacldvppVpcResizeAsync(channel, decoded, resized, resizeConfig, stream);\n${marked}`,
    ),
    'in a thread': program(`void *work(void *)
{
    aclrtSetCurrentContext(context);
    for (int i = 0; i < 800; i++) {
        ${marked}
    }
    aclrtSynchronizeStream(stream);
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

    'a do loop': frame(`do {\n    ${marked}\n} while (running);`, { loop: 'for (int k = 0; k < 1; k++)' }),
    'on the default stream, which no fix can wait for': frame(
      '⟦aclmdlExecuteAsync⟧(modelId, input, output, nullptr);',
    ),
    'in a helper, which no fix reaches': frame('infer();', { top: `void infer()\n{\n    ${marked}\n}` }),
    'a thread that is started in each pass': frame(`${marked}\nstd::thread other(finish);\nother.detach();`, {
      top: 'void finish()\n{\n    usleep(1);\n}',
    }),
    'an execution behind copies': frame(
      `aclrtMemcpyAsync(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);\n${marked}`,
    ),
    'a loop whose passes nobody knows': frame(marked, {
      before: 'int count = atoi(getenv("COUNT"));',
      loop: 'for (int i = 0; i < count; i++)',
      after: 'aclrtSynchronizeStream(stream);',
    }),
  },
});
