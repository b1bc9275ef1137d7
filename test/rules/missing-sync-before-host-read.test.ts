import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);';
const out = '(hostOut, OUT_BYTES, deviceOut, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_HOST, stream);';
const wait = 'aclrtSynchronizeStream(stream);';
const read = 'float first = ((float *)hostOut)[0];\nprintf("%f\\n", first);';
const scores = 'const float *scores = (const float *)hostOut;\n';
const algorithms = '#include <algorithm>\n#include <numeric>';
const mine = {
  top: algorithms,
  before: 'std::vector<float> mine(1000);\nFILE *file = fopen("scores", "wb");',
};
const fetch = '(hostOut, OUT_BYTES, deviceOut, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_HOST);';

testRule('missing-sync-before-host-read', {
  valid: {
    'a wait before the read': frame(`${execute}\naclrtMemcpyAsync${out}\n${wait}\n${read}`),
    'a synchronous copy after a wait': frame(`${execute}\n${wait}\naclrtMemcpy${fetch}\n${read}`),
    'synchronous from end to end': frame(
      `aclmdlExecute(modelId, input, output);\naclrtMemcpy${fetch}\n${read}`,
    ),
    'a wait for the device': frame(`${execute}\naclrtMemcpyAsync${out}\naclrtSynchronizeDevice();\n${read}`),
    'a wait for an event': frame(
      `${execute}\naclrtMemcpyAsync${out}\naclrtRecordEvent(event, stream);\naclrtSynchronizeEvent(event);\n${read}`,
      { before: 'aclrtEvent event = nullptr;\naclrtCreateEvent(&event);' },
    ),
    'a wait in a helper': frame(`${execute}\naclrtMemcpyAsync${out}\nfinish();\n${read}`, {
      top: `void finish()\n{\n    ${wait}\n}`,
    }),
    'nothing is read': frame(`${execute}\naclrtMemcpyAsync${out}`),
    'other memory is read': frame(
      `${execute}\naclrtMemcpyAsync${out}\nfloat x = ((float *)hostIn)[0];\nprintf("%f\\n", x);\n${wait}`,
    ),

    'a wait on either side of a branch': frame(
      `${execute}\naclrtMemcpyAsync${out}\nif (running) {\n    ${wait}\n} else {\n    usleep(1);\n}\n${read}`,
    ),
    'a wait on the other side of a branch': frame(
      `${execute}\naclrtMemcpyAsync${out}\nif (running) {\n    usleep(1);\n} else {\n    ${wait}\n}\n${read}`,
    ),
    'a question about the stream': frame(
      `${execute}\naclrtMemcpyAsync${out}\naclrtStreamStatus status;\naclrtStreamQuery(stream, &status);\n${read}`,
    ),
    'another stream waits for it': frame(
      `${execute}\naclrtMemcpyAsync${out}\naclrtRecordEvent(event, stream);\naclrtStreamWaitEvent(other, event);\naclrtSynchronizeStream(other);\n${read}`,
      {
        before:
          'aclrtStream other = nullptr;\naclrtCreateStream(&other);\naclrtEvent event = nullptr;\naclrtCreateEvent(&event);',
      },
    ),
    'a copy to the device from what was read': frame(
      `${execute}\naclrtMemcpy(deviceIn, 64, hostIn, 64, ACL_MEMCPY_HOST_TO_DEVICE);\n${wait}`,
    ),
    'the host writes only': frame(`${execute}\naclrtMemcpyAsync${out}\n((float *)hostOut)[0] = 0;\n${wait}`),
    'a copy to the device that the host reads': frame(
      'aclrtMemcpyAsync(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);\nfloat x = ((float *)hostIn)[0];\nprintf("%f\\n", x);\naclrtSynchronizeStream(stream);',
    ),
    'its address alone is used': frame(
      `${execute}\naclrtMemcpyAsync${out}\nprintf("%p\\n", hostOut);\nrequests.push_back(hostOut);\n${wait}`,
      { before: 'std::vector<void *> requests;' },
    ),
    'an algorithm after a wait': frame(
      `${execute}\naclrtMemcpyAsync${out}\n${wait}\n${scores}float best = *std::max_element(scores, scores + 1000);\nprintf("%f\\n", best);`,
      { top: algorithms },
    ),
  },
  invalid: {
    ...Object.fromEntries(
      Object.entries({
        'an algorithm looks for the best': 'auto best = std::max_element(scores, scores + 1000) - scores;',
        'an algorithm adds up': 'float sum = std::accumulate(scores, scores + 1000, 0.0f);',
        'an algorithm sorts':
          'std::partial_sort((float *)scores, (float *)scores + 5, (float *)scores + 1000);',
        'a copy of an algorithm': 'std::copy(scores, scores + 1000, mine.begin());',
        memcpy: 'memcpy(mine.data(), hostOut, 4000);',
        'a file is written': 'fwrite(hostOut, 1, OUT_BYTES, file);',
        'a container is made of it': 'std::vector<float> copied(scores, scores + 1000);',
        'a container is given it': 'mine.assign(scores, scores + 1000);',
      }).map(([how, line]) => [
        how,
        {
          code: frame(`${execute}\n⟦aclrtMemcpyAsync⟧${out}\n${scores}${line}\n${wait}`, mine),
          message: 'host',
        },
      ]),
    ),
    'the host reads at once': {
      code: frame(`${execute}\n⟦aclrtMemcpyAsync⟧${out}\n${read}\n${wait}`),
      message: 'host',
    },
    'a synchronous copy right after': {
      code: frame(`${execute}\n⟦aclrtMemcpy⟧${fetch}\n${wait}`),
      message: 'copy',
    },
    'with results checked': frame(
      `aclError ret = ${execute}\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}\nret = ⟦aclrtMemcpy⟧${fetch}\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}\n${wait}`,
    ),
    'a wait for another stream': frame(
      `${execute}\naclrtSynchronizeStream(other);\n⟦aclrtMemcpy⟧${fetch}\n${wait}`,
      {
        before: 'aclrtStream other = nullptr;\naclrtCreateStream(&other);',
      },
    ),
    'in a helper': frame(`${execute}\nfetch();\n${wait}`, {
      top: `void fetch()\n{\n    ⟦aclrtMemcpy⟧${fetch}\n}`,
    }),
    'the data buffer’s address': frame(
      `${execute}\nvoid *data = aclGetDataBufferAddr(aclmdlGetDatasetBuffer(output, 0));\n⟦aclrtMemcpy⟧(hostOut, OUT_BYTES, data, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_HOST);\n${wait}`,
    ),
    'once, outside a loop': frame('usleep(1000);', { before: `${execute}\n⟦aclrtMemcpy⟧${fetch}\n${wait}` }),
    'in a counted loop': frame(`${execute}\n⟦aclrtMemcpyAsync⟧${out}\n${read}\n${wait}`, {
      loop: 'for (int i = 0; i < 100; i++)',
    }),

    'no wait on either side of a branch': frame(
      `${execute}\n⟦aclrtMemcpyAsync⟧${out}\nif (running) {\n    usleep(2);\n} else {\n    usleep(1);\n}\n${read}\n${wait}`,
    ),
    'on one side of a branch': frame(
      `${execute}\n⟦aclrtMemcpyAsync⟧${out}\nif (running) {\n    ${read.replace('\n', '\n    ')}\n}\n${wait}`,
    ),

    'a copy in a condition': frame(
      `${execute}\nif (⟦aclrtMemcpy⟧${fetch.replace(';', '')} != ACL_ERROR_NONE) {\n    return 1;\n}\n${wait}`,
    ),
    'a copy in a longer condition, where no line can be put before it': frame(
      `${execute}\nif (hostOut != nullptr &&\n    ⟦aclrtMemcpy⟧${fetch.replace(';', '')} != ACL_ERROR_NONE) {\n    return 1;\n}\n${wait}`,
    ),
  },
});
