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
  },
});
