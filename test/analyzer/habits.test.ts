/** Habits of programs that were met after the analyzer was made: each small, each in code of many authors. */
import { expect, test } from 'vitest';
import { analyzerOf, callsIn, pipelineOf, stepsOf } from '../support/analyzer.ts';
import { infer, program } from './fixtures.ts';

const frames = (body: string) => `while (running) { ${body} }`;

async function noticesOf(text: string): Promise<string[]> {
  const analyzer = await analyzerOf({ 'main.cpp': text });
  const notices = analyzer.notices().map(({ code }) => code);
  analyzer.dispose();
  return notices;
}

test('an array that is deleted with its pointer in brackets is read', async () => {
  const text = program(
    '',
    `uint8_t *p = new uint8_t[8]; ${frames(infer)} delete[](p); delete []((uint8_t *)p);`,
  );
  expect(await noticesOf(text)).toEqual([]);
  expect(callsIn(await pipelineOf(text))).toEqual(['aclmdlExecute']);
});

test('a macro that names the rest of its arguments is read', async () => {
  const log = '#define INFO_LOG(format, args...) fprintf(stdout, "[INFO] " format "\\n", ##args)';
  const text = program(log, frames(`${infer} INFO_LOG("done %d", 1);`));
  expect(await noticesOf(text)).toEqual([]);
  expect(callsIn(await pipelineOf(text))).toEqual(['aclmdlExecute']);
});

test('a macro that takes a function and its arguments calls it', async () => {
  const call = `
#define ACL_CALL(api, ...)                          \\
  do {                                              \\
    aclError ret = api(__VA_ARGS__);                \\
    ASSERT(ret == ACL_SUCCESS, #api " failed", ret); \\
  } while (0)`;
  const body = `ACL_CALL(aclmdlLoadFromFile, "named.om", &model);
    ${frames('ACL_CALL(aclmdlExecuteAsync, model, input, output, stream);\nACL_CALL(aclrtSynchronizeStream, stream);')}`;
  const pipeline = await pipelineOf(program(call, body));
  expect(callsIn(pipeline)).toEqual(['aclmdlExecuteAsync']);
  expect(pipeline.models).toMatchObject([{ path: 'named.om' }]);
  expect(stepsOf(pipeline, 'wait')).toMatchObject([{ for: 'stream' }]);
});

test('what a macro passes on counts as arguments, where a function of the workspace has overloads', async () => {
  const before = `
#define RUN(function, ...) function(__VA_ARGS__)
void step(int number) {}
void step(int number, int other) { ${infer} }`;
  expect(callsIn(await pipelineOf(program(before, frames('RUN(step, 1, 2);'))))).toEqual(['aclmdlExecute']);
});

test('functions of a library that is loaded at run time are known by the names of their pointers', async () => {
  const table = `
struct Library {
    static Library &Instance() { static Library one; return one; }
    int (*aclmdlLoadFromFile)(const char *, uint32_t *) = nullptr;
    int (*aclmdlExecute)(uint32_t, void *, void *) = nullptr;
};`;
  const body = `auto &acl = Library::Instance();
    acl.aclmdlLoadFromFile("loaded.om", &model);
    ${frames('acl.aclmdlExecute(model, input, output);')}`;
  const pipeline = await pipelineOf(program(table, body));
  expect(callsIn(pipeline)).toEqual(['aclmdlExecute']);
  expect(pipeline.models).toMatchObject([{ path: 'loaded.om' }]);
});

test('a loop whose counter stands still is endless, whatever an inner one of that name does', async () => {
  const body = `for (int i = 0; i < 1;) { ${infer} for (int i = 0; i < 4; i++) { printf("%d", i); } }`;
  const [loop] = stepsOf(await pipelineOf(program('', body)), 'repeat');
  expect(loop).toMatchObject({ times: 'forever', frameLoop: true });
});

