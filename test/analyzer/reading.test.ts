/** Constructs of C++ that decide what a program does with the device. */
import { expect, test } from 'vitest';
import { callsIn, pipelineOf, stepsOf } from '../support/analyzer.ts';
import { infer, program } from './fixtures.ts';

const frameOf = (body: string) => `
    while (running) {
        ${body}
    }`;

test('of overloads with as many parameters, the one whose types fit the arguments is followed', async () => {
  const overloads = `
struct Source {
    explicit Source(unsigned camera, unsigned width = 0) {}
    Source(const std::string &path, int device) { aclmdlLoadFromFile("by_path.om", &model); }
};
void handle(int number) {}
void handle(const std::string &text) { ${infer} }`;
  const body = `Source source("video.mp4", 0);
    std::string text = "x";
    ${frameOf('handle(text);')}`;
  const pipeline = await pipelineOf(program(overloads, body));
  expect(callsIn(pipeline)).toEqual(['aclmdlExecute']);
  expect(pipeline.models).toMatchObject([{ path: 'by_path.om' }]);
});

test('classes of one name in two namespaces are kept apart, and made by their own constructors', async () => {
  const classes = `
namespace base { struct Model { Model() {} }; }
namespace app {
struct Model {
    explicit Model(const char *path) { aclmdlLoadFromFile(path, &model); }
    void Run() { ${infer} }
};
}`;
  const body = `auto model = app::Model("app.om");\n${frameOf('model.Run();')}`;
  const pipeline = await pipelineOf(program(classes, body));
  expect(callsIn(pipeline)).toEqual(['aclmdlExecute']);
  expect(pipeline.models).toMatchObject([{ path: 'app.om' }]);
});

test('members that are objects are made with their owner, once', async () => {
  const classes = `
struct Stream { Stream() { aclrtCreateStream(&handle); } aclrtStream handle; };
struct Context { explicit Context(int device) { aclrtCreateStream(&handle); } aclrtStream handle; };
struct Owner {
    Owner() : given_(0) {}
    Stream silent_;
    Context given_;
};`;
  const pipeline = await pipelineOf(program(classes, `Owner owner;\n${frameOf(infer)}`));
  expect(pipeline.streams.map(({ source }) => source?.line)).toHaveLength(2);
});

test('a singleton keeps what it was given', async () => {
  const classes = `
struct Engine {
    static Engine &Get() { static Engine engine; return engine; }
    void Load(const char *path) { aclmdlLoadFromFile(path, &id_); ready_ = true; }
    void Run() { aclmdlExecute(id_, input, output); }
    uint32_t id_;
    bool ready_;
};`;
  const body = `Engine::Get().Load("one.om");\n${frameOf('Engine::Get().Run();')}`;
  const pipeline = await pipelineOf(program(classes, body));
  const [model] = pipeline.models;
  expect(stepsOf(pipeline, 'submit')).toMatchObject([{ work: { model: model?.id } }]);
});

test('a dispatcher by name is entered again for another name', async () => {
  const functions = `
void dispatch(const std::string &stage);
void first() { aclrtMemcpy(nullptr, 8, nullptr, 8, ACL_MEMCPY_HOST_TO_DEVICE); dispatch("second"); }
void second() { ${infer} dispatch("third"); }
void dispatch(const std::string &stage) {
    if (stage == "first") first();
    else if (stage == "second") second();
}`;
  const pipeline = await pipelineOf(program(functions, frameOf('dispatch("first");')));
  expect(callsIn(pipeline)).toEqual(['aclrtMemcpy', 'aclmdlExecute']);
});

test('a function that calls itself before it works is followed as often as it does where that is known, else once', async () => {
  const functions = `int count(); void again(int n) { if (n > 0) again(n - 1); ${infer} }`;
  const calls = async (call: string) => callsIn(await pipelineOf(program(functions, frameOf(call))));
  expect(await calls('again(3);')).toEqual(Array(4).fill('aclmdlExecute'));
  expect(await calls('again(count());')).toEqual(['aclmdlExecute']);
});

