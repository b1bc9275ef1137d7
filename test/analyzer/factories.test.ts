/** Objects whose making the text hides: factories, registries, and things made when first asked for. */
import { expect, test } from 'vitest';
import { analyzerOf, callsIn, pipelineOf, stepsOf } from '../support/analyzer.ts';

const modules = `
#include "acl/acl.h"
struct Module {
    virtual ~Module() {}
    virtual int Init() = 0;
    int Run() { thread_ = std::thread(&Module::Loop, this); return 0; }
    void Loop() {
        while (!stop_) {
            std::shared_ptr<void> item;
            if (queue_->Pop(item) != 0) continue;
            Process(item);
        }
    }
    virtual int Process(std::shared_ptr<void> item) = 0;
    std::thread thread_;
    std::shared_ptr<ItemQueue> queue_;
    bool stop_ = false;
};
struct Decode : public Module {
    int Init() override { return aclrtCreateStream(&stream_); }
    int Process(std::shared_ptr<void> item) override {
        acldvppJpegDecodeAsync(channel, data, 1, picture, stream_);
        return aclrtSynchronizeStream(stream_);
    }
    aclrtStream stream_;
};
struct Infer : public Module {
    int Init() override { return aclmdlLoadFromFile("net.om", &id_); }
    int Process(std::shared_ptr<void> item) override { return aclmdlExecute(id_, input, output); }
    uint32_t id_;
};
enum Kind { KIND_DECODE, KIND_INFER };
`;

const manager = (make: string) => `
struct Description { Kind kind; std::string name; int count; };
struct Manager {
    std::map<std::string, std::vector<std::shared_ptr<Module>>> modules_;
    int Add(Description *all, int count) {
        std::shared_ptr<Module> module = nullptr;
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < all[i].count; j++) {
                ${make}
                int ret = module->Init();
                if (ret != 0) return ret;
                modules_[all[i].name].push_back(module);
            }
        }
        return 0;
    }
    void Run() {
        for (auto it = modules_.begin(); it != modules_.end(); it++)
            for (size_t i = 0; i < it->second.size(); i++) it->second[i]->Run();
    }
};
Description descriptions[] = {{KIND_DECODE, "Decode", 1}, {KIND_INFER, "Infer", 1}};
int main() {
    Manager manager;
    manager.Add(descriptions, 2);
    manager.Run();
}
`;

const factories: Record<string, [before: string, make: string]> = {
  'a registry by name that macros fill': [
    `
using Maker = std::function<void *()>;
struct Registry {
    static std::map<std::string, Maker> &All() { static std::map<std::string, Maker> all; return all; }
    static void *Make(const std::string &name) {
        auto it = All().find(name);
        if (it == All().end()) return nullptr;
        return ((Maker)it->second)();
    }
};
#define REGISTER(type) \\
    struct type##Helper { type##Helper() { Registry::All()[#type] = [] { return (void *)new type; }; } }; \\
    static type##Helper type##helper;
REGISTER(Decode)
REGISTER(Infer)`,
    'module.reset(static_cast<Module *>(Registry::Make(all[i].name)));',
  ],
  'a chain of comparisons': [
    `
std::shared_ptr<Module> Make(Kind kind) {
    if (kind == KIND_DECODE) return std::make_shared<Decode>();
    if (kind == KIND_INFER) { return std::make_shared<Infer>(); }
    return nullptr;
}`,
    'module = Make(all[i].kind);',
  ],
  'a switch': [
    `
Module *Make(Kind kind) {
    switch (kind) {
        case KIND_DECODE: return new Decode;
        case KIND_INFER: return new Infer;
        default: return nullptr;
    }
}`,
    'module.reset(Make(all[i].kind));',
  ],
  'a factory outside of the workspace': ['', 'module = PluginHost::Make(all[i].name);'],
};

for (const [name, [before, make]] of Object.entries(factories)) {
  test(`modules that ${name} makes each run in a thread of their own`, async () => {
    const pipeline = await pipelineOf(modules + before + manager(make));
    const threads = pipeline.threads.filter(({ kind }) => kind === 'thread');
    expect(threads.map(({ entry, replicas }) => [entry, replicas])).toEqual([
      ['Module::Loop', 1],
      ['Module::Loop', 1],
    ]);
    expect(callsIn(pipeline)).toEqual(['acldvppJpegDecodeAsync', 'aclmdlExecute']);
    expect(stepsOf(pipeline, 'repeat').filter((step) => step.frameLoop)).toHaveLength(2);
    // Where the factory is out of sight each of the two may be the decoder, and make its stream; one works.
    const used = stepsOf(pipeline, 'submit').flatMap(({ stream }) => stream?.id ?? []);
    expect(new Set(used).size).toBe(1);
    expect(pipeline.models).toMatchObject([{ path: 'net.om' }]);
  });
}

