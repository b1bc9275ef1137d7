/** A count that only run time knows is open and stands for some passes: none of them would be a rate of nothing. */
import { expect, it } from 'vitest';
import { evaluate } from '../../src/pipeline/evaluate.ts';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const program = (before: string, head: string): string => `#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>
#include "acl/acl.h"
uint32_t id; aclmdlDataset *in, *out; aclrtStream s;
void frame() { aclmdlExecuteAsync(id, in, out, s); aclrtSynchronizeStream(s); }
int main(int argc, char **argv) {
  aclInit(nullptr); aclrtSetDevice(0); aclrtCreateStream(&s); aclmdlLoadFromFile("resnet50_bs1.om", &id);
  ${before}
  ${head} frame();
}`;

/** The passes of each loop in order, at the defaults, and the open numbers that they hang on. */
async function loopsOf(before: string, head: string): Promise<{ passes: number[]; open: string[] }> {
  const pipeline = await pipelineOf(program(before, head));
  const values = Object.fromEntries(pipeline.parameters.map(({ name, value }) => [name, value]));
  const times = stepsOf(pipeline, 'repeat').flatMap(({ times }) => (times === 'forever' ? [] : [times]));
  const open = pipeline.parameters.filter(
    ({ name, kind }) => kind === 'open' && times.some((one) => String(one).includes(name)),
  );
  return { passes: times.map((one) => evaluate(one, values)), open: open.map(({ name }) => name) };
}

const count = 'for (size_t b = 0; b < n; ++b)';
const chars = 'std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()';
const ofBytes = 'for (size_t b = 0; b < all.size() / 150528; ++b)';

it.each([
  ['the arguments', 'const int n = argc - 1;', count],
  ['the arguments, a batch at a time', 'const int n = (argc - 1) / 16;', count],
  ['a number behind the first few', 'const int n = atoi(argv[1]);', 'for (int i = 8; i < n; ++i)'],
  ['a number that is counted down', 'int n = atoi(argv[1]) / 16;', 'while (n-- > 0)'],
  ['the size of a file', 'const size_t n = std::filesystem::file_size(argv[1]) / 150528;', count],
  ['what a file is told to be long', 'FILE *f = fopen(argv[1], "rb"); size_t n = ftell(f) / 150528;', count],
  [
    'bytes that files are added to in a loop',
    `std::vector<std::string> names(argv + 1, argv + argc); std::vector<char> all;
     for (auto &name : names) { std::ifstream file(name); all.insert(all.end(), ${chars}); }`,
    ofBytes,
  ],
  ['bytes of a file', `std::ifstream file(argv[1]); std::vector<char> all; all.assign(${chars});`, ofBytes],
  [
    'bytes in the place of others',
    `std::ifstream file(argv[1]); std::vector<char> all(64); all.assign(${chars});`,
    ofBytes,
  ],
])('%s: some passes, as many as are set', async (_count, before, head) => {
  const { passes, open } = await loopsOf(before, head);
  expect(passes.at(-1)).toBeGreaterThanOrEqual(6);
  expect(open.length).toBeGreaterThan(0);
});

it('leaves what is left over as it is, and what the program says itself', async () => {
  const rest = await loopsOf('const int n = atoi(argv[1]);', 'for (int i = 0; i < n % 16; ++i)');
  expect(rest.passes).toEqual([1]);
  const whole = await loopsOf(
    'const int n = atoi(argv[1]); for (int i = 0; i < n / 16; ++i) frame();',
    'for (int i = 0; i < n % 16; ++i)',
  );
  expect(whole.passes).toEqual([64, 0]);
  const fixed = await loopsOf('const int n = 8;', 'for (int i = 0; i < n; ++i)');
  expect(fixed.passes).toEqual([8]);
});
