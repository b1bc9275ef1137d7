/** Threads and futures of which so many are under way at once, and how a loop that starts them waits for the oldest. */
import { expect, it } from 'vitest';
import type { Step } from '../../src/pipeline/pipeline.ts';
import { walk } from '../../src/pipeline/walk.ts';
import { pipelineOf } from '../support/analyzer.ts';

const program = (body: string) => `#include "acl/acl.h"
#include <deque>
#include <future>
struct Job { aclrtStream stream; uint32_t id; aclmdlDataset *in, *out; };
static Job jobs[4]; static aclrtContext context;
static void work(int slot) { aclrtSetCurrentContext(context); Job &j = jobs[slot];
  aclmdlExecuteAsync(j.id, j.in, j.out, j.stream); aclrtSynchronizeStream(j.stream); }
static std::future<void> go(int slot) { return std::async(std::launch::async, work, slot); }
int main() {
  aclrtSetDevice(0); aclrtCreateContext(&context, 0);
  for (auto &j : jobs) { aclrtCreateStream(&j.stream); aclmdlLoadFromFile("resnet50_bs1.om", &j.id); }
  ${body}
}`;

const each = (pass: string) => `for (int i = 0; i < 4000; ++i) { ${pass} }`;
const futures = 'std::deque<std::future<void>> q;';
const [OLDEST, NEXT] = ['q.front().get(); q.pop_front();', 'q.push_back(go(i % 4));'];

it.each([
  ['a deque of futures', futures + each(`if (q.size() == 4) { ${OLDEST} } ${NEXT}`), 4],
  ['a loop that waits', futures + each(`while (q.size() >= 4) { ${OLDEST} } ${NEXT}`), 4],
  ['the start before the wait', futures + each(`${NEXT} if (q.size() == 4) { ${OLDEST} }`), 3],
  [
    'the oldest taken out before',
    futures + each(`if (q.size() == 4) { auto f = std::move(q.front()); q.pop_front(); f.get(); } ${NEXT}`),
    4,
  ],
  [
    'a vector',
    `std::vector<std::future<void>> q;${each(`if (q.size() >= 4) { q.front().get(); q.erase(q.begin()); } ${NEXT}`)}`,
    4,
  ],
  [
    'threads',
    `std::deque<std::thread> q;${each('if (q.size() == 4) { q.front().join(); q.pop_front(); } q.emplace_back(work, i % 4);')}`,
    4,
  ],
  [
    'what holds a future',
    `struct One { std::future<void> done; int at; }; std::deque<One> q;${each(
      'if (q.size() == 4) { q.front().done.wait(); q.pop_front(); } q.push_back(One{go(i % 4), i});',
    )}`,
    4,
  ],
  [
    'those that were started before',
    `${futures} for (int i = 0; i < 4; ++i) ${NEXT} ${each(OLDEST + NEXT)}`,
    4,
  ],
  [
    'an array, each in its turn',
    `std::vector<std::future<void>> q(4);${each('if (i >= 4) q[i % 4].get(); q[i % 4] = go(i % 4);')}`,
    4,
  ],
])('%s: four threads at once', async (_how, body, free) => {
  const { threads, queues } = await pipelineOf(program(body));
  const [main, worker] = threads;
  expect(main?.program).toMatchObject([{ kind: 'repeat', times: 4000, frameLoop: true }]);
  expect(worker).toMatchObject({ replicas: 4, program: [{ kind: 'repeat', times: 'forever' }] });
  expect(queues.find(({ id }) => id.endsWith('_end'))?.initial).toBe(free);
});

it('rounds that are waited for as a whole: as many threads, and as many waits, in their share of the passes', async () => {
  const wait = 'if (q.size() == 4) { for (auto &f : q) f.get(); q.clear(); }';
  const { threads } = await pipelineOf(program(`std::vector<std::future<void>> q;${each(NEXT + wait)}`));
  const [main, worker] = threads;
  expect(main?.program).toMatchObject([
    {
      times: 4000,
      body: [
        { kind: 'enqueue' },
        { kind: 'branch', share: 0.25, then: [{ kind: 'repeat', times: 4, body: [{ kind: 'dequeue' }] }] },
      ],
    },
  ]);
  expect(worker?.replicas).toBe(4);
});

it('one future of its own waits in its own pass', async () => {
  const { threads } = await pipelineOf(program(each('auto f = go(i % 4); f.get();')));
  expect(threads[1]?.replicas).toBe(1);
});

it('a mailbox that hands out the address of what it drops waits for nothing', async () => {
  const { queues, threads } = await pipelineOf(`#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include "acl/acl.h"
struct Frame { void *data; };
std::mutex m; std::condition_variable cv; std::deque<std::unique_ptr<Frame>> q;
void release(Frame *frame);
void work() { aclrtSetDevice(0); uint32_t id; aclmdlLoadFromFile("resnet50_bs1.om", &id);
  for (;;) { std::unique_lock<std::mutex> l(m); cv.wait(l, [] { return !q.empty(); });
    auto f = std::move(q.front()); q.pop_front(); l.unlock(); aclmdlExecute(id, nullptr, nullptr); } }
int main() { aclInit(nullptr); std::thread t(work);
  for (;;) { auto f = std::make_unique<Frame>(); std::lock_guard<std::mutex> l(m);
    if (q.size() >= 4) { release(q.front().get()); q.pop_front(); } q.push_back(std::move(f)); cv.notify_one(); } }`);
  expect(queues).toHaveLength(1);
  const puts = [...walk<Step>(threads[0]?.program ?? [])].filter(({ kind }) => kind === 'enqueue');
  expect(puts).toMatchObject([{ blocking: false }]);
});

it.each([
  ['by its index', 'if (slots[n % 4].valid()) slots[n % 4].get(); slots[n % 4] = go(n % 4);'],
  ['by a reference', 'auto &f = slots[n % 4]; if (f.valid()) f.get(); f = go(n % 4);'],
])('an endless loop keeps as many under way as there are slots, each %s', async (_how, pass) => {
  const body = `std::future<void> slots[4]; for (unsigned n = 0;; ++n) { ${pass} }`;
  const { threads, queues } = await pipelineOf(program(body));
  expect(threads[1]).toMatchObject({ replicas: 4 });
  expect(queues.find(({ id }) => id.endsWith('_end'))?.initial).toBe(4);
});

it('a slot that holds a future keeps it under way by itself', async () => {
  const body = `struct Slot { std::future<void> done; } slots[4];
  for (unsigned n = 0;; ++n) { Slot &slot = slots[n % 4]; if (slot.done.valid()) slot.done.get(); slot.done = go(n % 4); }`;
  const { threads } = await pipelineOf(program(body));
  expect(threads[1]).toMatchObject({ replicas: 4 });
});
