import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const fill = 'memcpy(hostIn, next, IN_BYTES);';
const copy = 'aclrtMemcpyAsync(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);';
const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);';
const wait = 'aclrtSynchronizeStream(stream);';
const source = { top: 'static char next[1 << 20];' };
const counted = { ...source, loop: 'for (unsigned i = 0; i < 100000; i++)' };

testRule('overwrite-before-sync', {
  valid: {
    'a wait in each pass': frame(`${fill}\n${copy}\n${execute}\n${wait}`, source),
    'a wait before it is filled': frame(`${wait}\n${fill}\n${copy}\n${execute}`, source),
    'filled only behind the wait of every fourth pass': frame(
      `if (i % 4 == 0) {\n    ${wait}\n    ${fill}\n}\n${copy}\n${execute}`,
      counted,
    ),
    'one of several buffers': frame(
      `memcpy(slots[i % 4], next, IN_BYTES);
aclrtMemcpyAsync(deviceIn, IN_BYTES, slots[i % 4], IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);
${execute}
if (i % 4 == 3) {
    ${wait}
}`,
      {
        ...counted,
        before:
          'void *slots[4];\nfor (int k = 0; k < 4; k++) {\n    aclrtMallocHost(&slots[k], IN_BYTES);\n}',
      },
    ),
    'a part of a buffer in turn': frame(
      `char *slot = (char *)ring + (i % 4) * IN_BYTES;
memcpy(slot, next, IN_BYTES);
aclrtMemcpyAsync(deviceIn, IN_BYTES, slot, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);
if (i % 4 == 3) {
    ${wait}
}`,
      { ...counted, before: 'void *ring = nullptr;\naclrtMallocHost(&ring, 4 * IN_BYTES);' },
    ),
    'a synchronous copy of it': frame(
      `${fill}\naclrtMemcpy(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);\naclmdlExecute(modelId, input, output);`,
      source,
    ),
    'memory that is not page-locked, which is copied before the call returns': frame(
      `memcpy(paged, next, IN_BYTES);\naclrtMemcpyAsync(deviceIn, IN_BYTES, paged, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);`,
      { ...source, before: 'char *paged = (char *)malloc(IN_BYTES);' },
    ),
    'a wait for its event': frame(
      `aclrtSynchronizeEvent(copied);\n${fill}\n${copy}\naclrtRecordEvent(copied, stream);\n${execute}`,
      { ...source, before: 'aclrtEvent copied = nullptr;\naclrtCreateEvent(&copied);' },
    ),
    'only read': frame(`${copy}\n${execute}\nmemcpy(next, hostIn, IN_BYTES);\n${wait}`, source),
    'filled once': frame(`${copy}\n${execute}`, { ...source, before: fill }),
    'given to a function that nothing defines': frame(`later(hostIn);\n${copy}\n${execute}`, {
      top: 'void later(void *memory);',
    }),
    'the program asks whether the copy has ended': frame(
      `aclrtEventRecordedStatus status = ACL_EVENT_RECORDED_STATUS_NOT_READY;
while (status != ACL_EVENT_RECORDED_STATUS_COMPLETE) {
    aclrtQueryEventStatus(copied, &status);
}
${fill}
${copy}
aclrtRecordEvent(copied, stream);`,
      { ...source, before: 'aclrtEvent copied = nullptr;\naclrtCreateEvent(&copied);' },
    ),
    'what a model has read is replaced by a copy of the same stream': frame(`${copy}\n${execute}`),
  },
  invalid: {
    'the next frame, without a wait': frame(`⟦memcpy⟧(hostIn, next, IN_BYTES);\n${copy}\n${execute}`, source),
    'a wait every fourth pass only': frame(
      `⟦memcpy⟧(hostIn, next, IN_BYTES);\n${copy}\n${execute}\nif ((i & 3) == 3) {\n    ${wait}\n}`,
      counted,
    ),
    'behind the copy, in the same pass': frame(
      `${copy}\n⟦memset⟧(hostIn, 0, IN_BYTES);\n${execute}\n${wait}`,
    ),
    'by its elements': frame(
      `float *values = (float *)hostIn;\n${copy}\n${execute}\n⟦values[0]⟧ = 1.0f;\n${wait}`,
    ),
    'in a function of the program': frame(`${copy}\n${execute}\nnormalize((float *)hostIn);\n${wait}`, {
      top: 'void normalize(float *values)\n{\n    ⟦values[3]⟧ = 0.5f;\n}',
    }),
    'read from a file': frame(`⟦fread⟧(hostIn, 1, IN_BYTES, file);\n${copy}\n${execute}`, {
      before: 'FILE *file = fopen("frames", "rb");',
    }),
    'a synchronous copy into what a model reads': frame(
      `⟦aclrtMemcpy⟧(deviceIn, IN_BYTES, next, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);\n${execute}`,
      source,
    ),
    'a wait for another stream': frame(
      `⟦memcpy⟧(hostIn, next, IN_BYTES);\n${copy}\n${execute}\naclrtSynchronizeStream(other);`,
      { ...source, before: 'aclrtStream other = nullptr;\naclrtCreateStream(&other);' },
    ),
  },
});
