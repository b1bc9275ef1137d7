// JPEG decoding on one stream: 801 decodes are queued, and the host waits once, after the last.
#include <cstdint>
#include <cstdio>
#include <time.h>

#include "acl/acl.h"
#include "acl/ops/acl_dvpp.h"

static const int32_t DEVICE_ID = 0;
static const char *JPEG_PATH = "./data/cat.jpg";
static const uint32_t JPEG_BYTES = 75825;
static const uint32_t INPUT_WIDTH = 1024;
static const uint32_t INPUT_HEIGHT = 1536;
// JPEGD writes rows of a multiple of 128 bytes and a multiple of 16 rows.
static const uint32_t DECODE_WIDTH_STRIDE = (INPUT_WIDTH + 127) / 128 * 128;
static const uint32_t DECODE_HEIGHT_STRIDE = (INPUT_HEIGHT + 15) / 16 * 16;
static const uint32_t DECODE_BYTES = DECODE_WIDTH_STRIDE * DECODE_HEIGHT_STRIDE * 3 / 2;

static aclrtContext context = nullptr;
static aclrtStream decode_stream = nullptr;
static acldvppChannelDesc *channel_desc = nullptr;
static acldvppPicDesc *decode_output_desc = nullptr;
static void *host_buffer = nullptr;
static void *input_buffer = nullptr;
static void *output_buffer = nullptr;

static double tick()
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec * 1e-9;
}

static int load_jpeg()
{
    aclError ret = aclrtMallocHost(&host_buffer, JPEG_BYTES);
    if (ret != ACL_ERROR_NONE) {
        printf("aclrtMallocHost failed, ret = %d\n", ret);
        return -1;
    }
    FILE *file = fopen(JPEG_PATH, "rb");
    if (file == nullptr) {
        printf("cannot open %s\n", JPEG_PATH);
        return -1;
    }
    size_t got = fread(host_buffer, 1, JPEG_BYTES, file);
    fclose(file);
    if (got != JPEG_BYTES) {
        printf("%s holds %zu bytes, %u expected\n", JPEG_PATH, got, JPEG_BYTES);
        return -1;
    }
    ret = acldvppMalloc(&input_buffer, JPEG_BYTES);
    if (ret != ACL_ERROR_NONE) {
        printf("acldvppMalloc of the input failed, ret = %d\n", ret);
        return -1;
    }
    ret = aclrtMemcpy(input_buffer, JPEG_BYTES, host_buffer, JPEG_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);
    if (ret != ACL_ERROR_NONE) {
        printf("aclrtMemcpy failed, ret = %d\n", ret);
        return -1;
    }
    return 0;
}

static int init_decoder()
{
    channel_desc = acldvppCreateChannelDesc();
    if (channel_desc == nullptr) {
        printf("acldvppCreateChannelDesc failed\n");
        return -1;
    }
    aclError ret = acldvppCreateChannel(channel_desc);
    if (ret != ACL_ERROR_NONE) {
        printf("acldvppCreateChannel failed, ret = %d\n", ret);
        return -1;
    }
    ret = acldvppMalloc(&output_buffer, DECODE_BYTES);
    if (ret != ACL_ERROR_NONE) {
        printf("acldvppMalloc of the output failed, ret = %d\n", ret);
        return -1;
    }
    decode_output_desc = acldvppCreatePicDesc();
    if (decode_output_desc == nullptr) {
        printf("acldvppCreatePicDesc failed\n");
        return -1;
    }
    acldvppSetPicDescData(decode_output_desc, output_buffer);
    acldvppSetPicDescFormat(decode_output_desc, PIXEL_FORMAT_YUV_SEMIPLANAR_420);
    acldvppSetPicDescWidth(decode_output_desc, INPUT_WIDTH);
    acldvppSetPicDescHeight(decode_output_desc, INPUT_HEIGHT);
    acldvppSetPicDescWidthStride(decode_output_desc, DECODE_WIDTH_STRIDE);
    acldvppSetPicDescHeightStride(decode_output_desc, DECODE_HEIGHT_STRIDE);
    acldvppSetPicDescSize(decode_output_desc, DECODE_BYTES);
    return 0;
}

static int init()
{
    aclError ret = aclInit(nullptr);
    if (ret != ACL_ERROR_NONE) {
        printf("aclInit failed, ret = %d\n", ret);
        return -1;
    }
    ret = aclrtSetDevice(DEVICE_ID);
    if (ret != ACL_ERROR_NONE) {
        printf("aclrtSetDevice failed, ret = %d\n", ret);
        return -1;
    }
    ret = aclrtCreateContext(&context, DEVICE_ID);
    if (ret != ACL_ERROR_NONE) {
        printf("aclrtCreateContext failed, ret = %d\n", ret);
        return -1;
    }
    ret = aclrtCreateStream(&decode_stream);
    if (ret != ACL_ERROR_NONE) {
        printf("aclrtCreateStream failed, ret = %d\n", ret);
        return -1;
    }
    if (init_decoder() != 0) {
        return -1;
    }
    return load_jpeg();
}

static void teardown()
{
    acldvppDestroyPicDesc(decode_output_desc);
    acldvppDestroyChannel(channel_desc);
    acldvppDestroyChannelDesc(channel_desc);
    acldvppFree(input_buffer);
    acldvppFree(output_buffer);
    aclrtFreeHost(host_buffer);
    aclrtDestroyStream(decode_stream);
    aclrtDestroyContext(context);
    aclrtResetDevice(DEVICE_ID);
    aclFinalize();
}

int main()
{
    if (init() != 0) {
        return 1;
    }
    aclError ret;
    double t = tick();
    for (uint64_t i = 0; i <= 0x320; i++) {
        ret = acldvppJpegDecodeAsync(channel_desc, input_buffer, JPEG_BYTES, decode_output_desc, decode_stream);
        if (ret != ACL_ERROR_NONE) {
            printf("acldvppJpegDecodeAsync failed, ret = %d\n", ret);
            return 1;
        }
    }
    ret = aclrtSynchronizeStream(decode_stream);
    if (ret != ACL_ERROR_NONE) {
        printf("aclrtSynchronizeStream failed, ret = %d\n", ret);
        return 1;
    }
    t = tick() - t;
    printf("801 decodes in %.3f s\n", t);
    teardown();
    return 0;
}
