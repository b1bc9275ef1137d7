/** What belongs to an object, to a template's argument and to an alias: values, not names, decide. */
import { describe, expect, test } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const bytesOf = async (before: string, body: string, copies: string): Promise<unknown[]> => {
  const source = `#include "acl/acl.h"
${before}
int main() {
  uint32_t id; void *d, *h;
  ${body}
  for (int i = 0; i < 100; i++) {
    aclmdlExecute(id, nullptr, nullptr);
    ${copies}
  }
}`;
  return stepsOf(await pipelineOf(source), 'submit').flatMap(({ work }) => work?.bytes ?? []);
};
const copy = (bytes: string) => `aclrtMemcpy(d, 1, h, ${bytes}, ACL_MEMCPY_HOST_TO_DEVICE);`;

describe('an object that is made from another', () => {
  const shape = 'struct Shape { size_t bytes; }; struct Pair { Shape a; Shape* p; };';
  test.each([
    ['by =', 'Shape out = in;'],
    ['by brackets', 'Shape out(in);'],
    ['by braces', 'Shape out{in};'],
    ['by auto', 'auto out = in;'],
    ['by assignment', 'Shape out; out = in;'],
    ['within another', 'Pair x; x.a = in; Pair y = x; Shape& out = y.a;'],
    [
      'within another in a container',
      'Pair x; x.a = in; std::vector<Pair> v; v.push_back(x); Shape& out = x.a; in = v[0].a;',
    ],
  ])('%s has fields of its own', async (_how, made) => {
    const body = `Shape in; in.bytes = 150; ${made} out.bytes = 4;`;
    expect(await bytesOf(shape, body, copy('in.bytes') + copy('out.bytes'))).toEqual([150, 4]);
  });

  test.each([
    ['by reference', 'Shape& out = in;'],
    ['by pointer', 'Shape* p = &in; Shape& out = *p;'],
    ['by a pointer within another', 'Pair x; x.p = &in; Pair y = x; Shape& out = *y.p;'],
  ])('%s is the same', async (_how, made) => {
    const body = `Shape in; in.bytes = 150; ${made} out.bytes = 4;`;
    expect(await bytesOf(shape, body, copy('in.bytes'))).toEqual([4]);
  });
});

test('the size of a template’s parameter is its argument’s', async () => {
  const tensor = `template <typename T> struct Tensor { size_t n; size_t size() { return n * sizeof(T); } };`;
  const body = 'Tensor<float> f; f.n = 100; Tensor<uint8_t> u; u.n = 100;';
  expect(await bytesOf(tensor, body, copy('f.size()') + copy('u.size()'))).toEqual([400, 100]);
});

test('an alias stands for the template with its arguments', async () => {
  const shape =
    'template <size_t N> struct Shape { static constexpr size_t bytes = N * 150; }; using Images = Shape<8>;';
  expect(await bytesOf(shape, '', copy('Images::bytes'))).toEqual([1200]);
});

test('functions of C’s library take as long by their names in C++', async () => {
  const source = `#include <cstdio>
#include "acl/acl.h"
int main() { uint32_t id; FILE* f = std::fopen("a", "rb"); static char buffer[1000000];
  while (true) { std::fread(buffer, 1, 1000000, f); aclmdlExecute(id, nullptr, nullptr); } }`;
  expect(stepsOf(await pipelineOf(source), 'host').map(({ what }) => what)).toEqual(['fread']);
});

test('a main that reads for the queue that it fills reads in the Pipeline too', async () => {
  const source = `#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include "acl/acl.h"
std::mutex m; std::condition_variable cv; std::deque<void*> q;
void worker() { uint32_t id;
  while (true) { std::unique_lock<std::mutex> l(m); cv.wait(l, [] { return !q.empty(); });
    void* p = q.front(); q.pop_front(); l.unlock(); aclmdlExecute(id, nullptr, nullptr); aclrtFreeHost(p); } }
int main() { std::thread t(worker); FILE* f = fopen("a", "rb");
  for (int i = 0; i < 100; i++) { void* p; aclrtMallocHost(&p, 5000000); fread(p, 1, 5000000, f);
    std::unique_lock<std::mutex> l(m); q.push_back(p); cv.notify_one(); }
  t.join(); }`;
  const pipeline = await pipelineOf(source);
  expect(stepsOf(pipeline, 'host').map(({ what }) => what)).toEqual(['fread']);
  expect(stepsOf(pipeline, 'allocate')).toHaveLength(1);
});

test.each([
  ['that a block makes', 'auto guard = std::make_unique<Guard>(s);', ['stream']],
  ['that a block takes from new', 'std::unique_ptr<Guard> guard(new Guard(s));', ['stream']],
  ['within an object', 'Holder guard(s);', ['stream']],
  ['that is moved on', 'auto guard = std::make_unique<Guard>(s); all.push_back(std::move(guard));', []],
])('what a unique pointer %s ends with it', async (_what, made, waits) => {
  const source = `#include <memory>
#include <vector>
#include "acl/acl.h"
struct Guard { explicit Guard(aclrtStream st) : s(st) {} ~Guard() { aclrtSynchronizeStream(s); } aclrtStream s; };
struct Holder { std::unique_ptr<Guard> g; explicit Holder(aclrtStream s) : g(std::make_unique<Guard>(s)) {} };
std::vector<std::unique_ptr<Guard>> all;
int main() { uint32_t id = 1; aclrtStream s; aclrtCreateStream(&s);
  while (true) { ${made} aclmdlExecuteAsync(id, nullptr, nullptr, s); } }`;
  expect(stepsOf(await pipelineOf(source), 'wait').map((wait) => wait.for)).toEqual(waits);
});

test('a destructor that only gives back is no gap in what is understood', async () => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
struct Runtime { Runtime() { aclInit(nullptr); aclrtSetDevice(0); } ~Runtime() { aclrtResetDevice(0); aclFinalize(); } };
int main() { Runtime runtime; uint32_t id = 1; while (true) aclmdlExecute(id, nullptr, nullptr); }`);
  expect(pipeline.coverage?.verdict).toBe('complete');
});
