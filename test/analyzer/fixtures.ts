/** Our own small programs in the usual shapes. */

export const worker = `
#include <pthread.h>
#include "acl/acl.h"
#define COUNT_TIME 64
#define THREAD_COUNT 6
static const uint32_t BYTES = 75825;
aclrtContext context;
aclrtStream stream[THREAD_COUNT];
uint32_t model_id[THREAD_COUNT];
void *host;
void *input[THREAD_COUNT][COUNT_TIME];
aclmdlDataset *in[THREAD_COUNT], *out[THREAD_COUNT];
bool run_flag = true;

aclError copy_in(uint64_t n) {
    for (int i = 0; i < COUNT_TIME; i++) {
        aclError ret = aclrtMemcpyAsync(input[n][i], BYTES, host, BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream[n]);
        if (ret != ACL_ERROR_NONE) { printf("copy failed %d", ret); return ret; }
    }
    return ACL_ERROR_NONE;
}

aclError infer(uint64_t n) {
    for (int i = 0; i < COUNT_TIME; i++) {
        aclError ret = aclmdlExecuteAsync(model_id[n], in[n], out[n], stream[n]);
        if (ret != ACL_ERROR_NONE) { return ret; }
    }
    return ACL_ERROR_NONE;
}

void *work(void *arg) {
    uint64_t n = *(uint64_t *)arg;
    aclrtSetCurrentContext(context);
    while (run_flag) {
        aclError ret = copy_in(n);
        if (ret != ACL_ERROR_NONE) return nullptr;
        ret = infer(n);
        if (ret != ACL_ERROR_NONE) return nullptr;
        ret = aclrtSynchronizeStream(stream[n]);
        if (ret != ACL_ERROR_NONE) return nullptr;
    }
    return nullptr;
}

int main() {
    aclInit(nullptr);
    aclrtSetDevice(0);
    aclrtCreateContext(&context, 0);
    aclrtMallocHost(&host, BYTES);
    uint64_t number[THREAD_COUNT];
    for (int n = 0; n < THREAD_COUNT; n++) {
        aclrtCreateStream(&stream[n]);
        aclmdlLoadFromFile("model/resnet50_aipp_bs1.om", &model_id[n]);
        for (int i = 0; i < COUNT_TIME; i++) aclrtMalloc(&input[n][i], BYTES, ACL_MEM_MALLOC_HUGE_FIRST);
        in[n] = aclmdlCreateDataset();
        out[n] = aclmdlCreateDataset();
        number[n] = n;
    }
    pthread_t tid[THREAD_COUNT];
    for (int n = 0; n < THREAD_COUNT; n++) {
        if (pthread_create(&tid[n], nullptr, work, &number[n]) != 0) return -1;
    }
    for (int n = 0; n < THREAD_COUNT; n++) pthread_join(tid[n], nullptr);
    aclFinalize();
    return 0;
}
`;

/** A class with its stages in methods, a queue between two threads. */
export const queued = {
  'queue.h': `
#include <list>
#include <mutex>
template <typename T> class Queue {
public:
    explicit Queue(int capacity = 16) : capacity_(capacity) {}
    void Push(const T &item) {
        std::unique_lock<std::mutex> lock(mutex_);
        while (items_.size() >= capacity_) full_.wait(lock);
        items_.push_back(item);
        empty_.notify_one();
    }
    T Pop() {
        std::unique_lock<std::mutex> lock(mutex_);
        while (items_.empty()) empty_.wait(lock);
        T item = items_.front();
        items_.pop_front();
        full_.notify_one();
        return item;
    }
private:
    std::list<T> items_;
    int capacity_;
    std::mutex mutex_;
    std::condition_variable empty_, full_;
};
`,
  'server.h': `
#include "queue.h"
struct Frame { void *data; };
class Server {
public:
    Server();
    void Start();
    void Read();
    void Infer();
private:
    Queue<Frame> frames_{8};
    uint32_t modelId_;
    aclrtContext context_;
    aclrtStream stream_;
    aclmdlDataset *input_, *output_;
};
`,
  'server.cpp': `
#include "server.h"
Server::Server() {
    aclrtCreateContext(&context_, 0);
    aclrtCreateStream(&stream_);
    aclmdlLoadFromFile("yolov3_bs4.om", &modelId_);
    input_ = aclmdlCreateDataset();
    output_ = aclmdlCreateDataset();
}
void Server::Read() {
    cv::VideoCapture capture("a.mp4");
    while (true) {
        cv::Mat frame;
        if (!capture.read(frame)) break;
        cv::resize(frame, frame, cv::Size(416, 416));
        Frame item;
        frames_.Push(item);
    }
}
void Server::Infer() {
    aclrtSetCurrentContext(context_);
    while (true) {
        Frame frame = frames_.Pop();
        aclmdlExecuteAsync(modelId_, input_, output_, stream_);
        aclrtSynchronizeStream(stream_);
    }
}
void Server::Start() {
    std::thread reader(&Server::Read, this);
    std::thread worker(&Server::Infer, this);
    reader.join();
    worker.join();
}
`,
  'main.cpp': `
#include "server.h"
int main() {
    aclInit(nullptr);
    aclrtSetDevice(0);
    Server server;
    server.Start();
    return 0;
}
`,
};

export const infer = 'aclmdlExecute(model, input, output);';

/** A program whose `main` has this body; `before` stands outside of it. */
export function program(before: string, body: string): string {
  return `
#include "acl/acl.h"
bool running = true;
uint32_t model;
aclrtStream stream;
aclmdlDataset *input, *output;
${before}
int main() {
    ${body}
    return 0;
}
`;
}
