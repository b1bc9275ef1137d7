import { frame, program, setup } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);\naclrtSynchronizeStream(stream);';

testRule('alloc-in-loop', {
  valid: {
    'before the loop': frame(execute, {
      before: 'void *buffer = nullptr;\naclrtMalloc(&buffer, 1024, ACL_MEM_MALLOC_NORMAL_ONLY);',
    }),
    'a pool that is filled before the loop': frame(execute, {
      before: 'void *pool[16];\nfor (int i = 0; i < 16; i++) {\n    acldvppMalloc(&pool[i], 1024);\n}',
    }),
    'a buffer that only grows': frame(
      `if (need > size) {
    aclrtFree(buffer);
    aclrtMalloc(&buffer, need, ACL_MEM_MALLOC_NORMAL_ONLY);
    size = need;
}
${execute}`,
      { before: 'void *buffer = nullptr;\nsize_t size = 0;\nsize_t need = (size_t)atoi(getenv("NEED"));' },
    ),
    'a buffer of the first frame': frame(
      `if (buffer == nullptr) {\n    aclrtMallocHost(&buffer, 1024);\n}\n${execute}`,
      { before: 'void *buffer = nullptr;' },
    ),
    'a buffer of its own class that only grows': frame(`buffer.Resize(need);\n${execute}`, {
      top: `struct Buffer {
    void Resize(size_t need)
    {
        if (need <= size_) {
            return;
        }
        Free();
        size_ = need;
        Init(need);
    }
    void Init(size_t need) { aclrtMalloc(&data_, need, ACL_MEM_MALLOC_NORMAL_ONLY); }
    void Free() { aclrtFree(data_); }
    void *data_ = nullptr;
    size_t size_ = 0;
};`,
      before: 'Buffer buffer;\nsize_t need = (size_t)atoi(getenv("NEED"));',
    }),
    'a buffer that is made anew where the size changed': frame(
      `if (oldWidth != frameWidth()) {
    aclrtFree(buffer);
    aclrtMalloc(&buffer, 3 * frameWidth(), ACL_MEM_MALLOC_NORMAL_ONLY);
    oldWidth = frameWidth();
}
${execute}`,
      {
        before: 'void *buffer = nullptr;\nint oldWidth = 0;',
        top: 'int frameWidth() { return atoi(getenv("WIDTH")); }',
      },
    ),
    'malloc of the C library': frame(`void *buffer = malloc(64);\nfree(buffer);\n${execute}`),
    'once for each video, around the frames': frame(
      `void *buffer = nullptr;\naclrtMallocHost(&buffer, 1024);\nwhile (running) {\n    aclmdlExecute(modelId, input, output);\n}\naclrtFreeHost(buffer);`,
      { loop: 'for (int video = 0; video < 10; video++)' },
    ),
    'after the loop': frame('aclmdlExecuteAsync(modelId, input, output, stream);', {
      loop: 'for (int i = 0; i < 10; i++)',
      after: 'void *buffer = nullptr;\naclrtMallocHost(&buffer, 1024);',
    }),
    'a loop over the outputs before the frames': frame(execute, {
      before:
        'for (size_t i = 0; i < aclmdlGetDatasetNumBuffers(output); i++) {\n    void *buffer = nullptr;\n    aclrtMalloc(&buffer, 64, ACL_MEM_MALLOC_NORMAL_ONLY);\n}',
    }),
    'a function that is never called': frame(execute, {
      top: 'void *fresh()\n{\n    void *buffer = nullptr;\n    aclrtMallocHost(&buffer, 1024);\n    return buffer;\n}',
    }),
  },
  invalid: {
    'for each batch, whose files a loop inside reads': program(`std::vector<std::string> nextBatch();

void fill(std::vector<std::string> &files)
{
    void *batch = nullptr;
    ⟦aclrtMalloc⟧(&batch, IN_BYTES * files.size(), ACL_MEM_MALLOC_NORMAL_ONLY);
    char *at = (char *)batch;
    for (size_t k = 0; k < files.size(); k++) {
        FILE *file = fopen(files[k].c_str(), "rb");
        void *own = nullptr;
        ⟦aclrtMallocHost⟧(&own, JPEG_BYTES);
        fread(own, 1, JPEG_BYTES, file);
        fclose(file);
        aclrtMemcpy(at, JPEG_BYTES, own, JPEG_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);
        at += JPEG_BYTES;
        aclrtFreeHost(own);
    }
    input = aclmdlCreateDataset();
    aclmdlAddDatasetBuffer(input, aclCreateDataBuffer(batch, IN_BYTES));
}

int main(int argc, char **argv)
{
${setup}
    size_t batches = atoi(argv[1]);
    for (size_t n = 0; n < batches; n++) {
        std::vector<std::string> files = nextBatch();
        fill(files);
        aclmdlExecute(modelId, input, output);
    }
    return 0;
}`),
    'what takes a time that a comment says': frame(
      `void *buffer = nullptr;\n⟦aclrtMalloc⟧(&buffer, 1024, ACL_MEM_MALLOC_NORMAL_ONLY); // acl-perf: cost=0.3ms\n${execute}\naclrtFree(buffer); // acl-perf: cost=0.1ms`,
    ),
    'device memory': frame(
      `void *buffer = nullptr;\n⟦aclrtMalloc⟧(&buffer, 1024, ACL_MEM_MALLOC_NORMAL_ONLY);\n${execute}\naclrtFree(buffer);`,
    ),
    'page-locked memory': frame(
      `void *buffer = nullptr;\n⟦aclrtMallocHost⟧(&buffer, 1024);\n${execute}\naclrtFreeHost(buffer);`,
    ),
    'memory of DVPP': frame(
      `void *buffer = nullptr;\n⟦acldvppMalloc⟧(&buffer, 1024);\n${execute}\nacldvppFree(buffer);`,
    ),
    'memory of DVPP V2': frame(
      `void *buffer = nullptr;\n⟦hi_mpi_dvpp_malloc⟧(0, &buffer, 1024);\n${execute}\nhi_mpi_dvpp_free(buffer);`,
    ),
    'in a helper': frame(`void *buffer = fresh();\n${execute}\naclrtFreeHost(buffer);`, {
      top: 'void *fresh()\n{\n    void *buffer = nullptr;\n    ⟦aclrtMallocHost⟧(&buffer, 1024);\n    return buffer;\n}',
    }),
    'for each output of each frame': frame(
      `${execute}
for (size_t i = 0; i < aclmdlGetDatasetNumBuffers(output); i++) {
    void *buffer = nullptr;
    ⟦aclrtMallocHost⟧(&buffer, 64);
    aclrtFreeHost(buffer);
}`,
    ),
    'with its result checked': frame(
      `void *buffer = nullptr;\naclError ret = ⟦acldvppMalloc⟧(&buffer, 1024);\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}\n${execute}\nacldvppFree(buffer);`,
    ),
    'the first time, and freed in each pass': frame(
      `if (buffer == nullptr) {\n    ⟦aclrtMallocHost⟧(&buffer, 1024);\n}\n${execute}\naclrtFreeHost(buffer);\nbuffer = nullptr;`,
      { before: 'void *buffer = nullptr;' },
    ),
    'where a status says so': frame(
      `if (mode != MODE_FIXED) {\n    ⟦aclrtMallocHost⟧(&buffer, 1024);\n}\n${execute}`,
      {
        top: 'enum Mode { MODE_FIXED, MODE_ANY };',
        before: 'void *buffer = nullptr;\nMode mode = (Mode)atoi(getenv("MODE"));',
      },
    ),
    'two of them': frame(
      `void *a = nullptr;\nvoid *b = nullptr;\n⟦acldvppMalloc⟧(&a, 1024);\n⟦acldvppMalloc⟧(&b, 1024);\n${execute}\nacldvppFree(a);\nacldvppFree(b);`,
    ),
  },
});
