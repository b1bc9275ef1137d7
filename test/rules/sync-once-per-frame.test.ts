import { frame, program, setup } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);';
const decode = 'acldvppJpegDecodeAsync(channel, jpeg, JPEG_BYTES, decoded, stream);';
const resize = 'acldvppVpcResizeAsync(channel, decoded, resized, resizeConfig, stream);';
const copyIn = 'aclrtMemcpyAsync(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);';
const copyOut =
  'aclrtMemcpyAsync(hostOut, OUT_BYTES, deviceOut, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_HOST, stream);';
const wait = 'aclrtSynchronizeStream(stream);';
const marked = '⟦aclrtSynchronizeStream⟧(stream);';
const many = (...steps: string[]): string =>
  steps.map((step) => `for (int i = 0; i < 64; i++) {\n    ${step}\n}`).join('\n');

const loop = 'for (int i = 0; i < 1000; i++)';
const events = 'aclrtEvent done[2];\nfor (auto &event : done) aclrtCreateEvent(&event);';
const slots =
  'aclrtMemcpyAsync(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);\naclmdlExecuteAsync(modelId, input, output, stream);';

testRule('sync-once-per-frame', {
  valid: {
    'an event of two passes before': frame(
      `aclrtSynchronizeEvent(done[i % 2]);\n${slots}\naclrtRecordEvent(done[i % 2], stream);`,
      { loop, before: events },
    ),
    'an event of the pass before, behind the submissions': frame(
      `${slots}\naclrtRecordEvent(done[i % 2], stream);\naclrtSynchronizeEvent(done[(i + 1) % 2]);`,
      { loop, before: events },
    ),
    'a single stage': frame(`${execute}\n${wait}`),
    'stage by stage for 64 frames': frame(`${many(copyIn, decode, resize, execute)}\n${wait}`),
    'frame by frame for 64 frames': frame(`${many(`${decode}\n    ${execute}`)}\n${wait}`),
    'a wait after the loop': frame(`${decode}\n${execute}`, {
      loop: 'for (int i = 0; i < 100; i++)',
      after: wait,
    }),
    'a wait now and then': frame(`${decode}\n${execute}\nif (i % 16 == 15) {\n    ${wait}\n}`, {
      loop: 'for (int i = 0; i < 128; i++)',
    }),
    'a wait after each stage': frame(`${decode}\n${wait}\n${execute}\n${wait}`),
    'two streams in turn': frame(
      `acldvppJpegDecodeAsync(channel, jpeg, JPEG_BYTES, decoded, streams[n % 2]);
aclmdlExecuteAsync(modelId, input, output, streams[n % 2]);
aclrtSynchronizeStream(streams[(n + 1) % 2]);
n++;`,
      {
        before:
          'aclrtStream streams[2];\nfor (int i = 0; i < 2; i++) {\n    aclrtCreateStream(&streams[i]);\n}\nint n = 0;',
      },
    ),
    'outside a frame loop': frame('usleep(1000);', { before: `${decode}\n${execute}\n${wait}` }),
  },
  invalid: {
    'an event in turn of the same pass': frame(
      `${slots}\naclrtRecordEvent(done[i % 2], stream);\n⟦aclrtSynchronizeEvent⟧(done[i % 2]);`,
      { loop, before: events },
    ),
    'decode and infer': frame(`${decode}\n${execute}\n${marked}`),
    'the whole chain': frame(`${copyIn}\n${decode}\n${resize}\n${execute}\n${copyOut}\n${marked}`),
    'copy in, infer, copy out': frame(`${copyIn}\n${execute}\n${copyOut}\n${marked}`),
    'two resizes': frame(`${resize}\n${resize}\n${marked}`),
    'in a function of its own': frame('one();', {
      top: `void one()\n{\n    ${decode}\n    ${execute}\n    ${marked}\n}`,
    }),
    'stages in functions': frame(`decode();\ninfer();\n${marked}`, {
      top: `void decode()\n{\n    ${decode}\n}\n\nvoid infer()\n{\n    ${execute}\n}`,
    }),
    'a wait for the device': frame(`${decode}\n${execute}\n⟦aclrtSynchronizeDevice⟧();`),
    'with results checked': frame(
      `aclError ret = ${decode}\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}\nret = ${execute}\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}\nret = ${marked}\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}`,
    ),
    'in a thread': program(`void *work(void *)
{
    aclrtSetCurrentContext(context);
    while (running) {
        ${decode}
        ${execute}
        ${marked}
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
  },
});
