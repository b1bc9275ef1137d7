import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const make = 'void *own = nullptr;\nacldvppMalloc(&own, JPEG_BYTES);';
const decode = 'acldvppJpegDecodeAsync(channel, own, JPEG_BYTES, decoded, stream);';
const wait = 'aclrtSynchronizeStream(stream);';
const free = 'acldvppFree(own);';
const pageable = (name = '⟦free⟧'): string =>
  `void *own = malloc(64);\naclrtMemcpyAsync(deviceIn, 64, own, 64, ACL_MEMCPY_HOST_TO_DEVICE, stream);\n${name}(own);\n${wait}`;
const marked = '⟦acldvppFree⟧(own);';

testRule('free-before-sync', {
  valid: {
    'lanes whose work has been waited for where there was some': frame('', {
      top: `struct Lane {
    aclrtStream stream = nullptr;
    void *own = nullptr;
    bool pending = false;
    Lane() { aclrtCreateStream(&stream); aclrtMalloc(&own, 64, ACL_MEM_MALLOC_NORMAL_ONLY); }
    ~Lane() { aclrtFree(own); aclrtDestroyStream(stream); }
};`,
      before: `std::vector<std::unique_ptr<Lane>> lanes;
for (int i = 0; i < 4; i++) lanes.push_back(std::unique_ptr<Lane>(new Lane()));
for (int n = 0; n < 1000; n++) {
    Lane &lane = *lanes[n % 4];
    if (lane.pending) aclrtSynchronizeStream(lane.stream);
    aclrtMemcpyAsync(lane.own, 64, hostIn, 64, ACL_MEMCPY_HOST_TO_DEVICE, lane.stream);
    lane.pending = true;
}
for (auto &lane : lanes) if (lane->pending) aclrtSynchronizeStream(lane->stream);
lanes.clear();`,
    }),
    'a wait before the free': frame(`${make}\n${decode}\n${wait}\n${free}`),
    'a wait for the device': frame(`${make}\n${decode}\naclrtSynchronizeDevice();\n${free}`),
    'other memory is freed': frame(
      `${make}\nvoid *more = nullptr;\nacldvppMalloc(&more, 64);\n${decode}\nacldvppFree(more);\n${wait}\n${free}`,
    ),
    'never used': frame(`${make}\n${free}\naclmdlExecute(modelId, input, output);`),
    'a synchronous user': frame(
      `void *own = nullptr;\naclrtMalloc(&own, 64, ACL_MEM_MALLOC_NORMAL_ONLY);\naclrtMemcpy(own, 64, hostIn, 64, ACL_MEMCPY_HOST_TO_DEVICE);\naclrtFree(own);`,
    ),
    'a free that waits for the device': frame(
      `void *own = nullptr;\naclrtMalloc(&own, 64, ACL_MEM_MALLOC_NORMAL_ONLY);\naclrtMemcpyAsync(own, 64, hostIn, 64, ACL_MEMCPY_HOST_TO_DEVICE, stream);\naclrtFreeWithDevSync(own);`,
    ),
    'the stream is destroyed first': frame(`${make}\n${decode}\naclrtDestroyStream(stream);\n${free}`, {
      loop: 'for (int i = 0; i < 1; i++)',
    }),
    'host memory whose copy waits': { code: frame(pageable('free')), settings: { cannVersion: '8.5' } },
    'a wait in a helper': frame(`${make}\n${decode}\nfinish();\n${free}`, {
      top: `void finish()\n{\n    ${wait}\n}`,
    }),
  },
  invalid: {
    'host memory of malloc': frame(pageable()),
    'host memory of malloc, up to CANN 8.2': { code: frame(pageable()), settings: { cannVersion: '8.0' } },
    'at once': frame(`${make}\n${decode}\n${marked}\n${wait}`),
    'device memory': frame(
      `void *own = nullptr;\naclrtMalloc(&own, 64, ACL_MEM_MALLOC_NORMAL_ONLY);\naclrtMemcpyAsync(own, 64, hostIn, 64, ACL_MEMCPY_HOST_TO_DEVICE, stream);\n⟦aclrtFree⟧(own);\n${wait}`,
    ),
    'page-locked memory': frame(
      `void *own = nullptr;\naclrtMallocHost(&own, 64);\naclrtMemcpyAsync(deviceIn, 64, own, 64, ACL_MEMCPY_HOST_TO_DEVICE, stream);\n⟦aclrtFreeHost⟧(own);\n${wait}`,
    ),
    'a wait for another stream': frame(
      `${make}\n${decode}\naclrtSynchronizeStream(other);\n${marked}\n${wait}`,
      {
        before: 'aclrtStream other = nullptr;\naclrtCreateStream(&other);',
      },
    ),
    'the data of a picture': frame(
      `void *own = nullptr;\nacldvppMalloc(&own, 75264);\nacldvppSetPicDescData(resized, own);\nacldvppVpcResizeAsync(channel, decoded, resized, resizeConfig, stream);\n${marked}\n${wait}`,
    ),
    'outside a loop': frame('usleep(1000);', { before: `${make}\n${decode}\n${marked}\n${wait}` }),
    'with results checked': frame(
      `${make}\naclError ret = ${decode}\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}\n${marked}\n${wait}`,
    ),
    'in a helper': frame(`${make}\n${decode}\ndrop(own);\n${wait}`, {
      top: `void drop(void *own)\n{\n    ${marked}\n}`,
    }),

    'in a condition': {
      code: frame(
        `void *own = nullptr;\nacldvppMalloc(&own, JPEG_BYTES);\nacldvppJpegDecodeAsync(channel, own, JPEG_BYTES, decoded, stream);\nif (⟦acldvppFree⟧(own) != ACL_ERROR_NONE) {\n    return 1;\n}`,
      ),
      lessened: ['sync-each-submission'],
    },
    'all that an if does, where no line can be put before it': frame(
      `void *own = nullptr;\nacldvppMalloc(&own, JPEG_BYTES);\nacldvppJpegDecodeAsync(channel, own, JPEG_BYTES, decoded, stream);\nif (own != nullptr)\n    ⟦acldvppFree⟧(own);`,
    ),
  },
});
