// Workers of a pool are started after the context is made, but none of them binds it.
#include "acl/acl.h"
#include <atomic>
#include <thread>
#include <vector>

class Pool {
public:
    explicit Pool(uint32_t model) : model_(model) {}
    void Start(unsigned count) {
        for (unsigned n = 0; n < count; ++n) workers_.emplace_back(&Pool::Work, this);
    }
    void Stop() {
        running_ = false;
        for (auto &worker : workers_) worker.join();
    }

private:
    void Work() {
        aclrtStream stream = nullptr;
        if (aclrtCreateStream(&stream) != ACL_SUCCESS) return;
        aclmdlDataset *in = aclmdlCreateDataset();
        aclmdlDataset *out = aclmdlCreateDataset();
        while (running_) {
            aclmdlExecuteAsync(model_, in, out, stream);
            aclrtSynchronizeStream(stream);
        }
        aclmdlDestroyDataset(in);
        aclmdlDestroyDataset(out);
        aclrtDestroyStream(stream);
    }
    uint32_t model_;
    std::atomic<bool> running_{true};
    std::vector<std::thread> workers_;
};

int main() {
    aclInit(nullptr);
    aclrtContext context = nullptr;
    aclrtSetDevice(0);
    aclrtCreateContext(&context, 0);
    uint32_t model = 0;
    aclmdlLoadFromFile("resnet50_bs1.om", &model);
    Pool pool(model);
    pool.Start(2);
    std::this_thread::sleep_for(std::chrono::seconds(60));
    pool.Stop();
    aclmdlUnload(model);
    aclrtDestroyContext(context);
    aclrtResetDevice(0);
    aclFinalize();
}
