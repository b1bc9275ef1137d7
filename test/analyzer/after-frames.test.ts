/** What comes once the frames are through: what the device is waited for belongs to the course, giving back does not. */
import { expect, test } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';
import { shapeOf } from '../support/shape.ts';

const program = (end: string) => `#include "acl/acl.h"
#include <vector>
int main() {
  aclInit(nullptr); aclrtSetDevice(0);
  uint32_t model; aclmdlLoadFromFile("resnet50_bs1.om", &model);
  std::vector<aclrtStream> lanes(3); std::vector<void *> results(3), copies(3);
  for (auto &lane : lanes) aclrtCreateStream(&lane);
  for (auto &one : results) aclrtMalloc(&one, 4096, ACL_MEM_MALLOC_HUGE_FIRST);
  for (auto &one : copies) aclrtMallocHost(&one, 4096);
  for (int i = 0; i < 900; i++) aclmdlExecute(model, nullptr, nullptr);
  ${end}
}`;
const frames = '1 × 900(aclmdlExecute)';

const ends: Record<string, [end: string, shape: string]> = {
  'a wait for each stream': ['for (auto &lane : lanes) aclrtSynchronizeStream(lane);', `, 3(wait)`],
  'a wait by index, with what gives back': [
    'for (size_t i = 0; i < 3; ++i) { aclrtSynchronizeStream(lanes[i]); aclrtDestroyStream(lanes[i]); }',
    `, 3(wait)`,
  ],
  'results that are copied home': [
    'for (int i = 0; i < 3; i++) aclrtMemcpy(copies[i], 4096, results[i], 4096, ACL_MEMCPY_DEVICE_TO_HOST);',
    `, 3(aclrtMemcpy)`,
  ],
  'memory and streams that are given back': [
    'for (auto one : results) aclrtFree(one); for (auto lane : lanes) aclrtDestroyStream(lane);',
    '',
  ],
  'a copy within the host': ['for (int i = 0; i < 3; i++) memcpy(copies[i], copies[0], 4096);', ''],
};

test.each(Object.entries(ends))('%s', async (_, [end, shape]) => {
  expect(shapeOf(await pipelineOf(program(end))).split(';')[0]).toBe(frames + shape);
});
