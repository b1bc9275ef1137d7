import { program, setup } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

/** A program with a thread that serves callbacks, and `body` once per frame. */
const served = (body: string, loop = 'while (running)', after = ''): string =>
  program(`void done(void *)
{
}

void *reports(void *)
{
    aclrtSetCurrentContext(context);
    while (running) {
        aclrtProcessReport(100);
    }
    return nullptr;
}

int main()
{
${setup}
    pthread_t thread;
    pthread_create(&thread, nullptr, reports, nullptr);
    aclrtSubscribeReport((uint64_t)thread, stream);
    int n = 0;
    ${loop} {
        n++;
        ${body}
    }
    ${after}
    pthread_join(thread, nullptr);
    return 0;
}`);
const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);';
const launch = 'aclrtLaunchCallback(done, nullptr, ACL_CALLBACK_NO_BLOCK, stream);';
const marked = `⟦aclrtLaunchCallback⟧(done, nullptr, ACL_CALLBACK_NO_BLOCK, stream);`;

testRule('callback-per-frame', {
  valid: {
    'every 16th frame': served(`${execute}\n        if (n % 16 == 0) {\n            ${launch}\n        }`),
    'for a full batch': served(
      `${execute}\n        if (n == 16) {\n            ${launch}\n            n = 0;\n        }`,
    ),
    'after 64 submissions': served(execute, 'for (int i = 0; i < 64; i++)', launch),
    'no callback': served(`${execute}\n        aclrtSynchronizeStream(stream);`),
    'before the frames': served(execute, `${launch}\n    while (running)`),
    'in a loop that never runs': served(`${execute}\n        ${launch}`, 'for (int i = 0; i < 0; i++)'),
    'after the frames': served(execute, 'for (int i = 0; i < 10; i++)', launch),
    'in a comment': served(`${execute}\n        // ${launch}`),
  },
  invalid: {
    'after each execution': served(`${execute}\n        ${marked}`),
    'in a counted loop': served(`${execute}\n        ${marked}`, 'for (int i = 0; i < 100; i++)'),
    blocking: served(`${execute}\n        ⟦aclrtLaunchCallback⟧(done, nullptr, ACL_CALLBACK_BLOCK, stream);`),
    'after a chain': served(
      `acldvppJpegDecodeAsync(channel, jpeg, JPEG_BYTES, decoded, stream);\n        ${execute}\n        ${marked}`,
    ),
    'after a copy': served(
      `aclrtMemcpyAsync(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);\n        ${marked}`,
    ),
    'with its result checked': served(
      `${execute}\n        aclError ret = ${marked}\n        if (ret != ACL_ERROR_NONE) {\n            return 1;\n        }`,
    ),
    'before the execution': served(`${marked}\n        ${execute}`),
    'two of them': served(`${execute}\n        ${marked}\n        ${execute}\n        ${marked}`),
  },
});
