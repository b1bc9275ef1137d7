/** What the source does not tell is said, and what is said to settle it does. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { UnknownCode } from '../../src/analyzer/extract/context.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { pipelineOf } from '../support/analyzer.ts';

const infer = 'aclmdlExecuteAsync(model, input, output, stream);';
const load = 'aclrtCreateStream(&stream);\naclmdlLoadFromFile("resnet50_bs4.om", &model);';

const program = (setUp: string, frame: string) => `
#include "acl/acl.h"
uint32_t model;
aclrtStream stream;
aclmdlDataset *input, *output;
void *host, *device;
int main(int argc, char **argv) {
${setUp}
while (true) {
${frame}
}
}`;

/** Programs that leave something open; `LINE` is where a comment may settle it. */
const open: Partial<Record<UnknownCode, string>> = {
  'host-cost': program(load, `cv::resize(picture, picture, size); LINE\n${infer}`),
  'loop-count': program(load, `for (int i = 0; i < atoi(argv[1]); i++) { LINE\n${infer}\n}`),
  'buffer-size': program(
    `${load}\naclrtMalloc(&device, lengthOf(argv[1]), ACL_MEM_MALLOC_HUGE_FIRST); LINE`,
    infer,
  ),
  'copy-size': program(
    load,
    `aclrtMemcpy(device, n, host, lengthOf(argv[1]), ACL_MEMCPY_HOST_TO_DEVICE); LINE\n${infer}`,
  ),
  batch: program('aclmdlLoadFromFile("resnet50.om", &model); LINE', 'aclmdlExecute(model, input, output);'),
  'operator-cost': program(load, `aclnnAdd(workspace, size, executor, stream); LINE\n${infer}`),
  'model-identity': program(
    'aclmdlLoadFromFile(argv[1], &model); LINE',
    'aclmdlExecute(model, input, output);',
  ),
  'picture-size': program(load, `acldvppJpegDecodeAsync(channel, host, 9, picture, stream); LINE\n${infer}`),
  'sleep-time': program(load, `usleep(pause_of(argv[2])); LINE\n${infer}`),
};

const settled: Partial<Record<UnknownCode, string>> = {
  'host-cost': 'cost=3.2ms',
  'loop-count': 'times=64',
  'buffer-size': 'bytes=1048576',
  'copy-size': 'bytes=75264',
  batch: 'batch=16',
  'operator-cost': 'cost=0.1ms',
  'model-identity': 'model=resnet50 batch=16',
  'picture-size': 'pixels=921600',
  'sleep-time': 'cost=5ms',
};

const codesOf = (pipeline: Pipeline) => pipeline.unknowns.map(({ code }) => code);

describe('what the source leaves open is said, and a comment settles it', () => {
  for (const [code, text] of Object.entries(open)) {
    test(code, async () => {
      expect(codesOf(await pipelineOf(text.replace('LINE', '')))).toContain(code);
      const comment = `// acl-perf: ${settled[code as UnknownCode] ?? ''}`;
      expect(codesOf(await pipelineOf(text.replace('LINE', comment)))).not.toContain(code);
    });
  }
});

test('each kind has its explanation in the documentation', () => {
  const page = readFileSync('docs/unknowns.md', 'utf8');
  const kinds =
    readFileSync('src/analyzer/extract/context.ts', 'utf8')
      .split('export type UnknownCode =')[1]
      ?.split(';')[0] ?? '';
  const codes = [...kinds.matchAll(/'([\w-]+)'/g)].map(([, code = '']) => code);
  expect(codes.length).toBeGreaterThan(12);
  expect(codes.filter((code) => !page.includes(code))).toEqual([]);
});
