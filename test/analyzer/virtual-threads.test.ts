/** Threads that a base class starts on a method which its derived classes fill in. */
import { expect, test } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const starts: Record<string, string> = {
  'std::thread': 't_ = std::thread(&Worker::Run, this);',
  'std::bind': 't_ = std::thread(std::bind(&Worker::Run, this));',
  'std::async': 'f_ = std::async(std::launch::async, &Worker::Run, this);',
};

const program = (start: string, body: string) => `#include "acl/acl.h"
#include <future>
#include <thread>
class Worker {
public:
  virtual ~Worker() = default;
  void Start() { ${start} }
protected:
  virtual void Run() = 0;
  std::thread t_; std::future<void> f_;
};
class Infer : public Worker {
protected:
  void Run() override { aclrtSetDevice(0); for (int i = 0; i < 10; i++) aclmdlExecute(1, in, out); }
};
class Copy : public Worker {
protected:
  void Run() override { aclrtSetDevice(0); for (int i = 0; i < 20; i++) aclrtMemcpy(d, 64, h, 64, ACL_MEMCPY_HOST_TO_DEVICE); }
};
int main() { ${body} }`;

for (const [name, start] of Object.entries(starts)) {
  test(`${name} of a pure virtual method runs what the object's class has`, async () => {
    const pipeline = await pipelineOf(program(start, 'Infer a; Copy b; a.Start(); b.Start();'));
    expect(pipeline.threads.map(({ entry }) => entry)).toEqual(['Infer::Run', 'Copy::Run']);
    expect(stepsOf(pipeline, 'repeat').map(({ times }) => times)).toEqual([10, 20]);
    expect(pipeline.coverage?.verdict).toBe('complete');
  });
}

const lists: Record<string, string> = {
  'words of a file':
    'std::ifstream f(argv[1]); std::string url; while (f >> url) ts.emplace_back(serve, url);',
  'lines of a file': 'std::string line; while (std::getline(f, line)) ts.emplace_back(serve, line);',
  'arguments by a pointer': 'for (char **p = argv + 1; *p; ++p) ts.push_back(std::thread(serve, *p));',
  'arguments in a while': 'while (*++argv) ts.emplace_back(serve, *argv);',
};

for (const [name, loop] of Object.entries(lists)) {
  test(`threads for the ${name} are as many as a parameter says`, async () => {
    const pipeline = await pipelineOf(`#include "acl/acl.h"
#include <thread>
void serve(std::string url) { aclrtSetDevice(0); for (int i = 0; i < 9; i++) aclmdlExecute(1, in, out); }
int main(int argc, char **argv) { std::vector<std::thread> ts; ${loop} for (auto &t : ts) t.join(); }`);
    const [thread] = pipeline.threads;
    const parameter = pipeline.parameters.find((one) => one.name === thread?.replicas);
    expect(parameter?.value).toBe(4);
    expect(parameter?.kind).toBe('open');
  });
}

test('a server that starts a thread for each connection starts one at a time', async () => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
#include <thread>
void serve(int fd) { aclrtSetDevice(0); for (int i = 0; i < 9; i++) aclmdlExecute(1, in, out); }
int main() { while (running) { int fd = accept(listener, 0, 0); std::thread(serve, fd).detach(); } }`);
  expect(pipeline.threads.map(({ replicas }) => replicas)).toEqual([1]);
});

test('of connections that stay only run time knows how many there are', async () => {
  const serving = (start: string) =>
    pipelineOf(`#include "acl/acl.h"
#include <thread>
void serve(int fd) { aclrtSetDevice(0); while (recv(fd, data, 4096, 0) > 0) aclmdlExecute(1, in, out); }
int main() { while (running) { int fd = accept(listener, 0, 0); ${start} } }`);
  const { threads, parameters } = await serving('std::thread(serve, fd).detach();');
  expect(threads.map(({ replicas }) => replicas)).toEqual(['serve_threads']);
  expect(parameters.find(({ name }) => name === 'serve_threads')).toMatchObject({
    kind: 'open',
    value: 4,
    spread: 4,
  });
  const waited = await serving('std::thread one(serve, fd); one.join();');
  expect(waited.parameters.map(({ name }) => name)).not.toContain('serve_threads');
});
