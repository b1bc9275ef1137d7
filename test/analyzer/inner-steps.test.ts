/** Loops whose counter or iterator a loop in their pass moves, as batchers do; and lists of arguments. */
import { expect, it, test } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';
import { shapeOf } from '../support/shape.ts';

const program = (body: string) => `#include "acl/acl.h"
#include <string>
#include <thread>
#include <vector>
uint32_t m; void *d; const void *h;
#define COPY aclrtMemcpy(d, 64, h, 64, ACL_MEMCPY_HOST_TO_DEVICE)
#define RUN aclmdlExecute(m, nullptr, nullptr)
int main(int argc, char **argv) { aclInit(nullptr); aclrtSetDevice(0); aclmdlLoadFromFile("a_bs8.om", &m); ${body} }
`;

const FILES = 'std::vector<std::string> files; for (int i = 0; i < 48; ++i) files.emplace_back("a");';

it.each([
  [
    'an iterator, up to a batch or the end',
    `${FILES} for (auto it = files.begin(); it != files.end();) { size_t n = 0; for (; n < 8 && it != files.end(); ++n, ++it) COPY; RUN; }`,
  ],
  [
    'an index, in a while loop',
    'int at = 0; while (at < 48) { int n = 0; while (n < 8 && at < 48) { COPY; ++n; ++at; } RUN; }',
  ],
  ['by more than one', 'for (int at = 0; at < 96;) { for (int k = 0; k < 8; k++) { COPY; at += 2; } RUN; }'],
  ['downwards', 'int left = 48; while (left > 0) { for (int k = 0; k < 8; k++) { COPY; left--; } RUN; }'],
])('%s', async (_what, body) => {
  expect(shapeOf(await pipelineOf(program(body)))).toBe('1 × 6(8(aclrtMemcpy), aclmdlExecute); 0 streams');
});

test('what the loop itself moves too is counted by that', async () => {
  const body = 'for (int at = 0; at < 48; at++) { for (int k = 0; k < 8; k++) COPY; RUN; }';
  expect(shapeOf(await pipelineOf(program(body)))).toBe('1 × 48(8(aclrtMemcpy), aclmdlExecute); 0 streams');
});

test('a list of the arguments has some, as many threads as others that run time fills', async () => {
  const list = 'std::vector<std::string> files(argv + 1, argv + argc);';
  const walked = await pipelineOf(program(`${list} for (auto &file : files) RUN;`));
  expect(shapeOf(walked)).toBe('1 × 64(aclmdlExecute); 0 streams');
  const threads =
    'std::vector<std::thread> all; for (auto &file : files) all.emplace_back([] { for (;;) RUN; });';
  expect(shapeOf(await pipelineOf(program(`${list} ${threads}`)))).toBe(
    '4 × forever(aclmdlExecute); 0 streams',
  );
});