test('what a foreign function writes through a pointer is not known any more', async () => {
  const body = `int count = 0;
    read_count(&count);
    for (int i = 0; i < count; i++) { ${infer} }`;
  const pipeline = await pipelineOf(program('void read_count(int *count);', body));
  const [loop] = stepsOf(pipeline, 'repeat');
  expect(loop?.frameLoop).toBe(true);
  expect(loop?.times).not.toBe(0);
});

test('what a stream gives, and what is assigned to a string, is not known', async () => {
  const body = `int count = 0;
    std::cin >> count;
    std::string name = "";
    name.assign(lookup());
    if (name == "") return 0;
    for (int i = 0; i < count; i++) { ${infer} }`;
  expect(callsIn(await pipelineOf(program('std::string lookup();', body)))).toEqual(['aclmdlExecute']);
});

test('a guard that gives up is not taken, even where the flag was never seen to be set', async () => {
  const classes = `
enum Status { READY, RUNNING };
struct Worker {
    int Process() {
        if (status_ != RUNNING) {
            LOG_ERROR("not running");
            return -1;
        }
        ${infer}
        return 0;
    }
    Status status_ = READY;
};`;
  const body = `Worker worker;\n${frameOf('worker.Process();')}`;
  expect(callsIn(await pipelineOf(program(classes, body)))).toEqual(['aclmdlExecute']);
});

test('a search that finds nothing in the text is taken to find something', async () => {
  const functions = `
int find(const char *name) {
    for (int i = 0; i < 4; i++) {
        if (strcmp(names[i], name) == 0) return i;
    }
    return -1;
}`;
  const body = `int found = find("a");
    if (found == -1) { return -1; }
    ${frameOf(infer)}`;
  expect(callsIn(await pipelineOf(program(`const char *names[4];\n${functions}`, body)))).toEqual([
    'aclmdlExecute',
  ]);
});

test('the return of what is made already does not hide the making', async () => {
  const classes = `
struct Engine {
    int Init() {
        if (is_init_) return 0;
        aclrtCreateStream(&stream);
        is_init_ = true;
        return 0;
    }
    bool is_init_;
};`;
  const body = `Engine engine;\nengine.Init();\n${frameOf('aclmdlExecuteAsync(model, input, output, stream);')}`;
  expect((await pipelineOf(program(classes, body))).streams).toHaveLength(1);
});

test('a name that begins like a status is none', async () => {
  const functions = `
int resize(int width) {
    int resizeWidth = (width + 15) / 16 * 16;
    if (resizeWidth == 0) { return 1; }
    ${infer}
    return 0;
}`;
  expect(callsIn(await pipelineOf(program(functions, frameOf('resize(width);'))))).toEqual(['aclmdlExecute']);
});

test('a frame loop may start a thread in its first pass', async () => {
  const functions = `
void decode() {}
void frame(bool &started) {
    if (!started) { std::thread worker(decode); worker.detach(); started = true; }
    ${infer}
}`;
  const pipeline = await pipelineOf(
    program(functions, `bool started = false;\n${frameOf('frame(started);')}`),
  );
  expect(stepsOf(pipeline, 'repeat')).toMatchObject([{ frameLoop: true }]);
});

test('a list that one thread fills for itself is no queue, and its loop none over frames', async () => {
  const body = `std::vector<std::string> files;
    while ((entry = readdir(folder)) != nullptr) { files.push_back(entry->d_name); }
    for (const std::string &file : files) { ${infer} }`;
  const pipeline = await pipelineOf(program('', body));
  expect(pipeline.queues).toEqual([]);
  expect(stepsOf(pipeline, 'repeat').filter((step) => step.frameLoop)).toHaveLength(1);
});

test('a parallel region that only computes is no thread, one that gives the device work is', async () => {
  const threadsOf = async (inner: string) => {
    const body = `#pragma omp parallel for num_threads(4)\nfor (int i = 0; i < 1000; i++) { ${inner} }\n${frameOf(infer)}`;
    return (await pipelineOf(program('float data[1000];', body))).threads.map((thread) => thread.kind);
  };
  expect(await threadsOf('data[i] = i;')).toEqual(['main']);
  expect(await threadsOf(infer)).toEqual(['main', 'thread']);
});

