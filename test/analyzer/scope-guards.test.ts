/** Guards that call what they were given as they end. */
import { expect, test } from 'vitest';
import type { Step } from '../../src/pipeline/pipeline.ts';
import { pipelineOf } from '../support/analyzer.ts';

const RUN = 'for (int i = 0; i < 32; ++i) aclmdlExecuteAsync(model, in, out, stream);';
const WAIT = 'aclrtSynchronizeStream(stream);';

const shape = (steps: readonly Step[]): string =>
  steps
    .map((step) => (step.kind === 'repeat' ? `${String(step.times)}(${shape(step.body)})` : step.kind))
    .join(' ');

const shapeOf = async (declarations: string, round: string): Promise<string> => {
  const { threads } = await pipelineOf(`#include <functional>
#include <memory>
#include <optional>
#include <variant>
#include <vector>
#include "acl/acl.h"
aclrtStream stream; uint32_t model; aclmdlDataset *in, *out;
${declarations}
int main() {
  aclrtCreateStream(&stream); aclmdlLoadFromFile("resnet50_bs1.om", &model);
  for (;;) { ${round} }
}`);
  return threads.map((thread) => shape(thread.program)).join(' | ');
};

test.each([
  [
    'holding a function',
    `class Guard { std::function<void()> f_; public: explicit Guard(std::function<void()> f) : f_(std::move(f)) {} ~Guard() { f_(); } };`,
    `Guard g([] { ${WAIT} }); ${RUN}`,
  ],
  [
    'given by a function',
    `class Guard { std::function<void()> f_; public: explicit Guard(std::function<void()> f) : f_(std::move(f)) {} ~Guard() { f_(); } }; Guard defer() { return Guard([] { ${WAIT} }); }`,
    `Guard g = defer(); ${RUN}`,
  ],
  [
    'given by a function, and deduced',
    `class Guard { std::function<void()> f_; public: explicit Guard(std::function<void()> f) : f_(std::move(f)) {} ~Guard() { f_(); } }; Guard defer() { return Guard([] { ${WAIT} }); }`,
    `auto g = defer(); ${RUN}`,
  ],
  [
    'made by name',
    `class Guard { std::function<void()> f_; public: explicit Guard(std::function<void()> f) : f_(std::move(f)) {} ~Guard() { f_(); } };`,
    `auto g = Guard([] { ${WAIT} }); ${RUN}`,
  ],
  [
    'holding a function pointer',
    `struct Guard { void (*f)(); ~Guard() { f(); } }; void wait() { ${WAIT} }`,
    `Guard g{wait}; ${RUN}`,
  ],
  [
    'of a template',
    `template <class F> struct Guard { F f; ~Guard() { f(); } };`,
    `Guard g{[&] { ${WAIT} }}; ${RUN}`,
  ],
  [
    'that may be dismissed',
    `class Guard { std::function<void()> f_; bool on_ = true; public: explicit Guard(std::function<void()> f) : f_(f) {} ~Guard() { if (on_) f_(); } };`,
    `Guard g([] { ${WAIT} }); ${RUN}`,
  ],
  [
    'of many functions',
    `class Cleanup { std::vector<std::function<void()>> all_; public: void add(std::function<void()> f) { all_.push_back(f); } ~Cleanup() { for (auto &f : all_) f(); } };`,
    `Cleanup c; c.add([] { ${WAIT} }); ${RUN}`,
  ],
  ['as a shared pointer to nothing', ``, `std::shared_ptr<void> g(nullptr, [](void *) { ${WAIT} }); ${RUN}`],
])('%s', async (_what, declarations, round) => {
  expect(await shapeOf(declarations, round)).toBe('forever(32(submit) wait)');
});
