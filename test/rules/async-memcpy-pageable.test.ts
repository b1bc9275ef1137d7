import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);\naclrtSynchronizeStream(stream);';
const in_ = (from: string, name = '⟦aclrtMemcpyAsync⟧'): string =>
  `${name}(deviceIn, IN_BYTES, ${from}, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);\n${execute}`;
const one = (from: string): string =>
  `⟦aclrtMemcpyAsync⟧(deviceIn, 8, ${from}, 8, ACL_MEMCPY_HOST_TO_DEVICE, stream);\n${execute}`;
const plain = 'aclrtMemcpyAsync';

/** Images that come from elsewhere, of which only the declared type is known. */
const taken = (members: string, call: string): string =>
  frame('on(take());', {
    top: `#include <memory>\nstruct Image {\n    using SharedPtr = std::shared_ptr<Image>;\n    ${members}\n};\nImage::SharedPtr take();\nvoid on(Image::SharedPtr image)\n{\n    ${call}(deviceIn, IN_BYTES, &image->data[0], IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);\n    ${execute}\n}`,
  });

testRule('async-memcpy-pageable', {
  valid: {
    'a pointer in what is declared by an alias': taken('uint8_t *data;', plain),
    'page-locked memory': frame(in_('hostIn', plain)),
    'a part of page-locked memory': frame(in_('(uint8_t *)hostIn + 64', plain)),
    'a synchronous copy of malloc memory': frame(
      `aclrtMemcpy(deviceIn, IN_BYTES, plain, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);\n${execute}`,
      { before: 'void *plain = malloc(IN_BYTES);' },
    ),
    'page-locked memory by way of a helper': frame(in_('own', plain), {
      top: 'void *pinned(size_t size)\n{\n    void *memory = nullptr;\n    aclrtMallocHost(&memory, size);\n    return memory;\n}',
      before: 'void *own = pinned(IN_BYTES);',
    }),
    'a copy within the device': frame(
      `aclrtMemcpyAsync(deviceIn, 64, jpeg, 64, ACL_MEMCPY_DEVICE_TO_DEVICE, stream);\n${execute}`,
    ),
    'memory whose origin is not known': frame(in_('given', plain), {
      top: 'extern void *given;',
    }),
    'a copy out to page-locked memory': frame(
      `aclrtMemcpyAsync(hostOut, OUT_BYTES, deviceOut, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_HOST, stream);\n${execute}`,
    ),
    'a member of a struct that may lie anywhere': frame(`header((Slot *)hostIn);\n${execute}`, {
      top: 'struct Slot { int64_t id; };\nvoid header(Slot *slot)\n{\n    aclrtMemcpyAsync(deviceIn, 8, &slot->id, 8, ACL_MEMCPY_HOST_TO_DEVICE, stream);\n}',
    }),
    'malloc memory that is not copied': frame(in_('hostIn', plain), {
      before: 'void *other = malloc(64);\nfree(other);',
    }),

    'a vector with an allocator of the program': frame(in_('own.data()', plain), {
      top: 'template <class T>\nstruct Pinned {\n    using value_type = T;\n    T *allocate(size_t n)\n    {\n        void *made = nullptr;\n        aclrtMallocHost(&made, n * sizeof(T));\n        return (T *)made;\n    }\n    void deallocate(T *given, size_t)\n    {\n        aclrtFreeHost(given);\n    }\n};',
      before: 'std::vector<uint8_t, Pinned<uint8_t>> own(IN_BYTES);',
    }),
    'a text whose pages are locked': frame(in_('text.data()', plain), {
      before:
        "std::string text(IN_BYTES, 'x');\nvoid *seen = nullptr;\naclrtHostRegister(&text[0], IN_BYTES, ACL_HOST_REGISTER_MAPPED, &seen);",
    }),
    'memory of the runtime under a name of malloc memory': frame(in_('second', plain), {
      before:
        'void *first = malloc(64);\nvoid *second = nullptr;\naclrtMallocHost(&second, IN_BYTES);\nfree(first);',
    }),
  },
  invalid: {
    'a vector in what is declared by an alias of its class': taken(
      'std::vector<uint8_t> data;',
      '⟦aclrtMemcpyAsync⟧',
    ),
    'a number': frame(one('&next'), { before: 'int64_t next = 1;' }),
    'a struct': frame(one('&header'), { top: 'struct Header { int a, b; };', before: 'Header header;' }),
    'static data': frame(in_('table'), { before: 'static uint8_t table[IN_BYTES];' }),
    'a number of the program': frame(one('&total'), { top: 'int64_t total = 0;' }),
    'a member': frame('feed.up();', {
      top: `struct Feed {\n    int64_t id = 0;\n    void up()\n    {\n        ${one('&id')}\n    }\n};\nFeed feed;`,
    }),
    malloc: frame(in_('plain'), { before: 'void *plain = malloc(IN_BYTES);', after: 'free(plain);' }),
    new: frame(in_('plain'), { before: 'uint8_t *plain = new uint8_t[IN_BYTES];', after: 'delete[] plain;' }),
    'std::vector': frame(in_('plain.data()'), { before: 'std::vector<uint8_t> plain(IN_BYTES);' }),
    'std::string': frame(in_('plain.data()'), { before: "std::string plain(IN_BYTES, 'x');" }),
    'the first letter of a text': frame(in_('&plain[0]'), {
      before: 'std::string plain;\nplain.resize(IN_BYTES);',
    }),
    'a text, by way of a function': frame(`up(plain.c_str());\n${execute}`, {
      top: 'void up(const void *from)\n{\n    ⟦aclrtMemcpyAsync⟧(deviceIn, IN_BYTES, from, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);\n}',
      before: "std::string plain(IN_BYTES, 'x');",
    }),
    'the stack': frame(in_('plain'), { before: 'uint8_t plain[150528];' }),
    'cv::Mat': frame(in_('image.data'), { before: 'cv::Mat image(224, 224, CV_8UC3);' }),
    'a copy out': frame(
      `${execute}\n⟦aclrtMemcpyAsync⟧(plain, OUT_BYTES, deviceOut, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_HOST, stream);\naclrtSynchronizeStream(stream);`,
      { before: 'void *plain = malloc(OUT_BYTES);', after: 'free(plain);' },
    ),
    'an old version, where it is an error': {
      code: frame(in_('plain'), { before: 'void *plain = malloc(IN_BYTES);', after: 'free(plain);' }),
      settings: { cannVersion: '8.0' },
      message: 'undefinedResult',
    },
    'a new version, where it blocks': {
      code: frame(in_('plain'), { before: 'void *plain = malloc(IN_BYTES);', after: 'free(plain);' }),
      settings: { cannVersion: '8.5' },
      message: 'blocking',
    },
    'outside a frame loop': frame('usleep(1000);', {
      before: `void *plain = malloc(IN_BYTES);\n⟦aclrtMemcpyAsync⟧(deviceIn, IN_BYTES, plain, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);\naclrtSynchronizeStream(stream);\nfree(plain);`,
    }),

    'malloc of a pointer that stands already': frame(in_('plain'), {
      before: 'void *plain = nullptr;\nplain = malloc(IN_BYTES);',
      after: 'free(plain);',
    }),
    'malloc with a cast': frame(in_('plain'), {
      before: 'uint8_t *plain = (uint8_t *)malloc(IN_BYTES);',
      after: 'free(plain);',
    }),
    'malloc with a static_cast': frame(in_('plain'), {
      before: 'uint8_t *plain = static_cast<uint8_t *>(malloc(IN_BYTES));',
      after: 'free(plain);',
    }),
    'malloc written closely': frame(in_('plain'), {
      before: 'uint8_t*plain=(uint8_t*)malloc(IN_BYTES);',
      after: 'free(plain);',
    }),
    'malloc written widely': frame(in_('plain'), {
      before: 'uint8_t  *plain  =  (uint8_t *)  malloc(IN_BYTES);',
      after: 'free(plain);',
    }),
    'malloc that is never freed, which is left as it is': frame(in_('plain'), {
      before: 'void *plain = malloc(IN_BYTES);',
    }),
    'malloc over two lines, which is left as it is': frame(in_('plain'), {
      before: 'void *plain = malloc(\n    IN_BYTES);',
      after: 'free(plain);',
    }),
    'malloc into an array, which is left as it is': frame(in_('plain[0]'), {
      before: 'void *plain[1];\nplain[0] = malloc(IN_BYTES);',
      after: 'free(plain[0]);',
    }),
    'malloc into a structure, which is left as it is': frame(in_('picture.plain'), {
      top: 'struct Picture {\n    void *plain;\n};',
      before: 'Picture picture;\npicture.plain = malloc(IN_BYTES);',
      after: 'free(picture.plain);',
    }),
    'one of two': frame(in_('plain'), {
      before: 'void *other = malloc(64);\nvoid *plain = malloc(IN_BYTES);',
      after: 'free(other);\nfree(plain);',
    }),
    calloc: frame(in_('plain'), { before: 'void *plain = calloc(1, IN_BYTES);', after: 'free(plain);' }),
    'a version between, of which nothing is known': {
      code: frame(in_('plain'), { before: 'void *plain = malloc(IN_BYTES);', after: 'free(plain);' }),
      settings: { cannVersion: '8.3' },
      message: 'pageable',
    },
  },
});
