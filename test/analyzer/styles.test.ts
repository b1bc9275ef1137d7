import { expect, test } from 'vitest';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { callsIn, pipelineOf, stepsOf } from '../support/analyzer.ts';

const entries = (pipeline: Pipeline) =>
  pipeline.threads.map(({ entry, replicas, kind }) => `${kind} ${entry} x${replicas}`);

test('std::async in a loop', async () => {
  const pipeline = await pipelineOf(`
void Work(int n) { while (true) { aclmdlExecute(1, in, out); } }
int main() {
    std::vector<std::future<void>> all;
    for (int n = 0; n < 3; n++) all.push_back(std::async(std::launch::async, Work, n));
}`);
  expect(entries(pipeline)).toEqual(['thread Work x3']);
});

test('a pool of threads that run what is put into its queue', async () => {
  const pipeline = await pipelineOf(`
class Pool {
public:
    explicit Pool(int n) {
        for (int i = 0; i < n; i++) workers_.emplace_back([this] {
            while (true) {
                std::function<void()> task;
                {
                    std::unique_lock<std::mutex> lock(m_);
                    cv_.wait(lock, [this] { return !tasks_.empty(); });
                    task = tasks_.front();
                    tasks_.pop();
                }
                task();
            }
        });
    }
    template <class F> void Submit(F f) { std::unique_lock<std::mutex> lock(m_); tasks_.push(f); cv_.notify_one(); }
private:
    std::vector<std::thread> workers_;
    std::queue<std::function<void()>> tasks_;
    std::mutex m_;
    std::condition_variable cv_;
};
void Infer() { aclmdlExecute(1, in, out); }
int main() {
    Pool pool(4);
    while (true) { pool.Submit(Infer); }
}`);
  expect(entries(pipeline)).toEqual(['main main x1', 'thread lambda@5 x4']);
  expect(callsIn(pipeline)).toEqual(['aclmdlExecute']);
  expect(stepsOf(pipeline, 'dequeue')).toMatchObject([{ blocking: true }]);
});

test('an OpenMP region', async () => {
  const pipeline = await pipelineOf(`
int main() {
    #pragma omp parallel for num_threads(4)
    for (int i = 0; i < 100; i++) { aclmdlExecute(1, in, out); }
}`);
  expect(pipeline.threads.map(({ kind, replicas }) => [kind, replicas])).toEqual([['thread', 4]]);
});

test('a callback that the stream calls, and the thread that waits for reports', async () => {
  const pipeline = await pipelineOf(`
bool g_run = true;
void OnDone(void *data) { aclrtMemcpy(host, 4000, data, 4000, ACL_MEMCPY_DEVICE_TO_HOST); }
void *Report(void *) { aclrtSetCurrentContext(c); while (g_run) aclrtProcessReport(1000); return nullptr; }
int main() {
    aclrtStream s; aclrtCreateStream(&s);
    pthread_t t; pthread_create(&t, nullptr, Report, nullptr);
    aclrtSubscribeReport(t, s);
    while (true) {
        aclmdlExecuteAsync(1, in, out, s);
        aclrtLaunchCallback(OnDone, dev, ACL_CALLBACK_NO_BLOCK, s);
    }
}`);
  expect(entries(pipeline).sort()).toEqual(['callback OnDone x1', 'main main x1', 'thread Report x1']);
  expect(stepsOf(pipeline, 'callback')).toMatchObject([{ blocking: false, stream: { id: 's' } }]);
  expect(callsIn(pipeline)).toEqual(['aclmdlExecuteAsync', 'aclrtMemcpy']);
});

test('a decoder channel with its callback, and what it is given', async () => {
  const pipeline = await pipelineOf(`
struct Decoder { uint32_t model; aclmdlDataset *in, *out; };
void OnFrame(acldvppStreamDesc *input, acldvppPicDesc *output, void *user) {
    Decoder *decoder = (Decoder *)user;
    aclmdlExecute(decoder->model, decoder->in, decoder->out);
    acldvppDestroyPicDesc(output);
}
int main() {
    Decoder decoder;
    aclmdlLoadFromFile("yolov4_bs1.om", &decoder.model);
    aclvdecChannelDesc *channel = aclvdecCreateChannelDesc();
    aclvdecSetChannelDescCallback(channel, OnFrame);
    aclvdecCreateChannel(channel);
    while (true) {
        acldvppPicDesc *picture = acldvppCreatePicDesc();
        acldvppSetPicDescWidth(picture, 1920);
        acldvppSetPicDescHeight(picture, 1080);
        aclvdecSendFrame(channel, stream, picture, nullptr, &decoder);
    }
}`);
  expect(entries(pipeline)).toEqual(['main main x1', 'callback OnFrame x1']);
  const [send, execute] = stepsOf(pipeline, 'submit');
  expect(send).toMatchObject({ engine: 'vdec', work: { pixels: 1920 * 1080 } });
  expect(execute).toMatchObject({ engine: 'aicore', work: { model: 'model' } });
  expect(pipeline.models).toMatchObject([{ catalogueName: 'yolov4' }]);
});

