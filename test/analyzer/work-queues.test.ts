/** Queues of functions: the thread that takes one does what others have put in, whichever of them is started first. */
import { expect, it, test } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';
import { shapeOf } from '../support/shape.ts';

const program = (
  queue: string,
  serve: string,
  post = 'q.put([] { aclmdlExecute(m, in, out); });',
): string => `
#include "acl/acl.h"
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <queue>
#include <thread>
uint32_t m = 0; aclmdlDataset *in, *out; aclrtContext c; void *p, *h;
using Task = std::function<void()>;
${queue}
void serve() { aclrtSetCurrentContext(c); for (;;) { ${serve} } }
void cam() {
  aclrtSetCurrentContext(c); aclrtStream s; aclrtCreateStream(&s);
  for (;;) { aclrtMemcpyAsync(p, 75825, h, 75825, ACL_MEMCPY_HOST_TO_DEVICE, s); aclrtSynchronizeStream(s); ${post} }
}
int main() {
  aclInit(0); aclrtSetDevice(0); aclrtCreateContext(&c, 0); aclmdlLoadFromFile("resnet50_bs1.om", &m);
  std::thread a(serve), b(cam); a.join(); b.join(); }`;

const queueOf = (item: string, taking: string): string => `
struct Q {
  std::mutex mu; std::condition_variable a, b; std::deque<${item}> q; bool stop = false;
  void put(${item} t) { std::unique_lock<std::mutex> g(mu); while (q.size() >= 16) b.wait(g); q.push_back(std::move(t)); a.notify_one(); }
  ${taking}
} q;`;

const taken = 'Task t = std::move(q.front()); q.pop_front(); b.notify_one(); return t;';
const take = `Task take() { std::unique_lock<std::mutex> g(mu); while (q.empty()) a.wait(g); ${taken} }`;
const takeInto =
  'bool take(Task &t) { std::unique_lock<std::mutex> g(mu); while (q.empty() && !stop) a.wait(g); if (q.empty()) return false; t = std::move(q.front()); q.pop_front(); b.notify_one(); return true; }';
const takeMaybe = `std::optional<Task> take() { std::unique_lock<std::mutex> g(mu); a.wait(g, [this] { return stop || !q.empty(); }); if (q.empty()) return std::nullopt; ${taken} }`;
const channel = `template <class T> struct Channel {
  std::mutex mu; std::condition_variable a, b; std::queue<T> q;
  void put(T t) { std::unique_lock<std::mutex> g(mu); b.wait(g, [&] { return q.size() < 16; }); q.push(std::move(t)); a.notify_one(); }
  T take() { std::unique_lock<std::mutex> g(mu); a.wait(g, [&] { return !q.empty(); }); T t = std::move(q.front()); q.pop(); b.notify_one(); return t; }
}; Channel<Task> q;`;
const job = `struct Job { int id; Task work; };
${queueOf('Job', 'Job take() { std::unique_lock<std::mutex> g(mu); while (q.empty()) a.wait(g); Job t = std::move(q.front()); q.pop_front(); b.notify_one(); return t; }')}`;
const bare = `std::mutex mu; std::condition_variable a, b; std::deque<Task> work;
void post(Task t) { std::unique_lock<std::mutex> g(mu); while (work.size() >= 16) b.wait(g); work.push_back(std::move(t)); a.notify_one(); }`;

const forms: [what: string, queue: string, serve: string, post?: string][] = [
  ['by value', queueOf('Task', take), 'auto t = q.take(); t();'],
  ['and called at once', queueOf('Task', take), 'q.take()();'],
  ['into an argument, until it stops', queueOf('Task', takeInto), 'Task t; if (!q.take(t)) break; t();'],
  ['or nothing', queueOf('Task', takeMaybe), 'auto t = q.take(); if (!t) return; (*t)();'],
  ['from a channel of a template', channel, 'auto t = q.take(); t();'],
  ['with its number', job, 'Job t = q.take(); t.work();', 'q.put({1, [] { aclmdlExecute(m, in, out); }});'],
  [
    'in the loop itself',
    bare,
    'Task t; { std::unique_lock<std::mutex> g(mu); while (work.empty()) a.wait(g); t = std::move(work.front()); work.pop_front(); b.notify_one(); } t();',
    'post([] { aclmdlExecute(m, in, out); });',
  ],
];

it.each(forms)(
  'work that is taken %s is done by the thread that takes it',
  async (_what, queue, serve, post) => {
    const pipeline = await pipelineOf(program(queue, serve, post));
    expect(shapeOf(pipeline)).toBe(
      '1 × forever(dequeue, aclmdlExecute) | 1 × forever(aclrtMemcpyAsync, wait, enqueue); 1 streams',
    );
  },
);

test('lambdas of one line that capture alike are different work', async () => {
  const post = 'q.put([] { aclmdlExecute(m, in, out); }); q.put([] { aclrtMemset(p, 100, 0, 100); });';
  const { threads } = await pipelineOf(program(queueOf('Task', take), 'q.take()();', post));
  expect(threads.map(({ kind }) => kind)).toEqual(['thread', 'thread']);
});
