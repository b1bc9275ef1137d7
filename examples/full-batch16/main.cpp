// The whole pipeline with a model of batch 16: copy, decode, resize, pack 16 frames into one input, infer.
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <pthread.h>
#include <unistd.h>

#include "acl/acl.h"
#include "acl/ops/acl_dvpp.h"

#define COUNT_TIME 64  // frames that a thread submits before it waits
#define THREAD_COUNT 8 // worker threads, a stream each
#define BATCH_SIZE 16  // frames that the model takes at once
#define BATCH_COUNT (COUNT_TIME / BATCH_SIZE)

static const int32_t DEVICE_ID = 0;
static const char *JPEG_PATH = "./data/cat.jpg";
static const char *MODEL_PATH = "./model/resnet50_aipp_bs16.om";
static const uint32_t JPEG_BYTES = 75825;
static const uint32_t INPUT_WIDTH = 1024;
static const uint32_t INPUT_HEIGHT = 1536;
// JPEGD writes rows of a multiple of 128 bytes and a multiple of 16 rows.
static const uint32_t DECODE_WIDTH_STRIDE = (INPUT_WIDTH + 127) / 128 * 128;
static const uint32_t DECODE_HEIGHT_STRIDE = (INPUT_HEIGHT + 15) / 16 * 16;
static const uint32_t DECODE_BYTES = DECODE_WIDTH_STRIDE * DECODE_HEIGHT_STRIDE * 3 / 2;
static const uint32_t MODEL_WIDTH = 224;
static const uint32_t MODEL_HEIGHT = 224;
static const uint32_t VPC_BYTES = MODEL_WIDTH * MODEL_HEIGHT * 3 / 2; // YUV420SP; AIPP in the model makes it RGB
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
static void *vpc_buffer[THREAD_COUNT][COUNT_TIME];
static acldvppPicDesc *vpc_desc[THREAD_COUNT][COUNT_TIME];
static acldvppResizeConfig *resize_config[THREAD_COUNT];
static uint32_t model_id[THREAD_COUNT];
static aclmdlDesc *model_desc[THREAD_COUNT];
static void *model_input[THREAD_COUNT][BATCH_COUNT];
static void *output_buffer[THREAD_COUNT][BATCH_COUNT];
static aclmdlDataset *input_dataset[THREAD_COUNT][BATCH_COUNT];
static aclmdlDataset *output_dataset[THREAD_COUNT][BATCH_COUNT];

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

static int vpc(uint64_t thread_number)
{
    for (uint64_t i = 0; i < COUNT_TIME; i++) {
        aclError ret = acldvppVpcResizeAsync(channel_desc[thread_number], decode_desc[thread_number][i],
                                             vpc_desc[thread_number][i], resize_config[thread_number],
                                             stream[thread_number]);
        if (ret != ACL_ERROR_NONE) {
            printf("acldvppVpcResizeAsync failed, thread %lu, ret = %d\n", (unsigned long)thread_number, ret);
            return -1;
        }
    }
    return 0;
}

// The model reads its frames one behind the other; the pictures of VPC lie in buffers of their own.
static int pack(uint64_t thread_number)
{
    for (uint64_t i = 0; i < COUNT_TIME; i++) {
        // VPC_BYTES is 1176 x 64, so every address below is a multiple of 64, as the copy asks.
        uint8_t *target = (uint8_t *)model_input[thread_number][i / BATCH_SIZE] + i % BATCH_SIZE * VPC_BYTES;
        aclError ret = aclrtMemcpyAsync(target, VPC_BYTES, vpc_buffer[thread_number][i], VPC_BYTES,
                                        ACL_MEMCPY_DEVICE_TO_DEVICE, stream[thread_number]);
        if (ret != ACL_ERROR_NONE) {
            printf("aclrtMemcpyAsync failed, thread %lu, ret = %d\n", (unsigned long)thread_number, ret);
            return -1;
        }
    }
    return 0;
}