test('reading a file of labels before the frames comes to an end', async () => {
  const body = `std::ifstream file("labels.txt");
    char line[64];
    while (file.getline(line, sizeof(line))) {}
    aclrtMemcpy(device, 4, host, 4, ACL_MEMCPY_HOST_TO_DEVICE);
    ${infer}`;
  const pipeline = await pipelineOf(program('void *device, *host;', body));
  expect(stepsOf(pipeline, 'repeat').filter(({ times }) => times === 'forever')).toEqual([]);
  expect(callsIn(pipeline)).toEqual(['aclrtMemcpy', 'aclmdlExecute']);
});

test('loops around a loop by hand are one piece of work, assumed once', async () => {
  const suppress = `
struct Box { float score; };
void suppress(std::vector<Box> &boxes, bool *gone) {
    std::vector<Box> kept;
    for (int i = 0; i < 25200; i++) {
        kept.push_back(boxes[i]);
        for (size_t j = i + 1; j < boxes.size(); j++) {
            gone[j] = boxes[j].score > 0.5f;
        }
    }
}`;
  const body = `std::vector<Box> boxes; bool gone[8]; ${frames(`${infer} suppress(boxes, gone);`)}`;
  const pipeline = await pipelineOf(program(suppress, body));
  expect(stepsOf(pipeline, 'host')).toMatchObject([{ what: 'loop' }]);
  expect(stepsOf(pipeline, 'repeat')).toHaveLength(1);
});

test('a ring of buffers that one thread takes from and gives back to is no queue between threads', async () => {
  const ring = `
std::queue<void *> buffers;
void worker() {
    aclrtSetDevice(0);
    while (running) {
        void *buffer = buffers.front();
        buffers.pop();
        buffers.push(buffer);
        ${infer}
    }
}`;
  const body = `for (int i = 0; i < 4; i++) { void *buffer = nullptr; aclrtMalloc(&buffer, 64, ACL_MEM_MALLOC_NORMAL_ONLY); buffers.push(buffer); }
    std::thread thread(worker);
    thread.join();
    while (!buffers.empty()) { aclrtFree(buffers.front()); buffers.pop(); }`;
  const pipeline = await pipelineOf(program(ring, body));
  expect(pipeline.queues).toEqual([]);
  expect(stepsOf(pipeline, 'dequeue')).toEqual([]);
});

test('a queue that main fills for a thread stays one, though the thread puts some back', async () => {
  const retry = `
std::queue<void *> items;
void worker() {
    aclrtSetDevice(0);
    while (running) {
        void *item = items.front();
        items.pop();
        if (busy()) { items.push(item); continue; }
        ${infer}
    }
}`;
  const body = `std::thread thread(worker);
    while (running) { void *item = read(); items.push(item); }
    thread.join();`;
  expect((await pipelineOf(program(retry, body))).queues).toHaveLength(1);
});

test('a main that fills a queue in a loop within its loop fills it', async () => {
  const worker = `
std::queue<int> items;
void worker() {
    aclrtSetDevice(0);
    while (running) {
        int item = items.front();
        items.pop();
        ${infer}
    }
}
void round(int count) {
    for (int i = 0; i < count; i++) { if (i % 2 == 0 || rand() > 5) items.push(i); }
}`;
  const body = `std::thread thread(worker);
    for (int k = 0; k < 900; k++) { round(8); }
    thread.join();`;
  const [main] = (await pipelineOf(program(worker, body))).threads;
  expect(main?.program).toMatchObject([{ times: 900, body: [{ times: 8 }] }]);
  expect(JSON.stringify(main?.program)).toContain('"kind":"enqueue"');
});

test('a loop that takes the outputs of the model one by one is none over frames', async () => {
  const take = `
void *host;
void take(int imgIndex) {
    aclDataBuffer *buffer = aclmdlGetDatasetBuffer(output, imgIndex);
    void *data = aclGetDataBufferAddr(buffer);
    aclrtMemcpy(host, 64, data, 64, ACL_MEMCPY_DEVICE_TO_HOST);
}`;
  const body = frames(`${infer} for (int imgIndex = 0; imgIndex < 3; imgIndex++) take(imgIndex);`);
  const loops = stepsOf(await pipelineOf(program(take, body)), 'repeat');
  expect(loops.map(({ times, frameLoop }) => [times, frameLoop])).toEqual([
    ['forever', true],
    [3, undefined],
  ]);
});

