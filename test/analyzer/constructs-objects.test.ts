/** Which object a thread owns: by the ways in which programs hold objects, hand them on and start threads on them. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';
import { shapeOf } from '../support/shape.ts';

/** Sixty-four inferences at a time, then a wait. */
const rounds = (times: number) => `forever(${times}(aclmdlExecuteAsync), wait)`;

const files: Record<string, string> = {
  'c04-functor-thread': `1 × ${rounds(64)}; 1 streams`,
  'c05-std-bind': '1 × 800(aclmdlExecute); 0 streams',
  'c07-generate-n': '1 × 512(aclmdlExecuteAsync), wait; 1 streams',
  'c12-map-workers': `3 × ${rounds(64)}; 3 streams`,
  'c17-struct-vector-thread': `4 × ${rounds(64)}; 4 streams`,
  'c18-two-objects-make_unique': `1 × ${rounds(64)} | 1 × ${rounds(64)}; 2 streams`,
  'c21-raii-local-in-thread': '1 × forever(32(aclrtMemcpyAsync), wait); 1 streams',
  'c22-jthread-stop-token': `1 × ${rounds(64)}; 1 streams`,
  'c23-back-get': `4 × ${rounds(64)}; 4 streams`,
  'c27-generate-threads': `8 × ${rounds(64)}; 8 streams`,
};

for (const [name, shape] of Object.entries(files)) {
  test(name, async () => {
    const text = readFileSync(`test/cases/constructs/${name}.cpp`, 'utf8');
    const pipeline = await pipelineOf(text);
    expect(shapeOf(pipeline)).toBe(shape);
    expect(pipeline.unknowns.map(({ code }) => code).filter((code) => code !== 'batch')).toEqual([]);
  });
}

const worker = `#include <acl/acl.h>
class Lane {
public:
  Lane() { aclrtCreateStream(&stream_); aclmdlLoadFromFile("resnet50_bs1.om", &model_); }
  void Run() { for (;;) { for (int i = 0; i < 8; i++) aclmdlExecuteAsync(model_, nullptr, nullptr, stream_); aclrtSynchronizeStream(stream_); } }
  void operator()() { Run(); }
private:
  aclrtStream stream_; uint32_t model_;
};
`;

/** Each starts threads on objects of `Lane`. */
const spellings: [what: string, body: string, threads: number][] = [
  [
    'a reference that a lambda captures',
    'std::vector<Lane> v(3); std::vector<std::thread> t; for (auto &one : v) t.emplace_back([&one] { one.Run(); });',
    3,
  ],
  [
    'a pointer that a lambda takes along',
    'std::vector<Lane> v(3); std::vector<std::thread> t; for (int i = 0; i < 3; i++) t.emplace_back([w = &v[i]] { w->Run(); });',
    3,
  ],
  [
    'everything, by value',
    'std::vector<std::unique_ptr<Lane>> v; std::vector<std::thread> t; for (int i = 0; i < 3; i++) { v.push_back(std::make_unique<Lane>()); Lane *w = v.back().get(); t.emplace_back([=] { w->Run(); }); }',
    3,
  ],
  ['a function object', 'Lane w; std::thread t(std::ref(w)); t.join();', 1],
  ['a function object that is called', 'Lane w; w();', 1],
  ['a bound member', 'Lane w; std::thread t(std::bind(&Lane::Run, &w)); t.join();', 1],
  [
    'two objects through one function',
    'auto start = [](Lane &w) { return std::thread(&Lane::Run, &w); }; Lane a, b; auto x = start(a); auto y = start(b);',
    2,
  ],
  [
    'a map by number',
    'std::map<int, Lane> v; std::vector<std::thread> t; for (int i = 0; i < 3; i++) v[i]; for (auto &[key, w] : v) t.emplace_back(&Lane::Run, &w);',
    3,
  ],
  [
    'a map by name',
    'std::unordered_map<std::string, std::unique_ptr<Lane>> v; v.emplace("a", std::make_unique<Lane>()); v["b"] = std::make_unique<Lane>(); std::vector<std::thread> t; for (const auto &[name, w] : v) t.emplace_back([p = w.get()] { p->Run(); });',
    2,
  ],
  [
    'a map that makes in place',
    'std::map<int, Lane> v; for (int i = 0; i < 3; i++) v.try_emplace(i); std::vector<std::thread> t; for (auto &one : v) t.emplace_back(&Lane::Run, &one.second);',
    3,
  ],
  [
    'an array that lies in place',
    'std::array<Lane, 4> v; std::vector<std::thread> t; for (auto &w : v) t.emplace_back(std::ref(w));',
    4,
  ],
  [
    'two that a vector was given one by one',
    'std::vector<std::unique_ptr<Lane>> v; v.push_back(std::make_unique<Lane>()); v.push_back(std::make_unique<Lane>()); std::vector<std::thread> t; for (auto &w : v) t.emplace_back(&Lane::Run, w.get());',
    2,
  ],
  [
    'what an algorithm made',
    'std::vector<std::shared_ptr<Lane>> v; std::generate_n(std::back_inserter(v), 5, [] { return std::make_shared<Lane>(); }); std::vector<std::jthread> t; for (auto &w : v) t.emplace_back([w] { w->Run(); });',
    5,
  ],
];

