// Right: Close() is called on errors and by the destructor, and does what is left to do; the thread binds its context by an object.
#include "acl/acl.h"
#include <memory>
#include <thread>

struct Bound {
    explicit Bound(aclrtContext context) { aclrtSetCurrentContext(context); }
};

class Engine {
public:
    ~Engine() { Close(); }
    bool Open(const char *path) {
        if (aclrtCreateStream(&stream_) != ACL_SUCCESS || aclmdlLoadFromFile(path, &model_) != ACL_SUCCESS) {
            Close();
            return false;
        }
        loaded_ = true;
        return true;
    }
    void Run(aclmdlDataset *in, aclmdlDataset *out) {
        for (int i = 0; i < 6400; ++i) {
            if (aclmdlExecuteAsync(model_, in, out, stream_) != ACL_SUCCESS) {
                Close();
                return;
            }
            if (i % 64 == 63) aclrtSynchronizeStream(stream_);
        }
        aclrtSynchronizeStream(stream_);
    }
    void Close() {
        if (loaded_) {
            aclmdlUnload(model_);
            loaded_ = false;
        }
        if (stream_ != nullptr) {
            aclrtDestroyStream(stream_);
            stream_ = nullptr;
        }
    }

private:
    aclrtStream stream_ = nullptr;
    uint32_t model_ = 0;
    bool loaded_ = false;
};

int main() {
    aclInit(nullptr);
    aclrtSetDevice(0);
    aclrtContext context = nullptr;
    aclrtCreateContext(&context, 0);
    std::thread worker([context] {
        Bound bound(context);
        aclmdlDataset *in = aclmdlCreateDataset(), *out = aclmdlCreateDataset();
        auto engine = std::make_unique<Engine>();
        if (engine->Open("resnet50_bs16.om")) engine->Run(in, out);
        engine->Close();
        aclmdlDestroyDataset(in);
        aclmdlDestroyDataset(out);
    });
    worker.join();
    aclrtDestroyContext(context);
    aclrtResetDevice(0);
    aclFinalize();
}
