/** An array that a loop fills, of which the program names elements: each has what its own pass has given it. */
import { expect, it } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const bytesOf = async (text: string): Promise<unknown[]> =>
  stepsOf(await pipelineOf(text), 'submit').map(({ work }) => work.bytes);

const copying = (before: string, first = 'c[0]', second = 'c[2]', declared = ''): string => `
#include <acl/acl.h>
#include <map>
#include <vector>
struct Cfg { size_t n; };
${declared}
int main() { void *d, *h; aclrtStream s; aclrtCreateStream(&s); ${before}
  while (true) { aclrtMemcpyAsync(d, ${first}, h, ${first}, ACL_MEMCPY_HOST_TO_DEVICE, s);
    aclrtMemcpyAsync(d, ${second}, h, ${second}, ACL_MEMCPY_HOST_TO_DEVICE, s); aclrtSynchronizeStream(s); } }`;

const filled: [how: string, text: string][] = [
  ['by a counter', copying('size_t c[3]; for (int k = 0; k < 3; ++k) c[k] = (k + 1) * 1000;')],
  ['downwards', copying('size_t c[3]; for (int k = 2; k >= 0; --k) c[k] = 1000 * (k + 1);')],
  ['by a while', copying('size_t c[3]; int k = 0; while (k < 3) { c[k] = (k + 1) * 1000; ++k; }')],
  [
    'of structs',
    copying('Cfg c[3]; for (int k = 0; k < 3; ++k) c[k].n = (k + 1) * 1000;', 'c[0].n', 'c[2].n'),
  ],
  ['over its elements', copying('std::vector<size_t> c(3); size_t n = 0; for (auto &e : c) e = n += 1000;')],
  [
    'by what counts in the head of the loop',
    copying('Cfg c[3]; for (int k = 1; auto &e : c) e.n = 1000 * k++;', 'c[0].n', 'c[2].n'),
  ],
  [
    'by putting them in',
    copying('std::vector<size_t> c; for (int k = 0; k < 3; ++k) c.push_back((k + 1) * 1000);'),
  ],
  ['of a map', copying('std::map<int, size_t> c; for (int k = 0; k < 3; ++k) c[k] = (k + 1) * 1000;')],
  [
    'through a reference in a function',
    copying(
      'fill();',
      'g[0].n',
      'g[2].n',
      'static Cfg g[3]; void fill() { for (auto i = 0u; i < 3u; i++) { Cfg &e = g[i]; e.n = (i + 1) * 1000; } }',
    ),
  ],
];

it.each(filled)('filled %s', async (_how, text) => {
  expect(await bytesOf(text)).toEqual([1000, 3000]);
});

it('filled from the element before', async () => {
  const before = 'size_t c[3] = {1000}; for (int k = 1; k < 3; ++k) c[k] = c[k - 1] * 2;';
  expect(await bytesOf(copying(before))).toEqual([1000, 4000]);
});

const working = (declared: string, main: string): string => `
#include <acl/acl.h>
#include <thread>
#include <vector>
void *d, *h;
void work(aclrtStream s) {
  for (;;) { aclrtMemcpyAsync(d, 75825, h, 75825, ACL_MEMCPY_HOST_TO_DEVICE, s); aclrtSynchronizeStream(s); } }
struct Card { int chip; aclrtStream s; };
void run(Card *card) { aclrtSetDevice(card->chip); aclrtCreateStream(&card->s); work(card->s); }
${declared}
int main() { ${main} a.join(); b.join(); }`;

const runBoth = 'std::thread a(run, &cards[0]), b(run, &cards[1]);';
const devices: [how: string, text: string][] = [
  [
    'a field of an element',
    working('', `Card cards[2]; for (int k = 0; k < 2; ++k) cards[k].chip = k; ${runBoth}`),
  ],
  [
    'a field that the head counts',
    working('', `Card cards[2]; for (int k = 0; auto &c : cards) c.chip = k++; ${runBoth}`),
  ],
  [
    'what is put in',
    working(
      '',
      `std::vector<Card> cards; for (int k = 0; k < 2; ++k) cards.push_back(Card{k, nullptr}); ${runBoth}`,
    ),
  ],
  [
    'the context that was made on it',
    working(
      'void go(aclrtContext c) { aclrtSetCurrentContext(c); aclrtStream s; aclrtCreateStream(&s); work(s); }',
      `aclrtContext c[2]; for (int k = 0; k < 2; ++k) aclrtCreateContext(&c[k], k);
      std::thread a(go, c[0]), b(go, c[1]);`,
    ),
  ],
];

it.each(devices)('that says the device by %s: two threads with one each', async (_how, text) => {
  const pipeline = await pipelineOf(text);
  expect(pipeline.devices).toBe(2);
  expect(new Set(pipeline.threads.map(({ device }) => device ?? 0))).toEqual(new Set([0, 1]));
});

it('is one kind of thing where no element is named', async () => {
  const text = working(
    '',
    `Card cards[4]; for (int k = 0; k < 4; ++k) cards[k].chip = k;
    std::vector<std::thread> all; for (auto &c : cards) all.emplace_back(run, &c); std::thread a, b;`,
  );
  const { threads } = await pipelineOf(text);
  expect(threads.map(({ replicas }) => replicas)).toEqual([4]);
});
