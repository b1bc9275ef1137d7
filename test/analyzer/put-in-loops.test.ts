/** Containers that loops fill with functions and objects: each is called as often as it was put in. */
import { expect, it } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';
import type { Step } from '../../src/pipeline/pipeline.ts';

const ASYNC = '[=] { return aclmdlExecuteAsync(model, in, out, stream); }';
const SYNC = '[stream] { return aclrtSynchronizeStream(stream); }';

/** Loops with what they submit and wait for. */
function shape(steps: readonly Step[]): unknown[] {
  return steps.flatMap((step): unknown[] => {
    if (step.kind === 'repeat') return [step.times, shape(step.body)];
    if (step.kind === 'submit') return [step.call];
    return step.kind === 'wait' ? ['wait'] : [];
  });
}

const fillings: [what: string, filled: string, walked: string, expected: unknown[]][] = [
  [
    'many of one and one of another',
    `std::vector<std::function<aclError()>> steps;
     for (int i = 0; i < 24; ++i) steps.emplace_back(${ASYNC});
     steps.emplace_back(${SYNC});`,
    'for (auto &step : steps) step();',
    [24, ['aclmdlExecuteAsync'], 'wait'],
  ],
  [
    'rounds of both',
    `std::vector<std::function<void()>> steps;
     for (int r = 0; r < 3; ++r) { for (int i = 0; i < 8; ++i) steps.push_back(${ASYNC}); steps.push_back(${SYNC}); }`,
    'for (const auto &step : steps) step();',
    [3, [8, ['aclmdlExecuteAsync'], 'wait']],
  ],
  [
    'a table that is called by index',
    `std::deque<std::function<void()>> steps;
     for (int i = 0; i < 24; ++i) steps.push_back(${ASYNC});
     steps.push_back(${SYNC});`,
    'for (size_t i = 0; i < steps.size(); ++i) steps[i]();',
    [24, ['aclmdlExecuteAsync'], 'wait'],
  ],
  [
    'objects of two classes',
    `struct Op { virtual void go() = 0; };
     struct Run : Op { uint32_t m; aclmdlDataset *i, *o; aclrtStream s; Run(uint32_t m, aclmdlDataset *i, aclmdlDataset *o, aclrtStream s) : m(m), i(i), o(o), s(s) {} void go() override { aclmdlExecuteAsync(m, i, o, s); } };
     struct Await : Op { aclrtStream s; Await(aclrtStream s) : s(s) {} void go() override { aclrtSynchronizeStream(s); } };
     std::vector<std::unique_ptr<Op>> ops;
     for (int i = 0; i < 24; ++i) ops.push_back(std::make_unique<Run>(model, in, out, stream));
     ops.push_back(std::make_unique<Await>(stream));`,
    'for (auto &op : ops) op->go();',
    [24, ['aclmdlExecuteAsync'], 'wait'],
  ],
  [
    'one function only',
    `std::vector<std::function<void()>> steps;
     for (int i = 0; i < 24; ++i) steps.push_back(${ASYNC});`,
    'for (auto &step : steps) step(); aclrtSynchronizeStream(stream);',
    [24, ['aclmdlExecuteAsync'], 'wait'],
  ],
];

it.each(fillings)('%s', async (_what, filled, walked, expected) => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
    #include <deque>
    #include <functional>
    #include <memory>
    #include <vector>
    int main() {
      uint32_t model = 0; aclrtStream stream = nullptr;
      aclInit(nullptr); aclrtSetDevice(0); aclrtCreateStream(&stream); aclmdlLoadFromFile("m.om", &model);
      aclmdlDataset *in = aclmdlCreateDataset(), *out = aclmdlCreateDataset();
      ${filled}
      for (;;) { ${walked} }
    }`);
  expect(shape(pipeline.threads[0]?.program ?? [])).toEqual(['forever', expected]);
});

it('does not count what only some passes put in', async () => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
    #include <functional>
    #include <vector>
    int main(int argc, char **argv) {
      uint32_t model = 0; aclrtStream stream = nullptr;
      aclInit(nullptr); aclrtSetDevice(0); aclrtCreateStream(&stream); aclmdlLoadFromFile("m.om", &model);
      aclmdlDataset *in = aclmdlCreateDataset(), *out = aclmdlCreateDataset();
      std::vector<std::function<void()>> steps;
      for (int i = 1; i < 24; ++i) { if (argv[i][0] == 'x') continue; steps.push_back(${ASYNC}); }
      for (;;) { for (auto &step : steps) step(); aclrtSynchronizeStream(stream); }
    }`);
  expect(pipeline.unknowns.map(({ code }) => code)).toContain('loop-count');
});
