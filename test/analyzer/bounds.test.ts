/** What only run time counts, and a bound that the source puts on it: both are known of the passes. */
import { expect, it } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const program = (loop: string) => `#include <algorithm>
#include <vector>
#include "acl/acl.h"
#define LESS(a, b) ((a) < (b) ? (a) : (b))
constexpr size_t kMost = 5;
struct Face { size_t at; };
std::vector<Face> Parse(const char *boxes);
bool Next(void *to);
int Count(const char *boxes);
int main() {
  uint32_t id; aclmdlLoadFromFile("arcface_bs5.om", &id);
  aclrtStream s; aclrtCreateStream(&s);
  void *dev, *host; aclrtMalloc(&dev, 188160, ACL_MEM_MALLOC_HUGE_FIRST); aclrtMallocHost(&host, 188160);
  aclmdlDataset *x = aclmdlCreateDataset(), *y = aclmdlCreateDataset();
  char boxes[4096];
  while (Next(host)) {
    std::vector<Face> faces = Parse(boxes);
    ${loop.replace('COPY', 'aclrtMemcpyAsync((char *)dev + i * 37632, 37632, host, 37632, ACL_MEMCPY_HOST_TO_DEVICE, s);')}
    aclmdlExecuteAsync(id, x, y, s);
    aclrtSynchronizeStream(s);
  }
}`;

const sized = 'for (size_t i = 0; i < n; ++i) COPY';
const MOST = 'min(kMost, faces_size)';

it.each([
  ['min', 'for (size_t i = 0; i < std::min(faces.size(), kMost); ++i) COPY', MOST],
  [
    'min of another type',
    'for (size_t i = 0; i < std::min<size_t>(5, faces.size()); ++i) COPY',
    'min(5, faces_size)',
  ],
  ['a cast of it', `int n = static_cast<int>(std::min(faces.size(), kMost)); ${sized}`, MOST],
  ['min of a list', `size_t n = std::min({faces.size(), kMost}); ${sized}`, MOST],
  ['clamp', `size_t n = std::clamp(faces.size(), size_t(0), kMost); ${sized}`, `max(${MOST}, 0)`],
  ['max', `size_t n = std::max<size_t>(faces.size(), 2); ${sized}`, 'max(2, faces_size)'],
  ['a choice', `size_t n = faces.size() > kMost ? kMost : faces.size(); ${sized}`, MOST],
  ['a macro', `size_t n = LESS(faces.size(), kMost); ${sized}`, MOST],
  ['an if', `size_t n = faces.size(); if (n > kMost) n = kMost; ${sized}`, MOST],
  ['an if the other way', `size_t n = faces.size(); if (kMost < n) { n = kMost; } ${sized}`, MOST],
  [
    'a resize',
    'if (faces.size() > kMost) faces.resize(kMost); for (size_t i = 0; i < faces.size(); ++i) COPY',
    MOST,
  ],
  ['two tests', 'for (size_t i = 0; i < faces.size() && i < kMost; ++i) COPY', 'min(faces_size, kMost)'],
  [
    'a break',
    'for (size_t i = 0; i < faces.size(); ++i) { if (i >= kMost) break; COPY }',
    'min(faces_size, kMost)',
  ],
  [
    'a break of a range loop',
    'size_t i = 0; for (auto &face : faces) { if (i == kMost) break; COPY ++i; }',
    'min(faces_size, kMost)',
  ],
])('counts by %s', async (_form, loop, times) => {
  const pipeline = await pipelineOf(program(loop));
  const [, inner] = stepsOf(pipeline, 'repeat');
  expect(inner?.times).toBe(times);
  expect(pipeline.unknowns).toContainEqual(
    expect.objectContaining({ code: 'loop-count', parameter: 'faces_size', settle: '--set faces_size=64' }),
  );
});

it('takes what only run time knows to reach the bound that there is for it', async () => {
  const pipeline = await pipelineOf(program(`int n = std::min(Count(boxes), 32); ${sized}`));
  const [, inner] = stepsOf(pipeline, 'repeat');
  const open = pipeline.parameters.filter(({ name }) => String(inner?.times).includes(name));
  expect(open.map(({ value, kind }) => [value, kind])).toEqual([[32, 'open']]);
});

it.each([
  ['a choice of two others', 'size_t n = faces.size() > kMost ? 3 : 7;', 3],
  ['an if that sets another number', 'size_t n = 9; if (faces.size() > kMost) n = 3;', 3],
  ['known numbers', 'size_t n = 9; if (n > kMost) n = kMost;', 'kMost'],
])('takes for no bound: %s', async (_form, setting, times) => {
  const pipeline = await pipelineOf(program(`${setting} ${sized}`));
  expect(stepsOf(pipeline, 'repeat')[1]?.times).toBe(times);
});
