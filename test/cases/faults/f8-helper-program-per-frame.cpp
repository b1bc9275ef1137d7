// A picture is fetched by a helper program that popen() starts, while the copy of the last one is under way.
#include "acl/acl.h"
#include <cstdio>

static size_t Fetch(void *to, size_t bytes) {
    FILE *pipe = popen("fetch-next-picture", "r");
    if (pipe == nullptr) return 0;
    size_t got = fread(to, 1, bytes, pipe);
    pclose(pipe);
    return got;
}

int main() {
    const size_t bytes = 3 * 224 * 224;
    aclInit(nullptr);
    aclrtSetDevice(0);
    aclrtStream stream = nullptr;
    aclrtCreateStream(&stream);
    uint32_t model = 0;
    aclmdlLoadFromFile("resnet50_bs1.om", &model);
    void *host[2] = {}, *device[2] = {};
    for (int i = 0; i < 2; ++i) {
        aclrtMallocHost(&host[i], bytes);
        aclrtMalloc(&device[i], bytes, ACL_MEM_MALLOC_HUGE_FIRST);
    }
    aclmdlDataset *in = aclmdlCreateDataset(), *out = aclmdlCreateDataset();
    aclmdlAddDatasetBuffer(in, aclCreateDataBuffer(device[0], bytes));
    for (int i = 0;; i ^= 1) {
        aclrtMemcpyAsync(device[i], bytes, host[i], bytes, ACL_MEMCPY_HOST_TO_DEVICE, stream);
        if (Fetch(host[i ^ 1], bytes) != bytes) break;
        aclmdlExecuteAsync(model, in, out, stream);
        aclrtSynchronizeStream(stream);
    }
    aclrtSynchronizeStream(stream);
    aclmdlUnload(model);
    aclrtDestroyStream(stream);
    aclrtResetDevice(0);
    aclFinalize();
}
