/** Threads that hand frames on by queues: what calls back puts in, what grows on demand, and what drains in between. */
import { expect, it, test } from 'vitest';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const channel = `#include "acl/acl.h"
  #include <condition_variable>
  #include <deque>
  #include <mutex>
  #include <thread>
  #include <vector>
  template <class T> class Channel { std::mutex m; std::condition_variable some, room; std::deque<T> all; size_t most;
   public: explicit Channel(size_t n) : most(n) {}
    void push(T x) { std::unique_lock<std::mutex> l(m); room.wait(l, [&] { return all.size() < most; }); all.push_back(x); some.notify_one(); }
    T pop() { std::unique_lock<std::mutex> l(m); some.wait(l, [&] { return !all.empty(); }); T x = all.front(); all.pop_front(); room.notify_one(); return x; } };
  bool next(void *); `;

/** The queues into which threads of an entry put. */
function filledBy({ threads, ...rest }: Pipeline, entry: string): string[] {
  const own = { ...rest, threads: threads.filter((thread) => thread.entry === entry) };
  return stepsOf(own, 'enqueue').map(({ queue }) => queue);
}

const decoder = `struct Decoder; struct Ticket { Ticket(Decoder *d, void *p) : owner(d), packet(p) {} Decoder *owner; void *packet; };
  void onFrame(acldvppStreamDesc *, acldvppPicDesc *pic, void *user);
  struct Decoder { Channel<void *> *out = nullptr; aclvdecChannelDesc *desc;
    void open() { desc = aclvdecCreateChannelDesc(); aclvdecSetChannelDescCallback(desc, &onFrame); aclvdecCreateChannel(desc); }
    void feed(void *packet) { acldvppStreamDesc *s = acldvppCreateStreamDesc(); acldvppPicDesc *pic = acldvppCreatePicDesc();
      aclvdecSendFrame(desc, s, pic, nullptr, new Ticket(this, packet)); }
    void run() { char packet[64]; while (next(packet)) feed(packet); } };
  void onFrame(acldvppStreamDesc *, acldvppPicDesc *pic, void *user) { Ticket *t = (Ticket *)user; t->owner->out->push(acldvppGetPicDescData(pic)); delete t; }
  void infer(Channel<void *> *in, uint32_t id) { aclrtSetDevice(0); while (true) { in->pop(); aclmdlExecute(id, nullptr, nullptr); } } `;

test('what a callback is given is known where its channel is opened before the thread that feeds it starts', async () => {
  const pipeline = await pipelineOf(`${channel}${decoder}
    int main() { uint32_t id; aclmdlLoadFromFile("m.om", &id); Channel<void *> frames(4); Decoder d; d.out = &frames; d.open();
      std::thread feeding([&] { aclrtSetDevice(0); d.run(); }); std::thread working(infer, &frames, id); feeding.join(); working.join(); }`);
  expect(filledBy(pipeline, 'onFrame')).toEqual(pipeline.queues.map(({ id }) => id));
  expect(pipeline.queues).toMatchObject([{ capacity: 4 }]);
});

test('two channels with one callback each put into their own queue', async () => {
  const pipeline = await pipelineOf(`${channel}${decoder}
    int main() { uint32_t id; aclmdlLoadFromFile("m.om", &id); Channel<void *> left(4), right(6); Decoder a, b; a.out = &left; b.out = &right;
      a.open(); b.open(); std::thread fa(&Decoder::run, &a), fb(&Decoder::run, &b), wa(infer, &left, id), wb(infer, &right, id);
      fa.join(); fb.join(); wa.join(); wb.join(); }`);
  expect(new Set(filledBy(pipeline, 'onFrame'))).toHaveLength(2);
  expect(pipeline.queues.map(({ capacity }) => capacity).toSorted()).toEqual([4, 6]);
});

