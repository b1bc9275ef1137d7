/** What a loop over numbers that are known adds or multiplies up is known, wherever it is kept. */
import { expect, it } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const bytesOf = async (text: string): Promise<unknown> => {
  const pipeline = await pipelineOf(text);
  return stepsOf(pipeline, 'submit')[0]?.work.bytes;
};

const copying = (before: string, bytes = 'bytes', declared = ''): string => `#include <acl/acl.h>
${declared}
int main() { void *d, *h; aclrtStream s; aclrtCreateStream(&s); ${before}
  while (true) { aclrtMemcpyAsync(d, ${bytes}, h, ${bytes}, ACL_MEMCPY_HOST_TO_DEVICE, s); aclrtSynchronizeStream(s); } }`;

const vector = 'std::vector<int64_t> dims{512, 2048, 3};';
const sums: Record<string, string> = {
  'a loop over a vector': `${vector} size_t bytes = 2; for (auto d : dims) bytes *= d;`,
  'its indices': `${vector} size_t bytes = 2; for (size_t i = 0; i < dims.size(); i++) bytes *= dims[i];`,
  'an array':
    'int64_t dims[] = {512, 2048, 3}; size_t bytes = 2; for (int i = 0; i < 3; i++) bytes = bytes * dims[i];',
  'a list': 'size_t bytes = 2; for (int d : {512, 2048, 3}) { bytes *= d; }',
};

it.each(Object.entries(sums))('over %s', async (_name, before) => {
  expect(await bytesOf(copying(before))).toBe(6_291_456);
});

it('in a constructor, for each object its own', async () => {
  const declared = `struct Tensor { Tensor(std::vector<int64_t> shape) : dims(std::move(shape)) { bytes = 2; for (auto d : dims) bytes *= d; }
  std::vector<int64_t> dims; size_t bytes = 0; };`;
  const before = 'Tensor x({512, 2048, 3}); Tensor y({7, 5});';
  expect(await bytesOf(copying(before, 'x.bytes', declared))).toBe(6_291_456);
  expect(await bytesOf(copying(before, 'y.bytes', declared))).toBe(70);
});

it('is open where one of the numbers is', async () => {
  const before =
    'std::vector<int64_t> dims{atoi(argv[1]), 2048, 3}; size_t bytes = 2; for (auto d : dims) bytes *= d;';
  expect(typeof (await bytesOf(copying(before)))).toBe('string');
});
