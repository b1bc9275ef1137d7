/** What a program computes with: constants of classes, pointers to members, what is made by default, tasks of a pool. */
import { expect, test } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';
import { shapeOf } from '../support/shape.ts';

const head = `#include <acl/acl.h>
#include <atomic>
static std::atomic<bool> running{true};
static aclrtStream stream;
static void *device, *host;
static void copy(int n) { for (int i = 0; i < n; i++) aclrtMemcpyAsync(device, 100, host, 100, ACL_MEMCPY_HOST_TO_DEVICE, stream); }
static void work(int n) { while (running) { copy(n); aclrtSynchronizeStream(stream); } }
static void setUp() { aclInit(nullptr); aclrtSetDevice(0); aclrtCreateStream(&stream); aclrtMalloc(&device, 100, ACL_MEM_MALLOC_HUGE_FIRST); aclrtMallocHost(&host, 100); }
`;

/** By what it shows: a program after `head`, and what its threads do. */
const programs: Record<string, [text: string, shape: string]> = {
  'a constant as the default value of a member': [
    'constexpr int kDepth = 6; struct Plan { const int depth = kDepth; int other = 2; }; int main() { setUp(); Plan p; work(p.depth); }',
    '1 × forever(6(aclrtMemcpyAsync), wait); 1 streams',
  ],
  'a static member of a class template, one for each argument': [
    `template <int N> struct Plan { static constexpr int depth = N; static const int twice; };
     template <int N> const int Plan<N>::twice = N * 2;
     int main() { setUp(); while (running) { copy(Plan<3>::depth); copy(Plan<5>::depth); copy(Plan<4>::twice); } }`,
    '1 × forever(3(aclrtMemcpyAsync), 5(aclrtMemcpyAsync), 8(aclrtMemcpyAsync)); 1 streams',
  ],
  'a static constant that is computed from others of its class': [
    `class Lane { static const size_t kBatch = 4, kBatches = 3; static const size_t kFrames = kBatch * kBatches; std::vector<int> frames_; public: void run() { frames_.resize(kFrames); while (running) for (int &one : frames_) copy(1); } };
     int main() { setUp(); Lane lane; lane.run(); }`,
    '1 × forever(12(aclrtMemcpyAsync)); 1 streams',
  ],
  'a static constant in a static method': [
    'class Lane { static constexpr int kDepth = 12; public: static void run() { work(kDepth); } }; int main() { setUp(); Lane::run(); }',
    '1 × forever(12(aclrtMemcpyAsync), wait); 1 streams',
  ],
  'a static constant of the class around': [
    `namespace n { class Lane { static constexpr int rows = 4, all = rows * 6; struct Inner { void go() { work(all); } }; public: void run() { Inner inner; inner.go(); } }; }
     int main() { setUp(); n::Lane lane; lane.run(); }`,
    '1 × forever(24(aclrtMemcpyAsync), wait); 1 streams',
  ],
  'a static constant of a base class, before a global of its name': [
    `const int kDepth = 99; struct Base { static const int kDepth = 3; }; struct Lane : Base { static const int kAll = kDepth * 5; void run() { work(kAll); } };
     int main() { setUp(); Lane lane; lane.run(); }`,
    '1 × forever(15(aclrtMemcpyAsync), wait); 1 streams',
  ],
  'a template argument as a static member that a method asks for': [
    `template <int N> class Lane { public: void run() { work(depth_); } private: static constexpr int depth_ = N; };
     int main() { setUp(); Lane<7> lane; lane.run(); }`,
    '1 × forever(7(aclrtMemcpyAsync), wait); 1 streams',
  ],
  'pointers to methods in a table': [
    `struct Lane { void up() { copy(4); } void end() { aclrtSynchronizeStream(stream); } };
     int main() { setUp(); Lane lane; void (Lane::*const steps[])() = {&Lane::up, &Lane::end}; while (running) for (auto one : steps) (lane.*one)(); }`,
    '1 × forever(4(aclrtMemcpyAsync), wait); 1 streams',
  ],
  'a pointer to a method of a derived class': [
    `struct Stage { virtual void run() = 0; }; struct Copy : Stage { void run() override { work(9); } };
     int main() { setUp(); Copy copies; Stage *stage = &copies; void (Stage::*step)() = &Stage::run; (stage->*step)(); }`,
    '1 × forever(9(aclrtMemcpyAsync), wait); 1 streams',
  ],
  'a table of pointers to methods that is asked by number': [
    `struct Lane { using Step = void (Lane::*)(); Step steps_[1] = {&Lane::up}; void up() { work(2); } void go() { (this->*steps_[0])(); } };
     int main() { setUp(); Lane lane; lane.go(); }`,
    '1 × forever(2(aclrtMemcpyAsync), wait); 1 streams',
  ],
  'a constructor that takes nothing and is defaulted, beside one that allocates': [
    `class Memory { public: Memory() = default; explicit Memory(size_t n) { aclrtMalloc(&data_, n, ACL_MEM_MALLOC_HUGE_FIRST); } void *get() { return data_; } private: void *data_ = nullptr; };
     struct Slot { Memory memory; };
     int main() { setUp(); Slot slot; slot.memory = Memory(100); while (running) { aclrtMemcpyAsync(slot.memory.get(), 100, host, 100, ACL_MEMCPY_HOST_TO_DEVICE, stream); aclrtSynchronizeStream(stream); } }`,
    '1 × forever(aclrtMemcpyAsync, wait); 1 streams',
  ],
  'what an optional is given in its place': [
    `struct Lane { aclrtStream own; explicit Lane(int) { aclrtCreateStream(&own); } void run() { while (running) { aclrtMemcpyAsync(device, 100, host, 100, ACL_MEMCPY_HOST_TO_DEVICE, own); aclrtSynchronizeStream(own); } } };
     int main() { setUp(); std::optional<Lane> lane; lane.emplace(1); if (lane.has_value()) lane->run(); }`,
    '1 × forever(aclrtMemcpyAsync, wait); 1 streams',
  ],
  'an array of arrays of structs': [
    `struct Slot { void *data = nullptr; int bytes = 0; }; static Slot slots[3][4];
     static void lane(int n) { while (running) { for (int i = 0; i < 4; i++) aclrtMemcpyAsync(slots[n][i].data, 64, host, 64, ACL_MEMCPY_HOST_TO_DEVICE, stream); aclrtSynchronizeStream(stream); } }
     int main() { setUp(); for (int n = 0; n < 3; n++) for (int i = 0; i < 4; i++) aclrtMalloc(&slots[n][i].data, 64, ACL_MEM_MALLOC_HUGE_FIRST);
       std::vector<std::thread> t; for (int n = 0; n < 3; n++) t.emplace_back(lane, n); }`,
    '3 × forever(4(aclrtMemcpyAsync), wait); 1 streams',
  ],
  'an element by its key as an address': [
    `struct Lane { aclrtStream own; }; static void *entry(void *arg) { Lane *lane = static_cast<Lane *>(arg); while (running) { aclrtMemcpyAsync(device, 100, host, 100, ACL_MEMCPY_HOST_TO_DEVICE, lane->own); aclrtSynchronizeStream(lane->own); } return nullptr; }
     int main() { setUp(); std::map<int, Lane> lanes; pthread_t ids[2]; for (int n = 0; n < 2; n++) aclrtCreateStream(&lanes[n].own);
       for (int n = 0; n < 2; n++) pthread_create(&ids[n], nullptr, entry, &lanes.at(n)); }`,
    '2 × forever(aclrtMemcpyAsync, wait); 2 streams',
  ],
  'a template argument that a function gives': [
    `constexpr int depth() { return 3; } struct { int times = 2; } settings;
     template <int N> struct Lane { void run() { work(N); } };
     int main() { setUp(); Lane<depth() * 2> lane; lane.run(); }`,
    '1 × forever(6(aclrtMemcpyAsync), wait); 1 streams',
  ],
  'a list of functions that each pass of a loop makes anew': [
    `int main() { setUp(); for (int n = 0; n < 3; n++) { std::vector<std::function<void()>> steps; steps.push_back([] { copy(4); }); for (auto &one : steps) one(); } }`,
    '1 × 3(4(aclrtMemcpyAsync)); 1 streams',
  ],
  'as many threads as a member says, for what a table calls': [
    `static void lane() { work(3); } struct Plan { int threads = 5; } plan; void (*const table[])() = {lane};
     int main() { setUp();
#pragma omp parallel num_threads(plan.threads)
      { for (auto one : table) one(); } }`,
    '5 × forever(3(aclrtMemcpyAsync), wait); 1 streams',
  ],
  'a class that a function declares in its body': [
    `int main() { setUp(); enum { kTimes = 4 }; using Count = int;
       struct Lane { aclrtStream own; Count depth = kTimes; Lane() { aclrtCreateStream(&own); }
         void run() { while (running) { for (int i = 0; i < depth; i++) aclrtMemcpyAsync(device, 100, host, 100, ACL_MEMCPY_HOST_TO_DEVICE, own); aclrtSynchronizeStream(own); } } };
       Lane lane; lane.run(); }`,
    '1 × forever(4(aclrtMemcpyAsync), wait); 1 streams',
  ],
  'classes of one name in two bodies, and one outside': [
    `struct Plan { int depth = 5; int times() { return depth; } };
     static int three() { struct Own { int n = 3; int get() { return n; } } own; return own.get(); }
     int main() { setUp(); struct Own { int m = 2; } own; Plan plan; while (running) { copy(three()); copy(plan.times()); } }`,
    '1 × forever(3(aclrtMemcpyAsync), 5(aclrtMemcpyAsync)); 1 streams',
  ],
  'classes without a name': [
    `constexpr struct { int w, h; } from{6, 4}, to{2, 3}; typedef struct { int n = 0; } Plain; Plain plain{5};
     int main() { setUp(); while (running) { copy(from.w * to.h); copy(plain.n); } }`,
    '1 × forever(18(aclrtMemcpyAsync), 5(aclrtMemcpyAsync)); 1 streams',
  ],
  'containers in an array, and a loop up to the size of one': [
    `struct Item { void *data = nullptr; };
     int main() { setUp(); std::deque<Item> lists[2]; for (auto &one : lists) for (int i = 0; i < 7; ++i) one.push_back(Item{});
       while (running) { for (size_t i = 0; i < lists[0].size(); ++i) copy(1); aclrtSynchronizeStream(stream); } }`,
    '1 × forever(7(aclrtMemcpyAsync), wait); 1 streams',
  ],
  'a parallel loop with a pass for each thread': [
    `int main() { setUp();
#pragma omp parallel for num_threads(4)
      for (int t = 0; t < 4; t++) work(3); }`,
    '4 × forever(3(aclrtMemcpyAsync), wait); 1 streams',
  ],
};

