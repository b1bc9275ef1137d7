/** Lanes that are started one by one, on contexts that a loop has made for the devices. */
import { expect, test } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';

const lane = (bind: string): string => `${bind} aclrtStream stream; uint32_t model;
  aclrtCreateStream(&stream); aclmdlLoadFromFile("resnet50_bs1.om", &model);
  for (;;) { aclmdlExecuteAsync(model, in, out, stream); aclrtSynchronizeStream(stream); }`;

const program = (declarations: string, start: string): string => `#include <array>
#include <memory>
#include <thread>
#include <vector>
#include "acl/acl.h"
aclmdlDataset *in, *out;
${declarations}
int main() { aclInit(nullptr); ${start} }`;

const make = (count: number, id = 'd'): string =>
  `for (int d = 0; d < ${count}; ++d) { aclrtSetDevice(${id}); aclrtCreateContext(&contexts[d], ${id}); }`;
const two = 'std::thread a(lane, 0), b(lane, 1); a.join(); b.join();';
const byIndex = `void lane(int d) { ${lane('aclrtSetCurrentContext(contexts[d]);')} }`;

test.each([
  ['an array', `aclrtContext contexts[2]; ${byIndex}`, make(2) + two, [0, 1]],
  ['a vector', `std::vector<aclrtContext> contexts(2); ${byIndex}`, make(2) + two, [0, 1]],
  [
    'a vector that grows',
    `std::vector<aclrtContext> contexts; ${byIndex}`,
    `for (int d = 0; d < 2; ++d) { aclrtContext c; aclrtSetDevice(d); aclrtCreateContext(&c, d); contexts.push_back(c); } ${two}`,
    [0, 1],
  ],
  [
    'what lambdas name',
    `aclrtContext contexts[2]; ${byIndex}`,
    `${make(2)} std::thread a([] { lane(0); }); std::thread b([] { lane(1); }); a.join(); b.join();`,
    [0, 1],
  ],
  [
    'several lanes a device',
    `aclrtContext contexts[2]; void lane(int i) { ${lane('aclrtSetCurrentContext(contexts[i % 2]);')} }`,
    `${make(2, 'd + 4')} std::thread a(lane, 0), b(lane, 1), c(lane, 2); a.join(); b.join(); c.join();`,
    [0, 1, 0],
  ],
  [
    'objects',
    `class Device { aclrtContext context_; public: explicit Device(int id) { aclrtSetDevice(id); aclrtCreateContext(&context_, id); } void bind() { aclrtSetCurrentContext(context_); } };
std::vector<std::unique_ptr<Device>> devices; void lane(int d) { ${lane('devices[d]->bind();')} }`,
    `for (int d = 0; d < 2; ++d) devices.push_back(std::make_unique<Device>(d)); ${two}`,
    [0, 1],
  ],
  [
    'rows of a table',
    `struct Row { int device; }; constexpr Row rows[] = {{0}, {0}, {1}}; aclrtContext contexts[2];
void lane(const Row &row) { ${lane('aclrtSetCurrentContext(contexts[row.device]);')} }`,
    `${make(2)} std::vector<std::thread> all; for (const Row &row : rows) all.emplace_back(lane, std::cref(row)); for (auto &t : all) t.join();`,
    [0, 0, 1],
  ],
  [
    'more devices than lanes',
    `aclrtContext contexts[4]; void lane(aclrtContext c) { ${lane('aclrtSetCurrentContext(c);')} }`,
    `${make(4)} std::thread a(lane, contexts[0]), b(lane, contexts[2]); a.join(); b.join();`,
    [0, 1],
  ],
])('%s', async (_what, declarations, start, places) => {
  const { devices, threads } = await pipelineOf(program(declarations, start));
  expect(devices).toBe(2);
  expect(threads.map(({ device }) => device)).toEqual(places);
});
