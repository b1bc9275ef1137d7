import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);';
const marked = '⟦aclrtSynchronizeDevice⟧();';

testRule('sync-device-in-loop', {
  valid: {
    'a wait for the stream': frame(`${execute}\naclrtSynchronizeStream(stream);`),
    'after the loop': frame(execute, {
      loop: 'for (int i = 0; i < 10; i++)',
      after: 'aclrtSynchronizeDevice();',
    }),
    'before the loop': frame('usleep(1000);', { before: 'aclrtSynchronizeDevice();' }),
    'in a loop that never runs': frame('aclrtSynchronizeDevice();', { loop: 'for (int i = 0; i < 0; i++)' }),
    'in a function that is called at the end': frame(execute, {
      top: 'void finish()\n{\n    aclrtSynchronizeDevice();\n}',
      loop: 'for (int i = 0; i < 10; i++)',
      after: 'finish();',
    }),
    'a wait for an event': frame(
      `${execute}\naclrtRecordEvent(event, stream);\naclrtSynchronizeEvent(event);`,
      {
        before: 'aclrtEvent event;\naclrtCreateEvent(&event);',
      },
    ),
    'no wait at all': frame(execute),
    'the word in a comment': frame(`// aclrtSynchronizeDevice();\n${execute}`),
  },
  invalid: {
    'after an execution': { code: frame(`${execute}\n${marked}`), lessened: ['sync-each-submission'] },
    'after a chain': {
      code: frame(
        `acldvppJpegDecodeAsync(channel, jpeg, JPEG_BYTES, decoded, stream);\n${execute}\n${marked}`,
      ),
      lessened: ['sync-once-per-frame'],
    },
    'in a counted loop': frame(`${execute}\n${marked}`, { loop: 'for (int i = 0; i < 500; i++)' }),
    'in a helper': frame(`${execute}\nfinish();`, { top: `void finish()\n{\n    ${marked}\n}` }),
    'with its result checked': frame(
      `${execute}\nif (⟦aclrtSynchronizeDevice⟧() != ACL_ERROR_NONE) {\n    return 1;\n}`,
    ),
    'after work on two streams': frame(
      `${execute}\naclrtMemcpyAsync(hostOut, OUT_BYTES, deviceOut, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_HOST, other);\n${marked}`,
      { before: 'aclrtStream other = nullptr;\naclrtCreateStream(&other);' },
    ),
    'under a condition': frame(`${execute}\nif (running) {\n    ${marked}\n}`),
    'at the start of each pass': frame(`${marked}\n${execute}`),
  },
});