test('the second generation of DVPP: structs and tasks', async () => {
  const pipeline = await pipelineOf(`
int main() {
    hi_vpc_chn chn; hi_vpc_chn_attr attr; hi_mpi_vpc_sys_create_chn(&chn, &attr);
    hi_vpc_pic_info source, target;
    source.picture_width = 1280; source.picture_height = 720;
    while (true) {
        uint32_t task;
        hi_mpi_vpc_resize(chn, &source, &target, 0, 0, 0, &task, -1);
        hi_mpi_vpc_get_process_result(chn, task, -1);
    }
}`);
  expect(stepsOf(pipeline, 'submit')).toMatchObject([{ engine: 'vpc', work: { pixels: 1280 * 720 } }]);
  expect(stepsOf(pipeline, 'wait')).toMatchObject([{ for: 'task' }]);
});

test('virtual stages in a table, made by their constructors', async () => {
  const pipeline = await pipelineOf(`
class Stage { public: virtual ~Stage() {} virtual void Run() = 0; };
class Decode : public Stage { public: void Run() override { acldvppJpegDecodeAsync(c, d, 1, o, s); } };
class Infer : public Stage { public: void Run() override { aclmdlExecuteAsync(1, in, out, s); } };
int main() {
    std::vector<std::shared_ptr<Stage>> stages;
    stages.push_back(std::make_shared<Decode>());
    stages.push_back(std::make_shared<Infer>());
    while (true) {
        for (auto &stage : stages) stage->Run();
        aclrtSynchronizeStream(s);
    }
}`);
  expect(callsIn(pipeline)).toEqual(['acldvppJpegDecodeAsync', 'aclmdlExecuteAsync']);
});

test('functions in a table, and std::bind', async () => {
  const pipeline = await pipelineOf(`
struct App { void Copy(int n) { aclrtMemcpy(a, 1, b, 1, ACL_MEMCPY_HOST_TO_DEVICE); } };
void Decode() { acldvppJpegDecodeAsync(c, d, 1, o, s); }
void Infer() { aclmdlExecute(1, in, out); }
typedef void (*Step)();
Step steps[] = { Decode, Infer };
int main() {
    App app;
    std::function<void()> copy = std::bind(&App::Copy, &app, 3);
    while (true) {
        copy();
        for (int i = 0; i < 2; i++) steps[i]();
    }
}`);
  expect(callsIn(pipeline)).toEqual(['aclrtMemcpy', 'acldvppJpegDecodeAsync', 'aclmdlExecute']);
});

test('operators in two phases, and single operators', async () => {
  const pipeline = await pipelineOf(`
int main() {
    while (true) {
        aclnnAddGetWorkspaceSize(a, b, c, out, &size, &executor);
        aclnnAdd(workspace, size, executor, stream);
        aclopExecuteV2("Add", 2, d, in, 1, od, o, attr, stream);
        aclrtSynchronizeStream(stream);
    }
}`);
  expect(callsIn(pipeline)).toEqual(['aclnnAdd', 'aclopExecuteV2']);
});

test('locks, events between streams, and devices by thread', async () => {
  const pipeline = await pipelineOf(`
std::mutex g_lock;
void Work(int device) {
    aclrtSetDevice(device);
    aclrtStream copy, run; aclrtEvent ready;
    aclrtCreateStream(&copy); aclrtCreateStream(&run); aclrtCreateEvent(&ready);
    while (true) {
        aclrtMemcpyAsync(d, 64, h, 64, ACL_MEMCPY_HOST_TO_DEVICE, copy);
        aclrtRecordEvent(ready, copy);
        aclrtStreamWaitEvent(run, ready);
        {
            std::lock_guard<std::mutex> lock(g_lock);
            aclmdlExecuteAsync(1, in, out, run);
        }
        aclrtSynchronizeStream(run);
    }
}
int main() { std::thread a(Work, 0), b(Work, 1); a.join(); b.join(); }`);
  expect(pipeline.streams.map(({ id, scope }) => `${id} ${scope}`).sort()).toEqual([
    'copy thread',
    'copy_2 thread',
    'run thread',
    'run_2 thread',
  ]);
  const [thread] = pipeline.threads;
  const [loop] = thread?.program ?? [];
  expect(loop?.kind === 'repeat' && loop.body.map((step) => step.kind)).toEqual([
    'submit',
    'record',
    'streamWait',
    'lock',
    'wait',
  ]);
});

test('pageable memory under an asynchronous copy', async () => {
  const pipeline = await pipelineOf(`
int main() {
    std::vector<uint8_t> data(1024);
    void *pinned; aclrtMallocHost(&pinned, 1024);
    while (true) {
        aclrtMemcpyAsync(d, 1024, data.data(), 1024, ACL_MEMCPY_HOST_TO_DEVICE, s);
        aclrtMemcpyAsync(d, 1024, pinned, 1024, ACL_MEMCPY_HOST_TO_DEVICE, s);
    }
}`);
  expect(stepsOf(pipeline, 'submit').map((step) => step.work.pageable ?? false)).toEqual([true, false]);
});
