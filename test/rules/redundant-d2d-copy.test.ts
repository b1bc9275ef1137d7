import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const resize =
  'acldvppVpcResizeAsync(channel, decoded, resized, resizeConfig, stream);\naclrtSynchronizeStream(stream);';
const execute = 'aclmdlExecute(modelId, input, output);';
const d2d = (to: string, from: string): string =>
  `(${to}, 75264, ${from}, 75264, ACL_MEMCPY_DEVICE_TO_DEVICE);`;

testRule('redundant-d2d-copy', {
  valid: {
    'VPC writes into the model’s input': frame(`${resize}\n${execute}`, {
      before: 'acldvppSetPicDescData(resized, deviceIn);',
    }),
    'a copy to memory of another use': frame(
      `${resize}\naclrtMemcpy${d2d('spare', 'resizedData')}\n${execute}`,
      {
        before: 'void *spare = nullptr;\naclrtMalloc(&spare, 75264, ACL_MEM_MALLOC_NORMAL_ONLY);',
      },
    ),
    'frames gathered into a batch': frame(
      `for (int i = 0; i < 16; i++) {
    acldvppVpcResizeAsync(channel, decoded, resized, resizeConfig, stream);
    aclrtMemcpyAsync((uint8_t *)deviceIn + i * 75264, 75264, resizedData, 75264, ACL_MEMCPY_DEVICE_TO_DEVICE, stream);
}
aclrtSynchronizeStream(stream);
${execute}`,
    ),
    'a copy to a place within the input': frame(
      `${resize}\naclrtMemcpy${d2d('(uint8_t *)deviceIn + 75264', 'resizedData')}\n${execute}`,
    ),
    'a copy from the host': frame(
      `aclrtMemcpy(deviceIn, 75264, hostIn, 75264, ACL_MEMCPY_HOST_TO_DEVICE);\n${execute}`,
    ),
    'a copy of the model’s output': frame(`${execute}\naclrtMemcpy${d2d('resizedData', 'deviceOut')}`),
    'a copy of a model’s output to the input': frame(
      `${execute}\naclrtMemcpy(deviceIn, 4096, deviceOut, 4096, ACL_MEMCPY_DEVICE_TO_DEVICE);`,
    ),
    'before the loop': frame(execute, { before: `aclrtMemcpy${d2d('deviceIn', 'resizedData')}` }),

    'a place in the input that the run decides': frame(
      `${resize}\naclrtMemcpy${d2d('(uint8_t *)deviceIn + offset', 'resizedData')}\n${execute}`,
      { before: 'size_t offset = (size_t)atoi(getenv("OFFSET"));' },
    ),
    'pictures copied in a loop inside the frame': frame(
      `${resize}\nfor (int i = 0; i < 4; i++) {\n    aclrtMemcpy${d2d('deviceIn', 'resizedData')}\n}\n${execute}`,
    ),
    'a target that is not known': frame(`${resize}\naclrtMemcpy${d2d('given', 'resizedData')}\n${execute}`, {
      top: 'extern void *given;',
    }),
    'a source that is not known': frame(`${resize}\naclrtMemcpy${d2d('deviceIn', 'given')}\n${execute}`, {
      top: 'extern void *given;',
    }),
    'out to the host': frame(
      `${resize}\naclrtMemcpy(hostIn, 75264, resizedData, 75264, ACL_MEMCPY_DEVICE_TO_HOST);\n${execute}`,
    ),
  },
  invalid: {
    'a resized picture': frame(`${resize}\n⟦aclrtMemcpy⟧${d2d('deviceIn', 'resizedData')}\n${execute}`),
    asynchronously: frame(
      `acldvppVpcResizeAsync(channel, decoded, resized, resizeConfig, stream);
⟦aclrtMemcpyAsync⟧(deviceIn, 75264, resizedData, 75264, ACL_MEMCPY_DEVICE_TO_DEVICE, stream);
aclmdlExecuteAsync(modelId, input, output, stream);
aclrtSynchronizeStream(stream);`,
    ),
    'a decoded picture': frame(
      `acldvppJpegDecodeAsync(channel, jpeg, JPEG_BYTES, decoded, stream);
aclrtSynchronizeStream(stream);
⟦aclrtMemcpy⟧${d2d('deviceIn', 'decodedData')}
${execute}`,
    ),
    'in a helper': frame(`${resize}\nfeed();\n${execute}`, {
      top: `void feed()\n{\n    ⟦aclrtMemcpy⟧${d2d('deviceIn', 'resizedData')}\n}`,
    }),
    'with its result checked': frame(
      `${resize}\naclError ret = ⟦aclrtMemcpy⟧${d2d('deviceIn', 'resizedData')}\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}\n${execute}`,
    ),
    'in a counted loop': frame(`${resize}\n⟦aclrtMemcpy⟧${d2d('deviceIn', 'resizedData')}\n${execute}`, {
      loop: 'for (int i = 0; i < 1000; i++)',
    }),
    'the copy by way of pointers': frame(
      `${resize}\nvoid *from = acldvppGetPicDescData(resized);\n⟦aclrtMemcpy⟧${d2d('deviceIn', 'from')}\n${execute}`,
    ),
    'the input’s address out of its data buffer': frame(
      `${resize}\nvoid *to = aclGetDataBufferAddr(aclmdlGetDatasetBuffer(input, 0));\n⟦aclrtMemcpy⟧${d2d('to', 'resizedData')}\n${execute}`,
    ),

    'a picture of DVPP in plain device memory': frame(
      `${resize}\n⟦aclrtMemcpy⟧${d2d('deviceIn', 'own')}\n${execute}`,
      {
        before:
          'void *own = nullptr;\naclrtMalloc(&own, 75264, ACL_MEM_MALLOC_HUGE_FIRST);\nacldvppSetPicDescData(resized, own);',
      },
    ),
  },
});
