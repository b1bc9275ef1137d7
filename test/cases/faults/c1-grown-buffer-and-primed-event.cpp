// Right: memory that only grows, an event that the first pass does not wait for, an exit that frees what is there.
#include "acl/acl.h"
#include <cstddef>
#include <cstdint>

class Uploader {
public:
    bool Open() { return aclrtCreateStream(&stream_) == ACL_SUCCESS && aclrtCreateEvent(&done_) == ACL_SUCCESS; }
    bool Reserve(size_t bytes) {
        if (bytes <= capacity_) return true;
        if (device_ != nullptr) {
            aclrtSynchronizeStream(stream_);
            aclrtFree(device_);
            device_ = nullptr;
        }
        if (aclrtMalloc(&device_, bytes, ACL_MEM_MALLOC_HUGE_FIRST) != ACL_SUCCESS) return false;
        capacity_ = bytes;
        return true;
    }
    void Send(const void *host, size_t bytes, bool first) {
        if (!first) aclrtStreamWaitEvent(stream_, done_);
        aclrtMemcpyAsync(device_, bytes, host, bytes, ACL_MEMCPY_HOST_TO_DEVICE, stream_);
    }
    void Used(aclrtStream by) { aclrtRecordEvent(done_, by); }
    aclrtStream Stream() const { return stream_; }
    void Close() {
        if (device_ != nullptr) aclrtFree(device_);
        aclrtDestroyEvent(done_);
        aclrtDestroyStream(stream_);
    }

private:
    aclrtStream stream_ = nullptr;
    aclrtEvent done_ = nullptr;
    void *device_ = nullptr;
    size_t capacity_ = 0;
};

int main() {
    if (aclInit(nullptr) != ACL_SUCCESS || aclrtSetDevice(0) != ACL_SUCCESS) return 1;
    Uploader uploader;
    if (!uploader.Open()) return 1;
    void *host = nullptr;
    aclrtMallocHost(&host, 1 << 20);
    for (int i = 0; i < 64; ++i) {
        if (!uploader.Reserve(1 << 20)) break;
        uploader.Send(host, 1 << 20, i == 0);
        uploader.Used(uploader.Stream());
    }
    aclrtSynchronizeStream(uploader.Stream());
    uploader.Close();
    aclrtFreeHost(host);
    aclrtResetDevice(0);
    aclFinalize();
}
