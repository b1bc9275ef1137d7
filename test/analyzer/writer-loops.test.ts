/** Writers that hold their lock outside of the loop and give it up around the work, fed through whatever listens. */
import { expect, it } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';

const waiting = 'cv_.wait(g, [this] { return done_ || !items_.empty(); });';
const take = 'auto data = std::move(items_.front()); items_.pop();';
const work = 'aclmdlExecute(writes, nullptr, nullptr);';

const writers: Record<string, string> = {
  'a loop without end': `std::unique_lock<std::mutex> g(m_); while (true) { ${waiting} if (items_.empty()) return; ${take} g.unlock(); ${work} g.lock(); }`,
  'a loop that asks at its end': `std::unique_lock<std::mutex> g(m_); do { ${waiting} ${take} g.unlock(); ${work} g.lock(); } while (!done_);`,
  'a loop that takes all there is': `std::unique_lock<std::mutex> g(m_); while (true) { ${waiting} while (!items_.empty()) { ${take} g.unlock(); ${work} g.lock(); } if (done_) break; }`,
  'a lock taken by hand': `m_.lock(); while (!done_) { while (items_.empty() && !done_) cv_.wait(m_); ${take} m_.unlock(); ${work} m_.lock(); } m_.unlock();`,
};

const links: Record<string, { type: string; connect: string; emit: string }> = {
  'a call': { type: '', connect: '', emit: 'sink.put("x");' },
  'a signal with slots': {
    type: 'struct Signal { std::vector<std::function<void(std::string)>> slots; void operator()(std::string s) const { for (const auto &f : slots) f(s); } };',
    connect: 'Signal ready; ready.slots.push_back([&sink](std::string s) { sink.put(std::move(s)); });',
    emit: 'ready("x");',
  },
  'slots that are members of what is connected': {
    type: `template <class... A> struct Signal { std::map<int, std::function<void(A...)>> slots; int n = 0;
      template <class T> int connect(T *o, void (T::*f)(A...)) { slots[n] = [o, f](A... a) { (o->*f)(a...); }; return n++; }
      void emit(A... a) { for (auto &[k, f] : slots) f(a...); } };`,
    connect: 'Signal<std::string> ready; ready.connect(&sink, &Sink::put);',
    emit: 'ready.emit("x");',
  },
};

const all = Object.entries(writers).flatMap(([writer, run]) =>
  Object.entries(links).map(([link, how]) => ({ writer, run, link, ...how })),
);

it.each(all)('$writer is fed by $link', async ({ run, type, connect, emit }) => {
  const { threads, queues } = await pipelineOf(`#include "acl/acl.h"
static uint32_t makes, writes;
class Sink { public: Sink() : thread_([this] { run(); }) {}
  void put(std::string data) { std::lock_guard<std::mutex> g(m_); items_.push(std::move(data)); cv_.notify_one(); }
  void run() { ${run} }
  std::queue<std::string> items_; std::mutex m_; std::condition_variable_any cv_; bool done_ = false; std::thread thread_; };
${type}
int main() {
  aclmdlLoadFromFile("resnet50_bs1.om", &makes); aclmdlLoadFromFile("yolo.om", &writes);
  Sink sink; ${connect}
  for (int i = 0; i < 1000; ++i) { aclmdlExecute(makes, nullptr, nullptr); ${emit} }
}`);
  expect(queues).toHaveLength(1);
  const [main, writer] = threads;
  expect(main?.program).toMatchObject([{ times: 1000, body: [{ kind: 'submit' }, { kind: 'enqueue' }] }]);
  const [loop, ...others] = writer?.program ?? [];
  expect(others).toEqual([]);
  expect(loop).toMatchObject({ kind: 'repeat', times: 'forever' });
  const steps = JSON.stringify(loop).match(/"kind":"(dequeue|submit)"/g);
  expect(steps).toEqual(['"kind":"dequeue"', '"kind":"submit"']);
});
