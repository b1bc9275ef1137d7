import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';
import { workers } from './support/workers.ts';

const own = 'aclrtStream own = nullptr;\n    aclrtCreateStream(&own);';
const copy = (stream: string, name = 'aclrtMemcpyAsync'): string =>
  `${name}(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, ${stream});`;
const wait = (stream: string): string => `aclrtSynchronizeStream(${stream});`;
const marked = '⟦aclrtMemcpyAsync⟧';

testRule('stream-shared-by-threads', {
  valid: {
    'a stream of each thread': workers(4, `${copy('own')}\n        ${wait('own')}`, { start: own }),
    'an array by the thread’s number': workers(
      4,
      `${copy('streams[index]')}\n        ${wait('streams[index]')}`,
      {
        top: 'static aclrtStream streams[4];\n\nvoid makeStreams()\n{\n    for (int i = 0; i < 4; i++) {\n        aclrtCreateStream(&streams[i]);\n    }\n}',
      },
    ),
    'one thread': workers(1, `${copy('stream')}\n        ${wait('stream')}`),
    'the main thread alone': frame(`${copy('stream')}\n${wait('stream')}`),
    'threads that only wait': workers(4, wait('stream')),
    'the default stream, which has a rule of its own': workers(4, copy('nullptr')),
    'synchronous copies': workers(
      4,
      'aclrtMemcpy(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);',
    ),
    'a number of threads of the run': workers(1, `${copy('own')}\n        ${wait('own')}`, { start: own }),
  },
  invalid: {
    'four threads': workers(4, `${copy('stream', marked)}\n        ${wait('stream')}`),
    'two threads': workers(2, `${copy('stream', marked)}\n        ${wait('stream')}`),
    'eight threads': workers(8, `${copy('stream', marked)}\n        ${wait('stream')}`),
    'reported once a stream': workers(
      4,
      `${copy('stream', marked)}\n        ${copy('stream')}\n        ${wait('stream')}`,
    ),
    'in a helper': workers(4, `feed();\n        ${wait('stream')}`, {
      top: `void feed()\n{\n    ${copy('stream', marked)}\n}`,
    }),
    'with a stream of its own beside': workers(4, `${copy('stream', marked)}\n        ${wait('stream')}`, {
      start: own,
    }),
    'with results checked': workers(
      4,
      `aclError ret = ${copy('stream', marked)}\n        if (ret != ACL_ERROR_NONE) {\n            return nullptr;\n        }\n        ${wait('stream')}`,
    ),
    decoding: workers(
      4,
      `⟦acldvppJpegDecodeAsync⟧(channel, jpeg, JPEG_BYTES, decoded, stream);\n        ${wait('stream')}`,
    ),
  },
});
