/** Calls through what a program keeps: callbacks, loaded functions, visitors; and calls that are tried again. */
import { expect, test } from 'vitest';
import { callsIn, pipelineOf, stepsOf } from '../support/analyzer.ts';

const head = `#include <acl/acl.h>
uint32_t id; aclmdlDataset *in, *out; void *h, *d; aclrtStream s;
`;
const execute = 'aclmdlExecute(id, in, out);';
const copy = 'aclrtMemcpy(h, 64, d, 64, ACL_MEMCPY_DEVICE_TO_HOST);';

test('callbacks of one line are two, and each is called where the program calls all', async () => {
  const bus = `class Bus { public: void add(std::function<void()> f) { all_.push_back(std::move(f)); }
    void fire() { for (auto &f : all_) f(); } private: std::vector<std::function<void()>> all_; };`;
  const pipeline = await pipelineOf(
    `${head}${bus} int main() { Bus b; b.add([] { ${execute} }); b.add([] { ${copy} }); for (int i = 0; i < 100; i++) b.fire(); }`,
  );
  expect(pipeline.threads).toHaveLength(1);
  expect(callsIn(pipeline)).toEqual(['aclmdlExecute', 'aclrtMemcpy']);
});

const loaded: Record<string, string> = {
  'a field of a table': `typedef aclError (*Exec)(uint32_t, const aclmdlDataset *, aclmdlDataset *); struct Api { Exec exec; } api;
    int main() { api.exec = (Exec)dlsym(nullptr, "aclmdlExecute"); for (int i = 0; i < 100; i++) api.exec(id, in, out); }`,
  'a local': `using Exec = decltype(&aclmdlExecute);
    int main() { auto run = reinterpret_cast<Exec>(dlsym(nullptr, "aclmdlExecute")); for (int i = 0; i < 100; i++) run(id, in, out); }`,
};

for (const [what, body] of Object.entries(loaded)) {
  test(`a function of the runtime that is loaded into ${what} is called`, async () => {
    expect(callsIn(await pipelineOf(head + body))).toEqual(['aclmdlExecute']);
  });
}

const visited = `struct A { void go() { ${execute} } }; struct B { void go() { ${copy} } };`;
const visitors: Record<string, string> = {
  'a generic lambda': '[](auto &one) { one.go(); }',
  'an object with a call operator for each': 'Each{}',
};

for (const [what, visitor] of Object.entries(visitors)) {
  test(`${what} visits what a variant may hold, each with its share`, async () => {
    const pipeline = await pipelineOf(`${head}${visited}
      struct Each { void operator()(A &one) { one.go(); } void operator()(B &one) { one.go(); } };
      void run(std::variant<A, B> &v) { for (int i = 0; i < 100; i++) std::visit(${visitor}, v); }
      std::variant<A, B> make(); int main() { std::variant<A, B> v = make(); run(v); }`);
    expect(stepsOf(pipeline, 'branch')).toHaveLength(1);
    expect(callsIn(pipeline)).toEqual(['aclmdlExecute', 'aclrtMemcpy']);
  });
}

test('a visitor of what is known to be held calls that alone', async () => {
  const pipeline = await pipelineOf(
    `${head}${visited} int main() { std::variant<A, B> v = B{}; std::visit([](auto &one) { one.go(); }, v); }`,
  );
  expect(callsIn(pipeline)).toEqual(['aclrtMemcpy']);
});

test('what is done between two tries is not done where the first goes well', async () => {
  const pipeline = await pipelineOf(
    `${head}int main() { for (int i = 0; i < 100; i++) { int n = 0; while (aclmdlExecute(id, in, out) != ACL_SUCCESS && ++n < 5) usleep(100); } }`,
  );
  expect(callsIn(pipeline)).toEqual(['aclmdlExecute']);
  expect(stepsOf(pipeline, 'host')).toEqual([]);
});

test('a workspace whose size is asked for is ordinarily needed', async () => {
  const pipeline = await pipelineOf(`${head}
    int main() { for (int i = 0; i < 100; i++) { uint64_t n = 0; aclOpExecutor *e; aclnnAddGetWorkspaceSize(d, &n, &e); void *w = nullptr;
      if (n > 0) aclrtMalloc(&w, n, ACL_MEM_MALLOC_HUGE_FIRST); aclnnAdd(w, n, e, s); if (n > 0) aclrtFree(w); } }`);
  expect(stepsOf(pipeline, 'allocate')).toHaveLength(1);
  expect(stepsOf(pipeline, 'free')).toHaveLength(1);
});

const runner = `struct Runner { void loop(int n) { for (int i = 0; i < n; i++) ${execute} } } runner;`;

test('std::bind_front keeps the first arguments, as std::bind does', async () => {
  const pipeline = await pipelineOf(
    `${head}${runner} int main() { auto run = std::bind_front(&Runner::loop, &runner); run(100); }`,
  );
  expect(callsIn(pipeline)).toEqual(['aclmdlExecute']);
});

test('what is bound and never called does nothing', async () => {
  const pipeline = await pipelineOf(
    `${head}${runner} int main() { auto run = std::bind_front(&Runner::loop, &runner); for (int i = 0; i < 9; i++) ${copy} }`,
  );
  expect(callsIn(pipeline)).toEqual(['aclrtMemcpy']);
});