test('a virtual method is called on the object that was made', async () => {
  const body = `
int main() {
    std::unique_ptr<Module> module(new Infer);
    module->Init();
    while (true) module->Process(nullptr);
}`;
  expect(callsIn(await pipelineOf(modules + body))).toEqual(['aclmdlExecute']);
});

test('a thread on a virtual method runs the method of the object that it is given', async () => {
  const body = `
int main() {
    Decode decode;
    std::thread first(&Module::Process, &decode, nullptr);
    auto *second = new std::thread(&Module::Process, new Infer, nullptr);
    first.join();
}`;
  const pipeline = await pipelineOf(modules + body);
  expect(pipeline.threads.map(({ entry }) => entry)).toEqual(['main', 'Decode::Process', 'Infer::Process']);
});

test('what a library of many classes would do is not guessed', async () => {
  const classes = Array.from(
    { length: 20 },
    (_, index) =>
      `struct Op${index} : public Op { void Run() override { aclmdlExecute(${index}, in, out); } };`,
  );
  const text = `
struct Op { virtual ~Op() {} virtual void Run() = 0; };
${classes.join('\n')}
int main() { Op *op = find_op("x"); while (true) op->Run(); }`;
  expect(callsIn(await pipelineOf(text)).length).toBeLessThanOrEqual(1);
});

test('what is made when first asked for is made, and not in every frame', async () => {
  const text = `
struct Resizer {
    explicit Resizer(aclrtStream stream) : stream_(stream) {}
    void Run() { acldvppVpcResizeAsync(channel, from, to, config, stream_); }
    aclrtStream stream_;
};
struct App {
    int Init() {
        aclrtCreateStream(&stream_);
        if (resizer_ == nullptr) { resizer_ = std::make_shared<Resizer>(stream_); }
        return 0;
    }
    void Frame() {
        if (buffer_ == nullptr) { aclrtMalloc(&buffer_, 4096, ACL_MEM_MALLOC_HUGE_FIRST); }
        resizer_->Run();
    }
    std::shared_ptr<Resizer> resizer_;
    void *buffer_ = nullptr;
    aclrtStream stream_;
};
int main() { App app; app.Init(); while (true) app.Frame(); }`;
  const pipeline = await pipelineOf(text);
  expect(stepsOf(pipeline, 'submit')).toMatchObject([
    { call: 'acldvppVpcResizeAsync', stream: { id: 'stream_' } },
  ]);
  expect(stepsOf(pipeline, 'allocate')).toEqual([]);
});

test('a smart pointer’s own methods give what it holds', async () => {
  const text = `
struct Net { void Run() { aclmdlExecute(id, in, out); } int reset() { return 1; } };
void use(Net *net) { net->Run(); }
int main() {
    std::unique_ptr<Net> net;
    net.reset(new Net());
    while (true) use(net.get());
}`;
  expect(callsIn(await pipelineOf(text))).toEqual(['aclmdlExecute']);
});

test('an element at a running index decides nothing where the elements differ', async () => {
  const text = `
struct Task { int kind; const char *name; };
Task tasks[] = {{0, "copy"}, {1, "run"}};
int main() {
    for (int i = 0; i < 2; i++) {
        if (tasks[i].kind == 1) { aclmdlExecute(id, in, out); }
    }
}`;
  expect(callsIn(await pipelineOf(text))).toEqual(['aclmdlExecute']);
});

const blockingQueue = `
#include "acl/acl.h"
template <typename T> class Channel {
public:
    int Pop(T &item) {
        std::unique_lock<std::mutex> lock(mutex_);
        while (items_.empty()) filled_.wait(lock);
        item = items_.front();
        items_.pop_front();
        return 0;
    }
    int Push(const T &item) {
        std::unique_lock<std::mutex> lock(mutex_);
        items_.push_back(item);
        filled_.notify_one();
        return 0;
    }
private:
    std::list<T> items_;
    std::mutex mutex_;
    std::condition_variable filled_;
};
struct Stage {
    virtual ~Stage() {}
    void Start() { thread_ = std::thread(&Stage::Loop, this); }
    void Loop() { while (true) { int item; input_->Pop(item); Work(item); output_->Push(item); } }
    virtual void Work(int item) = 0;
    std::thread thread_;
    std::shared_ptr<Channel<int>> input_, output_;
};
struct Draw : Stage { void Work(int item) override { cv::putText(image, "x", at, 0, 1, red); } };
struct Write : Stage { void Work(int item) override { cv::imwrite("a.jpg", image); } };
`;

