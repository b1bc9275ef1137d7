import { served } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const counted = (body: string, loop = 'while (running)', after = ''): string =>
  served('', `n++;\n        ${body}`, { before: 'int n = 0;', loop, after });
const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);';
const launch = 'aclrtLaunchCallback(done, nullptr, ACL_CALLBACK_NO_BLOCK, stream);';
const marked = `⟦aclrtLaunchCallback⟧(done, nullptr, ACL_CALLBACK_NO_BLOCK, stream);`;

testRule('callback-per-frame', {
  valid: {
    'every 16th frame': counted(`${execute}\n        if (n % 16 == 0) {\n            ${launch}\n        }`),
    'for a full batch': counted(
      `${execute}\n        if (n == 16) {\n            ${launch}\n            n = 0;\n        }`,
    ),
    'after 64 submissions': counted(execute, 'for (int i = 0; i < 64; i++)', launch),
    'no callback': counted(`${execute}\n        aclrtSynchronizeStream(stream);`),
    'before the frames': counted(execute, `${launch}\n    while (running)`),
    'in a loop that never runs': counted(`${execute}\n        ${launch}`, 'for (int i = 0; i < 0; i++)'),
    'after the frames': counted(execute, 'for (int i = 0; i < 10; i++)', launch),
    'in a comment': counted(`${execute}\n        // ${launch}`),
  },
  invalid: {
    'after each execution': counted(`${execute}\n        ${marked}`),
    'in a counted loop': counted(`${execute}\n        ${marked}`, 'for (int i = 0; i < 100; i++)'),
    blocking: counted(
      `${execute}\n        ⟦aclrtLaunchCallback⟧(done, nullptr, ACL_CALLBACK_BLOCK, stream);`,
    ),
    'after a chain': counted(
      `acldvppJpegDecodeAsync(channel, jpeg, JPEG_BYTES, decoded, stream);\n        ${execute}\n        ${marked}`,
    ),
    'after a copy': counted(
      `aclrtMemcpyAsync(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);\n        ${marked}`,
    ),
    'with its result checked': counted(
      `${execute}\n        aclError ret = ${marked}\n        if (ret != ACL_ERROR_NONE) {\n            return 1;\n        }`,
    ),
    'before the execution': counted(`${marked}\n        ${execute}`),
    'two of them': counted(`${execute}\n        ${marked}\n        ${execute}\n        ${marked}`),
  },
});
