// Timing of each inference by a pair of events; where the result is rejected the pair is not given back.
#include "acl/acl.h"
#include <chrono>
#include <cstdio>
#include <string>

class Classifier {
public:
    explicit Classifier(const std::string &path) {
        aclrtCreateStream(&stream_);
        aclmdlLoadFromFile(path.c_str(), &model_);
        aclrtMalloc(&input_, kInput, ACL_MEM_MALLOC_HUGE_FIRST);
        aclrtMalloc(&output_, kOutput, ACL_MEM_MALLOC_HUGE_FIRST);
        aclrtMallocHost(&scores_, kOutput);
        in_ = aclmdlCreateDataset();
        out_ = aclmdlCreateDataset();
        aclmdlAddDatasetBuffer(in_, aclCreateDataBuffer(input_, kInput));
        aclmdlAddDatasetBuffer(out_, aclCreateDataBuffer(output_, kOutput));
    }
    ~Classifier() {
        aclmdlUnload(model_);
        aclrtFree(input_);
        aclrtFree(output_);
        aclrtFreeHost(scores_);
        aclrtDestroyStream(stream_);
    }
    bool Run(const void *frame, float *milliseconds) {
        aclrtEvent begin = nullptr;
        aclrtEvent end = nullptr;
        aclrtCreateEvent(&begin);
        aclrtCreateEvent(&end);
        aclrtMemcpyAsync(input_, kInput, frame, kInput, ACL_MEMCPY_HOST_TO_DEVICE, stream_);
        aclrtRecordEvent(begin, stream_);
        aclmdlExecuteAsync(model_, in_, out_, stream_);
        aclrtRecordEvent(end, stream_);
        aclrtMemcpyAsync(scores_, kOutput, output_, kOutput, ACL_MEMCPY_DEVICE_TO_HOST, stream_);
        aclrtSynchronizeStream(stream_);
        aclrtEventElapsedTime(milliseconds, begin, end);
        if (static_cast<float *>(scores_)[0] < 0.5f) {
            return false;
        }
        aclrtDestroyEvent(begin);
        aclrtDestroyEvent(end);
        return true;
    }

private:
    static constexpr size_t kInput = 3 * 224 * 224;
    static constexpr size_t kOutput = 1000 * sizeof(float);
    aclrtStream stream_ = nullptr;
    uint32_t model_ = 0;
    void *input_ = nullptr, *output_ = nullptr, *scores_ = nullptr;
    aclmdlDataset *in_ = nullptr, *out_ = nullptr;
};

int main() {
    aclInit(nullptr);
    aclrtSetDevice(0);
    {
        Classifier classifier("resnet50_bs1.om");
        void *frame = nullptr;
        aclrtMallocHost(&frame, 3 * 224 * 224);
        float total = 0;
        while (true) {
            float one = 0;
            if (classifier.Run(frame, &one)) {
                total += one;
            }
        }
    }
    aclrtResetDevice(0);
    aclFinalize();
}
