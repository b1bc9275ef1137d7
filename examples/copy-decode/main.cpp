// JPEG files are copied to the device and decoded by N threads, a stream each.
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <pthread.h>
#include <unistd.h>

#include "acl/acl.h"
#include "acl/ops/acl_dvpp.h"

#define COUNT_TIME 64  // frames that a thread submits before it waits
#define THREAD_COUNT 4 // worker threads, a stream each

static const int32_t DEVICE_ID = 0;
static const char *JPEG_PATH = "./data/cat.jpg";
static const uint32_t JPEG_BYTES = 75825;
static const uint32_t INPUT_WIDTH = 1024;
static const uint32_t INPUT_HEIGHT = 1536;
// JPEGD writes rows of a multiple of 128 bytes and a multiple of 16 rows.
static const uint32_t DECODE_WIDTH_STRIDE = (INPUT_WIDTH + 127) / 128 * 128;
static const uint32_t DECODE_HEIGHT_STRIDE = (INPUT_HEIGHT + 15) / 16 * 16;
static const uint32_t DECODE_BYTES = DECODE_WIDTH_STRIDE * DECODE_HEIGHT_STRIDE * 3 / 2;
static const unsigned REPORT_SECONDS = 5;
static const int REPORT_COUNT = 200;

static std::atomic<bool> run_flag(true);
static std::atomic<uint64_t> frame_count(0);

// The number of a thread is its index in every array: a resource has one thread that uses it.
static aclrtContext context = nullptr;
static aclrtStream stream[THREAD_COUNT];
static acldvppChannelDesc *channel_desc[THREAD_COUNT];
static void *host_buffer = nullptr;
static void *jpeg_buffer[THREAD_COUNT][COUNT_TIME];
static void *decode_buffer[THREAD_COUNT][COUNT_TIME];
static acldvppPicDesc *decode_desc[THREAD_COUNT][COUNT_TIME];

static int copy_to_device(uint64_t thread_number)
{
    for (uint64_t i = 0; i < COUNT_TIME; i++) {
        aclError ret = aclrtMemcpyAsync(jpeg_buffer[thread_number][i], JPEG_BYTES, host_buffer, JPEG_BYTES,
                                        ACL_MEMCPY_HOST_TO_DEVICE, stream[thread_number]);
        if (ret != ACL_ERROR_NONE) {
            printf("aclrtMemcpyAsync failed, thread %lu, ret = %d\n", (unsigned long)thread_number, ret);
            return -1;
        }
    }
    return 0;
}

static int jpeg(uint64_t thread_number)
{
    for (uint64_t i = 0; i < COUNT_TIME; i++) {
        aclError ret = acldvppJpegDecodeAsync(channel_desc[thread_number], jpeg_buffer[thread_number][i], JPEG_BYTES,
                                              decode_desc[thread_number][i], stream[thread_number]);
        if (ret != ACL_ERROR_NONE) {
            printf("acldvppJpegDecodeAsync failed, thread %lu, ret = %d\n", (unsigned long)thread_number, ret);
            return -1;
        }
    }
    return 0;
}

void *stream_main(void *arg)
{
    uint64_t thread_number = *(uint64_t *)arg;
    aclError ret = aclrtSetCurrentContext(context);
    if (ret != ACL_ERROR_NONE) {
        printf("aclrtSetCurrentContext failed, thread %lu, ret = %d\n", (unsigned long)thread_number, ret);
        return nullptr;
    }
    while (run_flag) {
        if (copy_to_device(thread_number) != 0) {
            return nullptr;
        }
        if (jpeg(thread_number) != 0) {
            return nullptr;
        }
        ret = aclrtSynchronizeStream(stream[thread_number]);
        if (ret != ACL_ERROR_NONE) {
            printf("aclrtSynchronizeStream failed, thread %lu, ret = %d\n", (unsigned long)thread_number, ret);
            return nullptr;
        }
        frame_count += COUNT_TIME;
    }
    return nullptr;
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
    return 0;
}

