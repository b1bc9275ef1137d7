// The decoding step is captured once, as it should be, but with the wait for its stream inside the capture.
#include "acl/acl.h"
#include "acl/acl_rt.h"
#include <cstdint>

static void Layers(uint32_t model, aclmdlDataset *in, aclmdlDataset *out, aclrtStream stream) {
    aclmdlExecuteAsync(model, in, out, stream);
    aclrtSynchronizeStream(stream);
}

int main() {
    aclInit(nullptr);
    aclrtSetDevice(0);
    aclrtStream stream = nullptr;
    aclrtCreateStream(&stream);
    uint32_t model = 0;
    aclmdlLoadFromFile("decoder_bs1.om", &model);
    aclmdlDataset *in = aclmdlCreateDataset(), *out = aclmdlCreateDataset();
    aclmdlRI graph = nullptr;
    aclmdlRICaptureBegin(stream, ACL_MODEL_RI_CAPTURE_MODE_GLOBAL);
    Layers(model, in, out, stream);
    aclmdlRICaptureEnd(stream, &graph);
    for (int token = 0; token < 1024; ++token) {
        aclmdlRIExecuteAsync(graph, stream);
        if (token % 32 == 31) aclrtSynchronizeStream(stream);
    }
    aclrtSynchronizeStream(stream);
    aclmdlRIDestroy(graph);
    aclmdlUnload(model);
    aclrtDestroyStream(stream);
    aclrtResetDevice(0);
    aclFinalize();
}
