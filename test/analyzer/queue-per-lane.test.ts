/** Queues that are members of objects of which a loop makes several: together they hold what each has room for. */
import { expect, it } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const waiting = `void put(void *p) { std::unique_lock<std::mutex> l(m); a.wait(l, [this] { return q.size() < 5; }); q.push_back(p); b.notify_one(); }
  void *get() { std::unique_lock<std::mutex> l(m); b.wait(l, [this] { return !q.empty(); }); void *p = q.front(); q.pop_front(); a.notify_one(); return p; }
  std::deque<void *> q; std::mutex m; std::condition_variable a, b;`;
const counting = `void put(void *p) { room.acquire(); m.lock(); q.push_back(p); m.unlock(); some.release(); }
  void *get() { some.acquire(); m.lock(); void *p = q.front(); q.pop_front(); m.unlock(); room.release(); return p; }
  std::deque<void *> q; std::mutex m; std::counting_semaphore<64> room{5}, some{0};`;
const work =
  'for (;;) { void *p = lane.get(); if (!p) return; aclrtMemcpy(device, 64, p, 64, ACL_MEMCPY_HOST_TO_DEVICE); }';

const makes: Record<string, string> = {
  'objects that are made in a loop': `std::vector<std::unique_ptr<Lane>> lanes; std::vector<std::thread> all;
    for (int i = 0; i < 3; ++i) { lanes.push_back(std::make_unique<Lane>()); Lane &lane = *lanes.back(); all.emplace_back(serve, &lane); }`,
  'objects that new makes': `std::vector<Lane *> lanes; std::vector<std::thread> all;
    for (int i = 0; i < 3; ++i) { Lane *lane = new Lane(); lanes.push_back(lane); all.emplace_back(serve, lane); }`,
};

const kinds = Object.entries({ waiting, counting });
const cases = Object.entries(makes).flatMap(([what, made]) =>
  kinds.map(([kind, type]) => ({ what, made, kind, type })),
);

it.each(cases)('$kind queues of $what hold 15 together, and stopping is no frame', async ({ made, type }) => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
struct Lane { ${type} };
static void *host, *device;
void serve(Lane *one) { Lane &lane = *one; ${work} }
int main() {
  aclrtMallocHost(&host, 64); aclrtMalloc(&device, 64, ACL_MEM_MALLOC_HUGE_FIRST);
  ${made}
  for (int n = 0; n < 600; ++n) lanes[n % lanes.size()]->put(host);
  for (auto &lane : lanes) lane->put(nullptr);
  for (auto &one : all) one.join();
}`);
  const [{ capacity, initial } = {}] = pipeline.queues;
  expect([capacity, initial]).toContain(15);
  expect(stepsOf(pipeline, 'repeat').map(({ times }) => times)).toEqual([600, 'forever']);
});

it('leaves alone what a pass makes and uses itself, and what there is one of', async () => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
struct Lane { ${waiting} };
static void *host, *device;
void serve(Lane *one) { Lane &lane = *one; ${work} }
int main() {
  Lane lane; std::vector<std::thread> all;
  for (int i = 0; i < 3; ++i) all.emplace_back(serve, &lane);
  for (int n = 0; n < 600; ++n) lane.put(host);
}`);
  expect(pipeline.queues).toMatchObject([{ capacity: 5 }]);
});
