/** Waits that bound what is under way: semaphores, counters that waits are on, pools of free things. */
import { expect, test } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

/** A limit of 3, taken by `enter` before a submission and given back by `leave` once its results are there. */
const limits: Record<string, { type: string; enter: string; leave: string }> = {
  'a counting semaphore': {
    type: 'std::counting_semaphore<16> limit(3);',
    enter: 'limit.acquire();',
    leave: 'limit.release();',
  },
  'a semaphore behind a pointer': {
    type: 'std::unique_ptr<std::counting_semaphore<16>> limit = std::make_unique<std::counting_semaphore<16>>(3);',
    enter: 'limit->acquire();',
    leave: 'limit->release();',
  },
  'a semaphore that is filled at the start': {
    type: 'std::counting_semaphore<16> limit{0}; struct Fill { Fill() { limit.release(3); } };',
    enter: 'limit.acquire();',
    leave: 'limit.release();',
  },
  'a semaphore of POSIX in a struct': {
    type: 'struct Limit { sem_t all; Limit() { sem_init(&all, 0, 3); } } limit;',
    enter: 'sem_wait(&limit.all);',
    leave: 'sem_post(&limit.all);',
  },
  'a counter with a condition variable, waited for in a loop': {
    type: 'std::mutex m; std::condition_variable cv; int under = 0; const int kMost = 3;',
    enter: '{ std::unique_lock<std::mutex> l(m); while (under >= kMost) cv.wait(l); ++under; }',
    leave: '{ std::lock_guard<std::mutex> l(m); --under; } cv.notify_one();',
  },
  'a counter with a predicate that asks a method': {
    type: `struct Limit { std::mutex m; std::condition_variable cv; size_t under_ = 0, most_; explicit Limit(size_t n) : most_(n) {}
      bool Full() const { return under_ == most_; }
      void Enter() { std::unique_lock<std::mutex> l(m); cv.wait(l, [this] { return !Full(); }); under_ += 1; }
      void Leave() { std::unique_lock<std::mutex> l(m); under_ -= 1; l.unlock(); cv.notify_all(); } } limit(3);`,
    enter: 'limit.Enter();',
    leave: 'limit.Leave();',
  },
  'a counter of pthread that counts down': {
    type: 'pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER; pthread_cond_t cv = PTHREAD_COND_INITIALIZER; int left = 3;',
    enter:
      'pthread_mutex_lock(&m); while (left == 0) pthread_cond_wait(&cv, &m); left--; pthread_mutex_unlock(&m);',
    leave: 'pthread_mutex_lock(&m); left++; pthread_cond_signal(&cv); pthread_mutex_unlock(&m);',
  },
  'an atomic that is spun on': {
    type: 'std::atomic<int> under{0};',
    enter: 'while (under.load() > 2) std::this_thread::yield(); under.fetch_add(1);',
    leave: 'under.fetch_sub(1);',
  },
  'a pool of buffers': {
    type: `template <class T> struct Box { std::mutex m; std::condition_variable cv; std::deque<T> all;
      void give(T x) { std::lock_guard<std::mutex> l(m); all.push_back(x); cv.notify_one(); }
      T take() { std::unique_lock<std::mutex> l(m); cv.wait(l, [&] { return !all.empty(); }); T x = all.front(); all.pop_front(); return x; } };
      Box<void *> pool; struct Fill { Fill() { for (int i = 0; i < 3; i++) { void *p; aclrtMalloc(&p, 4096, ACL_MEM_MALLOC_HUGE_FIRST); pool.give(p); } } };`,
    enter: 'void *p = pool.take();',
    leave: 'pool.give(nullptr);',
  },
};

for (const [name, { type, enter, leave }] of Object.entries(limits)) {
  test(`${name} bounds what is under way`, async () => {
    const pipeline = await pipelineOf(`#include "acl/acl.h"
static uint32_t model; static aclrtStream stream; static aclrtContext context;
${type}
void Done(void *) { ${leave} }
int main() {
  aclrtCreateContext(&context, 0); aclrtCreateStream(&stream); aclmdlLoadFromFile("resnet50_bs1.om", &model);
  ${type.includes('struct Fill') ? 'Fill fill;' : ''}
  std::thread reports([] { for (;;) aclrtProcessReport(100); });
  while (true) { ${enter} aclmdlExecuteAsync(model, nullptr, nullptr, stream); aclrtLaunchCallback(Done, nullptr, ACL_CALLBACK_NO_BLOCK, stream); }
}
`);
    expect(pipeline.queues).toHaveLength(1);
    const [{ initial = 0 } = {}] = pipeline.queues;
    const [value] = pipeline.parameters.filter((one) => one.name === initial).map((one) => one.value);
    expect(value ?? initial).toBe(3);
    const [main] = pipeline.threads;
    expect(main?.program).toMatchObject([{ body: [{ kind: 'dequeue' }, {}, {}] }]);
    const callback = pipeline.threads.find(({ kind }) => kind === 'callback');
    expect(callback?.program).toMatchObject([{ kind: 'enqueue' }]);
  });
}

const turns = (one: string, other: string, between = '') => `#include "acl/acl.h"
static uint32_t model; static void *host, *device;
${one}
int main() {
  aclmdlLoadFromFile("resnet50_bs1.om", &model);
  ${other}
  ${between}
  from.join(); to.join();
}
`;

