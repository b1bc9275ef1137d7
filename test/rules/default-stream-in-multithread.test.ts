import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';
import { workers } from './support/workers.ts';

const copy = (stream: string, name = 'aclrtMemcpyAsync'): string =>
  `${name}(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, ${stream});`;
const marked = '⟦aclrtMemcpyAsync⟧';
const wait = 'aclrtSynchronizeStream(nullptr);';
const own = 'aclrtStream own = nullptr;\n    aclrtCreateStream(&own);';

testRule('default-stream-in-multithread', {
  valid: {
    'one thread': workers(1, `${copy('nullptr')}\n        ${wait}`),
    'the main thread': frame(`${copy('nullptr')}\n${wait}`),
    'a stream of each thread': workers(4, `${copy('own')}\n        aclrtSynchronizeStream(own);`, {
      start: own,
    }),
    'a shared stream, which has a rule of its own': workers(
      4,
      `${copy('stream')}\n        aclrtSynchronizeStream(stream);`,
    ),
    'synchronous executions': workers(4, 'aclmdlExecute(modelId, input, output);'),
    'waits only': workers(4, wait),
    'threads without work': workers(4, 'usleep(1000);'),
    'synchronous copies': workers(4, 'aclrtMemcpy(deviceIn, 64, hostIn, 64, ACL_MEMCPY_HOST_TO_DEVICE);'),

    'a stream whose name ends in 0': workers(
      4,
      `${copy('stream0')}\n        aclrtSynchronizeStream(stream0);`,
      {
        top: 'static aclrtStream stream0 = nullptr;',
      },
    ),
    'a stream whose name begins like none': workers(
      4,
      `${copy('NULLABLE')}\n        aclrtSynchronizeStream(NULLABLE);`,
      { top: 'static aclrtStream NULLABLE = nullptr;' },
    ),
    'a submission that takes no stream': workers(
      4,
      'hi_vpc_pic_info source = {};\n        hi_vpc_pic_info target = {};\n        hi_u32 task = 0;\n        hi_mpi_vpc_resize(0, &source, &target, 0, 0, 0, &task, -1);',
    ),
  },
  invalid: {
    nullptr: workers(4, `${copy('nullptr', marked)}\n        ${wait}`),
    NULL: workers(4, `${copy('NULL', marked)}\n        ${wait}`),
    '0': workers(4, `${copy('0', marked)}\n        ${wait}`),
    'two threads': workers(2, `${copy('nullptr', marked)}\n        ${wait}`),
    'each call': workers(
      4,
      `${copy('nullptr', marked)}\n        ${copy('nullptr', marked)}\n        ${wait}`,
    ),
    'in a helper': workers(4, `feed();\n        ${wait}`, {
      top: `void feed()\n{\n    ${copy('nullptr', marked)}\n}`,
    }),
    decoding: workers(
      4,
      `⟦acldvppJpegDecodeAsync⟧(channel, jpeg, JPEG_BYTES, decoded, nullptr);\n        ${wait}`,
    ),
    'beside a stream of its own': workers(
      4,
      `${copy('own')}\n        ${copy('nullptr', marked)}\n        ${wait}`,
      {
        start: own,
      },
    ),
  },
});