static int init_decode_frame(uint64_t thread_number, uint64_t i)
{
    aclError ret = acldvppMalloc(&jpeg_buffer[thread_number][i], JPEG_BYTES);
    if (ret != ACL_ERROR_NONE) {
        printf("acldvppMalloc of a JPEG buffer failed, thread %lu, ret = %d\n", (unsigned long)thread_number, ret);
        return -1;
    }
    ret = acldvppMalloc(&decode_buffer[thread_number][i], DECODE_BYTES);
    if (ret != ACL_ERROR_NONE) {
        printf("acldvppMalloc of a decode buffer failed, thread %lu, ret = %d\n", (unsigned long)thread_number, ret);
        return -1;
    }
    decode_desc[thread_number][i] = acldvppCreatePicDesc();
    if (decode_desc[thread_number][i] == nullptr) {
        printf("acldvppCreatePicDesc failed, thread %lu\n", (unsigned long)thread_number);
        return -1;
    }
    acldvppPicDesc *desc = decode_desc[thread_number][i];
    acldvppSetPicDescData(desc, decode_buffer[thread_number][i]);
    acldvppSetPicDescFormat(desc, PIXEL_FORMAT_YUV_SEMIPLANAR_420);
    acldvppSetPicDescWidth(desc, INPUT_WIDTH);
    acldvppSetPicDescHeight(desc, INPUT_HEIGHT);
    acldvppSetPicDescWidthStride(desc, DECODE_WIDTH_STRIDE);
    acldvppSetPicDescHeightStride(desc, DECODE_HEIGHT_STRIDE);
    acldvppSetPicDescSize(desc, DECODE_BYTES);
    return 0;
}

static int init_channel(uint64_t thread_number)
{
    aclError ret = aclrtCreateStream(&stream[thread_number]);
    if (ret != ACL_ERROR_NONE) {
        printf("aclrtCreateStream failed, thread %lu, ret = %d\n", (unsigned long)thread_number, ret);
        return -1;
    }
    channel_desc[thread_number] = acldvppCreateChannelDesc();
    if (channel_desc[thread_number] == nullptr) {
        printf("acldvppCreateChannelDesc failed, thread %lu\n", (unsigned long)thread_number);
        return -1;
    }
    ret = acldvppCreateChannel(channel_desc[thread_number]);
    if (ret != ACL_ERROR_NONE) {
        printf("acldvppCreateChannel failed, thread %lu, ret = %d\n", (unsigned long)thread_number, ret);
        return -1;
    }
    return 0;
}

static int init_thread(uint64_t thread_number)
{
    if (init_channel(thread_number) != 0) {
        return -1;
    }
    for (uint64_t i = 0; i < COUNT_TIME; i++) {
        if (init_decode_frame(thread_number, i) != 0) {
            return -1;
        }
    }
    return 0;
}

static int init()
{
    if (aclInit(nullptr) != ACL_ERROR_NONE || aclrtSetDevice(DEVICE_ID) != ACL_ERROR_NONE ||
        aclrtCreateContext(&context, DEVICE_ID) != ACL_ERROR_NONE) {
        printf("cannot open device %d\n", DEVICE_ID);
        return -1;
    }
    if (load_jpeg() != 0) {
        return -1;
    }
    for (uint64_t thread_number = 0; thread_number < THREAD_COUNT; thread_number++) {
        if (init_thread(thread_number) != 0) {
            return -1;
        }
    }
    return 0;
}

static void teardown_thread(uint64_t thread_number)
{
    for (uint64_t i = 0; i < COUNT_TIME; i++) {
        acldvppDestroyPicDesc(decode_desc[thread_number][i]);
        acldvppFree(jpeg_buffer[thread_number][i]);
        acldvppFree(decode_buffer[thread_number][i]);
    }
    acldvppDestroyChannel(channel_desc[thread_number]);
    acldvppDestroyChannelDesc(channel_desc[thread_number]);
    aclrtDestroyStream(stream[thread_number]);
}

static void teardown()
{
    for (uint64_t thread_number = 0; thread_number < THREAD_COUNT; thread_number++) {
        teardown_thread(thread_number);
    }
    aclrtFreeHost(host_buffer);
    aclrtDestroyContext(context);
    aclrtResetDevice(DEVICE_ID);
    aclFinalize();
}

static void report()
{
    uint64_t before = frame_count;
    for (int i = 0; i < REPORT_COUNT; i++) {
        sleep(REPORT_SECONDS);
        uint64_t now = frame_count;
        printf("QPS = %.1f\n", (now - before) / (double)REPORT_SECONDS);
        before = now;
    }
}

int main()
{
    if (init() != 0) {
        return 1;
    }
    pthread_t tid[THREAD_COUNT];
    uint64_t thread_index[THREAD_COUNT];
    for (uint64_t i = 0; i < THREAD_COUNT; i++) {
        thread_index[i] = i;
        if (pthread_create(&tid[i], nullptr, stream_main, &thread_index[i]) != 0) {
            printf("pthread_create %lu failed\n", (unsigned long)i);
            return 1;
        }
    }
    report();
    run_flag = false;
    for (uint64_t i = 0; i < THREAD_COUNT; i++) {
        pthread_join(tid[i], nullptr);
    }
    teardown();
    return 0;
}
