/** Clients that wait for their answer before they ask again: as many are under way as there are clients. */
import { expect, it } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const asks: Record<string, string> = {
  'a future that is kept': 'Request *r = new Request(); auto f = r->answer.get_future(); push(r); f.get();',
  'a future that is waited for':
    'auto r = new Request(); std::future<int> f = r->answer.get_future(); push(r); f.wait();',
  'a future that a function returns': 'submit().get();',
  'a future that is waited for before its answer is taken': 'auto f = submit(); f.wait(); int v = f.get();',
  'a future that is asked with a limit first':
    'auto f = submit(); if (f.wait_for(std::chrono::seconds(1)) == std::future_status::ready) f.get();',
  'a future that is shared': 'std::shared_future<int> f = submit().share(); f.wait(); f.get();',
  'a future that is moved': 'auto f = submit(); auto g = std::move(f); g.wait(); g.get();',
};

it.each(Object.entries(asks))('%s closes the loop', async (_name, ask) => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
struct Request { std::promise<int> answer; };
static std::mutex m; static std::condition_variable cv; static std::deque<Request *> q; static uint32_t model;
void push(Request *r) { std::lock_guard<std::mutex> l(m); q.push_back(r); cv.notify_one(); }
std::future<int> submit() { auto *r = new Request(); auto f = r->answer.get_future(); push(r); return f; }
void serve() { for (;;) { std::unique_lock<std::mutex> l(m); cv.wait(l, [] { return !q.empty(); }); Request *r = q.front(); q.pop_front(); l.unlock();
  aclmdlExecute(model, nullptr, nullptr); r->answer.set_value(1); } }
void client() { for (int i = 0; i < 500; i++) { ${ask} } }
int main() {
  aclmdlLoadFromFile("resnet50_bs1.om", &model);
  std::thread w(serve); std::vector<std::thread> c; for (int i = 0; i < 4; i++) c.emplace_back(client);
  w.join();
}`);
  const answers = pipeline.queues.find(({ initial }) => initial === 0)?.id;
  expect(stepsOf(pipeline, 'enqueue').map(({ queue }) => queue)).toContain(answers);
  const client = pipeline.threads.find(({ replicas }) => replicas === 4);
  expect(client?.program).toMatchObject([
    { times: 500, body: [{ kind: 'enqueue' }, { kind: 'dequeue', queue: answers }] },
  ]);
});