test('an array has as many elements as sizeof by sizeof says', async () => {
  const body = `Picture pictures[] = {{"a"}, {"b"}, {"c"}};
    for (size_t i = 0; i < sizeof(pictures) / sizeof(pictures[0]); i++) { ${infer} }`;
  const pipeline = await pipelineOf(program('struct Picture { std::string name; };', body));
  expect(stepsOf(pipeline, 'repeat')).toMatchObject([{ times: 3 }]);
});

test('a handler that a table of the workspace keeps is called once a request', async () => {
  const library = `
struct Server {
    using Handler = std::function<void(int)>;
    void Post(const char *path, Handler handler) { table_.emplace_back(path, handler); }
    void Listen() { poll(table_); }
    std::vector<std::pair<const char *, Handler>> table_;
};`;
  const body = `Server server;
    server.Post("/infer", [&](int request) { ${infer} });
    server.Post("/health", [&](int request) { answer(); });
    server.Listen();`;
  const pipeline = await pipelineOf(program(library, body));
  expect(pipeline.threads.map(({ program: steps }) => steps)).toMatchObject([
    [{ kind: 'repeat', times: 'forever', frameLoop: true }],
  ]);
  expect(callsIn(pipeline)).toEqual(['aclmdlExecute']);
});

test('a question that is compared with false is no status', async () => {
  const functions = `
int read(const char *path) {
    std::ifstream file(path);
    if (file.is_open() == false) { return 1; }
    ${infer}
    return 0;
}`;
  expect(callsIn(await pipelineOf(program(functions, frameOf('read("a");'))))).toEqual(['aclmdlExecute']);
});

test('what gives up is no success, whatever is compared with 0', async () => {
  const functions = `
int read(const char *path) {
    if (S_ISREG(modeOf(path)) == 0) { return FAILED; }
    fread(buffer, 1, 8, file);
    return 0;
}`;
  const pipeline = await pipelineOf(program(functions, frameOf(`read("a"); ${infer}`)));
  expect(stepsOf(pipeline, 'host').map((step) => step.what)).toContain('fread');
});

test('statements among the arguments of a checking macro are not taken for statements', async () => {
  const check = `
#define CHECK_RET(cond, return_expr) \\
  do {                               \\
    if (!(cond)) {                   \\
      return_expr;                   \\
    }                                \\
  } while (0)
#define LOG_PRINT(message, ...) printf(message, ##__VA_ARGS__)`;
  const body = `auto ret = aclrtCreateStream(&stream);
    CHECK_RET(ret == ACL_SUCCESS, LOG_PRINT("failed (%d), really; no\\n", ret);
              return ret);
    ret = aclmdlLoadFromFile("a.om", &model);
    CHECK_RET(ret == ACL_SUCCESS, return ret);
    ${frameOf(`ret = aclmdlExecute(model, input, output); CHECK_RET(ret == ACL_SUCCESS, break);`)}`;
  const pipeline = await pipelineOf(program(check, body));
  expect(pipeline.streams).toHaveLength(1);
  expect(pipeline.models).toMatchObject([{ path: 'a.om' }]);
  expect(callsIn(pipeline)).toEqual(['aclmdlExecute']);
  expect(stepsOf(pipeline, 'repeat')).toMatchObject([{ times: 'forever', frameLoop: true }]);
});

test('a for that counts in its body runs as often as its condition says', async () => {
  const body = `std::list<void *> pool;
    int i;
    for (i = 0; i < 16;) { void *buffer; aclrtMalloc(&buffer, 64, ACL_MEM_MALLOC_HUGE_FIRST); i++; pool.push_back(buffer); }
    for (i = 0; i < 8;) { ${infer} i += 2; }`;
  expect(stepsOf(await pipelineOf(program('', body)), 'repeat')).toMatchObject([
    { times: 4, frameLoop: true },
  ]);
});
