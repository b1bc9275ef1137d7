import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);';
const decode = 'acldvppJpegDecodeAsync(channel, jpeg, JPEG_BYTES, decoded, stream);';
const resize = 'acldvppVpcResizeAsync(channel, decoded, resized, resizeConfig, stream);';
const wait = 'aclrtSynchronizeStream(stream);';
const marked = '⟦aclrtSynchronizeStream⟧(stream);';
const copyIn = 'aclrtMemcpyAsync(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);';

testRule('sync-each-submission', {
  valid: {
    'a whole chain before the wait': frame(`${decode}\n${resize}\n${execute}\n${wait}`),
    'many submissions before the wait': frame(`for (int i = 0; i < 64; i++) {\n    ${execute}\n}\n${wait}`),
    'a wait after the loop': frame(execute, { loop: 'for (int i = 0; i < 100; i++)', after: wait }),
    'a wait now and then': frame(`${execute}\nif (i % 16 == 15) {\n    ${wait}\n}`, {
      loop: 'for (int i = 0; i < 128; i++)',
    }),
    'a wait for a full batch': frame(`${execute}\nif (++count == 16) {\n    ${wait}\n    count = 0;\n}`, {
      before: 'int count = 0;',
    }),
    'a window that starts again before its wait': frame(
      `${execute}\nif (++pending == 24) {\n    pending = 0;\n    ${wait}\n}`,
      { before: 'int pending = 0;' },
    ),
    'a window that is not yet full': frame(
      `${execute}\ninflight++;\nif (inflight < 16)\n    continue;\n${wait}\ninflight = 0;`,
      { before: 'int inflight = 0;' },
    ),
    'a wait where a ring comes round': frame(
      `${execute}\nslot = (slot + 1) % 32;\nif (slot == 0)\n    ${wait}`,
      {
        before: 'int slot = 0;',
      },
    ),
    'a wait without a submission': frame(`${wait}\nusleep(1000);`),
    'a wait for another stream': frame(`${execute}\naclrtSynchronizeStream(other);`, {
      before: 'aclrtStream other = nullptr;\naclrtCreateStream(&other);',
    }),
    'one submission outside a frame loop': frame('usleep(1000);', { before: `${execute}\n${wait}` }),
  },
  invalid: {
    'checked by a macro': frame(`${execute}\nCHECK(${marked.replace(';', '')});`, {
      top: '#define CHECK(call) do { if ((call) != ACL_SUCCESS) { printf("%s failed", #call); return 1; } } while (0)',
    }),
    'checked behind it, every second frame': frame(
      `${execute}\naclError ret = ${marked}\nif (ret != ACL_SUCCESS) {\n    return 1;\n}`,
      { loop: 'for (int i = 0; i < 1000; i += 2)' },
    ),
    'checked as a condition': frame(
      `${execute}\nif (${marked.replace(';', '')} != ACL_SUCCESS) {\n    return 1;\n}`,
    ),
    'a check that leaves the loop': frame(
      `${execute}\nif (${marked.replace(';', '')} != ACL_SUCCESS) {\n    break;\n}`,
    ),
    'an execution': frame(`${execute}\n${marked}`),
    'a decoding': frame(`${decode}\n${marked}`),
    'a copy': frame(`${copyIn}\n${marked}`),
    'each of three stages': frame(`${decode}\n${marked}\n${resize}\n${marked}\n${execute}\n${marked}`),
    'a wait in a helper': frame(`${execute}\nfinish();`, {
      top: `void finish()\n{\n    ${marked}\n}`,
    }),
    'two copies of one stage': frame(
      `${copyIn}\naclrtMemcpyAsync(jpeg, JPEG_BYTES, hostIn, JPEG_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);\n${marked}`,
    ),
    'a wait for an event': frame(
      `${execute}\naclrtRecordEvent(event, stream);\n⟦aclrtSynchronizeEvent⟧(event);`,
      {
        before: 'aclrtEvent event = nullptr;\naclrtCreateEvent(&event);',
      },
    ),
    'a wait for a task of DVPP V2': frame(
      `uint32_t task = 0;\nhi_mpi_vpc_resize(0, &in, &out, 0, 0, 0, &task, -1);\n⟦hi_mpi_vpc_get_process_result⟧(0, task, -1);`,
      {
        before:
          'hi_vpc_pic_info in;\nhi_vpc_pic_info out;\nmemset(&in, 0, sizeof(in));\nmemset(&out, 0, sizeof(out));',
      },
    ),
    'with the result checked': frame(
      `aclError ret = ${execute}\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}\nret = ${marked}\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}`,
      { loop: 'for (int i = 0; i < 1000; i++)' },
    ),

    'in a condition, which no fix takes out': frame(
      `${execute}\nif (⟦aclrtSynchronizeStream⟧(stream) != ACL_ERROR_NONE) {\n    return 1;\n}`,
    ),
  },
});
