/** Work that a count comes to once in so many passes: batches that are filled one by one. */
import { expect, test } from 'vitest';
import { evaluate } from '../../src/pipeline/evaluate.ts';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const program = (before: string, loop: string): string => `#include "acl/acl.h"
#include <vector>
static uint32_t model; static void *dev, *host; constexpr size_t kBatch = 8;
static void load() { aclrtMemcpy(dev, 64, host, 64, ACL_MEMCPY_HOST_TO_DEVICE); }
static void infer() { aclmdlExecute(model, nullptr, nullptr); }
${before}
int main() { aclrtSetDevice(0); aclmdlLoadFromFile("resnet50_bs8.om", &model); ${loop} }`;

const batches: [what: string, before: string, loop: string][] = [
  ['a counter', '', 'int n = 0; for (;;) { load(); if (++n == 8) { infer(); n = 0; } }'],
  [
    'a counter that is asked before it counts',
    '',
    'int n = 0; for (;;) { load(); if (n++ == 7) { infer(); n = 0; } }',
  ],
  [
    'a counter that counts by two',
    '',
    'int n = 0; while (true) { load(); n += 2; if (n >= 16) { infer(); n = 0; } }',
  ],
  [
    'the number of elements',
    '',
    'std::vector<int> v; for (;;) { load(); v.push_back(1); if (v.size() == kBatch) { infer(); v.clear(); } }',
  ],
  [
    'a condition that goes on with the next pass',
    '',
    'std::vector<int> v; for (;;) { load(); v.push_back(1); if (v.size() < kBatch) continue; infer(); v.clear(); }',
  ],
  [
    'an object that empties itself',
    'class Batcher { std::vector<int> all_; void flush() { infer(); all_.clear(); } public: void add(int f) { load(); all_.push_back(f); if (all_.size() >= 8) flush(); } };',
    'Batcher b; for (int i = 0; i < 800; i++) b.add(i);',
  ],
];

test.each(batches)('%s says how many passes fill a batch', async (_what, before, loop) => {
  const pipeline = await pipelineOf(program(before, loop));
  const [branch, ...others] = stepsOf(pipeline, 'branch');
  expect(others).toEqual([]);
  const values = Object.fromEntries(pipeline.parameters.map(({ name, value }) => [name, value]));
  const share = evaluate(branch?.share ?? NaN, values);
  const isThen = JSON.stringify(branch?.then).includes('aclmdlExecute');
  expect(isThen ? share : 1 - share).toBeCloseTo(1 / 8);
});
