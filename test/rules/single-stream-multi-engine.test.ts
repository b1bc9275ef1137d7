import { frame, program, setup } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const decode = 'acldvppJpegDecodeAsync(channel, jpeg, JPEG_BYTES, decoded, stream);';
const resize = 'acldvppVpcResizeAsync(channel, decoded, resized, resizeConfig, stream);';
const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);';
const marked = '⟦aclmdlExecuteAsync⟧(modelId, input, output, stream);';
const wait = 'aclrtSynchronizeStream(stream);';
const threads = (count: number, own: string, stages: string): string =>
  program(`void *work(void *)
{
    aclrtSetCurrentContext(context);
    ${own}
    while (running) {
        ${stages}
    }
    return nullptr;
}

int main()
{
${setup}
    pthread_t threads[${String(count)}];
    for (int i = 0; i < ${String(count)}; i++) {
        pthread_create(&threads[i], nullptr, work, nullptr);
    }
    for (int i = 0; i < ${String(count)}; i++) {
        pthread_join(threads[i], nullptr);
    }
    return 0;
}`);

testRule('single-stream-multi-engine', {
  valid: {
    'one engine': frame(`${execute}\n${wait}`),
    'copies and a model': frame(
      `aclrtMemcpyAsync(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);\n${execute}\n${wait}`,
    ),
    'pictures only': frame(`${decode}\n${resize}\n${wait}`),
    'a second stream': frame(
      `${decode}\naclrtSynchronizeStream(stream);\naclmdlExecuteAsync(modelId, input, output, other);\naclrtSynchronizeStream(other);`,
      { before: 'aclrtStream other = nullptr;\naclrtCreateStream(&other);' },
    ),
    'four threads': threads(
      4,
      'aclrtStream own = nullptr;\n    aclrtCreateStream(&own);',
      'acldvppJpegDecodeAsync(channel, jpeg, JPEG_BYTES, decoded, own);\n        aclmdlExecuteAsync(modelId, input, output, own);\n        aclrtSynchronizeStream(own);',
    ),
    'a synchronous model': frame(`${decode}\n${wait}\naclmdlExecute(modelId, input, output);`),
    'outside a loop': frame('usleep(1000);', { before: `${decode}\n${execute}\n${wait}` }),
    'a loop of one pass': frame(`${decode}\n${execute}\n${wait}`, { loop: 'for (int i = 0; i < 1; i++)' }),

    'a loop of two passes': frame(`${decode}\n${execute}\n${wait}`, { loop: 'for (int i = 0; i < 2; i++)' }),
    'several streams by index': frame(
      `acldvppJpegDecodeAsync(channel, jpeg, JPEG_BYTES, decoded, many[0]);\naclmdlExecuteAsync(modelId, input, output, many[1]);\naclrtSynchronizeStream(many[1]);`,
      {
        before:
          'static aclrtStream many[4];\nfor (int i = 0; i < 4; i++) {\n    aclrtCreateStream(&many[i]);\n}',
      },
    ),
    'the model outside the frames': frame(`${decode}\n${wait}`, { before: `${execute}\n${wait}` }),
  },
  invalid: {
    'decode and infer': frame(`${decode}\n${marked}\n${wait}`),
    'decode, resize and infer': frame(`${decode}\n${resize}\n${marked}\n${wait}`),
    'many frames a wait': frame(
      `for (int i = 0; i < 64; i++) {\n    ${decode}\n}\nfor (int i = 0; i < 64; i++) {\n    ${marked}\n}\n${wait}`,
    ),
    'with a copy': frame(
      `aclrtMemcpyAsync(jpeg, JPEG_BYTES, hostIn, JPEG_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);\n${decode}\n${marked}\n${wait}`,
    ),
    'stages in functions': frame(`decode();\ninfer();\n${wait}`, {
      top: `void decode()\n{\n    ${decode}\n}\n\nvoid infer()\n{\n    ${marked}\n}`,
    }),
    'one thread of its own': threads(1, '', `${decode}\n        ${marked}\n        ${wait}`),
    'in a counted loop': frame(`${resize}\n${marked}\n${wait}`, { loop: 'for (int i = 0; i < 1000; i++)' }),
    'with results checked': frame(
      `aclError ret = ${decode}\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}\nret = ${marked}\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}\n${wait}`,
    ),

    'a loop of three passes': frame(`${decode}\n${marked}\n${wait}`, { loop: 'for (int i = 0; i < 3; i++)' }),
    'a stage twice, named once': frame(`${decode}\n${decode}\n${marked}\n${wait}`),
    'beside a synchronous copy': frame(
      `aclrtMemcpy(jpeg, JPEG_BYTES, hostIn, JPEG_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);\n${decode}\n${marked}\n${wait}`,
    ),
    'beside a thread that gives the device nothing': frame(`${decode}\n${marked}\n${wait}`, {
      top: 'void watch()\n{\n    while (running) {\n        usleep(1000);\n    }\n}',
      before: 'std::thread other(watch);\nother.detach();',
    }),
  },
});
