import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const h2d = (to: string, from: string): string =>
  `aclrtMemcpyAsync(${to}, JPEG_BYTES, ${from}, JPEG_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);`;
const marked = (to: string, from: string): string =>
  `⟦aclrtMemcpyAsync⟧${h2d(to, from).slice('aclrtMemcpyAsync'.length)}`;
const buffers = `uint8_t *to = nullptr;
uint8_t *from = nullptr;
aclrtMalloc((void **)&to, 16 * 131072, ACL_MEM_MALLOC_HUGE_FIRST);
aclrtMallocHost((void **)&from, 16 * 131072);`;
const loop = 'for (int i = 0; i < 16; i++)';
const after = 'aclrtSynchronizeStream(stream);';

testRule('memcpy-alignment-64', {
  valid: {
    'the start of both buffers': frame(h2d('to', 'from'), { before: buffers, loop, after }),
    'a stride that is a multiple of 64': frame(h2d('to + i * 75840', 'from + i * 75840'), {
      before: buffers,
      loop,
      after,
    }),
    'a stride that the program rounds up': frame(h2d('to + i * STRIDE', 'from + i * STRIDE'), {
      top: 'static const size_t STRIDE = (JPEG_BYTES + 63) / 64 * 64;',
      before: buffers,
      loop,
      after,
    }),
    'a fixed offset that is a multiple of 64': frame(h2d('to + 128', 'from + 64'), {
      before: buffers,
      loop,
      after,
    }),
    'an offset that only the run knows': frame(h2d('to + offset', 'from'), {
      before: `${buffers}\nsize_t offset = (size_t)atoi(getenv("OFFSET"));`,
      loop,
      after,
    }),
    'a synchronous copy across the bus': frame(
      'aclrtMemcpy(to + i * 75825, JPEG_BYTES, from + i * 75825, JPEG_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);',
      { before: buffers, loop, after },
    ),
    'CANN 8.5, whose documentation asks for no alignment': {
      code: frame(h2d('to + i * 75825', 'from'), { before: buffers, loop, after }),
      settings: { cannVersion: '8.5' },
    },
    'rows of 1176 times 64 bytes on the device': frame(
      'aclrtMemcpyAsync(to + i * 75264, 75264, resizedData, 75264, ACL_MEMCPY_DEVICE_TO_DEVICE, stream);',
      { before: buffers, loop, after },
    ),

    'rows that are copied with their pitches': frame(
      'aclrtMemcpy2dAsync(to + 8, 64, from, 64, 60, 32, ACL_MEMCPY_HOST_TO_DEVICE, stream);',
      { before: buffers, loop, after },
    ),
  },
  invalid: {
    'a destination with a stride of 75825': {
      code: frame(marked('to + i * 75825', 'from'), { before: buffers, loop, after }),
      message: 'acrossBus',
    },
    'a source with a stride of 75825': frame(marked('to', 'from + i * 75825'), {
      before: buffers,
      loop,
      after,
    }),
    'a stride by a constant': frame(marked('to + i * JPEG_BYTES', 'from'), { before: buffers, loop, after }),
    'a stride by a #define': frame(marked('to + i * FILE_BYTES', 'from'), {
      top: '#define FILE_BYTES 1000',
      before: buffers,
      loop,
      after,
    }),
    'a fixed offset': frame(marked('to + 100', 'from'), { before: buffers, loop, after }),
    'a fixed offset of the source': frame(marked('to', 'from + 32'), { before: buffers, loop, after }),
    'a copy within the device': {
      code: frame(
        '⟦aclrtMemcpyAsync⟧(to + i * 75825, JPEG_BYTES, jpeg, JPEG_BYTES, ACL_MEMCPY_DEVICE_TO_DEVICE, stream);',
        { before: buffers, loop, after },
      ),
      message: 'onDevice',
    },
    'a synchronous copy within the device': frame(
      '⟦aclrtMemcpy⟧(to + 8, JPEG_BYTES, jpeg, JPEG_BYTES, ACL_MEMCPY_DEVICE_TO_DEVICE);',
      { before: buffers, loop, after },
    ),
    'CANN 8.0': {
      code: frame(marked('to + i * 75825', 'from'), { before: buffers, loop, after }),
      settings: { cannVersion: '8.0' },
    },

    'a stride first, which is left as it is': frame(marked('to + 75825 * i', 'from'), {
      before: buffers,
      loop,
      after,
    }),
    'a stride in parentheses, which is left as it is': frame(marked('to + (i * 75825)', 'from'), {
      before: buffers,
      loop,
      after,
    }),
    'a stride written closely': frame(marked('to+i*75825', 'from'), { before: buffers, loop, after }),
    'a stride written widely': frame(marked('to +  i  *  75825', 'from'), { before: buffers, loop, after }),
    'a longer name of the index': frame(marked('to + index * 75825', 'from'), {
      before: buffers,
      loop: 'for (int index = 0; index < 16; index++)',
      after,
    }),
    'a loop that counts two things': frame(marked('to + i * 75825', 'from'), {
      before: buffers,
      loop: 'for (int i{0}, left = 16; i < 16; i += 1, left--)',
      after,
    }),
    'an aligned stride and an offset that is none': frame(marked('to + 128 + 100', 'from'), {
      before: buffers,
      loop,
      after,
    }),
    'an element’s address, which is left as it is': frame(marked('&to[100]', 'from'), {
      before: buffers,
      loop,
      after,
    }),
    'a stride in hexadecimal digits': frame(marked('to + i * 0x64', 'from'), {
      before: buffers,
      loop,
      after,
    }),
  },
});
