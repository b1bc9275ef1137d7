// Right: what is sent to the decoder is made anew for each packet, and given back by the callback that owns it then.
#include "acl/acl.h"
#include "acl/ops/acl_dvpp.h"
#include <atomic>
#include <cstdio>
#include <cstring>
#include <pthread.h>

static std::atomic<bool> g_run{true};
static const uint32_t kPicture = 1920 * 1088 * 3 / 2;

static void *Reports(void *context) {
    aclrtSetCurrentContext(static_cast<aclrtContext>(context));
    while (g_run) aclrtProcessReport(1000);
    return nullptr;
}

static void OnPicture(acldvppStreamDesc *packet, acldvppPicDesc *picture, void *) {
    acldvppFree(acldvppGetStreamDescData(packet));
    acldvppFree(acldvppGetPicDescData(picture));
    acldvppDestroyStreamDesc(packet);
    acldvppDestroyPicDesc(picture);
}

static bool Send(aclvdecChannelDesc *channel, void *data, uint32_t bytes) {
    void *pixels = nullptr;
    if (acldvppMalloc(&pixels, kPicture) != ACL_SUCCESS) return false;
    acldvppStreamDesc *in = acldvppCreateStreamDesc();
    acldvppSetStreamDescData(in, data);
    acldvppSetStreamDescSize(in, bytes);
    acldvppPicDesc *out = acldvppCreatePicDesc();
    acldvppSetPicDescData(out, pixels);
    acldvppSetPicDescSize(out, kPicture);
    acldvppSetPicDescFormat(out, PIXEL_FORMAT_YUV_SEMIPLANAR_420);
    return aclvdecSendFrame(channel, in, out, nullptr, nullptr) == ACL_SUCCESS;
}

int main(int, char **argv) {
    aclInit(nullptr);
    aclrtSetDevice(0);
    aclrtContext context = nullptr;
    aclrtCreateContext(&context, 0);
    pthread_t thread;
    pthread_create(&thread, nullptr, Reports, context);
    aclvdecChannelDesc *channel = aclvdecCreateChannelDesc();
    aclvdecSetChannelDescThreadId(channel, thread);
    aclvdecSetChannelDescCallback(channel, OnPicture);
    aclvdecCreateChannel(channel);
    static char packet[1 << 16];
    FILE *file = std::fopen(argv[1], "rb");
    while (size_t bytes = std::fread(packet, 1, sizeof packet, file)) {
        void *data = nullptr;
        if (acldvppMalloc(&data, bytes) != ACL_SUCCESS) break;
        std::memcpy(data, packet, bytes);
        if (!Send(channel, data, bytes)) break;
    }
    std::fclose(file);
    aclvdecDestroyChannel(channel);
    aclvdecDestroyChannelDesc(channel);
    g_run = false;
    pthread_join(thread, nullptr);
    aclrtDestroyContext(context);
    aclrtResetDevice(0);
    aclFinalize();
}
