/** Coroutines: what their text does is done where they are resumed, by the thread that resumes them. */
import { expect, test } from 'vitest';
import { analyzerOf, callsIn, pipelineOf, stepsOf } from '../support/analyzer.ts';
import type { Step } from '../../src/pipeline/pipeline.ts';
import { walk } from '../../src/pipeline/walk.ts';

const promise = (object: string, initial: string, more = '') => `struct promise_type {
    ${more}
    ${object} get_return_object() { return ${object}{std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_${initial} initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
  };
  std::coroutine_handle<promise_type> h;`;

const GENERATOR = `#include "acl/acl.h"
#include <coroutine>
struct Frames {
  ${promise('Frames', 'always', 'int current; std::suspend_always yield_value(int i) { current = i; return {}; }')}
  struct iterator {
    std::coroutine_handle<promise_type> h;
    iterator &operator++() { h.resume(); return *this; }
    int operator*() const { return h.promise().current; }
    bool operator!=(std::default_sentinel_t) const { return !h.done(); }
  };
  iterator begin() { h.resume(); return {h}; }
  std::default_sentinel_t end() { return {}; }
  bool next() { h.resume(); return !h.done(); }
  int value() const { return h.promise().current; }
};
Frames frames(int count) {
  for (int i = 0; i < count; i++) { aclrtMemcpy(device, 64, host, 64, ACL_MEMCPY_HOST_TO_DEVICE); co_yield i; }
}
Frames filtered(Frames all) { for (int i : all) { aclrtMemset(device, 64, 0, 64); co_yield i; } }
`;

const loops: Record<string, string> = {
  'a range loop': 'for (int i : frames(50)) aclmdlExecute(1, in, out);',
  'a loop that asks for the next':
    'Frames f = frames(50); while (f.next()) { use(f.value()); aclmdlExecute(1, in, out); }',
  'a loop with an iterator':
    'Frames f = frames(50); for (auto it = f.begin(); it != f.end(); ++it) aclmdlExecute(1, in, out);',
};

for (const [name, body] of Object.entries(loops)) {
  test(`${name} over a generator does each value's work where it is handed out`, async () => {
    const pipeline = await pipelineOf(`${GENERATOR}int main() { ${body} }`);
    expect(callsIn(pipeline)).toEqual(['aclrtMemcpy', 'aclmdlExecute']);
    expect(stepsOf(pipeline, 'repeat').map(({ times }) => times)).toEqual([50]);
    expect(pipeline.coverage?.verdict).toBe('complete');
  });
}

test('a generator over another generator hands out as many', async () => {
  const pipeline = await pipelineOf(
    `${GENERATOR}int main() { for (int i : filtered(frames(50))) aclmdlExecute(1, in, out); }`,
  );
  expect(stepsOf(pipeline, 'repeat').map(({ times }) => times)).toEqual([50]);
  expect(callsIn(pipeline)).toEqual(['aclrtMemcpy', 'aclrtMemset', 'aclmdlExecute']);
});

test('what nobody resumes is not done, and is said', async () => {
  const pipeline = await pipelineOf(
    `${GENERATOR}int main() { Frames f = frames(50); aclmdlExecute(1, in, out); }`,
  );
  expect(callsIn(pipeline)).toEqual(['aclmdlExecute']);
  expect(pipeline.coverage?.unread.map((one) => one.function)).toContain('frames');
});

const TASK = `#include "acl/acl.h"
#include <coroutine>
#include <thread>
struct Task {
  ${promise('Task', 'always', 'std::coroutine_handle<> next;')}
  bool await_ready() { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> after) { h.promise().next = after; return h; }
  void await_resume() {}
};
struct Fire { ${promise('Fire', 'never')} };
`;