const chosen = `
#include "acl/acl.h"
void step() {
#ifdef USE_DEVICE
    ${infer.replace('model', '1').replace('input, output', 'nullptr, nullptr')}
#else
    printf("none");
#endif
}
int main() { while (true) step(); }
`;

test('what a CMakeLists.txt defines holds for the sources beneath it', async () => {
  const cmake = 'add_definitions(-DUSE_DEVICE)\nadd_executable(app src/main.cpp)';
  const calls = async (files: Record<string, string>) => {
    const analyzer = await analyzerOf({ 'src/main.cpp': chosen, ...files });
    const found = analyzer.programs().flatMap(({ pipeline }) => callsIn(pipeline));
    analyzer.dispose();
    return found;
  };
  expect(await calls({})).toEqual([]);
  expect(await calls({ 'CMakeLists.txt': cmake })).toEqual(['aclmdlExecute']);
  const others = [
    'add_compile_definitions(USE_DEVICE)',
    'target_compile_definitions(app PRIVATE USE_DEVICE=1)',
  ];
  for (const text of [
    ...others,
    'set(CMAKE_CXX_FLAGS "-O2 -DUSE_DEVICE")',
    'add_compile_options(-DUSE_DEVICE)',
  ])
    expect(await calls({ 'CMakeLists.txt': text }), text).toEqual(['aclmdlExecute']);
  const choice = 'if(target STREQUAL "Simulator")\n  add_definitions(-DUSE_DEVICE)\nendif()';
  expect(await calls({ 'CMakeLists.txt': choice })).toEqual([]);
  // A folder that is built by a project elsewhere, and one that has a project of its own.
  expect(await calls({ 'app/CMakeLists.txt': cmake })).toEqual(['aclmdlExecute']);
  expect(await calls({ 'app/CMakeLists.txt': cmake, 'src/CMakeLists.txt': '' })).toEqual([]);
});

test('sources are read anew when a CMakeLists.txt defines something else, or is gone', async () => {
  const analyzer = await analyzerOf({ 'main.cpp': chosen });
  const calls = () => analyzer.programs().flatMap(({ pipeline }) => callsIn(pipeline));
  expect(calls()).toEqual([]);
  analyzer.update({ file: 'CMakeLists.txt', text: 'add_definitions(-DUSE_DEVICE)' });
  expect(calls()).toEqual(['aclmdlExecute']);
  analyzer.remove('CMakeLists.txt');
  expect(calls()).toEqual([]);
  analyzer.dispose();
});

const waiter = `
struct Waiter {
    explicit Waiter(aclrtStream given) : stream(given) {}
    ~Waiter() { aclrtSynchronizeStream(stream); }
    aclrtStream stream;
};`;

const submit = 'aclmdlExecuteAsync(model, input, output, stream);';

test('an object that waits when its block ends does so there', async () => {
  const body = frames(`{ Waiter waiter(stream); ${submit} } log();`);
  const [loop] = stepsOf(await pipelineOf(program(waiter, body)), 'repeat');
  expect(loop?.body.map(({ kind }) => kind)).toEqual(['submit', 'wait']);
});

test('members and bases of a local object end with it, and one that is returned lives on', async () => {
  const before = `${waiter}
struct Base { ~Base() { aclrtSynchronizeDevice(); } };
struct Session : Base {
    Session() : waiter(stream) {}
    Waiter waiter;
};
Waiter make() { Waiter made(stream); return made; }`;
  const body = frames(`Session session; ${submit} make();`);
  const [loop] = stepsOf(await pipelineOf(program(before, body)), 'repeat');
  expect(loop?.body.map((step) => (step.kind === 'wait' ? step.call : step.kind))).toEqual([
    'submit',
    'aclrtSynchronizeStream',
    'aclrtSynchronizeDevice',
  ]);
});

test('what a destructor gives back at the end of a frame is given back in each', async () => {
  const buffer = `
struct Buffer {
    Buffer() { aclrtMalloc(&data, 64, ACL_MEM_MALLOC_NORMAL_ONLY); }
    ~Buffer() { aclrtFree(data); }
    void *data = nullptr;
};`;
  const [loop] = stepsOf(await pipelineOf(program(buffer, frames(`Buffer buffer; ${infer}`))), 'repeat');
  expect(loop?.body.map(({ kind }) => kind)).toEqual(['allocate', 'submit', 'free']);
});