static int infer(uint64_t thread_number)
{
    for (uint64_t i = 0; i < BATCH_COUNT; i++) {
        aclError ret = aclmdlExecuteAsync(model_id[thread_number], input_dataset[thread_number][i],
                                          output_dataset[thread_number][i], stream[thread_number]);
        if (ret != ACL_ERROR_NONE) {
            printf("aclmdlExecuteAsync failed, thread %lu, ret = %d\n", (unsigned long)thread_number, ret);
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
        if (vpc(thread_number) != 0) {
            return nullptr;
        }
        if (pack(thread_number) != 0) {
            return nullptr;
        }
        if (infer(thread_number) != 0) {
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

static int init_vpc_frame(uint64_t thread_number, uint64_t i)
{
    aclError ret = acldvppMalloc(&vpc_buffer[thread_number][i], VPC_BYTES);
    if (ret != ACL_ERROR_NONE) {
        printf("acldvppMalloc of a VPC buffer failed, thread %lu, ret = %d\n", (unsigned long)thread_number, ret);
        return -1;
    }
    vpc_desc[thread_number][i] = acldvppCreatePicDesc();
    if (vpc_desc[thread_number][i] == nullptr) {
        printf("acldvppCreatePicDesc failed, thread %lu\n", (unsigned long)thread_number);
        return -1;
    }
    acldvppPicDesc *desc = vpc_desc[thread_number][i];
    acldvppSetPicDescData(desc, vpc_buffer[thread_number][i]);
    acldvppSetPicDescFormat(desc, PIXEL_FORMAT_YUV_SEMIPLANAR_420);
    acldvppSetPicDescWidth(desc, MODEL_WIDTH);
    acldvppSetPicDescHeight(desc, MODEL_HEIGHT);
    acldvppSetPicDescWidthStride(desc, MODEL_WIDTH);
    acldvppSetPicDescHeightStride(desc, MODEL_HEIGHT);
    acldvppSetPicDescSize(desc, VPC_BYTES);
    return 0;
}

static aclmdlDataset *create_dataset(void *buffer, size_t size)
{
    aclmdlDataset *dataset = aclmdlCreateDataset();
    aclDataBuffer *data = aclCreateDataBuffer(buffer, size);
    if (dataset == nullptr || data == nullptr || aclmdlAddDatasetBuffer(dataset, data) != ACL_ERROR_NONE) {
        printf("cannot make a dataset of %zu bytes\n", size);
        return nullptr;
    }
    return dataset;
}

// One model id a thread: executions of one id on several streams at once are not allowed.
static int init_model(uint64_t thread_number)
{
    aclError ret = aclmdlLoadFromFile(MODEL_PATH, &model_id[thread_number]);
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
    size_t output_bytes = aclmdlGetOutputSizeByIndex(model_desc[thread_number], 0);
    for (uint64_t i = 0; i < BATCH_COUNT; i++) {
        if (acldvppMalloc(&model_input[thread_number][i], BATCH_SIZE * VPC_BYTES) != ACL_ERROR_NONE ||
            aclrtMalloc(&output_buffer[thread_number][i], output_bytes, ACL_MEM_MALLOC_NORMAL_ONLY) != ACL_ERROR_NONE) {
            printf("the model's buffers do not fit, thread %lu\n", (unsigned long)thread_number);
            return -1;
        }
        input_dataset[thread_number][i] = create_dataset(model_input[thread_number][i], BATCH_SIZE * VPC_BYTES);
        output_dataset[thread_number][i] = create_dataset(output_buffer[thread_number][i], output_bytes);
        if (input_dataset[thread_number][i] == nullptr || output_dataset[thread_number][i] == nullptr) {
            return -1;
        }
    }
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
    resize_config[thread_number] = acldvppCreateResizeConfig();
    if (resize_config[thread_number] == nullptr) {
        printf("acldvppCreateResizeConfig failed, thread %lu\n", (unsigned long)thread_number);
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
        if (init_decode_frame(thread_number, i) != 0 || init_vpc_frame(thread_number, i) != 0) {
            return -1;
        }
    }
    return init_model(thread_number);
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

static void destroy_dataset(aclmdlDataset *dataset)
{
    aclDestroyDataBuffer(aclmdlGetDatasetBuffer(dataset, 0));
    aclmdlDestroyDataset(dataset);
}

static void teardown_thread(uint64_t thread_number)
{
    for (uint64_t i = 0; i < COUNT_TIME; i++) {
        acldvppDestroyPicDesc(vpc_desc[thread_number][i]);
        acldvppFree(vpc_buffer[thread_number][i]);
        acldvppDestroyPicDesc(decode_desc[thread_number][i]);
        acldvppFree(jpeg_buffer[thread_number][i]);
        acldvppFree(decode_buffer[thread_number][i]);
    }
    for (uint64_t i = 0; i < BATCH_COUNT; i++) {
        destroy_dataset(input_dataset[thread_number][i]);
        destroy_dataset(output_dataset[thread_number][i]);
        aclrtFree(output_buffer[thread_number][i]);
        acldvppFree(model_input[thread_number][i]);
    }
    aclmdlDestroyDesc(model_desc[thread_number]);
    aclmdlUnload(model_id[thread_number]);
    acldvppDestroyResizeConfig(resize_config[thread_number]);
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
