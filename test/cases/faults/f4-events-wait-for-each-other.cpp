// Decode and inference hand a slot to each other by events; each waits for the other's first record.
#include "acl/acl.h"
#include <cstdio>

struct Lane {
    aclrtStream copy = nullptr, compute = nullptr;
    aclrtEvent filled = nullptr, emptied = nullptr;
    void *host = nullptr, *device = nullptr;
};

static int Open(Lane &lane, size_t bytes) {
    if (aclrtCreateStream(&lane.copy) || aclrtCreateStream(&lane.compute)) return 1;
    if (aclrtCreateEvent(&lane.filled) || aclrtCreateEvent(&lane.emptied)) return 1;
    if (aclrtMallocHost(&lane.host, bytes) || aclrtMalloc(&lane.device, bytes, ACL_MEM_MALLOC_HUGE_FIRST)) return 1;
    return 0;
}

static void Close(Lane &lane) {
    aclrtFreeHost(lane.host);
    aclrtFree(lane.device);
    aclrtDestroyEvent(lane.filled);
    aclrtDestroyEvent(lane.emptied);
    aclrtDestroyStream(lane.copy);
    aclrtDestroyStream(lane.compute);
}

int main() {
    const size_t bytes = 1 << 20;
    if (aclInit(nullptr) || aclrtSetDevice(0)) return 1;
    Lane lane;
    if (Open(lane, bytes)) return 1;
    uint32_t model = 0;
    if (aclmdlLoadFromFile("resnet50_bs1.om", &model)) return 1;
    aclmdlDataset *in = aclmdlCreateDataset(), *out = aclmdlCreateDataset();
    for (int i = 0; i < 300; ++i) {
        aclrtSynchronizeEvent(lane.emptied);
        aclrtMemcpyAsync(lane.device, bytes, lane.host, bytes, ACL_MEMCPY_HOST_TO_DEVICE, lane.copy);
        aclrtRecordEvent(lane.filled, lane.copy);
        aclrtStreamWaitEvent(lane.compute, lane.filled);
        aclmdlExecuteAsync(model, in, out, lane.compute);
        aclrtRecordEvent(lane.emptied, lane.compute);
    }
    aclrtSynchronizeStream(lane.compute);
    aclmdlUnload(model);
    Close(lane);
    aclrtResetDevice(0);
    aclFinalize();
}
