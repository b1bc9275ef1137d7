/** Frames that are fetched ahead by futures, while the ones before are worked on: one loop of all of them. */
import { expect, it } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';

const program = (before: string, get: string, ahead: string) => `#include "acl/acl.h"
#include <deque>
#include <fstream>
#include <future>
using Bytes = std::vector<char>;
static Bytes load(int i) { Bytes b(602112); std::ifstream in("img" + std::to_string(i)); in.read(b.data(), b.size()); return b; }
int main() {
  aclrtSetDevice(0); aclrtStream s; aclrtCreateStream(&s);
  uint32_t id; aclmdlLoadFromFile("resnet50_bs1.om", &id); void *d; aclrtMalloc(&d, 602112, ACL_MEM_MALLOC_HUGE_FIRST);
  auto *x = aclmdlCreateDataset(), *y = aclmdlCreateDataset();
  ${before}
  for (int i = 0; i < 64; ++i) {
    auto now = ${get};
    ${ahead}
    aclrtMemcpyAsync(d, now.size(), now.data(), now.size(), ACL_MEMCPY_HOST_TO_DEVICE, s);
    aclmdlExecuteAsync(id, x, y, s);
    aclrtSynchronizeStream(s);
  } }`;

const fetch = (at: string) => `std::async(std::launch::async, load, ${at})`;

/** What a pass does with what it has fetched. */
const WORK = [{ engine: 'h2d' }, { engine: 'aicore' }, { kind: 'wait' }];
const framesOf = (...body: object[]) => [{ times: 64, frameLoop: true, body }];

it.each([
  ['one future', `auto next = ${fetch('0')};`, 'next.get()', `if (i + 1 < 64) next = ${fetch('i + 1')};`],
  [
    'two futures in turn',
    `std::future<Bytes> ahead[2]; ahead[0] = ${fetch('0')};`,
    'ahead[i % 2].get()',
    `if (i + 1 < 64) ahead[(i + 1) % 2] = ${fetch('i + 1')};`,
  ],
])('%s: one is fetched ahead, while its pass works', async (_what, before, get, ahead) => {
  const { threads } = await pipelineOf(program(before, get, ahead));
  const [main, ...others] = threads;
  expect(main?.program).toMatchObject(framesOf({ kind: 'enqueue' }, ...WORK, { kind: 'dequeue' }));
  expect(others.map((thread) => thread.program)).toContainEqual([
    expect.objectContaining({ kind: 'repeat', times: 'forever' }),
  ]);
});

it('a deque of futures: so many at once as were started before', async () => {
  const { threads } = await pipelineOf(
    program(
      `std::deque<std::future<Bytes>> ahead; for (int i = 0; i < 4; ++i) ahead.push_back(${fetch('i')});`,
      'ahead.front().get(); ahead.pop_front()',
      `if (i + 4 < 64) ahead.push_back(${fetch('i + 4')});`,
    ),
  );
  const [main, ...others] = threads;
  expect(main?.program).toMatchObject(framesOf({ kind: 'dequeue' }, { kind: 'enqueue' }, ...WORK));
  expect(others).toContainEqual(
    expect.objectContaining({ replicas: 4, program: [expect.objectContaining({ times: 'forever' })] }),
  );
});

it('the pass that fetches nothing more has its share of them', async () => {
  const last = `if (i != 63) next = ${fetch('i + 1')};`;
  const { threads } = await pipelineOf(program(`auto next = ${fetch('0')};`, 'next.get()', last));
  expect(threads[0]?.program).toMatchObject([
    { times: 64, body: [{ kind: 'branch', share: 63 / 64 }, {}, {}, {}, {}] },
  ]);
});