test('a loop that waits for what code out of sight puts in is a frame loop', async () => {
  const text = `${blockingQueue}
int main() { Draw draw; draw.input_ = channel_of("draw"); draw.Start(); }`;
  const pipeline = await pipelineOf(text);
  expect(stepsOf(pipeline, 'repeat')).toMatchObject([{ times: 'forever', frameLoop: true }]);
  expect(pipeline.queues).toEqual([]);
});

test('queues that are linked at run time link nothing here, and that is said', async () => {
  const text = `${blockingQueue}
int main() {
    std::vector<std::shared_ptr<Channel<int>>> channels;
    for (int i = 0; i < count; i++) channels.push_back(std::make_shared<Channel<int>>());
    Draw draw;
    Write write;
    draw.input_ = channels[index_of("draw")];
    draw.output_ = channels[index_of("write")];
    write.input_ = channels[index_of("write")];
    write.output_ = channels[index_of("end")];
    draw.Start();
    write.Start();
}`;
  const pipeline = await pipelineOf(text);
  expect(stepsOf(pipeline, 'repeat').filter((step) => step.frameLoop)).toHaveLength(2);
  expect(pipeline.queues).toEqual([]);
  expect(pipeline.unknowns.map(({ code }) => code)).toContain('queue-links');
});

test('a wrapper without source stands for the model that it has loaded', async () => {
  const text = `
#include "AclLiteModel.h"
class Sample {
public:
    explicit Sample(const char *path) : path_(path) {}
    int Init() { return model_.Init(path_) == 0 ? other_.Init() : 1; }
    void Run() { model_.Execute(outputs_); other_.Execute(outputs_); }
private:
    AclLiteModel model_;
    AclLiteModel other_{"second_bs4.om"};
    const char *path_;
    std::vector<InferenceOutput> outputs_;
};
int main() { Sample sample("../model/first.om"); sample.Init(); for (auto &file : files) sample.Run(); }`;
  const pipeline = await pipelineOf(text);
  expect(pipeline.models).toMatchObject([
    { id: 'model_', path: '../model/first.om' },
    { id: 'other_', path: 'second_bs4.om' },
  ]);
  expect(stepsOf(pipeline, 'submit').map((step) => step.work.model)).toEqual(['model_', 'other_']);
});

const streams = `
void yolo(json config, int id) { while (true) { aclmdlExecute(model, input, output); } }
struct Streams {
    static bool Add(std::string name, std::function<void(json, int)> make);
    static void Start(json config) { all_.at(config["type"])(config, 1); }
    static std::map<std::string, std::function<void(json, int)>> all_;
};
#define REGISTER(type, make) static bool known_##type = Streams::Add(#type, make)
`;
const registrations = {
  'a macro at file scope': 'REGISTER(yolo, yolo);',
  'what a global starts with': 'static bool known = Streams::Add("yolo", yolo);',
  'a macro, as a lambda': 'REGISTER(yolo, [](json config, int id) { yolo(config, id); });',
};
for (const [name, registration] of Object.entries(registrations)) {
  test(`what is registered by ${name} is called where its registry is used`, async () => {
    const callsOfMain = async (body: string) => {
      const analyzer = await analyzerOf({
        'main.cpp': `${streams}${registration}\nint main() { ${body} }`,
      });
      const main = analyzer.programs().find(({ kind }) => kind === 'program');
      analyzer.dispose();
      return callsIn(main!.pipeline);
    };
    expect(await callsOfMain('Streams::Start(config);')).toEqual(['aclmdlExecute']);
    expect(await callsOfMain('return 0;')).toEqual([]);
  });
}

test('nodes of one template that hold different workers are different threads', async () => {
  const text = `
template <typename Worker> class Node {
public:
    explicit Node(Worker *worker) : worker_(worker) {}
    void Start() { thread_ = std::thread([this]() { while (true) { worker_->Process(); } }); }
private:
    Worker *worker_;
    std::thread thread_;
};
struct Decoder { void Process() { acldvppJpegDecodeAsync(channel, data, 1, picture, stream); } };
struct Model { void Process() { aclmdlExecute(model, input, output); } };
int main() {
    Decoder decoder;
    Model model;
    Node<Decoder> first(&decoder);
    Node<Model> second(&model);
    first.Start();
    second.Start();
}`;
  const pipeline = await pipelineOf(text);
  expect(pipeline.threads.filter(({ kind }) => kind === 'thread').map(({ replicas }) => replicas)).toEqual([
    1, 1,
  ]);
  expect(callsIn(pipeline)).toEqual(['acldvppJpegDecodeAsync', 'aclmdlExecute']);
});
