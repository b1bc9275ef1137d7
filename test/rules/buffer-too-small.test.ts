import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const memory = (bytes: string, call = 'aclrtMalloc'): string =>
  `void *own = nullptr;\n${call}(&own, ${bytes}${call === 'aclrtMalloc' ? ', ACL_MEM_MALLOC_HUGE_FIRST' : ''});`;
const copy = (to: string, room: string, from: string, count: string, kind = 'HOST_TO_DEVICE'): string =>
  `aclrtMemcpy(${to}, ${room}, ${from}, ${count}, ACL_MEMCPY_${kind});\naclmdlExecute(modelId, input, output);`;
const marked = (...args: Parameters<typeof copy>): string =>
  copy(...args).replace('aclrtMemcpy', '⟦aclrtMemcpy⟧');

testRule('buffer-too-small', {
  valid: {
    'as many bytes as there are': frame(copy('own', 'IN_BYTES', 'hostIn', 'IN_BYTES'), {
      before: memory('IN_BYTES'),
    }),
    'fewer bytes than there are': frame(copy('own', '8 * IN_BYTES', 'hostIn', 'IN_BYTES'), {
      before: memory('8 * IN_BYTES'),
    }),
    'a size that run time gives': frame(copy('own', 'IN_BYTES', 'hostIn', 'IN_BYTES'), {
      top: 'extern size_t size;',
      before: memory('size'),
    }),
    'memory of no bytes, which the runtime does not give': frame(
      copy('own', 'IN_BYTES', 'hostIn', 'IN_BYTES'),
      { before: memory('0 * IN_BYTES') },
    ),
    'a count that run time gives': frame(copy('own', 'IN_BYTES', 'hostIn', 'count'), {
      top: 'extern size_t count;',
      before: memory('100'),
    }),
    'part of a batch, at a place that the pass tells': frame(
      'for (int i = 0; i < 8; i++) {\n    aclrtMemcpy((char *)own + i * 1000, 1000, hostIn, 1000, ACL_MEMCPY_HOST_TO_DEVICE);\n}\naclmdlExecute(modelId, input, output);',
      { before: memory('8000') },
    ),
    'memory of one of two sizes': frame(copy('own', '8 * IN_BYTES', 'big', '8 * IN_BYTES'), {
      top: 'extern bool many;',
      before: `void *big = nullptr;\naclrtMallocHost(&big, 8 * IN_BYTES);\nvoid *own = nullptr;
if (many) {
    aclrtMalloc(&own, 8 * IN_BYTES, ACL_MEM_MALLOC_HUGE_FIRST);
} else {
    aclrtMalloc(&own, 4 * IN_BYTES, ACL_MEM_MALLOC_HUGE_FIRST);
}`,
    }),
    'the last part, up to the end': frame(copy('(char *)own + 3000', '1000', 'hostIn', '1000'), {
      before: memory('4000'),
    }),
    'a data buffer of a part': frame('aclmdlExecute(modelId, input, output);', {
      before: `${memory('4 * IN_BYTES')}\naclmdlAddDatasetBuffer(input, aclCreateDataBuffer(own, IN_BYTES));`,
    }),
    'a data buffer of memory from elsewhere': frame('aclmdlExecute(modelId, input, output);', {
      top: 'extern void *given;',
      before: 'aclmdlAddDatasetBuffer(input, aclCreateDataBuffer(given, 8 * IN_BYTES));',
    }),
  },
  invalid: {
    'more than the room that the call is told of': {
      code: frame(marked('own', '4 * IN_BYTES', 'big', '8 * IN_BYTES'), {
        before: `${memory('8 * IN_BYTES')}\nvoid *big = nullptr;\naclrtMallocHost(&big, 8 * IN_BYTES);`,
      }),
      message: 'limit',
    },
    'eight pictures into memory for four': {
      code: frame(marked('own', '8 * IN_BYTES', 'big', '8 * IN_BYTES'), {
        before: `${memory('4 * IN_BYTES')}\nvoid *big = nullptr;\naclrtMallocHost(&big, 8 * IN_BYTES);`,
      }),
      message: 'destination',
    },
    asynchronously: {
      code: frame(
        '⟦aclrtMemcpyAsync⟧(own, 2000, hostIn, 2000, ACL_MEMCPY_HOST_TO_DEVICE, stream);\naclrtSynchronizeStream(stream);',
        { before: memory('1000') },
      ),
      message: 'destination',
    },
    'a result into memory of the host': {
      code: frame(marked('own', '2 * OUT_BYTES', 'deviceOut', 'OUT_BYTES', 'DEVICE_TO_HOST'), {
        before: memory('1000', 'aclrtMallocHost'),
      }),
      message: 'destination',
    },
    'beyond the end, from a place within': {
      code: frame(marked('(char *)own + 3000', '2000', 'hostIn', '2000'), { before: memory('4000') }),
      message: 'destination',
    },
    'more than the source has': {
      code: frame(marked('own', '2 * IN_BYTES', 'hostIn', '2 * IN_BYTES'), {
        before: memory('2 * IN_BYTES'),
      }),
      message: 'source',
    },
    'by a function that is given the size': {
      code: frame('send(own, 2000);\naclmdlExecute(modelId, input, output);', {
        top: 'static void send(void *to, size_t count)\n{\n    ⟦aclrtMemcpy⟧(to, count, hostIn, count, ACL_MEMCPY_HOST_TO_DEVICE);\n}',
        before: memory('1000'),
      }),
      message: 'destination',
    },
    'a data buffer that is said to have more': {
      code: frame('aclmdlExecute(modelId, input, output);', {
        before: `${memory('4 * IN_BYTES')}\naclmdlAddDatasetBuffer(input, ⟦aclCreateDataBuffer⟧(own, 8 * IN_BYTES));`,
      }),
      message: 'described',
    },
  },
});
