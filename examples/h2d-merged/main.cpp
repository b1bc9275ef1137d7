// Host-to-device copies, merged: one copy carries 1024 JPEG files, so the link's bandwidth bounds it.
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <time.h>

#include "acl/acl.h"

static const int32_t DEVICE_ID = 0;
static const char *JPEG_PATH = "./data/cat.jpg";
static const size_t JPEG_BYTES = 75825;
static const uint64_t FILE_COUNT = 1024; // JPEG files that one copy carries
static const uint64_t COPY_COUNT = 800;  // copies before the host waits

static aclrtContext context = nullptr;
static aclrtStream copy_stream = nullptr;
static void *host_buffer = nullptr;
static void *device_buffer = nullptr;

static double tick()
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec * 1e-9;
}

static int load_jpeg(uint8_t *target)
{
    FILE *file = fopen(JPEG_PATH, "rb");
    if (file == nullptr) {
        printf("cannot open %s\n", JPEG_PATH);
        return -1;
    }
    size_t got = fread(target, 1, JPEG_BYTES, file);
    fclose(file);
    if (got != JPEG_BYTES) {
        printf("%s holds %zu bytes, %zu expected\n", JPEG_PATH, got, JPEG_BYTES);
        return -1;
    }
    return 0;
}

static int init_buffers()
{
    const size_t total = JPEG_BYTES * FILE_COUNT;
    aclError ret = aclrtMallocHost(&host_buffer, total);
    if (ret != ACL_ERROR_NONE) {
        printf("aclrtMallocHost failed, ret = %d\n", ret);
        return -1;
    }
    ret = aclrtMalloc(&device_buffer, total, ACL_MEM_MALLOC_HUGE_FIRST);
    if (ret != ACL_ERROR_NONE) {
        printf("aclrtMalloc failed, ret = %d\n", ret);
        return -1;
    }
    uint8_t *first = static_cast<uint8_t *>(host_buffer);
    if (load_jpeg(first) != 0) {
        return -1;
    }
    for (uint64_t i = 1; i < FILE_COUNT; i++) {
        memcpy(first + i * JPEG_BYTES, first, JPEG_BYTES);
    }
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
    ret = aclrtCreateStream(&copy_stream);
    if (ret != ACL_ERROR_NONE) {
        printf("aclrtCreateStream failed, ret = %d\n", ret);
        return -1;
    }
    return init_buffers();
}

static void teardown()
{
    aclrtFreeHost(host_buffer);
    aclrtFree(device_buffer);
    aclrtDestroyStream(copy_stream);
    aclrtDestroyContext(context);
    aclrtResetDevice(DEVICE_ID);
    aclFinalize();
}

int main()
{
    if (init() != 0) {
        return 1;
    }
    const size_t total = JPEG_BYTES * FILE_COUNT;
    aclError ret;
    double t = tick();
    for (uint64_t i = 0; i < COPY_COUNT; i++) {
        // acl-perf: frames=1024
        ret = aclrtMemcpyAsync(device_buffer, total, host_buffer, total, ACL_MEMCPY_HOST_TO_DEVICE, copy_stream);
        if (ret != ACL_ERROR_NONE) {
            printf("aclrtMemcpyAsync failed, ret = %d\n", ret);
            return 1;
        }
    }
    ret = aclrtSynchronizeStream(copy_stream);
    if (ret != ACL_ERROR_NONE) {
        printf("aclrtSynchronizeStream failed, ret = %d\n", ret);
        return 1;
    }
    t = tick() - t;
    printf("%.1f copies/s, %.2f GB/s\n", COPY_COUNT / t, COPY_COUNT * total / t * 1e-9);
    teardown();
    return 0;
}
