/** Which devices a program uses, held on what its threads and contexts are set to. */
import { expect, it, test } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';

const head = '#include "acl/acl.h"\n#include <thread>\n#include <vector>\n';
const work = 'aclmdlExecute(1, nullptr, nullptr);';

async function devicesOf(text: string): Promise<unknown> {
  return (await pipelineOf({ 'main.cpp': head + text })).devices;
}

test('one device, named or not, is not said', async () => {
  expect(await devicesOf(`int main() { aclrtSetDevice(0); while (true) { ${work} } }`)).toBeUndefined();
});

test('a loop over devices makes as many as it has passes', async () => {
  const text = `
const int kCards = 3;
void run(int card) { aclrtSetDevice(card); while (true) { ${work} } }
int main() { std::vector<std::thread> all; for (int i = 0; i < kCards; i++) all.emplace_back(run, i); for (auto &t : all) t.join(); }`;
  expect(await devicesOf(text)).toBe('kCards');
});

test('lanes that go round the devices use as many as the remainder tells', async () => {
  const text = `
void run(int lane) { aclrtSetDevice(lane % 2); while (true) { ${work} } }
int main() { std::vector<std::thread> all; for (int i = 0; i < 6; i++) all.emplace_back(run, i); for (auto &t : all) t.join(); }`;
  expect(await devicesOf(text)).toBe(2);
});

test('a table of ids makes one device for each of its entries', async () => {
  const text = `
static const int kIds[] = {0, 2, 5, 7};
void run(int id) { aclrtSetDevice(id); while (true) { ${work} } }
int main() { std::vector<std::thread> all; for (int id : kIds) all.push_back(std::thread(run, id)); for (auto &t : all) t.join(); }`;
  expect(await devicesOf(text)).toBe(4);
});

test.each([
  ['by a function', 'start(0); start(1);'],
  ['by threads', 'std::thread a(start, 0), b(start, 1); a.join(); b.join();'],
])('threads that one place starts for two devices are on both: %s', async (_, main) => {
  const text = `
void start(int card) {
  std::vector<std::thread> all;
  for (int k = 0; k < 2; k++) all.emplace_back([card] { aclrtSetDevice(card); while (true) { ${work} } });
  for (auto &t : all) t.join();
}
int main() { ${main} }`;
  const { devices, threads } = await pipelineOf({ 'main.cpp': head + text });
  expect(devices).toBe(2);
  const working = threads.filter(({ program }) => program.length > 0);
  expect(working.map(({ device, replicas }) => [device, replicas])).toEqual([
    [0, 2],
    [1, 2],
  ]);
});

test('threads that name their own devices use those', async () => {
  const text = `
void run(int id) { aclrtSetDevice(id); while (true) { ${work} } }
int main() { std::thread a(run, 0), b(run, 1); a.join(); b.join(); }`;
  expect(await devicesOf(text)).toBe(2);
});

const served = 'aclrtSetDevice(ids[which]); while (true) {';

test.each([
  ['as they are named', 'std::vector<int> ids{0, 1, 2};', '', 3],
  ['in equal steps', 'int ids[] = {1, 3, 5, 7};', '', 4],
  ['unless run time names others', 'std::vector<int> ids{0, 1};', 'if (argc > 1) ids = listed(argv[1]);', 2],
])('ids that a list has for each thread, %s', async (_what, declared, option, devices) => {
  const text = `
#include <string>
${declared}
std::vector<int> listed(const std::string &text) { std::vector<int> all; for (char c : text) if (c != ',') all.push_back(c - '0'); return all; }
void run(unsigned which) { ${served} ${work} } }
int main(int argc, char **argv) { ${option} std::vector<std::thread> all;
  for (unsigned i = 0; i < std::size(ids); i++) all.emplace_back(run, i); for (auto &t : all) t.join(); }`;
  expect(await devicesOf(text)).toBe(devices);
});

