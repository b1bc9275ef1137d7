/** `T shape{64, 10}` of a class that takes a `std::initializer_list`: one list, not two arguments. */
import { expect, test } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const program = (type: string, made: string): string => `#include "acl/acl.h"
#include <initializer_list>
#include <vector>
uint32_t id; aclmdlDataset *in, *out; aclrtStream stream; void *host, *device;
${type}
int main() {
  aclmdlLoadFromFile("resnet50_bs1.om", &id);
  ${made}
  for (int k = 0; k < 500; k++) {
    aclmdlExecuteAsync(id, in, out, stream);
    aclrtMemcpyAsync(host, 4000, device, bytes, ACL_MEMCPY_DEVICE_TO_HOST, stream);
    aclrtSynchronizeStream(stream);
  }
}`;

const SHAPE = `struct Shape {
  size_t n = 2;
  Shape(std::initializer_list<int64_t> of) { for (int64_t one : of) n *= one; }
};`;
const KEPT = `struct Shape {
  std::vector<int64_t> all; size_t n;
  Shape(std::initializer_list<int64_t> of) : all(of) { int64_t c = 2; for (int64_t one : all) c *= one; n = c; }
};`;

test.each([
  ['a variable', SHAPE, 'Shape s{64, 10}; size_t bytes = s.n;'],
  ['what stays in a vector', KEPT, 'Shape s{64, 10}; size_t bytes = s.n;'],
  ['after =', SHAPE, 'Shape s = {64, 10}; size_t bytes = s.n;'],
  ['in parentheses', SHAPE, 'Shape s({64, 10}); size_t bytes = s.n;'],
  ['a copy', SHAPE, 'Shape a{64, 10}; Shape s{a}; size_t bytes = s.n;'],
  ['a member', `${SHAPE} struct Op { Shape s{64, 10}; };`, 'Op op; size_t bytes = op.s.n;'],
  ['an initializer', `${SHAPE} struct Op { Shape s; Op() : s{64, 10} {} };`, 'Op op; size_t bytes = op.s.n;'],
  ['one number', SHAPE, 'Shape s{640}; size_t bytes = s.n;'],
  [
    'no list',
    'struct Shape { size_t n; Shape(int a, int b) : n(a * b * 2) {} };',
    'Shape s{64, 10}; size_t bytes = s.n;',
  ],
])('%s', async (_what, type, made) => {
  const copies = stepsOf(await pipelineOf(program(type, made)), 'submit').filter(
    (step) => 'bytes' in step.work,
  );
  expect(copies.map(({ work }) => 'bytes' in work && work.bytes)).toEqual([1280]);
});
