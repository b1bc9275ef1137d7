/** Which devices a program uses, held on what its threads and contexts are set to. */
import { expect, test } from 'vitest';
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