test('what is made when first asked for is made once, where a function that is called makes it too', async () => {
  const decoder = `
struct Channel {
    Channel() { desc = aclvdecCreateChannelDesc(); aclvdecCreateChannel(desc); }
    int Send(acldvppStreamDesc *data) { return aclvdecSendFrame(desc, data, nullptr, nullptr, nullptr); }
    aclvdecChannelDesc *desc;
};
struct Decoder {
    int Create() { channel.reset(new Channel()); return 0; }
    int Process(acldvppStreamDesc *data) {
        if (channel == nullptr) {
            int ret = Create();
            if (ret != 0) return ret;
        }
        return channel->Send(data);
    }
    std::unique_ptr<Channel> channel;
};`;
  const text = program(decoder, `Decoder decoder; ${frames('decoder.Process(nullptr);')}`);
  const analyzer = await analyzerOf({ 'main.cpp': text });
  const [only] = analyzer.programs();
  analyzer.dispose();
  expect(only && callsIn(only.pipeline)).toEqual(['aclvdecSendFrame']);
  expect(only?.findings.filter(({ rule }) => rule === 'create-destroy-in-loop')).toEqual([]);
});

test('the project file of the workspace itself makes one program of the folders beneath', async () => {
  const files = {
    'CMakeLists.txt': 'add_subdirectory(src)\nadd_subdirectory(test)',
    'src/model.cpp': '#include "model.h"\nvoid Run() { aclmdlExecute(1, nullptr, nullptr); }',
    'include/api.h': 'void Run();',
    'src/model.h': 'void Run();',
    'test/app/CMakeLists.txt': 'add_executable(app main.cpp)',
    'test/app/main.cpp': '#include "api.h"\nint main() { while (true) Run(); }',
  };
  expect(callsIn(await pipelineOf(files))).toEqual(['aclmdlExecute']);
});

test('what a library hands to a scheduler runs once per request, and what loads the model there once', async () => {
  const text = `
#include "acl/acl.h"
static uint32_t model;
static aclmdlDataset *input, *output;
void LoadExecute(env_t env, void *data) {
    void *buffer = nullptr;
    aclrtMalloc(&buffer, 64, ACL_MEM_MALLOC_NORMAL_ONLY);
    aclmdlLoadFromFile("app.om", &model);
}
void InferExecute(env_t env, void *data) { ${infer} }
value_t LoadModel(env_t env) { create_async_work(env, LoadExecute, nullptr); }
value_t RunModel(env_t env) { create_async_work(env, InferExecute, nullptr); }
`;
  const analyzer = await analyzerOf({ 'library.cpp': text });
  const [only] = analyzer.programs();
  analyzer.dispose();
  const threads = only?.pipeline.threads ?? [];
  expect(threads.find(({ entry }) => entry === 'InferExecute')?.program).toMatchObject([
    { kind: 'repeat', times: 'forever', frameLoop: true, body: [{ call: 'aclmdlExecute' }] },
  ]);
  expect(threads.find(({ entry }) => entry === 'LoadExecute')).toBeUndefined();
  const reported = only?.findings.map(({ rule }) => rule);
  expect(reported).toContain('sync-model-execute-in-loop');
  expect(reported).not.toContain('alloc-in-loop');
  expect(reported).not.toContain('model-load-in-loop');
});

test('a library whose functions go to the device through a macro alone is one', async () => {
  const text = `
#include "acl/acl.h"
#define CALL(api, ...) do { aclError ret = api(__VA_ARGS__); CHECK(ret == 0, #api); } while (0)
struct Api {
    void run() { CALL(aclmdlExecuteAsync, 1, nullptr, nullptr, stream); }
    aclrtStream stream;
};
`;
  const analyzer = await analyzerOf({ 'api.cpp': text });
  expect(analyzer.programs().flatMap(({ pipeline }) => callsIn(pipeline))).toEqual(['aclmdlExecuteAsync']);
  analyzer.dispose();
});
