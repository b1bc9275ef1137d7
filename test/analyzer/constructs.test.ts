/** Constructs that a program may use to count, to start threads and to wait; each shows in the Pipeline. */
import { expect, test } from 'vitest';
import { evaluate } from '../../src/pipeline/evaluate.ts';
import { callsIn, pipelineOf, stepsOf } from '../support/analyzer.ts';

const infer = 'aclmdlExecute(model, input, output);';
const work = `void work(int n) { while (true) { ${infer} } }`;

/** A program whose `main` has this body; `before` stands outside of it. */
function program(before: string, body: string): string {
  return `#include "acl/acl.h"\n${before}\nint main(int argc, char **argv) {\n${body}\nreturn 0;\n}\n`;
}

const counts: Record<string, [before: string, count: string, value: number]> = {
  'a static member': ['struct Config { static const int kFrames = 12; };', 'Config::kFrames', 12],
  'a static member that is defined outside': [
    'struct Config { static int frames; };\nint Config::frames = 12;',
    'Config::frames',
    12,
  ],
  'arithmetic of enumerators': ['enum Depth { LOW = 2, HIGH = LOW * 5, HIGHER };', 'HIGHER + 1', 12],
  'constexpr over constants': ['constexpr int kRows = 3;\nconstexpr int kAll = kRows * 4;', 'kAll', 12],
  'the size of a type': ['', 'sizeof(int64_t) + sizeof(float)', 12],
  'the size of a struct with arrays and padding': [
    '#define NAME 5\nstruct Item { char name[NAME]; float score; int16_t kind; };',
    'sizeof(Item) - 4',
    12,
  ],
  'the size of a vector': ['', 'std::vector<int>(12).size()', 12],
};

for (const [name, [before, count, value]] of Object.entries(counts)) {
  test(`${name} is counted with`, async () => {
    const pipeline = await pipelineOf(
      program(before, `const int times = ${count};\nfor (int i = 0; i < times; i++) { ${infer} }`),
    );
    const [loop] = stepsOf(pipeline, 'repeat');
    const settings = Object.fromEntries(pipeline.parameters.map((one) => [one.name, one.value]));
    expect(evaluate(loop?.times ?? 0, settings)).toBe(value);
  });
}

test('default arguments that only the declaration has are used', async () => {
  const functions = `void run(int times = 7);\nvoid run(int times) { for (int i = 0; i < times; i++) { ${infer} } }`;
  expect(stepsOf(await pipelineOf(program(functions, 'run();')), 'repeat')).toMatchObject([{ times: 7 }]);
});

const threads: Record<string, [body: string, replicas: number | string]> = {
  'std::thread': ['std::thread t(work, 1); t.join();', 1],
  'std::jthread in a vector': [
    'std::vector<std::jthread> all; for (int i = 0; i < 3; i++) all.emplace_back(work, i);',
    3,
  ],
  'std::async': ['auto done = std::async(std::launch::async, work, 1);', 1],
  'a bound function': ['auto bound = std::bind(work, std::placeholders::_1); std::thread t(bound, 1);', 1],
  'a packaged task': ['std::packaged_task<void(int)> task(work); std::thread t(std::move(task), 1);', 1],
  'new std::thread': ['auto *t = new std::thread(work, 1);', 1],
  'a unique pointer to a thread': ['std::unique_ptr<std::thread> t; t.reset(new std::thread(work, 1));', 1],
  'a region of OpenMP': ['#pragma omp parallel num_threads(5)\n{ work(0); }', 5],
};

for (const [name, [body, replicas]] of Object.entries(threads)) {
  test(`${name} makes a thread`, async () => {
    const pipeline = await pipelineOf(program(work, body));
    expect(pipeline.threads.filter(({ kind }) => kind === 'thread')).toMatchObject([{ replicas }]);
    expect(callsIn(pipeline)).toEqual(['aclmdlExecute']);
  });
}