const fillings: [what: string, text: string][] = [
  ['a list of ids', 'for (int id : {0, 1}) all.push_back(std::make_unique<Card>(id));'],
  [
    'a vector of ids',
    'const std::vector<int> ids{0, 1, 2, 3}; for (int id : ids) all.push_back(std::make_unique<Card>(id));',
  ],
  ['every second id', 'for (auto id : {0, 2, 4}) all.emplace_back(new Card(id));'],
];

it.each(fillings)('cards made for %s are as many devices', async (_what, fill) => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
    #include <memory>
    #include <thread>
    #include <vector>
    struct Card { aclrtContext context = nullptr; explicit Card(int id) { aclrtSetDevice(id); aclrtCreateContext(&context, id); } };
    void work(aclrtContext c) { aclrtSetCurrentContext(c); uint32_t m; aclmdlLoadFromFile("m.om", &m); while (true) aclmdlExecute(m, nullptr, nullptr); }
    int main() { std::vector<std::unique_ptr<Card>> all; ${fill}
      std::vector<std::thread> t; for (auto &card : all) t.emplace_back(work, card->context); for (auto &x : t) x.join(); }`);
  expect(pipeline.devices).toBe(pipeline.threads.find(({ kind }) => kind === 'thread')?.replicas);
  expect(pipeline.devices).toBeGreaterThan(1);
});

const starts: [what: string, start: string, threads: number][] = [
  [
    'a bit mask',
    'const unsigned mask = 0xB; for (int i = 0; i < 8; i++) if (mask & (1u << i)) all.emplace_back(run, i);',
    3,
  ],
  ['all but one', 'for (int id = 0; id < 4; ++id) { if (id == 2) continue; all.emplace_back(run, id); }', 3],
  [
    'every second one',
    'for (int id = 0; id < 8; ++id) { if (id % 2 == 0) continue; all.push_back(std::thread([id] { run(id); })); }',
    4,
  ],
  [
    'those that a table names',
    'for (int id = 0; id < 4; ++id) { if (!enabled[id]) continue; all.emplace_back([=] { run(id); }); }',
    3,
  ],
  [
    'a mask that is shifted',
    'unsigned mask = 0x0D; int id = 0; while (mask) { if (mask & 1) all.emplace_back(run, id); mask >>= 1; ++id; }',
    3,
  ],
  [
    'a list with a gap',
    'for (int id : {0, 1, 2, 5}) { if (id == 1) continue; all.emplace_back(run, id); }',
    3,
  ],
];

it.each(starts)(
  'threads that are started for %s are as many, each on its device',
  async (_what, start, count) => {
    const pipeline = await pipelineOf(`#include "acl/acl.h"
    #include <thread>
    #include <vector>
    static const bool enabled[4] = {true, false, true, true};
    void run(int id) { aclrtSetDevice(id); while (true) { ${work} } }
    int main() { std::vector<std::thread> all; ${start} for (auto &t : all) t.join(); }`);
    const threads = pipeline.threads.filter(({ kind }) => kind === 'thread');
    expect(threads.map(({ replicas }) => replicas)).toEqual(Array.from({ length: count }, () => 1));
    expect(pipeline.devices).toBe(count);
  },
);

test('a pass that starts another thread than the others has those that they start as many times less', async () => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
    #include <thread>
    #include <vector>
    void copy() { aclrtSetDevice(0); while (true) aclrtMemcpy(0, 64, 0, 64, ACL_MEMCPY_HOST_TO_DEVICE); }
    void run() { aclrtSetDevice(0); while (true) { ${work} } }
    int main() { std::vector<std::thread> all; for (int i = 0; i < 4; i++) { if (i == 0) all.emplace_back(copy); else all.emplace_back(run); }
      for (auto &t : all) t.join(); }`);
  expect(pipeline.threads.filter(({ kind }) => kind === 'thread')).toMatchObject([
    { entry: 'copy', replicas: 1 },
    { entry: 'run', replicas: 3 },
  ]);
});
