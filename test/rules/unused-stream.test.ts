import { frame, program, setup } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';
import { workers } from './support/workers.ts';

const other = (name = 'aclrtCreateStream'): string => `aclrtStream other = nullptr;\n${name}(&other);`;
const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);\naclrtSynchronizeStream(stream);';
const marked = '⟦aclrtCreateStream⟧';

testRule('unused-stream', {
  valid: {
    'a stream with work': frame(execute),
    'two streams with work': frame(
      `${execute}\naclrtMemcpyAsync(hostOut, 64, deviceOut, 64, ACL_MEMCPY_DEVICE_TO_HOST, other);\naclrtSynchronizeStream(other);`,
      { before: other() },
    ),
    'an event is recorded on it': frame(`${execute}\naclrtRecordEvent(event, other);`, {
      before: `${other()}\naclrtEvent event = nullptr;\naclrtCreateEvent(&event);`,
    }),
    'callbacks are launched on it': frame(`${execute}`, {
      before: `${other()}\naclrtSubscribeReport(1, other);`,
    }),
    'given to a function that uses it': frame(`${execute}\nfetch(other);`, {
      top: 'void fetch(aclrtStream where)\n{\n    aclrtMemcpyAsync(hostOut, 64, deviceOut, 64, ACL_MEMCPY_DEVICE_TO_HOST, where);\n    aclrtSynchronizeStream(where);\n}',
      before: other(),
    }),
    'an array by the thread’s number': workers(
      4,
      'aclrtMemcpyAsync(deviceIn, 64, hostIn, 64, ACL_MEMCPY_HOST_TO_DEVICE, streams[index]);\n        aclmdlExecuteAsync(modelId, input, output, stream);\n        aclrtSynchronizeStream(streams[index]);',
      {
        top: 'static aclrtStream streams[4];',
        start: 'aclrtCreateStream(&streams[index]);',
      },
    ),
    'a stream whose use is not known': frame(
      `${execute}\naclrtMemcpyAsync(hostOut, 64, deviceOut, 64, ACL_MEMCPY_DEVICE_TO_HOST, pick());`,
      {
        top: 'aclrtStream pick();',
        before: other(),
      },
    ),
    'no stream': program(`int main()\n{\n    aclInit(nullptr);\n    aclrtSetDevice(0);\n    return 0;\n}`),
  },
  invalid: {
    'never used': frame(execute, { before: other(marked) }),
    'only destroyed': frame(execute, {
      before: other(marked),
      loop: 'for (int i = 0; i < 9; i++)',
      after: 'aclrtDestroyStream(other);',
    }),
    'only waited for': frame(`${execute}\naclrtSynchronizeStream(other);`, { before: other(marked) }),
    'beside synchronous executions': program(
      `int main()\n{\n${setup.replace('aclrtCreateStream', marked)}\n    while (running) {\n        aclmdlExecute(modelId, input, output);\n    }\n    return 0;\n}`,
    ),
    'with its result checked': frame(execute, {
      before:
        'aclrtStream other = nullptr;\naclError ret = ⟦aclrtCreateStream⟧(&other);\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}',
    }),
    'with a configuration': frame(execute, {
      before:
        'aclrtStream other = nullptr;\n⟦aclrtCreateStreamWithConfig⟧(&other, 0, ACL_STREAM_FAST_LAUNCH);',
    }),
    'two of them': frame(execute, {
      before: `${other(marked)}\naclrtStream third = nullptr;\n⟦aclrtCreateStream⟧(&third);`,
    }),
    'in a helper': frame(execute, {
      top: 'static aclrtStream other = nullptr;\n\nvoid make()\n{\n    ⟦aclrtCreateStream⟧(&other);\n}',
      before: 'make();',
    }),
  },
});
