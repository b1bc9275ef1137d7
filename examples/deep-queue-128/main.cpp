// A bounded queue: 128 executions of a model of batch 64 are submitted before the host waits.
#include <cstdint>
#include <cstdio>
#include <pthread.h>
#include <time.h>

#include "acl/acl.h"

#define THREAD_COUNT 1

static const int32_t DEVICE_ID = 0;
static const char *MODEL_PATH = "./model/resnet50_aipp_bs64.om";
static const uint64_t BATCH_SIZE = 64;

static aclrtContext context = nullptr;
static aclrtStream stream[THREAD_COUNT];
static uint32_t model_id[THREAD_COUNT];
static aclmdlDesc *model_desc[THREAD_COUNT];
static aclmdlDataset *input_dataset[THREAD_COUNT];
static aclmdlDataset *output_dataset[THREAD_COUNT];

static double tick()
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec * 1e-9;
}

void *stream_main(void *arg)
{
    uint64_t thread_number = *(uint64_t *)arg;
    aclError ret = aclrtSetCurrentContext(context);
    if (ret != ACL_ERROR_NONE) {
        printf("aclrtSetCurrentContext failed, ret = %d\n", ret);
        return nullptr;
    }
    double t = tick();
    for (uint64_t i = 0; i < 128; i++) {
        ret = aclmdlExecuteAsync(model_id[thread_number], input_dataset[thread_number], output_dataset[thread_number],
                                 stream[thread_number]);
        if (ret != ACL_ERROR_NONE) {
            printf("aclmdlExecuteAsync failed, ret = %d\n", ret);
            return nullptr;
        }
    }
    ret = aclrtSynchronizeStream(stream[thread_number]);
    if (ret != ACL_ERROR_NONE) {
        printf("aclrtSynchronizeStream failed, ret = %d\n", ret);
        return nullptr;
    }
    t = tick() - t;
    printf("%.2f calls/s, %.1f frames/s\n", 128 / t, 128 * BATCH_SIZE / t);
    return nullptr;
}

static int add_buffer(aclmdlDataset *dataset, size_t size)
{
    void *buffer = nullptr;
    aclError ret = aclrtMalloc(&buffer, size, ACL_MEM_MALLOC_HUGE_FIRST);
    if (ret != ACL_ERROR_NONE) {
        printf("aclrtMalloc of %zu bytes failed, ret = %d\n", size, ret);
        return -1;
    }
    aclDataBuffer *data = aclCreateDataBuffer(buffer, size);
    if (data == nullptr) {
        printf("aclCreateDataBuffer failed\n");
        return -1;
    }
    ret = aclmdlAddDatasetBuffer(dataset, data);
    if (ret != ACL_ERROR_NONE) {
        printf("aclmdlAddDatasetBuffer failed, ret = %d\n", ret);
        return -1;
    }
    return 0;
}

static void destroy_dataset(aclmdlDataset *dataset)
{
    for (size_t i = 0; i < aclmdlGetDatasetNumBuffers(dataset); i++) {
        aclDataBuffer *data = aclmdlGetDatasetBuffer(dataset, i);
        aclrtFree(aclGetDataBufferAddr(data));
        aclDestroyDataBuffer(data);
    }
    aclmdlDestroyDataset(dataset);
}

static int init_thread(uint64_t thread_number)
{
    aclError ret = aclrtCreateStream(&stream[thread_number]);
    if (ret != ACL_ERROR_NONE) {
        printf("aclrtCreateStream failed, ret = %d\n", ret);
        return -1;
    }
    ret = aclmdlLoadFromFile(MODEL_PATH, &model_id[thread_number]);
    if (ret != ACL_ERROR_NONE) {
        printf("aclmdlLoadFromFile %s failed, ret = %d\n", MODEL_PATH, ret);
        return -1;
    }
    model_desc[thread_number] = aclmdlCreateDesc();
    ret = aclmdlGetDesc(model_desc[thread_number], model_id[thread_number]);
    if (ret != ACL_ERROR_NONE) {
        printf("aclmdlGetDesc failed, ret = %d\n", ret);
        return -1;
    }
    input_dataset[thread_number] = aclmdlCreateDataset();
    output_dataset[thread_number] = aclmdlCreateDataset();
    if (add_buffer(input_dataset[thread_number], aclmdlGetInputSizeByIndex(model_desc[thread_number], 0)) != 0) {
        return -1;
    }
    return add_buffer(output_dataset[thread_number], aclmdlGetOutputSizeByIndex(model_desc[thread_number], 0));
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
    for (uint64_t i = 0; i < THREAD_COUNT; i++) {
        if (init_thread(i) != 0) {
            return -1;
        }
    }
    return 0;
}

static void teardown()
{
    for (uint64_t i = 0; i < THREAD_COUNT; i++) {
        destroy_dataset(input_dataset[i]);
        destroy_dataset(output_dataset[i]);
        aclmdlDestroyDesc(model_desc[i]);
        aclmdlUnload(model_id[i]);
        aclrtDestroyStream(stream[i]);
    }
    aclrtDestroyContext(context);
    aclrtResetDevice(DEVICE_ID);
    aclFinalize();
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
    for (uint64_t i = 0; i < THREAD_COUNT; i++) {
        pthread_join(tid[i], nullptr);
    }
    teardown();
    return 0;
}