test('tasks that wait for tasks are done in order by who resumes the first', async () => {
  const pipeline = await pipelineOf(`${TASK}
Task upload() { aclrtMemcpy(device, 64, host, 64, ACL_MEMCPY_HOST_TO_DEVICE); co_return; }
Task infer() { co_await upload(); aclmdlExecute(1, in, out); co_return; }
Task all(int n) { for (int i = 0; i < n; i++) co_await infer(); co_return; }
int main() { Task t = all(30); t.h.resume(); }`);
  expect(callsIn(pipeline)).toEqual(['aclrtMemcpy', 'aclmdlExecute']);
  expect(stepsOf(pipeline, 'repeat').map(({ times }) => times)).toEqual([30]);
});

test('a loop that resumes a coroutine in each pass does one of its passes', async () => {
  const pipeline = await pipelineOf(`${TASK}
int main() {
  auto steps = [&]() -> Task { for (;;) { aclmdlExecute(1, in, out); co_await std::suspend_always{}; } };
  Task t = steps();
  for (int i = 0; i < 20; i++) t.h();
}`);
  expect(callsIn(pipeline)).toEqual(['aclmdlExecute']);
  expect(stepsOf(pipeline, 'repeat').map(({ times }) => times)).toEqual([20]);
});

test('a thread of an awaiter does what follows, and needs a context of its own', async () => {
  const analyzer = await analyzerOf({
    'main.cpp': `${TASK}
struct Elsewhere {
  std::thread &thread;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) { thread = std::thread([h] { h.resume(); }); }
  void await_resume() {}
};
Fire work(std::thread &t) { co_await Elsewhere{t}; for (int i = 0; i < 20; i++) aclmdlExecute(1, in, out); }
int main() { aclrtSetDevice(0); std::thread t; work(t); t.join(); }`,
  });
  const [program] = analyzer.programs();
  const rules = analyzer.findings().map(({ rule }) => rule);
  analyzer.dispose();
  const working = program?.pipeline.threads.filter(({ program: steps }) => steps.length > 0);
  expect(working?.map(({ entry }) => entry.replace(/\d+/, ''))).toEqual(['lambda@']);
  expect(rules).toContain('missing-set-current-context');
});

test('a callback goes on with the next pass of what waits for the stream', async () => {
  const pipeline = await pipelineOf(`${TASK}
struct Done {
  aclrtStream stream;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) {
    aclrtLaunchCallback([](void *p) { std::coroutine_handle<>::from_address(p).resume(); }, h.address(), ACL_CALLBACK_NO_BLOCK, stream);
  }
  void await_resume() {}
};
Fire work(aclrtStream s) { for (int i = 0; i < 20; i++) { aclmdlExecuteAsync(1, in, out, s); co_await Done{s}; } }
int main() { aclrtStream s; aclrtCreateStream(&s); work(s); }`);
  const calls = pipeline.threads.map(({ program }) => [...walk<Step>(program)].map(({ kind }) => kind));
  expect(calls).toEqual([
    ['submit', 'callback'],
    ['submit', 'callback'],
  ]);
});

test('workers that take handles from a queue share what was begun', async () => {
  const pipeline = await pipelineOf(`${TASK}
#include <condition_variable>
#include <mutex>
#include <queue>
#include <vector>
std::queue<std::coroutine_handle<>> ready; std::mutex m; std::condition_variable cv;
struct Scheduled {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) { std::lock_guard<std::mutex> l(m); ready.push(h); cv.notify_one(); }
  void await_resume() {}
};
void loop() {
  while (true) {
    std::coroutine_handle<> h;
    { std::unique_lock<std::mutex> l(m); cv.wait(l, [] { return !ready.empty(); }); h = ready.front(); ready.pop(); }
    h.resume();
  }
}
Fire work() { co_await Scheduled{}; aclmdlExecute(1, in, out); }
int main() {
  std::vector<std::thread> workers;
  for (int i = 0; i < 2; i++) workers.emplace_back(loop);
  for (int i = 0; i < 8; i++) work();
  for (auto &w : workers) w.join();
}`);
  const working = pipeline.threads.filter(({ program }) =>
    [...walk<Step>(program)].some(({ kind }) => kind === 'submit'),
  );
  expect(working.map(({ entry, replicas }) => [entry, replicas])).toEqual([['loop', 2]]);
});
