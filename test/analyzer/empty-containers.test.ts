/** What is cleaned up before anything has been made is nothing. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { analyzerOf, stepsOf, pipelineOf } from '../support/analyzer.ts';

test('open() that first closes what may be left waits for nothing', async () => {
  const analyzer = await analyzerOf({
    'main.cpp': readFileSync('test/cases/constructs/a21-close-before-open.cpp', 'utf8'),
  });
  expect(analyzer.findings().map(({ rule }) => rule)).toEqual([
    'unused-stream',
    'sync-model-execute-in-loop',
  ]);
});

const head = `#include <acl/acl.h>
#include <vector>
uint32_t id; aclmdlDataset *in, *out; void list(std::vector<aclrtStream> &s);
`;
const loop =
  'for (int i = 0; i < 100; i++) { for (auto &x : s) aclrtSynchronizeStream(x); aclmdlExecute(id, in, out); }';

test('what others may have filled is no empty container', async () => {
  const given = await pipelineOf(`${head}int main() { std::vector<aclrtStream> s; list(s); ${loop} }`);
  expect(stepsOf(given, 'wait')).toHaveLength(1);
  const grown = await pipelineOf(`${head}int main() { std::vector<aclrtStream> s; s.resize(2);
    for (auto &x : s) aclrtCreateStream(&x); ${loop} }`);
  expect(stepsOf(grown, 'wait')).toHaveLength(1);
  const none = await pipelineOf(`${head}int main() { std::vector<aclrtStream> s; ${loop} }`);
  expect(stepsOf(none, 'wait')).toEqual([]);
});