for (const [what, [text, shape]] of Object.entries(programs)) {
  test(what, async () => {
    const pipeline = await pipelineOf(head + text);
    expect(shapeOf(pipeline)).toBe(shape);
    expect(pipeline.unknowns).toEqual([]);
  });
}

/** A pool of `size` threads that is given `count` tasks. */
const pool = (size: number, count: number, task: string) => `${head}
class Pool { public:
  explicit Pool(int size) { for (int n = 0; n < size; ++n) threads_.emplace_back([this] { run(); }); }
  void submit(std::function<void()> task) { std::lock_guard<std::mutex> guard(mutex_); tasks_.push(std::move(task)); changed_.notify_one(); }
private:
  void run() { for (;;) { std::function<void()> task; { std::unique_lock<std::mutex> guard(mutex_); changed_.wait(guard, [this] { return !tasks_.empty(); }); task = std::move(tasks_.front()); tasks_.pop(); } task(); } }
  std::mutex mutex_; std::condition_variable changed_; std::queue<std::function<void()>> tasks_; std::vector<std::thread> threads_;
};
int main() { setUp(); Pool pool(${size.toString()}); for (int t = 0; t < ${count.toString()}; ++t) pool.submit([] { ${task} }); }`;

test.each([
  [
    'a task for each thread of a pool',
    pool(3, 3, 'work(5);'),
    '3 × forever(5(aclrtMemcpyAsync), wait); 1 streams',
  ],
  ['more threads than tasks', pool(8, 2, 'work(5);'), '2 × forever(5(aclrtMemcpyAsync), wait); 1 streams'],
  ['several tasks for each thread', pool(2, 6, 'copy(5);'), '2 × 3(5(aclrtMemcpyAsync)); 1 streams'],
])('%s', async (_what, text, shape) => {
  expect(shapeOf(await pipelineOf(text))).toBe(shape);
});

