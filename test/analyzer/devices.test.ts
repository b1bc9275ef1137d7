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
