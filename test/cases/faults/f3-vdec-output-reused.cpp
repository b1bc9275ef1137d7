// The decoder owns a picture until its callback says so: here it is freed as soon as the frame has been sent.
#include "acl/acl.h"
#include "acl/ops/acl_dvpp.h"
#include <atomic>
#include <cstdio>
#include <pthread.h>

static std::atomic<bool> g_run{true};
static const uint32_t kWidth = 1920, kHeight = 1088, kPicture = kWidth * kHeight * 3 / 2, kPacket = 1 << 20;

static void *Reports(void *context) {
    aclrtSetCurrentContext(static_cast<aclrtContext>(context));
    while (g_run) aclrtProcessReport(1000);
    return nullptr;
}

static void OnPicture(acldvppStreamDesc *packet, acldvppPicDesc *picture, void *) {
    std::printf("picture of %u bytes\n", acldvppGetPicDescSize(picture));
    acldvppDestroyStreamDesc(packet);
    acldvppDestroyPicDesc(picture);
}

static bool Decode(aclvdecChannelDesc *channel, FILE *file, void *packet) {
    size_t bytes = std::fread(packet, 1, kPacket, file);
    if (bytes == 0) return false;
    void *pixels = nullptr;
    if (acldvppMalloc(&pixels, kPicture) != ACL_SUCCESS) return false;
    acldvppStreamDesc *in = acldvppCreateStreamDesc();
    acldvppSetStreamDescData(in, packet);
    acldvppSetStreamDescSize(in, bytes);
    acldvppPicDesc *out = acldvppCreatePicDesc();
    acldvppSetPicDescData(out, pixels);
    acldvppSetPicDescSize(out, kPicture);
    acldvppSetPicDescFormat(out, PIXEL_FORMAT_YUV_SEMIPLANAR_420);
    aclError sent = aclvdecSendFrame(channel, in, out, nullptr, nullptr);
    acldvppFree(pixels);
    return sent == ACL_SUCCESS;
}

int main(int, char **argv) {
    aclInit(nullptr);
    aclrtSetDevice(0);
    aclrtContext context = nullptr;
    aclrtCreateContext(&context, 0);
    pthread_t thread;
    pthread_create(&thread, nullptr, Reports, context);
    aclvdecChannelDesc *channel = aclvdecCreateChannelDesc();
    aclvdecSetChannelDescChannelId(channel, 0);
    aclvdecSetChannelDescThreadId(channel, thread);
    aclvdecSetChannelDescCallback(channel, OnPicture);
    aclvdecSetChannelDescEnType(channel, H264_MAIN_LEVEL);
    aclvdecSetChannelDescOutPicFormat(channel, PIXEL_FORMAT_YUV_SEMIPLANAR_420);
    aclvdecCreateChannel(channel);
    void *packet = nullptr;
    acldvppMalloc(&packet, kPacket);
    FILE *file = std::fopen(argv[1], "rb");
    while (Decode(channel, file, packet)) {
    }
    std::fclose(file);
    aclvdecDestroyChannel(channel);
    aclvdecDestroyChannelDesc(channel);
    g_run = false;
    pthread_join(thread, nullptr);
    acldvppFree(packet);
    aclrtDestroyContext(context);
    aclrtResetDevice(0);
    aclFinalize();
}
