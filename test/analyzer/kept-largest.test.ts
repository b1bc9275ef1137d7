/** Memory that is kept as large as was ever asked for is made in the first passes, and is no work of each frame. */
import { expect, it } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const program = (members: string, each: string) => `#include "acl/acl.h"
#include <vector>
uint64_t Asked(int step);
struct Room { void *at = nullptr; uint64_t size = 0;
  void *of(uint64_t need) {
    if (size < need) { if (at) aclrtFree(at); aclrtMalloc(&at, need, ACL_MEM_MALLOC_HUGE_FIRST); size = need; }
    return at; } };
class Pool { void *at_ = nullptr; size_t have_ = 0;
 public: void ensure(size_t need) {
    if (need <= have_) return;
    if (at_ != nullptr) aclrtFree(at_);
    aclrtMalloc(&at_, need, ACL_MEM_MALLOC_HUGE_FIRST); have_ = need; } };
int main() {
  aclrtStream st; aclrtCreateStream(&st);
  uint32_t id; aclmdlLoadFromFile("m_bs1.om", &id); aclmdlDataset *in, *out; void *host; aclrtMallocHost(&host, 4096);
  ${members}
  for (int step = 0; step < 500; ++step) { ${each} aclmdlExecute(id, in, out); }
}`;

/** What memory each frame makes: how often, with its share. */
async function madeEachFrame(members: string, each: string): Promise<number> {
  const pipeline = await pipelineOf(program(members, each));
  expect(stepsOf(pipeline, 'submit').map((step) => step.engine)).toContain('aicore');
  return stepsOf(pipeline, 'allocate').length;
}

const GROWING = 'aclrtFree(at); aclrtMalloc(&at, need, ACL_MEM_MALLOC_HUGE_FIRST);';

it.each([
  [
    'a variable',
    'void *at = nullptr; uint64_t have = 0;',
    `uint64_t need = Asked(step); if (need > have) { ${GROWING} have = need; }`,
  ],
  ['an object', 'Room room;', 'room.of(Asked(step));'],
  ['an object that goes back where there is enough', 'Pool pool;', 'pool.ensure(Asked(step));'],
  ['one of several objects', 'std::vector<Room> rooms(4);', 'rooms[step % 4].of(Asked(step));'],
  [
    'arrays by index',
    'void *at[4] = {}; uint64_t have[4] = {};',
    `uint64_t need = Asked(step); int k = step % 4;
     if (have[k] < need) { if (at[k]) aclrtFree(at[k]); aclrtMalloc(&at[k], need, ACL_MEM_MALLOC_HUGE_FIRST); have[k] = need; }`,
  ],
  [
    'the workspace of an operator',
    'void *at = nullptr; uint64_t have = 0; aclOpExecutor *op; aclTensor *a, *b, *c;',
    `uint64_t need = 0; aclnnAddGetWorkspaceSize(a, b, nullptr, c, &need, &op);
     if (need > have) { if (at) aclrtFree(at); aclrtMalloc(&at, need, ACL_MEM_MALLOC_HUGE_FIRST); have = need; }
     aclnnAdd(at, need, op, st);`,
  ],
  [
    'what a lambda holds',
    `void *at = nullptr; uint64_t have = 0; auto room = [&](uint64_t need) { if (need > have) { have = need; ${GROWING} } return at; };`,
    'room(Asked(step));',
  ],
])('%s', async (_what, members, each) => {
  expect(await madeEachFrame(members, each)).toBe(0);
});

it.each([
  [
    'is kept for one pass alone',
    '',
    `void *at = nullptr; uint64_t have = 0, need = Asked(step); if (need > have) { ${GROWING} have = need; }`,
  ],
  [
    'is not kept',
    'void *at = nullptr; uint64_t have = 64;',
    `uint64_t need = Asked(step); if (need > have) { ${GROWING} }`,
  ],
])('but not what %s', async (_what, members, each) => {
  expect(await madeEachFrame(members, each)).toBeGreaterThan(0);
});

it('works at each frame that is later than the last', async () => {
  const each = 'uint64_t at = Asked(step); if (at > last) { last = at; aclmdlExecute(id, out, in); }';
  const pipeline = await pipelineOf(program('uint64_t last = 0;', each));
  expect(stepsOf(pipeline, 'submit')).toHaveLength(2);
});
