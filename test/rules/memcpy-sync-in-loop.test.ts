import { frame, program, setup } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const h2d = '(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);';
const d2h = '(hostOut, OUT_BYTES, deviceOut, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_HOST);';
const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);\naclrtSynchronizeStream(stream);';

testRule('memcpy-sync-in-loop', {
  valid: {
    'before the loop': frame(execute, { before: `aclrtMemcpy${h2d}` }),
    asynchronous: frame(
      `aclrtMemcpyAsync(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);\n${execute}`,
    ),
    'within the device': frame(
      `aclrtMemcpy(deviceIn, 1024, deviceOut, 1024, ACL_MEMCPY_DEVICE_TO_DEVICE);\n${execute}`,
    ),
    'within the host': frame(
      `aclrtMemcpy(hostOut, 1024, hostIn, 1024, ACL_MEMCPY_HOST_TO_HOST);\n${execute}`,
    ),
    'after the loop': frame('aclmdlExecuteAsync(modelId, input, output, stream);', {
      loop: 'for (int i = 0; i < 10; i++)',
      after: `aclrtSynchronizeStream(stream);\naclrtMemcpy${d2h}`,
    }),
    'in a loop over the outputs before the frames': frame(execute, {
      before: `for (size_t i = 0; i < aclmdlGetDatasetNumBuffers(output); i++) {\n    aclrtMemcpy${d2h}\n}`,
    }),
    'memcpy of the C library': frame(`memcpy(hostOut, hostIn, 1024);\n${execute}`),
    'a function that is never called': frame(execute, { top: `void dump()\n{\n    aclrtMemcpy${d2h}\n}` }),
  },
  invalid: {
    'to the device': frame(`⟦aclrtMemcpy⟧${h2d}\n${execute}`),
    'from the device': frame(`${execute}\n⟦aclrtMemcpy⟧${d2h}`),
    'both ways': frame(`⟦aclrtMemcpy⟧${h2d}\n${execute}\n⟦aclrtMemcpy⟧${d2h}`),
    'a copy with pitches': frame(
      `${execute}\n⟦aclrtMemcpy2d⟧(hostOut, 64, deviceOut, 64, 60, 32, ACL_MEMCPY_DEVICE_TO_HOST);`,
    ),
    'a kind that depends on the run mode': frame(
      `⟦aclrtMemcpy⟧(deviceIn, IN_BYTES, hostIn, IN_BYTES, kind);\n${execute}`,
      {
        before: `aclrtRunMode mode;
aclrtGetRunMode(&mode);
aclrtMemcpyKind kind = mode == ACL_HOST ? ACL_MEMCPY_HOST_TO_DEVICE : ACL_MEMCPY_DEVICE_TO_DEVICE;`,
      },
    ),
    'in a helper': frame(`${execute}\nfetch();`, { top: `void fetch()\n{\n    ⟦aclrtMemcpy⟧${d2h}\n}` }),
    'in a loop over the outputs of each frame': frame(
      `${execute}\nfor (size_t i = 0; i < aclmdlGetDatasetNumBuffers(output); i++) {\n    ⟦aclrtMemcpy⟧${d2h}\n}`,
    ),
    'a kind given as a parameter': frame(`copy(deviceIn, hostIn, ACL_MEMCPY_HOST_TO_DEVICE);\n${execute}`, {
      top: 'void copy(void *to, void *from, aclrtMemcpyKind kind)\n{\n    ⟦aclrtMemcpy⟧(to, IN_BYTES, from, IN_BYTES, kind);\n}',
    }),
    'in a thread': program(`void *work(void *)
{
    aclrtSetCurrentContext(context);
    while (running) {
        ⟦aclrtMemcpy⟧${h2d}
        aclmdlExecuteAsync(modelId, input, output, stream);
        aclrtSynchronizeStream(stream);
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

    'of memory that is not page-locked, which no fix makes asynchronous': frame(
      `⟦aclrtMemcpy⟧(deviceIn, IN_BYTES, plain, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);\n${execute}`,
      { before: 'void *plain = malloc(IN_BYTES);' },
    ),
    'of memory whose origin is not known, which no fix makes asynchronous': frame(
      `⟦aclrtMemcpy⟧(deviceIn, IN_BYTES, given, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);\n${execute}`,
      { top: 'extern void *given;' },
    ),
    'before work in a helper, which no fix reaches': frame(`⟦aclrtMemcpy⟧${h2d}\ninfer();`, {
      top: `void infer()\n{\n    aclmdlExecuteAsync(modelId, input, output, stream);\n    aclrtSynchronizeStream(stream);\n}`,
    }),
    'out of the device before more work': frame(`⟦aclrtMemcpy⟧${d2h}\n${execute}`),
  },
});
