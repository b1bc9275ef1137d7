/** Items that a thread deals out over several queues, and readers that gather several before they work. */
import { expect, test } from 'vitest';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';
import { shapeOf } from '../support/shape.ts';

const program = (text: string): string => `#include "acl/acl.h"
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>
template <class T> class Queue { std::mutex m_; std::condition_variable cv_; std::deque<T> q_; size_t cap_;
 public: explicit Queue(size_t c = 8) : cap_(c) {}
  void put(T v) { std::unique_lock<std::mutex> l(m_); cv_.wait(l, [this] { return q_.size() < cap_; }); q_.push_back(std::move(v)); cv_.notify_all(); }
  T take() { std::unique_lock<std::mutex> l(m_); cv_.wait(l, [this] { return !q_.empty(); }); T v = std::move(q_.front()); q_.pop_front(); cv_.notify_all(); return v; } };
static uint32_t model; static void *dev, *host;
static void load() { aclrtMemcpy(dev, 64, host, 64, ACL_MEMCPY_HOST_TO_DEVICE); }
static Queue<int> a(4), b(4), c(4), qs[2];
static void sink(Queue<int> *q) { for (;;) { q->take(); aclmdlExecute(model, nullptr, nullptr); } }
static void nth(int k) { for (;;) { qs[k].take(); aclmdlExecute(model, nullptr, nullptr); } }
${text}`;
const main = (...threads: string[]): string =>
  `int main() { aclmdlLoadFromFile("resnet50_bs1.om", &model); std::thread s(source), ${threads.map((one, at) => `t${at}(${one})`).join()}; s.join(); }`;

/** How often the queues are put into in a round, one after the other, and which are taken from. */
function dealt(pipeline: Pipeline): { puts: string[]; takes: string[] } {
  const puts = stepsOf(pipeline, 'enqueue').map(({ queue }) => queue);
  return { puts, takes: stepsOf(pipeline, 'dequeue').map(({ queue }) => queue) };
}

const loop = (body: string): string =>
  `static void source() { for (int i = 0; i < 1002; i++) { load(); ${body} } }`;
const outs: [what: string, source: string, threads: string[]][] = [
  ['a choice by the number', loop('if (i % 2) a.put(i); else b.put(i);'), ['sink, &a', 'sink, &b']],
  ['an element', loop('qs[i % 2].put(i);'), ['nth, 0', 'nth, 1']],
  ['a reference', loop('Queue<int> &q = (i & 1) ? a : b; q.put(i);'), ['sink, &a', 'sink, &b']],
  [
    'a switch',
    loop('switch (i % 3) { case 0: a.put(i); break; case 1: b.put(i); break; default: c.put(i); }'),
    ['sink, &a', 'sink, &b', 'sink, &c'],
  ],
  [
    'a flag that is turned over',
    'static void source() { bool left = false; while (true) { load(); left = !left; if (left) a.put(1); else b.put(1); } }',
    ['sink, &a', 'sink, &b'],
  ],
];

test.each(outs)('items are dealt out by %s', async (_what, source, threads) => {
  const { puts, takes } = dealt(await pipelineOf(program(`${source} ${main(...threads)}`)));
  expect(puts).toHaveLength(threads.length);
  expect(new Set(puts).size).toBe(threads.length);
  expect(takes.toSorted()).toEqual(puts.toSorted());
});

test('elements that readers take from by the index that each is given are one kind of queue', async () => {
  const pipeline = await pipelineOf(
    program(`class Fan { std::vector<std::unique_ptr<Queue<int>>> qs_; size_t next_ = 0; std::vector<std::thread> t_; public:
 explicit Fan(int n) { for (int i = 0; i < n; i++) qs_.push_back(std::make_unique<Queue<int>>(4)); for (int i = 0; i < n; i++) t_.emplace_back(&Fan::read, this, i); }
 void read(int k) { for (;;) { qs_[k]->take(); aclmdlExecute(model, nullptr, nullptr); } }
 void deal(int v) { qs_[next_]->put(v); next_ = (next_ + 1) % qs_.size(); }
 void join() { for (auto &t : t_) t.join(); } };
int main() { aclmdlLoadFromFile("resnet50_bs1.om", &model); Fan fan(3); for (int i = 0; i < 999; i++) { load(); fan.deal(i); } fan.join(); }`),
  );
  expect(pipeline.queues).toHaveLength(1);
  expect(shapeOf(pipeline)).toBe(
    '1 × 999(aclrtMemcpy, enqueue) | 3 × forever(dequeue, aclmdlExecute); 0 streams',
  );
});

const gathers: [what: string, body: string][] = [
  ['until there are as many', 'std::vector<int> v; while (v.size() < 4) v.push_back(a.take());'],
  [
    'as long as there are fewer',
    'std::vector<int> v; do { v.emplace_back(a.take()); } while (v.size() != 4u);',
  ],
  [
    'with a limit that the reader is given',
    'std::vector<int> v; while (v.size() < static_cast<size_t>(n)) v.push_back(a.take());',
  ],
];

test.each(gathers)('items are gathered %s', async (_what, body) => {
  const reader = `static void batch(int n) { for (;;) { ${body} aclmdlExecute(model, nullptr, nullptr); } }`;
  const pipeline = await pipelineOf(program(`${loop('a.put(i);')} ${reader} ${main('batch, 4')}`));
  expect(shapeOf(pipeline)).toContain('forever(4(dequeue), aclmdlExecute)');
});
