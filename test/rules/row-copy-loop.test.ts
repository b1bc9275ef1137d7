import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const buffers = 'uint8_t *from = (uint8_t *)deviceOut;\nuint8_t *to = (uint8_t *)hostOut;';
const rows = (body: string, head = 'for (uint32_t i = 0; i < 64; i++)'): string =>
  `${head} {\n    ${body}\n}`;
const copy = (to: string, from: string, name = '⟦aclrtMemcpy⟧', bytes = '60'): string =>
  `${name}(${to}, ${bytes}, ${from}, ${bytes}, ACL_MEMCPY_DEVICE_TO_HOST);`;
const wrap = (body: string): string =>
  frame(`aclmdlExecute(modelId, input, output);\n${body}`, { before: buffers });

testRule('row-copy-loop', {
  valid: {
    'one copy with pitches': wrap('aclrtMemcpy2d(to, 60, from, 64, 60, 64, ACL_MEMCPY_DEVICE_TO_HOST);'),
    'one copy of it all': wrap(copy('to', 'from', 'aclrtMemcpy', '4096')),
    'a copy for each output': wrap(
      `for (size_t i = 0; i < aclmdlGetDatasetNumBuffers(output); i++) {
    void *data = aclGetDataBufferAddr(aclmdlGetDatasetBuffer(output, i));
    aclrtMemcpy(hostOut, 60, data, 60, ACL_MEMCPY_DEVICE_TO_HOST);
}`,
    ),
    'rows on the host': wrap(rows('memcpy(to + i * 60, from + i * 64, 60);')),
    'the same row each time': wrap(rows(copy('to', 'from', 'aclrtMemcpy'))),
    'sizes that depend on the row': wrap(
      rows(copy('to + i * 60', 'from + i * 64', 'aclrtMemcpy', 'i * 2 + 1')),
    ),
    'frames in a frame loop': frame(
      'aclrtMemcpy(to + i * 64, 60, from, 60, ACL_MEMCPY_DEVICE_TO_HOST);\naclmdlExecute(modelId, input, output);',
      { before: buffers, loop: 'for (uint32_t i = 0; i < 1000; i++)' },
    ),
    'elements of an array of pointers': wrap(
      rows('aclrtMemcpy(parts[i], 60, from, 60, ACL_MEMCPY_DEVICE_TO_HOST);').replace(
        'for',
        'void *parts[64];\nfor',
      ),
    ),
    'buffers that an array of pointers names, into slots': wrap(
      rows('aclrtMemcpy(to + i * 60, 60, parts[i], 60, ACL_MEMCPY_DEVICE_TO_HOST);').replace(
        'for',
        'void *parts[64];\nfor',
      ),
    ),
    'vectors of a vector, into slots': wrap(
      rows('aclrtMemcpy(to + i * 60, 60, parts[i].data(), 60, ACL_MEMCPY_DEVICE_TO_HOST);').replace(
        'for',
        'std::vector<std::vector<uint8_t>> parts(64, std::vector<uint8_t>(60));\nfor',
      ),
    ),
    'members of objects, into slots': wrap(
      rows('aclrtMemcpy(to + i * 60, 60, parts[i]->pixels, 60, ACL_MEMCPY_DEVICE_TO_HOST);').replace(
        'for',
        'struct Part { uint8_t pixels[60]; };\nstd::vector<Part *> parts(64, new Part);\nfor',
      ),
    ),

    'work beside the copies': wrap(
      rows('aclrtMemcpy(to + i * 60, 60, from + i * 64, 60, ACL_MEMCPY_DEVICE_TO_HOST);\n    usleep(1);'),
    ),
    'a copy in a function that the loop calls': frame(
      `aclmdlExecute(modelId, input, output);\n${rows('row(to + i * 60, from + i * 64);')}`,
      {
        top: 'void row(uint8_t *to, uint8_t *from)\n{\n    aclrtMemcpy(to, 60, from, 60, ACL_MEMCPY_DEVICE_TO_HOST);\n}',
        before: buffers,
      },
    ),
    'a loop that counts nothing': wrap(
      'bool more = true;\nwhile (more) {\n    aclrtMemcpy(to, 60, from, 60, ACL_MEMCPY_DEVICE_TO_HOST);\n    more = false;\n}',
    ),
  },
  invalid: {
    'pitches on both sides': wrap(rows(copy('to + i * 60', 'from + i * 64'))),
    'a pitch of the source only': wrap(rows(copy('to + i * 60', 'from + 64 * i'))),
    'a pitch by a variable': wrap(`uint32_t pitch = 64;\n${rows(copy('to + i * 60', 'from + i * pitch'))}`),
    'with casts': wrap(rows(copy('(uint8_t *)hostOut + i * 60', '(uint8_t *)deviceOut + i * 64'))),
    'to the device': wrap(
      rows(
        '⟦aclrtMemcpy⟧((uint8_t *)deviceIn + i * 64, 60, (uint8_t *)hostIn + i * 60, 60, ACL_MEMCPY_HOST_TO_DEVICE);',
      ),
    ),
    asynchronously: wrap(
      `${rows('⟦aclrtMemcpyAsync⟧(to + i * 60, 60, from + i * 64, 60, ACL_MEMCPY_DEVICE_TO_HOST, stream);')}\naclrtSynchronizeStream(stream);`,
    ),
    'in a helper': frame('aclmdlExecute(modelId, input, output);\nfetch();', {
      top: `void fetch()\n{\n    uint8_t *from = (uint8_t *)deviceOut;\n    uint8_t *to = (uint8_t *)hostOut;\n    ${rows(copy('to + i * 60', 'from + i * 64'))}\n}`,
    }),
    'with the result checked': wrap(
      rows(
        `aclError ret = ${copy('to + i * 60', 'from + i * 64')}\n    if (ret != ACL_ERROR_NONE) {\n        return 1;\n    }`,
      ),
    ),
    'before the frames': frame('usleep(1000);', {
      before: `${buffers}\n${rows(copy('to + i * 60', 'from + i * 64'))}`,
    }),

    'the pitch first on both sides': wrap(rows(copy('to + 60 * i', 'from + 64 * i'))),
    'written closely': wrap(rows(copy('to+i*60', 'from+i*64'))),
    'written widely': wrap(rows(copy('to  +  i  *  60', 'from  +  i  *  64'))),
    'a variable that is cast, which is left as it is': wrap(
      rows(copy('to + size_t(i) * 60', 'from + static_cast<size_t>(i) * 64')),
    ),
    'a pitch of a struct': wrap(
      `struct Shape {\n    uint32_t width, stride;\n};\nconst Shape shape{60, 64};\n${rows(copy('to + i * shape.width', 'from + i * shape.stride'))}`,
    ),
    'elements, which are left as they are': wrap(rows(copy('&to[i * 60]', '&from[i * 64]'))),
    'one moving side, which is left as it is': wrap(rows(copy('to', 'from + i * 64'))),
    'from row 1 on, which is left as it is': wrap(
      rows(copy('to + i * 60', 'from + i * 64'), 'for (uint32_t i = 1; i < 64; i++)'),
    ),
    'to a bound of the run': wrap(
      `uint32_t height = (uint32_t)atoi(getenv("HEIGHT"));\n${rows(copy('to + i * 60', 'from + i * 64'), 'for (uint32_t i = 0; i < height; i++)')}`,
    ),
    'two copies a row, which are left as they are': wrap(
      rows(`${copy('to + i * 60', 'from + i * 64')}\n    ${copy('to + 4096 + i * 60', 'from + i * 64')}`),
    ),
    'a log line a row, which is left as it is': wrap(
      rows(`${copy('to + i * 60', 'from + i * 64')}\n    printf("row\\n");`),
    ),
    'a result that the program keeps': wrap(
      `aclError ret = ACL_ERROR_NONE;\n${rows(`ret = ${copy('to + i * 60', 'from + i * 64')}`)}\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}`,
    ),
    'a result that the program keeps, written closely': wrap(
      `aclError ret=ACL_ERROR_NONE;\n${rows(`ret=${copy('to + i * 60', 'from + i * 64')}`)}\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}`,
    ),
    'a result of the pass': wrap(rows(`auto  ret = ${copy('to + i * 60', 'from + i * 64')}\n    (void)ret;`)),
  },
});