test('two semaphores that take turns are a permit and the signal that carries the frame', async () => {
  const pipeline = await pipelineOf(
    turns(
      'std::binary_semaphore mayFill{1}, mayRun{0};',
      `std::thread from([] { for (;;) { mayFill.acquire(); aclrtMemcpy(device, 64, host, 64, ACL_MEMCPY_HOST_TO_DEVICE); mayRun.release(); } });
       std::thread to([] { for (;;) { mayRun.acquire(); aclmdlExecute(model, nullptr, nullptr); mayFill.release(); } });`,
    ),
  );
  const held = Object.fromEntries(pipeline.queues.map(({ id, initial }) => [id, initial]));
  expect(held).toEqual({ mayFill: 1, mayRun: undefined });
});

test('a flag that is waited for, taken down and put up again is a signal', async () => {
  const pipeline = await pipelineOf(
    turns(
      'std::mutex m; std::condition_variable cv; bool ready = false;',
      `std::thread from([] { for (;;) { aclrtMemcpy(device, 64, host, 64, ACL_MEMCPY_HOST_TO_DEVICE); { std::lock_guard<std::mutex> l(m); ready = true; } cv.notify_one(); } });
       std::thread to([] { for (;;) { { std::unique_lock<std::mutex> l(m); cv.wait(l, [] { return ready; }); ready = false; } aclmdlExecute(model, nullptr, nullptr); } });`,
    ),
  );
  expect(pipeline.queues).toMatchObject([{ id: 'ready' }]);
  expect(stepsOf(pipeline, 'dequeue')).toHaveLength(1);
});

test('what is waited for once at the end, and what one thread counts for itself, bounds nothing', async () => {
  const pipeline = await pipelineOf(
    turns(
      'std::mutex m; std::condition_variable cv; int done = 0; std::counting_semaphore<4> own{2};',
      `std::thread from([] { for (int i = 0; i < 64; i++) { own.acquire(); aclrtMemcpy(device, 64, host, 64, ACL_MEMCPY_HOST_TO_DEVICE); own.release(); } { std::lock_guard<std::mutex> l(m); done++; } cv.notify_one(); });
       std::thread to([] { for (int i = 0; i < 64; i++) aclmdlExecute(model, nullptr, nullptr); std::lock_guard<std::mutex> l(m); done++; });`,
      '{ std::unique_lock<std::mutex> l(m); cv.wait(l, [] { return done == 2; }); }',
    ),
  );
  expect(pipeline.queues).toEqual([]);
});

test('a thread that only hands on what it was given room for takes its permits over and over', async () => {
  const { queues } = await pipelineOf(
    turns(
      'std::counting_semaphore<8> room{6}; std::mutex m; std::condition_variable cv; std::queue<int> jobs;',
      `std::thread from([] { for (int i = 0; i < 900; i++) { room.acquire(); { std::lock_guard<std::mutex> l(m); jobs.push(i); } cv.notify_one(); } });
       std::thread to([] { for (;;) { { std::unique_lock<std::mutex> l(m); cv.wait(l, [] { return !jobs.empty(); }); jobs.pop(); } aclmdlExecute(model, nullptr, nullptr); room.release(); } });`,
    ),
  );
  expect(queues).toMatchObject([{ id: 'room', initial: 'room' }, { id: 'jobs' }]);
});

test('buffers that go round bounded queues are a pool that is filled at the start', async () => {
  const { queues, threads } = await pipelineOf(
    turns(
      `struct Box { std::mutex m; std::condition_variable cv; std::deque<void *> q;
         void put(void *p) { { std::unique_lock<std::mutex> l(m); cv.wait(l, [&] { return q.size() < 6; }); q.push_back(p); } cv.notify_all(); }
         void *take() { std::unique_lock<std::mutex> l(m); cv.wait(l, [&] { return !q.empty(); }); void *p = q.front(); q.pop_front(); return p; }
       } empties, fulls;`,
      `for (int k = 0; k < 4; k++) { void *p; aclrtMallocHost(&p, 4096); empties.put(p); }
       std::thread from([] { for (;;) { void *p = empties.take(); std::memset(p, 1, 4096); fulls.put(p); } });
       std::thread to([] { for (;;) { void *p = fulls.take(); aclmdlExecute(model, nullptr, nullptr); empties.put(p); } });`,
    ),
  );
  expect(queues).toMatchObject([{ initial: 4 }, { capacity: 6 }]);
  // The thread that fills it is over then.
  expect(threads.map(({ program }) => program.map(({ kind }) => kind))).toEqual([['repeat'], ['repeat']]);
});

test('a loop that works in its condition is no wait', async () => {
  const { threads } = await pipelineOf(`#include "acl/acl.h"
enum Result { OK = 0, FAILED = 1 };
static Result Step() { if (aclmdlExecute(1, nullptr, nullptr) != ACL_SUCCESS) { return FAILED; } return OK; }
int main() { while (Step() == OK) {} }
`);
  expect(threads).toMatchObject([{ program: [{ kind: 'repeat', body: [{ call: 'aclmdlExecute' }] }] }]);
});
