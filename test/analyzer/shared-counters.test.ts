/** Threads that draw their work from one number: together they do as much as it says, and each its share. */
import { expect, test } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const head = `
#include "acl/acl.h"
#include <atomic>
#include <future>
#include <mutex>
#include <optional>
#include <pthread.h>
#include <thread>
#include <vector>
struct Lane {
  aclrtStream s; uint32_t id; aclmdlDataset *in, *out;
  Lane() { aclrtCreateStream(&s); aclmdlLoadFromFile("resnet50_bs1.om", &id); in = aclmdlCreateDataset(); out = aclmdlCreateDataset(); }
  void step() { aclmdlExecuteAsync(id, in, out, s); aclrtSynchronizeStream(s); }
};
`;

const four =
  'std::vector<std::thread> t; for (int i = 0; i < 4; ++i) t.emplace_back(work); for (auto &x : t) x.join();';
const fourOfC =
  'pthread_t t[4]; for (int i = 0; i < 4; ++i) pthread_create(&t[i], nullptr, work, nullptr); for (int i = 0; i < 4; ++i) pthread_join(t[i], nullptr);';

async function passesOf(declared: string, main: string): Promise<unknown[]> {
  const pipeline = await pipelineOf(`${head}${declared}\nint main() { ${main} }`);
  return stepsOf(pipeline, 'repeat').map(({ times }) => times);
}

test.each([
  [
    'a number that is counted down',
    'std::atomic<int> left_{1000}; void work() { Lane l; while (left_.fetch_sub(1) > 0) l.step(); }',
    four,
    ['ceil(left_ / 4)'],
  ],
  [
    'a number that is drawn and compared',
    'std::atomic<int> next{0}; void work() { Lane l; for (;;) { int i = next++; if (i >= 1000) break; l.step(); } }',
    four,
    [250],
  ],
  [
    'a number that the head of a loop draws, at its start and after each pass',
    '',
    `std::atomic<int> next(0);
     auto work = [&] { Lane l; for (int i = next.fetch_add(1); i < 1000; i = next.fetch_add(1)) l.step(); };
     ${four}`,
    [250],
  ],
  [
    'a number that the condition draws',
    'struct Shared { std::atomic<size_t> next{0}; size_t total = 1000; }; void work(Shared *s) { Lane l; size_t i; while ((i = s->next++) < s->total) l.step(); }',
    'Shared s; auto a = std::async(std::launch::async, work, &s), b = std::async(std::launch::async, work, &s); a.get(); b.get();',
    [500, 500],
  ],
  [
    'a number that is drawn in chunks',
    'std::atomic<int> next{0}; void work() { Lane l; for (;;) { int from = next.fetch_add(10); if (from >= 1000) return; for (int i = from; i < from + 10; ++i) l.step(); } }',
    four,
    [25, 10],
  ],
  [
    'a number under a mutex',
    'std::mutex m; int left_ = 1000; void work() { Lane l; while (true) { { std::lock_guard<std::mutex> g(m); if (left_ == 0) break; --left_; } l.step(); } }',
    four,
    ['ceil(left_ / 4)'],
  ],
  [
    'a ticket that a function gives under a mutex',
    `static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER; static int next = 0;
     static int take(void) { pthread_mutex_lock(&m); int t = next++; pthread_mutex_unlock(&m); return t < 1000 ? t : -1; }
     static void *work(void *) { Lane l; int i; while ((i = take()) >= 0) l.step(); return nullptr; }`,
    fourOfC,
    [250],
  ],
  [
    'a ticket that is there or not',
    `class Tickets { std::mutex m_; int next_ = 0; const int end_;
     public: explicit Tickets(int n) : end_(n) {}
       std::optional<int> take() { std::lock_guard<std::mutex> l(m_); if (next_ >= end_) return std::nullopt; return next_++; } };`,
    'Tickets k(1000); auto work = [&k] { Lane l; while (auto n = k.take()) l.step(); }; ' + four,
    [250],
  ],
  [
    'main itself among them',
    'std::atomic<int> next{0}; void work() { Lane l; while (next++ < 1000) l.step(); }',
    'std::thread t(work); work(); t.join();',
    [500, 500],
  ],
])('%s', async (_what, declared, main, passes) => {
  expect(await passesOf(declared, main)).toEqual(passes);
});

test.each([
  [
    'a local one',
    'void work() { Lane l; std::atomic<int> next{0}; while (next++ < 250) l.step(); }',
    four,
    [250],
  ],
  [
    'one of the thread',
    'thread_local int left_ = 250; void work() { Lane l; while (left_-- > 0) l.step(); }',
    four,
    ['left_'],
  ],
  [
    'one of an object that each thread has',
    'struct Worker { std::atomic<int> left{250}; Lane l; void run() { while (left-- > 0) l.step(); } };',
    'std::vector<Worker> all(4); std::vector<std::thread> t; for (auto &w : all) t.emplace_back(&Worker::run, &w); for (auto &x : t) x.join();',
    [250],
  ],
])('a number of its own is drawn by each thread alone: %s', async (_what, declared, main, passes) => {
  expect(await passesOf(declared, main)).toEqual(passes);
});