test('the threads of a parallel for share its passes', async () => {
  const body = `#pragma omp parallel for num_threads(6)\nfor (int i = 0; i < 100; i++) { ${infer} }`;
  const pipeline = await pipelineOf(program('', body));
  expect(stepsOf(pipeline, 'repeat')).toMatchObject([{ times: 17 }]);
});

test('each task of a pool is run by the pool’s threads', async () => {
  const pool = `
class Pool {
public:
    explicit Pool(size_t count) {
        for (size_t i = 0; i < count; ++i)
            workers_.emplace_back([this] {
                for (;;) {
                    std::function<void()> task;
                    {
                        std::unique_lock<std::mutex> lock(mutex_);
                        filled_.wait(lock, [this] { return !tasks_.empty(); });
                        task = std::move(tasks_.front());
                        tasks_.pop();
                    }
                    task();
                }
            });
    }
    template <class F, class... Args> void Add(F &&f, Args &&...args) {
        auto task = std::make_shared<std::packaged_task<void()>>(std::bind(std::forward<F>(f), std::forward<Args>(args)...));
        tasks_.emplace([task]() { (*task)(); });
        filled_.notify_one();
    }
private:
    std::vector<std::thread> workers_;
    std::queue<std::function<void()>> tasks_;
    std::mutex mutex_;
    std::condition_variable filled_;
};
void infer(int n) { ${infer} }`;
  const body = `Pool pool(4);
    for (int i = 0; i < 100; i++) {
        pool.Add(infer, i);
        pool.Add([&] { acldvppJpegDecodeAsync(channel, data, 1, picture, stream); });
    }`;
  const pipeline = await pipelineOf(program(pool, body));
  expect(pipeline.threads.filter(({ kind }) => kind !== 'main')).toMatchObject([
    { kind: 'thread', replicas: 4 },
  ]);
  expect(callsIn(pipeline)).toEqual(['aclmdlExecute', 'acldvppJpegDecodeAsync']);
});

test('asking for an event until it is complete waits for it', async () => {
  const body = `while (true) {
        aclmdlExecuteAsync(model, input, output, stream);
        aclrtRecordEvent(event, stream);
        aclrtEventRecordedStatus status = ACL_EVENT_RECORDED_STATUS_NOT_READY;
        while (status != ACL_EVENT_RECORDED_STATUS_COMPLETE) { aclrtQueryEventStatus(event, &status); usleep(100); }
    }`;
  const pipeline = await pipelineOf(
    program('aclrtEvent event; aclrtStream stream;', `aclrtCreateEvent(&event);\n${body}`),
  );
  expect(stepsOf(pipeline, 'wait')).toMatchObject([{ for: 'event', target: { id: 'event' } }]);
  expect(stepsOf(pipeline, 'repeat')).toHaveLength(1);
});

test('a wait for a flag inside a frame ends, and how often it sleeps is open', async () => {
  const pipeline = await pipelineOf(program('', `while (true) { ${infer} while (!done) { usleep(10); } }`));
  const [, inner] = stepsOf(pipeline, 'repeat');
  const parameter = pipeline.parameters.find(({ name }) => name === inner?.times);
  expect(parameter).toMatchObject({ value: 1, kind: 'open' });
  expect(pipeline.unknowns.map(({ code }) => code)).toContain('loop-count');
});

test('a dynamic batch is the batch of the model', async () => {
  const body = `aclmdlDataset *in = aclmdlCreateDataset();
    aclmdlLoadFromFile("net.om", &model);
    aclmdlSetDynamicBatchSize(model, in, 0, 8);
    while (true) { aclmdlExecute(model, in, output); }`;
  expect((await pipelineOf(program('uint32_t model;', body))).models).toMatchObject([{ batch: 8 }]);
});

