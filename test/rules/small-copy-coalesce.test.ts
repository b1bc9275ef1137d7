import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const before = 'uint8_t *to = (uint8_t *)deviceIn;\nuint8_t *from = (uint8_t *)hostIn;';
const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);\naclrtSynchronizeStream(stream);';
const copy = (bytes = '4096', name = '⟦aclrtMemcpyAsync⟧'): string =>
  `${name}(to + i * 4096, ${bytes}, from + i * 4096, ${bytes}, ACL_MEMCPY_HOST_TO_DEVICE, stream);`;
const many = (body: string, head = 'for (int i = 0; i < 32; i++)'): string => `${head} {\n    ${body}\n}`;

testRule('small-copy-coalesce', {
  valid: {
    'one copy': frame(
      `aclrtMemcpyAsync(to, 131072, from, 131072, ACL_MEMCPY_HOST_TO_DEVICE, stream);\n${execute}`,
      { before },
    ),
    'copies of 2 MiB': frame(`${many(copy('2097152', 'aclrtMemcpyAsync'))}\n${execute}`, { before }),
    'four copies': frame(
      `${many(copy('4096', 'aclrtMemcpyAsync'), 'for (int i = 0; i < 4; i++)')}\n${execute}`,
      { before },
    ),
    'each with work of its own': frame(
      many(
        `${copy('4096', 'aclrtMemcpyAsync')}\n    acldvppJpegDecodeAsync(channel, jpeg, JPEG_BYTES, decoded, stream);`,
      ) + '\naclrtSynchronizeStream(stream);',
      { before },
    ),
    'from the device': frame(
      `${execute}\n${many('aclrtMemcpyAsync(from + i * 64, 64, to + i * 64, 64, ACL_MEMCPY_DEVICE_TO_HOST, stream);')}\naclrtSynchronizeStream(stream);`,
      { before },
    ),
    'before the frames': frame(execute, { before: `${before}\n${many(copy('4096', 'aclrtMemcpyAsync'))}` }),
    'bytes of the run': frame(`${many(copy('bytes', 'aclrtMemcpyAsync'))}\n${execute}`, {
      before: `${before}\nsize_t bytes = (size_t)atoi(getenv("BYTES"));`,
    }),
    'rows with gaps between them': frame(
      `${many(copy('4096', 'aclrtMemcpyAsync').replace('to + i * 4096', 'to + size_t(i) * 8192'))}\n${execute}`,
      { before },
    ),
    'one picture to places of their own': frame(
      `${many('aclrtMemcpyAsync(places[i], 4096, from, 4096, ACL_MEMCPY_HOST_TO_DEVICE, stream);')}\n${execute}`,
      {
        before: `${before}\nvoid *places[32];\nfor (int i = 0; i < 32; i++) {\n    aclrtMalloc(&places[i], 4096, ACL_MEM_MALLOC_NORMAL_ONLY);\n}`,
      },
    ),
    'a number of copies of the run': frame(
      `${many(copy('4096', 'aclrtMemcpyAsync'), 'for (int i = 0; i < count; i++)')}\n${execute}`,
      { before: `${before}\nint count = atoi(getenv("COUNT"));` },
    ),
  },
  invalid: {
    '32 of 4 KiB': frame(`${many(copy())}\n${execute}`, { before }),
    'eight of them': frame(`${many(copy(), 'for (int i = 0; i < 8; i++)')}\n${execute}`, { before }),
    synchronous: frame(
      `${many('⟦aclrtMemcpy⟧(to + i * 4096, 4096, from + i * 4096, 4096, ACL_MEMCPY_HOST_TO_DEVICE);')}\n${execute}`,
      { before },
    ),
    'a #define': frame(`${many(copy(), 'for (int i = 0; i < COUNT; i++)')}\n${execute}`, {
      top: '#define COUNT 16',
      before,
    }),
    'in a helper': frame(`load();\n${execute}`, {
      top: `void load()\n{\n    ${before}\n    ${many(copy())}\n}`,
    }),
    'with results checked': frame(
      `${many(`aclError ret = ${copy()}\n    if (ret != ACL_ERROR_NONE) {\n        return 1;\n    }`)}\n${execute}`,
      { before },
    ),
    'to places of their own': frame(
      `${many('⟦aclrtMemcpyAsync⟧(places[i], 4096, from + i * 4096, 4096, ACL_MEMCPY_HOST_TO_DEVICE, stream);')}\n${execute}`,
      {
        before: `${before}\nvoid *places[32];\nfor (int i = 0; i < 32; i++) {\n    aclrtMalloc(&places[i], 4096, ACL_MEM_MALLOC_NORMAL_ONLY);\n}`,
      },
    ),
    'a JPEG each': frame(`${many(copy('JPEG_BYTES'))}\n${execute}`, { before }),
  },
});
