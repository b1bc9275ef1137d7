/** Pools of tasks with a number of jobs that the threads do not divide evenly: each thread still does its share of them. */
import { expect, it } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

interface Pool {
  task: string;
  job: string;
  fill?: string;
  threads?: number;
}

const program = ({ task, job, fill = 'for (int i = 0; i < 1000; ++i)', threads = 3 }: Pool): string => `
#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>
#include "acl/acl.h"
using Task = ${task};
std::mutex m; std::condition_variable cv; std::queue<Task> jobs; bool stop = false;
uint32_t id; aclmdlDataset *in, *out;
void one() { aclmdlExecute(id, in, out); }
void worker() {
  while (true) {
    Task k;
    { std::unique_lock<std::mutex> lk(m); cv.wait(lk, [] { return stop || !jobs.empty(); });
      if (jobs.empty()) return;
      k = std::move(jobs.front()); jobs.pop(); }
    k();
  }
}
int main(int argc, char **argv) {
  aclmdlLoadFromFile("resnet50_bs1.om", &id);
  std::vector<std::thread> ts;
  for (int i = 0; i < ${threads}; ++i) ts.emplace_back(worker);
  std::vector<int> files(1000); int n = argc > 1 ? atoi(argv[1]) : 1000;
  ${fill} { std::lock_guard<std::mutex> g(m); jobs.push(${job}); cv.notify_one(); }
  { std::lock_guard<std::mutex> g(m); stop = true; }
  cv.notify_all();
  for (auto &t : ts) t.join();
}`;

const FUNCTION = 'std::function<void()>';
const pools: [what: string, pool: Pool][] = [
  ['functions', { task: FUNCTION, job: '[] { one(); }' }],
  ['pointers to functions', { task: 'void (*)()', job: '&one' }],
  ['packaged tasks', { task: 'std::packaged_task<void()>', job: 'std::packaged_task<void()>(one)' }],
  ['one for each element', { task: FUNCTION, job: 'one', fill: 'for (int file : files)' }],
];

it.each(pools)('%s', async (_what, pool) => {
  const pipeline = await pipelineOf(program(pool));
  expect(pipeline.threads).toMatchObject([{ replicas: 3 }]);
  expect(stepsOf(pipeline, 'repeat')).toMatchObject([{ times: 334, frameLoop: true }]);
});

it('a number that run time says', async () => {
  const pipeline = await pipelineOf(
    program({ task: FUNCTION, job: 'one', fill: 'for (int i = 0; i < n; ++i)' }),
  );
  expect(pipeline.threads).toMatchObject([{ replicas: 'min(n, 3)' }]);
  expect(stepsOf(pipeline, 'repeat')).toMatchObject([{ frameLoop: true }]);
});

it('fewer jobs than threads', async () => {
  const fill = 'for (int i = 0; i < 2; ++i)';
  const job = '[] { for (int k = 0; k < 500; ++k) aclmdlExecute(id, in, out); }';
  const pipeline = await pipelineOf(program({ task: FUNCTION, job, fill, threads: 4 }));
  expect(pipeline.threads).toMatchObject([{ replicas: 2 }]);
  expect(stepsOf(pipeline, 'repeat')).toMatchObject([{ times: 500 }]);
});