/** `take` and `give` of a pool of device memory. */
const pools: [what: string, take: string][] = [
  [
    'makes what it has not, after a return',
    '{ std::lock_guard<std::mutex> l(m); if (!idle.empty()) { void *p = idle.back(); idle.pop_back(); return p; } } void *p = nullptr; aclrtMalloc(&p, 4096, ACL_MEM_MALLOC_HUGE_FIRST); return p;',
  ],
  [
    'makes what it has not, where nothing was found',
    'void *p = nullptr; { std::lock_guard<std::mutex> l(m); if (idle.size() > 0) { p = idle.back(); idle.pop_back(); } } if (p == nullptr) aclrtMalloc(&p, 4096, ACL_MEM_MALLOC_HUGE_FIRST); return p;',
  ],
  [
    'makes it on the other side',
    'std::lock_guard<std::mutex> l(m); void *p = nullptr; if (idle.empty()) { acldvppMalloc(&p, 4096); } else { p = idle.back(); idle.pop_back(); } return p;',
  ],
];

const working = `Pool pool; Channel<void *> full(8);
  void fill() { aclrtSetDevice(0); char host[4096]; while (next(host)) { void *p = pool.take(); if (!p) continue; aclrtMemcpy(p, 4096, host, 4096, ACL_MEMCPY_HOST_TO_DEVICE); full.push(p); } }
  void work(uint32_t id) { aclrtSetDevice(0); while (true) { void *p = full.pop(); aclmdlExecute(id, nullptr, nullptr); pool.give(p); } }`;

it.each(pools)('nobody waits for a pool that %s', async (_what, take) => {
  const { queues } = await pipelineOf(`${channel}
    struct Pool { std::mutex m; std::vector<void *> idle; void *take() { ${take} } void give(void *p) { std::lock_guard<std::mutex> l(m); idle.push_back(p); } };
    ${working}
    int main() { uint32_t id; aclmdlLoadFromFile("m.om", &id); std::thread a(fill), b(work, id); a.join(); b.join(); }`);
  expect(queues.map(({ capacity }) => capacity)).toEqual([8]);
});

test('a pool that is filled at the start and never grows bounds what is under way', async () => {
  const { queues } = await pipelineOf(`${channel}
    struct Pool { std::mutex m; std::condition_variable cv; std::vector<void *> idle;
      void *take() { std::unique_lock<std::mutex> l(m); cv.wait(l, [&] { return !idle.empty(); }); void *p = idle.back(); idle.pop_back(); return p; }
      void give(void *p) { std::lock_guard<std::mutex> l(m); idle.push_back(p); cv.notify_one(); } };
    ${working}
    int main() { uint32_t id; aclmdlLoadFromFile("m.om", &id);
      for (int i = 0; i < 5; ++i) { void *p = nullptr; aclrtMalloc(&p, 4096, ACL_MEM_MALLOC_HUGE_FIRST); pool.give(p); }
      std::thread a(fill), b(work, id); a.join(); b.join(); }`);
  expect(queues).toHaveLength(2);
});

test('a loop that drains what an item gave is no task without end: the queue of the items stays', async () => {
  const pipeline = await pipelineOf(`${channel}
    int sendFrame(void *); int receivePacket(void *); int writePacket(void *);
    Channel<void *> done(4);
    void save() { while (true) { void *p = done.pop(); sendFrame(p); char packet[64]; while (true) { int r = receivePacket(packet); if (r < 0) break; writePacket(packet); } } }
    int main() { uint32_t id; aclmdlLoadFromFile("m.om", &id); std::thread saving(save);
      char host[64]; while (next(host)) { aclmdlExecute(id, nullptr, nullptr); done.push(host); } saving.join(); }`);
  expect(pipeline.queues).toMatchObject([{ capacity: 4 }]);
});

test('two queues by which threads ask and answer each other stay, though each is filled after the other', async () => {
  const { queues } = await pipelineOf(`${channel} Channel<int> asked(2), answered(3);
    void serve(uint32_t id) { aclrtSetDevice(0); while (true) { int job = asked.pop(); aclmdlExecute(id, nullptr, nullptr); answered.push(job); } }
    int main() { uint32_t id; aclmdlLoadFromFile("m.om", &id); std::thread server(serve, id); while (true) { asked.push(1); answered.pop(); } }`);
  expect(queues.map(({ capacity }) => capacity)).toEqual([2, 3]);
});
