/** Batches that a server puts together of what comes in time, or of what is there, and what it does for each item. */
import { describe, expect, it, test } from 'vitest';
import { loadProfile } from '../../src/profile/load.ts';
import { simulate } from '../../src/sim/index.ts';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const CLIENTS = 6;
const NO_MORE = 'if (q.empty()) break;';
const ONE = 'batch.push_back(q.front()); q.pop_front();';
const UNTIL_ONE = 'std::unique_lock<std::mutex> l(m); cv.wait(l, [] { return done || !q.empty(); });';

/** By how it waits: the function that takes a batch, and how long that waits for more, ms; undefined where it is open. */
const takes: Record<string, [string, number | undefined]> = {
  'until a time': [
    `${UNTIL_ONE} auto end = std::chrono::steady_clock::now() + patience;
    while (batch.size() < MOST) { if (q.empty() && cv.wait_until(l, end) == std::cv_status::timeout) break; if (q.empty()) continue; ${ONE} }`,
    undefined,
  ],
  'for a time each': [
    `${UNTIL_ONE} while (batch.size() < MOST) { if (!cv.wait_for(l, std::chrono::milliseconds(4), [] { return !q.empty(); })) break; ${NO_MORE} ${ONE} }`,
    4,
  ],
  'in a function of its own': [
    'Item item; while (batch.size() < MOST && pop(item, std::chrono::milliseconds(3))) batch.push_back(item);',
    undefined,
  ],
  'for nothing: it takes what is there': [
    `${UNTIL_ONE} while (!q.empty() && batch.size() < MOST) { ${ONE} }`,
    0,
  ],
};

const serverOf = (take: string): string => `#include "acl/acl.h"
constexpr size_t MOST = 32;
struct Request { std::promise<int> answer; };
using Item = std::shared_ptr<Request>;
static std::mutex m; static std::condition_variable cv; static std::deque<Item> q; static bool done; static uint32_t model;
static std::chrono::milliseconds patience = fromSettings();
std::future<int> ask() { auto one = std::make_shared<Request>(); auto f = one->answer.get_future();
  { std::lock_guard<std::mutex> l(m); q.push_back(one); } cv.notify_one(); return f; }
bool pop(Item &item, std::chrono::milliseconds most) { std::unique_lock<std::mutex> l(m);
  if (!cv.wait_for(l, most, [] { return !q.empty(); })) return false; item = q.front(); q.pop_front(); return true; }
std::vector<Item> take() { std::vector<Item> batch; ${take} return batch; }
void serve() { aclrtSetDevice(0); aclmdlLoadFromFile("resnet50_bs32.om", &model);
  for (auto batch = take(); !batch.empty(); batch = take()) {
    aclmdlExecute(model, nullptr, nullptr);
    for (size_t i = 0; i < batch.size(); i++) batch[i]->answer.set_value(1);
  } }
void client() { for (int i = 0; i < 500; i++) ask().get(); }
int main() { aclInit(nullptr); std::thread w(serve); std::vector<std::thread> all;
  for (int i = 0; i < ${CLIENTS}; i++) all.emplace_back(client);
  for (auto &t : all) t.join(); w.join(); }
`;

describe.each(Object.entries(takes))('a batch that waits %s', (_how, [take, withinMs]) => {
  it('is taken at once, and answered item by item', async () => {
    const pipeline = await pipelineOf(serverOf(take));
    const taking = stepsOf(pipeline, 'dequeue').filter(({ atMost }) => atMost !== undefined);
    expect(new Set(taking.map(({ atMost }) => atMost))).toEqual(new Set(['MOST']));
    if (withinMs !== undefined) expect(taking[0]?.withinMs).toBe(withinMs);
    else expect(pipeline.parameters.find(({ name }) => name === taking[0]?.withinMs)?.kind).toBe('open');
    expect(stepsOf(pipeline, 'repeat').filter(({ taken }) => taken)).toMatchObject([
      { times: 'MOST', body: [{ kind: 'enqueue' }] },
    ]);
  });

  it('is no deadlock where fewer clients wait than it takes at most', async () => {
    const { qps, callsPerSecond } = simulate(await pipelineOf(serverOf(take)), loadProfile());
    expect(qps / callsPerSecond).toBeCloseTo(CLIENTS, 0);
  });
});

test('a loop that takes as many as it needs, however long that takes, is none', async () => {
  const pipeline = await pipelineOf(serverOf(`for (size_t i = 0; i < MOST; i++) { ${UNTIL_ONE} ${ONE} }`));
  expect(stepsOf(pipeline, 'dequeue').filter(({ atMost }) => atMost !== undefined)).toEqual([]);
});
