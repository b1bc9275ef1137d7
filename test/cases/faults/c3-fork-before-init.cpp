// Right: the children are forked before the runtime is up, and each of them starts it for itself.
#include "acl/acl.h"
#include <cstdio>
#include <sys/wait.h>
#include <unistd.h>

static int Serve(int device) {
    if (aclInit(nullptr) != ACL_SUCCESS || aclrtSetDevice(device) != ACL_SUCCESS) return 1;
    aclrtStream stream = nullptr;
    aclrtCreateStream(&stream);
    uint32_t model = 0;
    aclmdlLoadFromFile("resnet50_bs16.om", &model);
    aclmdlDataset *in = aclmdlCreateDataset(), *out = aclmdlCreateDataset();
    for (int i = 0; i < 4096; ++i) {
        aclmdlExecuteAsync(model, in, out, stream);
        if (i % 64 == 63) aclrtSynchronizeStream(stream);
    }
    aclrtSynchronizeStream(stream);
    aclmdlDestroyDataset(in);
    aclmdlDestroyDataset(out);
    aclmdlUnload(model);
    aclrtDestroyStream(stream);
    aclrtResetDevice(device);
    aclFinalize();
    return 0;
}

int main() {
    pid_t children[2];
    for (int device = 0; device < 2; ++device) {
        children[device] = fork();
        if (children[device] == 0) _exit(Serve(device));
    }
    for (pid_t child : children) waitpid(child, nullptr, 0);
}