test('both interfaces of DVPP, operators and both phases of aclnn are work of their engines', async () => {
  const body = `while (true) {
        hi_mpi_vpc_resize(channel, &from, &to, 0, 0, 0, &task, -1);
        hi_mpi_vpc_get_process_result(channel, task, -1);
        hi_mpi_vdec_send_stream(0, &packet, &picture, -1);
        hi_mpi_venc_send_frame(0, &frame, -1);
        acldvppVpcResizeAsync(channel, from, to, config, stream);
        aclnnAddGetWorkspaceSize(a, b, alpha, c, &size, &executor);
        aclnnAdd(workspace, size, executor, stream);
        aclopExecuteV2("Cast", 1, in, inputs, 1, out, outputs, attributes, stream);
    }`;
  const pipeline = await pipelineOf(program('', body));
  expect(stepsOf(pipeline, 'submit').map(({ engine }) => engine)).toEqual([
    'vpc',
    'vdec',
    'venc',
    'vpc',
    'aicore',
    'aicore',
  ]);
});

test('the run mode is that of the host, unless a definition chooses', async () => {
  const body = `aclrtRunMode mode;
    aclrtGetRunMode(&mode);
    while (true) {
        if (mode == ACL_HOST) { aclrtMemcpy(d, 64, h, 64, ACL_MEMCPY_HOST_TO_DEVICE); } else { memcpy(d, h, 64); }
#ifdef USE_DVPP
        acldvppVpcResizeAsync(channel, from, to, config, stream);
#endif
        ${infer}
    }`;
  const text = program('', body);
  expect(callsIn(await pipelineOf(text))).toEqual(['aclrtMemcpy', 'aclmdlExecute']);
  expect(callsIn(await pipelineOf(text, { defines: { USE_DVPP: '1' } }))).toEqual([
    'aclrtMemcpy',
    'acldvppVpcResizeAsync',
    'aclmdlExecute',
  ]);
});

test('what is compiled is read, where compile_commands.json says it', async () => {
  const files = {
    'src/main.cpp': program('void run();', 'while (true) run();'),
    'src/host.cpp': `void run() { ${infer} }`,
    'src/other.cpp': 'void run() { acldvppVpcResizeAsync(channel, from, to, config, stream); }',
    'compile_commands.json': JSON.stringify([
      { directory: '/build', file: '/x/src/main.cpp' },
      { directory: '/build', file: '/x/src/host.cpp' },
    ]),
  };
  expect(callsIn(await pipelineOf(files))).toEqual(['aclmdlExecute']);
});

test('a flag that keeps the run mode decides as the run mode does', async () => {
  const before = `bool g_isDevice = false;
class Status {
public:
    static void Set(bool isDevice) { isDevice_ = isDevice; }
    static bool Get() { return isDevice_; }
    static bool isDevice_;
};
bool Status::isDevice_ = false;`;
  const body = `aclrtRunMode mode;
    aclrtGetRunMode(&mode);
    g_isDevice = (mode == ACL_DEVICE);
    Status::Set(mode == ACL_DEVICE);
    while (true) {
        if (!g_isDevice) { aclrtMemcpy(d, 64, h, 64, ACL_MEMCPY_HOST_TO_DEVICE); } else { memcpy(d, h, 64); }
        ${infer}
        if (Status::Get()) { memcpy(h, d, 64); } else { aclrtMemcpy(h, 64, d, 64, ACL_MEMCPY_DEVICE_TO_HOST); }
    }`;
  const pipeline = await pipelineOf(program(before, body));
  expect(callsIn(pipeline)).toEqual(['aclrtMemcpy', 'aclmdlExecute', 'aclrtMemcpy']);
  expect(pipeline.unknowns.map(({ code }) => code)).not.toContain('branch');
});

test('what goes to a presenter server, or comes of elements of a container, is work of the host', async () => {
  const body = `std::vector<cv::Mat> parts;
    while (true) {
        cv::split(picture, parts);
        for (std::vector<cv::Mat>::iterator it = parts.begin(); it != parts.end(); ++it) (*it).convertTo(*it, CV_32FC3);
        ${infer}
        PresentImage(channel, image);
    }`;
  const pipeline = await pipelineOf(program('', body));
  expect(stepsOf(pipeline, 'host').map(({ what }) => what)).toEqual(
    expect.arrayContaining(['cv::Mat::convertTo', 'PresentImage']),
  );
});
