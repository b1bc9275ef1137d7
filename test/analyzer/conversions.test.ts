/** Classes that own a handle and stand for it by an implicit conversion. */
import { expect, it, test } from 'vitest';
import { analyzerOf, pipelineOf } from '../support/analyzer.ts';

const stream = `class Stream {
 public: Stream() { aclrtCreateStream(&handle_); } ~Stream() { aclrtDestroyStream(handle_); }
  operator aclrtStream() const { return handle_; }
 private: aclrtStream handle_ = nullptr; };`;
const template = `template <class T, aclError (*make)(T *), aclError (*drop)(T)> class Handle {
 public: Handle() { make(&handle_); } ~Handle() { drop(handle_); } operator T() const { return handle_; }
 private: T handle_{}; };
using Stream = Handle<aclrtStream, aclrtCreateStream, aclrtDestroyStream>;`;
const inherited = `struct Base { aclrtStream handle = nullptr; operator aclrtStream(); };
Base::operator aclrtStream() { return handle; }
struct Stream : Base { Stream() { aclrtCreateStream(&handle); } };`;
const several = `struct Stream { aclrtStream handle = nullptr; aclrtEvent done = nullptr;
  Stream() { aclrtCreateStream(&handle); aclrtCreateEvent(&done); }
  explicit operator bool() const { return handle != nullptr; } operator aclrtEvent() const { return done; } operator aclrtStream() const { return handle; } };`;

const work = (on: string, before = '') => `void serve(aclrtContext c) {
  aclrtSetCurrentContext(c); ${before}
  for (;;) { aclrtMemcpyAsync(p, 75825, h, 75825, ACL_MEMCPY_HOST_TO_DEVICE, ${on}); aclrtSynchronizeStream(${on}); } }`;

const program = (owner: string, serve: string): string => `
#include "acl/acl.h"
#include <memory>
#include <thread>
#include <vector>
void *p, *h;
${owner}
${serve}
int main() {
  aclInit(0); aclrtSetDevice(0); aclrtContext c; aclrtCreateContext(&c, 0);
  std::vector<std::thread> t; for (int i = 0; i < 4; ++i) t.emplace_back(serve, c);
  for (auto &x : t) x.join(); }`;

const forms: [what: string, owner: string, serve: string][] = [
  ['given to the runtime', stream, work('s', 'Stream s;')],
  ['of a template for all handles', template, work('s', 'Stream s;')],
  ['a member', `${stream} struct Lane { Stream stream; };`, work('lane.stream', 'Lane lane;')],
  ['kept as the handle', stream, work('s', 'auto own = std::make_unique<Stream>(); aclrtStream s = *own;')],
  ['cast', stream, work('static_cast<aclrtStream>(own)', 'Stream own;')],
  ['of a base, defined outside of it', inherited, work('s', 'Stream s;')],
  ['one of several conversions', several, work('s', 'Stream s;')],
  [
    'given to a function that takes the handle',
    stream,
    `void push(aclrtStream s) { aclrtMemcpyAsync(p, 75825, h, 75825, ACL_MEMCPY_HOST_TO_DEVICE, s); }
     void serve(aclrtContext c) { aclrtSetCurrentContext(c); Stream s; for (;;) { push(s); aclrtSynchronizeStream(s); } }`,
  ],
];

it.each(forms)(
  'a stream that its owner converts to, %s: each thread has its own',
  async (_what, owner, serve) => {
    const { streams, threads, unknowns } = await pipelineOf(program(owner, serve));
    expect(threads.filter(({ kind }) => kind === 'thread')).toMatchObject([{ replicas: 4 }]);
    expect(streams).toMatchObject([{ scope: 'thread' }]);
    expect(unknowns).toEqual([]);
  },
);

test('a model that its owner converts to is the one that it loads', async () => {
  const owner = `${stream} struct Model { uint32_t id = 0; Model(const char *f) { aclmdlLoadFromFile(f, &id); } explicit operator uint32_t() const { return id; } };`;
  const serve = `void serve(aclrtContext c) { aclrtSetCurrentContext(c); Model m("yolo.om"); Stream s;
    for (;;) { aclmdlExecuteAsync(uint32_t(m), nullptr, nullptr, s); aclrtSynchronizeStream(s); } }`;
  const { models } = await pipelineOf(program(owner, serve));
  expect(models).toMatchObject([{ path: 'yolo.om' }]);
});

test('a handle that its owner destroys is not used after that', async () => {
  const analyzer = await analyzerOf({ 'main.cpp': program(stream, work('s', 'Stream s;')) });
  const findings = analyzer.findings();
  analyzer.dispose();
  expect(findings.map(({ rule }) => rule)).not.toContain('use-after-destroy');
});
