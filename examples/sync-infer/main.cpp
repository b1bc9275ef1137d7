// Synchronous inference loop: how fast is ResNet-50 when the host waits for every execution?
#include <cstdint>
#include <cstdio>
#include <time.h>

#include "acl/acl.h"

static const int32_t DEVICE_ID = 0;
static const char *MODEL_PATH = "./model/resnet50_aipp_bs1.om";

static aclrtContext context = nullptr;
static uint32_t model_id = 0;
static aclmdlDesc *model_desc = nullptr;
static aclmdlDataset *input_dataset = nullptr;
static aclmdlDataset *output_dataset = nullptr;

static double tick()
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec * 1e-9;
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

static int init_model()
{
    aclError ret = aclmdlLoadFromFile(MODEL_PATH, &model_id);
    if (ret != ACL_ERROR_NONE) {
        printf("aclmdlLoadFromFile %s failed, ret = %d\n", MODEL_PATH, ret);
        return -1;
    }
    model_desc = aclmdlCreateDesc();
    ret = aclmdlGetDesc(model_desc, model_id);
    if (ret != ACL_ERROR_NONE) {
        printf("aclmdlGetDesc failed, ret = %d\n", ret);
        return -1;
    }
    input_dataset = aclmdlCreateDataset();
    output_dataset = aclmdlCreateDataset();
    if (add_buffer(input_dataset, aclmdlGetInputSizeByIndex(model_desc, 0)) != 0) {
        return -1;
    }
    return add_buffer(output_dataset, aclmdlGetOutputSizeByIndex(model_desc, 0));
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
    return init_model();
}

static void teardown()
{
    destroy_dataset(input_dataset);
    destroy_dataset(output_dataset);
    aclmdlDestroyDesc(model_desc);
    aclmdlUnload(model_id);
    aclrtDestroyContext(context);
    aclrtResetDevice(DEVICE_ID);
    aclFinalize();
}

int main()
{
    if (init() != 0) {
        return 1;
    }
    double t = tick();
    for (uint64_t i = 0; i <= 0x320; i++) {
        aclError ret = aclmdlExecute(model_id, input_dataset, output_dataset);
        if (ret != ACL_ERROR_NONE) {
            printf("aclmdlExecute failed, ret = %d\n", ret);
            return 1;
        }
    }
    t = tick() - t;
    printf("801 executions in %.3f s\n", t);
    teardown();
    return 0;
}
