/** Queues between threads, told by what waits for what: no name and no class of a library is asked for. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

function caseOf(name: string): string {
  return readFileSync(new URL(`../cases/constructs/${name}`, import.meta.url), 'utf8');
}

/** By case the number of items that its one queue holds; each side waits. */
const cases: Record<string, number> = {
  'c13-queue-capacity-ctor.cpp': 16,
  'c26-while-declaration.cpp': 16,
  'c28-member-queue-while-wait.cpp': 8,
  'c32-queue-pthread-ring.cpp': 4,
  'c33-queue-operators.cpp': 16,
  'c34-queue-semaphore.cpp': 16,
  'c35-queue-spsc.cpp': 8,
  'c36-queue-bound-predicate.cpp': 16,
  'c37-queue-by-std-ref.cpp': 16,
  'b11-poll-queue.cpp': 8,
};

for (const [name, capacity] of Object.entries(cases)) {
  test(`${name} has one queue of ${capacity.toString()}`, async () => {
    const pipeline = await pipelineOf(caseOf(name));
    expect(pipeline.queues).toMatchObject([{ capacity }]);
    expect(stepsOf(pipeline, 'enqueue')).toMatchObject([{ blocking: true }]);
    expect(stepsOf(pipeline, 'dequeue')).toMatchObject([{ blocking: true }]);
  });
}

/** A class `Belt` with `offer` and `grab`, and what its users write; it holds so many items. */
interface Belt {
  holds: number;
  type: string;
  put?: string;
  take?: string;
}

const belts: Record<string, Belt> = {
  'a ring that keeps one place free': {
    holds: 15,
    type: `struct Belt { int cells[16]; std::atomic<unsigned> in{0}, out{0};
      bool offer(int w) { unsigned n = (in.load() + 1) % 16; if (n == out.load()) return false; cells[in] = w; in.store(n); return true; }
      bool grab(int *w) { if (in == out) return false; *w = cells[out]; out = (out + 1) % 16; return true; } };`,
    put: 'while (!belt.offer(1)) { std::this_thread::yield(); }',
    take: 'int w; if (!belt.grab(&w)) { std::this_thread::yield(); continue; }',
  },
  'a deque between semaphores of POSIX': {
    holds: 6,
    type: `struct Belt { sem_t room, used; std::mutex mu; std::deque<int> all;
      Belt() { sem_init(&room, 0, 6); sem_init(&used, 0, 0); }
      void offer(int w) { sem_wait(&room); mu.lock(); all.push_back(w); mu.unlock(); sem_post(&used); }
      int grab() { sem_wait(&used); mu.lock(); int w = all.front(); all.pop_front(); mu.unlock(); sem_post(&room); return w; } };`,
  },
  'a mailbox': {
    holds: 1,
    type: `struct Belt { std::mutex mu; std::condition_variable cv; std::optional<int> letter;
      void offer(int w) { std::unique_lock<std::mutex> l(mu); cv.wait(l, [&] { return !letter.has_value(); }); letter = w; cv.notify_all(); }
      int grab() { std::unique_lock<std::mutex> l(mu); cv.wait(l, [&] { return letter.has_value(); }); int w = *letter; letter.reset(); cv.notify_all(); return w; } };`,
  },
  'a bound of a template': {
    holds: 5,
    type: `template <std::size_t N> struct Row { std::mutex mu; std::condition_variable cv; std::list<int> all;
      void offer(int w) { std::unique_lock<std::mutex> l(mu); while (!(all.size() < N)) cv.wait(l); all.push_back(w); cv.notify_all(); }
      int grab() { std::unique_lock<std::mutex> l(mu); cv.wait(l, [this] { return !all.empty(); }); int w = all.front(); all.pop_front(); cv.notify_all(); return w; } };
      using Belt = Row<5>;`,
  },
};

for (const [name, { holds, type, put = 'belt.offer(1);', take = 'belt.grab();' }] of Object.entries(belts)) {
  test(`${name} is a queue`, async () => {
    const pipeline = await pipelineOf(`#include "acl/acl.h"
${type}
static uint32_t model; static void *host, *device;
int main() {
  aclmdlLoadFromFile("resnet50_bs1.om", &model);
  Belt belt;
  std::thread from([&belt] { for (;;) { aclrtMemcpy(device, 64, host, 64, ACL_MEMCPY_HOST_TO_DEVICE); ${put} } });
  std::thread to([&belt] { for (;;) { ${take} aclmdlExecute(model, nullptr, nullptr); } });
  from.join(); to.join();
}
`);
    expect(pipeline.queues).toMatchObject([{ capacity: holds }]);
    expect(stepsOf(pipeline, 'enqueue')).toMatchObject([{ blocking: true }]);
    expect(stepsOf(pipeline, 'dequeue')).toMatchObject([{ blocking: true }]);
  });
}

test('a task that a pool is given once and that runs for ever goes through no queue', async () => {
  expect((await pipelineOf(caseOf('c11-own-stop-flag-pool.cpp'))).queues).toEqual([]);
});

test('a ring of one thread is no queue', async () => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
struct History { std::mutex mu; float last[8]; unsigned at = 0;
  void note(float x) { std::lock_guard<std::mutex> l(mu); last[at % 8] = x; at++; } };
int main() { History history; while (true) { aclmdlExecute(model, input, output); history.note(1); } }
`);
  expect(pipeline.queues).toEqual([]);
});
