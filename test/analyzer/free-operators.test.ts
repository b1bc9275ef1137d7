/** Operators that functions of the program give: `a | b` calls what stands for it. */
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
    'of functions',
    `using Step = std::function<bool(int)>; Step operator|(Step a, Step b) { return [a = std::move(a), b = std::move(b)](int i) { return a(i) && b(i); }; }`,
    `Step run = [](int) { ${RUN} return true; }; Step wait = [](int) { ${WAIT} return true; }; Step all = run | wait; all(0);`,
  ],
  [
    'of a chain and a function',
    `struct Pipe { std::vector<std::function<void()>> steps; void operator()() { for (auto &one : steps) one(); } }; Pipe operator|(Pipe p, std::function<void()> f) { p.steps.push_back(std::move(f)); return p; }`,
    `auto all = Pipe{} | [] { ${RUN} } | [] { ${WAIT} }; all();`,
  ],
  [
    'of a frame and a stage, by the stage',
    `struct Frame { aclmdlDataset *in, *out; }; struct Infer {}; struct Wait {}; Frame operator|(Frame f, Infer) { ${RUN} return f; } Frame operator|(Frame f, Wait) { ${WAIT} return f; }`,
    `Frame{in, out} | Infer{} | Wait{};`,
  ],
  [
    'of a tag and a lambda, whose result ends with the block',
    `struct Tag {}; template <class F> struct Guard { F f; ~Guard() { f(); } }; template <class F> Guard<F> operator+(Tag, F f) { return {f}; }`,
    `auto g = Tag{} + [] { ${WAIT} }; ${RUN}`,
  ],
  [
    'that is a friend',
    `class Lane { aclrtStream s_; public: explicit Lane(aclrtStream s) : s_(s) {} friend Lane &operator<<(Lane &l, aclmdlDataset *x) { aclmdlExecuteAsync(model, x, out, l.s_); return l; } };`,
    `static Lane lane(stream); for (int i = 0; i < 32; ++i) lane << in; ${WAIT}`,
  ],
  [
    'of any two',
    `template <class A, class B> struct Chain { A a; B b; void operator()() { a(); b(); } }; template <class A, class B> Chain<A, B> operator>>(A a, B b) { return {a, b}; } struct Run { void operator()() { ${RUN} } }; struct Wait { void operator()() { ${WAIT} } };`,
    `auto all = Run{} >> Wait{}; all();`,
  ],
])('%s', async (_what, declarations, round) => {
  expect(await shapeOf(declarations, round)).toBe('forever(32(submit) wait)');
});
