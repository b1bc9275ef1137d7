/** Queues of a thread's own, of the slots that are under way or free: which one a pass waits for is the oldest. */
import { expect, it } from 'vitest';
import type { Reference } from '../../src/pipeline/pipeline.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { simulate } from '../../src/sim/index.ts';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const program = (body: string, count = '1000') => `#include <cstdlib>
#include <deque>
#include <queue>
#include <vector>
#include "acl/acl.h"
struct Slot { aclmdlDataset *in, *out; aclrtStream s; void *h, *d; };
static uint32_t id[4];
static Slot slots[4];
static void submit(int k) { Slot &x = slots[k];
  aclrtMemcpyAsync(x.d, 2408448, x.h, 2408448, ACL_MEMCPY_HOST_TO_DEVICE, x.s);
  aclmdlExecuteAsync(id[k], x.in, x.out, x.s); }
int main(int argc, char **argv) {
  const int count = ${count};
  aclInit(nullptr); aclrtSetDevice(0);
  for (int i = 0; i < 4; i++) { aclrtCreateStream(&slots[i].s); aclmdlLoadFromFile("resnet50_bs1.om", &id[i]); }
  ${body} }`;

const loop = (pass: string) => `for (int n = 0; n < count; n++) { ${pass} }`;
const ends = 'while (!fly.empty()) { aclrtSynchronizeStream(slots[fly.front()].s); fly.pop(); }';

/** The slots that passes take in turn. */
const slotsOf = (reference: Reference | undefined): number[] =>
  reference?.turns?.map(({ index = 0 }) => Number(index)) ?? [];

/** How many passes a frame is under way before it is waited for. */
it.each([
  [
    'the oldest is waited for before the next begins',
    `std::deque<int> fly; ${loop(`int k = n % 4; if (fly.size() == 4) { int o = fly.front(); fly.pop_front(); aclrtSynchronizeStream(slots[o].s); }
      submit(k); fly.push_back(k);`)}`,
    4,
  ],
  [
    'it is waited for behind the next, and all at the end',
    `std::queue<int> fly; ${loop('int k = n % 4; submit(k); fly.push(k); if (fly.size() == 4) { aclrtSynchronizeStream(slots[fly.front()].s); fly.pop(); }')} ${ends}`,
    3,
  ],
  [
    'pointers to slots',
    `std::deque<Slot *> fly; ${loop('submit(n % 4); fly.push_back(&slots[n % 4]); if (fly.size() >= 4) { aclrtSynchronizeStream(fly.front()->s); fly.pop_front(); }')}`,
    3,
  ],
  [
    'one is taken back where none is free',
    `std::deque<int> idle{0, 1, 2, 3}, fly; ${loop(`if (idle.empty()) { int o = fly.front(); fly.pop_front(); aclrtSynchronizeStream(slots[o].s); idle.push_back(o); }
      int k = idle.front(); idle.pop_front(); submit(k); fly.push_back(k);`)}`,
    4,
  ],
  [
    'as many as are too much, before the next begins',
    `std::queue<int> fly; ${loop('int k = n % 4; while (fly.size() >= 4) { aclrtSynchronizeStream(slots[fly.front()].s); fly.pop(); } submit(k); fly.push(k);')}`,
    4,
  ],
  [
    'as many as are too much, behind it',
    `std::deque<int> fly; ${loop('int k = n % 4; submit(k); fly.push_back(k); while (fly.size() > 3) { aclrtSynchronizeStream(slots[fly.front()].s); fly.pop_front(); }')}`,
    3,
  ],
  [
    'a vector from which the first is erased',
    `std::vector<int> fly; ${loop('int k = n % 4; if (fly.size() >= 4) { aclrtSynchronizeStream(slots[fly.front()].s); fly.erase(fly.begin()); } submit(k); fly.push_back(k);')}`,
    4,
  ],
  [
    'free ones that a loop has put in',
    `std::queue<int> idle, fly; for (int i = 0; i < 4; ++i) idle.push(i); ${loop(`if (idle.empty()) { int o = fly.front(); fly.pop(); aclrtSynchronizeStream(slots[o].s); idle.push(o); }
      int k = idle.front(); idle.pop(); submit(k); fly.push(k);`)}`,
    4,
  ],
])('%s', async (_how, body, depth) => {
  for (const count of ['1000', 'atoi(argv[1])']) {
    const pipeline = await pipelineOf(program(body, count));
    const [given = []] = stepsOf(pipeline, 'submit').map(({ stream }) => slotsOf(stream));
    const [awaited = []] = stepsOf(pipeline, 'wait').map(({ target }) => slotsOf(target));
    expect([given.length, awaited.length]).toEqual([4, 4]);
    // A wait before the submission is for the slot that comes next; one behind it for that of so many passes ago.
    expect(((given[0] ?? 0) - (awaited[0] ?? 0) + 4) % 4).toBe(depth % 4);
    expect(simulate(pipeline, loadProfile()).qps).toBeGreaterThan(350);
  }
});

it('streams on a stack of free ones are all used', async () => {
  const { threads, streams } = await pipelineOf(`#include <queue>
#include <stack>
#include "acl/acl.h"
int main() { aclrtStream all[4]; uint32_t id; std::stack<aclrtStream> idle; std::queue<aclrtStream> fly;
  for (auto &one : all) aclrtCreateStream(&one);
  aclmdlLoadFromFile("resnet50_bs1.om", &id);
  for (int i = 0; i < 4; ++i) idle.push(all[i]);
  for (;;) {
    if (idle.empty()) { auto oldest = fly.front(); fly.pop(); aclrtSynchronizeStream(oldest); idle.push(oldest); }
    auto next = idle.top(); idle.pop(); aclmdlExecuteAsync(id, nullptr, nullptr, next); fly.push(next);
  } }`);
  expect(streams).toMatchObject([{ count: 4 }]);
  const [round] = threads[0]?.program ?? [];
  expect(round).toMatchObject({ body: [{ kind: 'wait' }, { kind: 'submit' }] });
});

it('a queue between threads stays one', async () => {
  const { queues } = await pipelineOf(`#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include "acl/acl.h"
std::mutex m; std::condition_variable cv; std::deque<int> q;
void work() { aclrtSetDevice(0); uint32_t id; aclmdlLoadFromFile("resnet50_bs1.om", &id);
  for (;;) { std::unique_lock<std::mutex> l(m); cv.wait(l, [] { return !q.empty(); }); q.pop_front(); l.unlock(); cv.notify_one(); aclmdlExecute(id, nullptr, nullptr); } }
int main() { aclInit(nullptr); std::thread t(work);
  for (int n = 0; n < 1000; n++) { std::unique_lock<std::mutex> l(m); cv.wait(l, [] { return q.size() < 4; }); q.push_back(n % 4); cv.notify_one(); }
  t.join(); }`);
  expect(queues).toMatchObject([{ capacity: 4 }]);
});
