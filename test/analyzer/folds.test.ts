/** Sizes that are made of several numbers, by a function of the library or a loop. */
import { expect, it } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const sizes: Record<string, string> = {
  'a product by a function object':
    'std::accumulate(dims.begin(), dims.end(), 1, std::multiplies<>{}) * sizeof(float)',
  'a product by a lambda':
    'std::accumulate(std::begin(raw), std::end(raw), size_t{4}, [](size_t a, int b) { return a * b; })',
  'a product of no order': '4 * std::reduce(parts.cbegin(), parts.cend(), 1, std::multiplies<size_t>())',
  'a sum': 'std::accumulate(sums.begin(), sums.end(), size_t{0})',
  'a method that folds': 'shape.bytes()',
  'a range loop': '[] { size_t n = 4; for (int v : raw) n *= v; return n; }()',
  'a loop over an index': 'looped()',
};

it.each(Object.entries(sizes))('%s is as large as its parts say', async (_what, size) => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
#include <numeric>
#include <vector>
std::vector<int64_t> dims = {1, 3, 224, 224}; static const int raw[] = {1, 3, 224, 224}; std::vector<size_t> parts{3, 224, 224}, sums{602112 / 2, 602112 / 2};
struct Shape { std::vector<int64_t> d{1, 3, 224, 224}; size_t bytes() const { return sizeof(float) * std::accumulate(begin(d), end(d), 1LL, [](auto a, auto b) { return a * b; }); } } shape;
size_t looped() { size_t n = 1; for (size_t i = 0; i < dims.size(); ++i) { n = n * dims[i]; } return n * sizeof(float); }
int main() { void *d, *h; const size_t bytes = ${size}; aclrtMalloc(&d, bytes, ACL_MEM_MALLOC_HUGE_FIRST); aclrtMallocHost(&h, bytes);
  while (true) aclrtMemcpy(d, bytes, h, bytes, ACL_MEMCPY_HOST_TO_DEVICE); }`);
  expect(stepsOf(pipeline, 'submit').map(({ work }) => work.bytes)).toEqual([602112]);
});