for (const [what, body, threads] of spellings) {
  test(`a thread on ${what} owns its object`, async () => {
    const pipeline = await pipelineOf(`${worker}\nint main() { aclInit(nullptr); ${body} }`);
    const replicas = pipeline.threads.map((one) => one.replicas);
    expect(replicas.reduce<number>((sum, one) => sum + Number(one), 0)).toBe(threads);
    expect(shapeOf(pipeline)).toMatch(new RegExp(`; ${threads} streams$`));
    expect(shapeOf(pipeline)).toContain(rounds(8));
  });
}

test('stages of one class in two pipelines have queues of their own', async () => {
  const text = readFileSync('test/cases/constructs/a15-same-class-two-pipelines.cpp', 'utf8');
  const { threads, queues } = await pipelineOf(text);
  expect(queues).toHaveLength(4);
  const taken = threads.flatMap(({ program }) =>
    [...JSON.stringify(program).matchAll(/"kind":"dequeue"[^{}]*?"queue":"(\w+)"/g)].map(([, id]) => id),
  );
  expect(new Set(taken).size).toBe(4);
});

const buffer = `#include <acl/acl.h>
#include <acl/ops/acl_dvpp.h>
#include <array>
#include <thread>
#include <vector>
class Buffer { public: explicit Buffer(size_t n) { acldvppMalloc(&p_, n); } void *get() const { return p_; } private: void *p_ = nullptr; };
struct Slot { Buffer net{4096}; };
uint32_t id; aclmdlDataset *in, *out; void *host;
`;

/** What members are made of with their owner, before its loop asks for them. */
const members: Record<string, string> = {
  'an array of objects with buffers': 'std::array<Slot, 8> slots_;',
  'a vector that begins with objects': 'std::vector<Slot> slots_{8};',
  'a plain array': 'Slot slots_[8];',
};

for (const [what, member] of Object.entries(members)) {
  test(`${what} is made with its owner, and not in the loop that first uses it`, async () => {
    const pipeline = await pipelineOf(`${buffer}
      class Owner { public: void run() { for (int i = 0; i < 100; i++) { aclrtMemcpy(slots_[i % 8].net.get(), 4096, host, 4096, ACL_MEMCPY_HOST_TO_DEVICE); aclmdlExecute(id, in, out); } } private: ${member} };
      int main() { Owner owner; owner.run(); }`);
    expect(shapeOf(pipeline)).toBe('1 × 100(aclrtMemcpy, aclmdlExecute); 0 streams');
    expect(pipeline.buffers).toMatchObject([{ bytes: 4096, count: 8 }]);
  });
}

test('a thread that a constructor starts by initializing a member is one', async () => {
  const pipeline = await pipelineOf(`${buffer}
    class Owner { public: explicit Owner(int n) : count_(n), worker_([this] { run(); }) {} ~Owner() { worker_.join(); }
    private: void run() { for (int i = 0; i < 8; i++) aclmdlExecute(id, in, out); } int count_; std::thread worker_; };
    int main() { Owner owner(1); }`);
  expect(pipeline.threads.map(({ kind }) => kind)).toEqual(['thread']);
});

test("memory that one thread makes is no other thread's, though that submits too", async () => {
  const pipeline = await pipelineOf(`${buffer}
    void feed() { Buffer own(64); for (;;) aclrtMemcpy(own.get(), 64, host, 64, ACL_MEMCPY_HOST_TO_DEVICE); }
    void infer() { for (;;) aclmdlExecute(id, in, out); }
    int main() { std::thread a(feed), b(infer), c(infer); a.join(); }`);
  expect(pipeline.buffers).toMatchObject([{ bytes: 64, scope: 'program' }]);
});