test('memory that a macro allocates inside a condition is made once', async () => {
  const check = '#define CHECK(call) do { if ((call) != ACL_SUCCESS) goto failed; } while (0)\n';
  const body = 'CHECK(aclrtMalloc(&device, 64, ACL_MEM_MALLOC_HUGE_FIRST)); work(2); failed: return 1;';
  const { buffers } = await pipelineOf(
    `${check}${head.replace(/aclrtMalloc\(.*?\); /, '')}int main() { setUp(); ${body} }`,
  );
  expect(buffers.filter(({ pool }) => pool === 'device')).toMatchObject([{ bytes: 64 }]);
});

test('members are made with their owner, also those that containers hold', async () => {
  const pipeline = await pipelineOf(`${head}
struct Memory { void *data = nullptr; explicit Memory(size_t n) { aclrtMalloc(&data, n, ACL_MEM_MALLOC_HUGE_FIRST); } };
struct Set { aclmdlDataset *own; Set(void *data) : own(aclmdlCreateDataset()) {} };
struct Slot { Memory memory{64}; };
struct Lane { Memory big{4096}; Set set{big.data}; std::vector<Slot> slots{8};
  void run() { while (running) { for (auto &one : slots) aclrtMemcpyAsync(one.memory.data, 64, host, 64, ACL_MEMCPY_HOST_TO_DEVICE, stream); use(set.own); aclrtSynchronizeStream(stream); } } };
int main() { setUp(); Lane lane; lane.run(); }`);
  expect(shapeOf(pipeline)).toBe('1 × forever(8(aclrtMemcpyAsync), wait); 1 streams');
  expect(pipeline.buffers.map(({ bytes, count }) => [bytes, count ?? 1])).toEqual(
    expect.arrayContaining([
      [64, 8],
      [4096, 1],
    ]),
  );
});
