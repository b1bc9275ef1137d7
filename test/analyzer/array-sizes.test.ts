/** How many elements an array has whose type says it by a constant expression, however it is asked. */
import { expect, test } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';
import { shapeOf } from '../support/shape.ts';

const program = (before: string, body: string) => `#include "acl/acl.h"
#include <array>
constexpr int kFrames = 32, kBatch = 16;
#define LANES 6
constexpr int half(int n) { return n / 2; }
static uint32_t model; static aclrtStream s;
static void go(aclmdlDataset *d) { aclmdlExecuteAsync(model, d, d, s); }
${before}
int main() {
  aclInit(nullptr); aclrtSetDevice(0); aclrtCreateStream(&s);
  aclmdlLoadFromFile("resnet50_bs1.om", &model);
  ${body}
}
`;

const each = (loop: string) => `for (;;) { ${loop} aclrtSynchronizeStream(s); }`;

/** By what says the size: a program, and the passes that go over it. */
const programs: Record<string, [before: string, body: string, passes: number]> = {
  'a quotient': [
    '',
    `std::array<aclmdlDataset *, kFrames / kBatch> in; ${each('for (size_t b = 0; b < in.size(); ++b) go(in[b]);')}`,
    2,
  ],
  'a member of a struct': [
    'struct Worker { std::array<aclmdlDataset *, (kFrames + kBatch) / kBatch> in, out; };',
    `Worker w{}; ${each('for (size_t b = 0; b < w.out.size(); ++b) go(w.in[b]);')}`,
    3,
  ],
  'an alias': [
    'using Batch = std::array<aclmdlDataset *, 2 * kFrames - 1>; struct Worker { Batch in; };',
    `Worker w; ${each('for (size_t b = 0; b != std::size(w.in); ++b) go(w.in[b]);')}`,
    63,
  ],
  'a parameter of a template, asked by max_size()': [
    'template <int N> struct Worker { std::array<aclmdlDataset *, N * 2> in; };',
    `Worker<5> w; ${each('for (size_t b = 0; b < w.in.max_size(); ++b) go(w.in[b]);')}`,
    10,
  ],
  'a constant of a class': [
    `class Worker {
  static constexpr std::size_t kN = kFrames / 4;
  using Slots = std::array<aclmdlDataset *, kN + 1>;
  Slots slots_{};
public:
  void run() { ${each('for (std::size_t i = 0; i < slots_.size(); i++) go(slots_[i]);')} }
};`,
    'Worker w; w.run();',
    9,
  ],
  'a macro': [
    'static std::array<aclmdlDataset *, LANES * 2> all;',
    each('for (int b = 0; b < int(all.size()); ++b) go(all[b]);'),
    12,
  ],
  'a function': [
    'static std::array<aclmdlDataset *, half(kFrames)> all;',
    each('for (auto b = 0u; b < all.size(); ++b) go(all[b]);'),
    16,
  ],
  'an array of the language': [
    'struct Worker { aclmdlDataset *in[kFrames / kBatch + LANES]; };',
    `Worker w; ${each('for (size_t b = 0; b < std::size(w.in); ++b) go(w.in[b]);')}`,
    8,
  ],
  'a range loop': [
    'struct Worker { std::array<aclmdlDataset *, kFrames / kBatch> in; };',
    `Worker w{}; ${each('for (auto *d : w.in) go(d);')}`,
    2,
  ],
};

for (const [name, [before, body, passes]] of Object.entries(programs)) {
  test(`an array’s size by a constant expression: ${name}`, async () => {
    const pipeline = await pipelineOf(program(before, body));
    expect(shapeOf(pipeline)).toBe(`1 × forever(${passes}(aclmdlExecuteAsync), wait); 1 streams`);
    expect(pipeline.unknowns).toEqual([]);
  });
}
