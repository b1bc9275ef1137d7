/** Lists that a macro keeps once, for an enumeration, a table of names and one of devices: none of their things is lost. */
import { expect, it, test } from 'vitest';
import { analyzerOf, pipelineOf } from '../support/analyzer.ts';

const head = `#include "acl/acl.h"
#include <thread>
#include <vector>
void serve(int device) { aclrtSetDevice(device); aclrtStream s; aclrtCreateStream(&s);
  while (true) { aclmdlExecuteAsync(1, nullptr, nullptr, s); aclrtSynchronizeStream(s); } }
`;
const start = `int main() { std::vector<std::thread> all; for (int d : kDevices) all.emplace_back(serve, d);
  for (auto &t : all) t.join(); }`;

const tables: [what: string, table: string][] = [
  [
    'applies a macro that is named elsewhere',
    '#define DEVICES(X) X(0) X(2) X(5)\n#define ITEM(d) d,\nstatic const int kDevices[] = { DEVICES(ITEM) };',
  ],
  [
    'applies one that is defined in the braces',
    '#define DEVICES X(0) X(2) X(5)\nstatic const int kDevices[] = {\n#define X(d) d,\nDEVICES\n#undef X\n};',
  ],
  [
    'applies one in the braces that is given to it',
    '#define DEVICES(X) X(0) X(2) X(5)\nstatic const int kDevices[] = {\n#define X(d) d,\nDEVICES(X)\n#undef X\n};',
  ],
  [
    'lists them before others',
    '#define OLD(X) X(0) X(2)\n#define ITEM(d) d,\nstatic const std::vector<int> kDevices = { OLD(ITEM) 5 };',
  ],
];

it.each(tables)('a table of devices that %s has all of them', async (_what, table) => {
  const { threads, devices } = await pipelineOf(`${head}${table}\n${start}`);
  expect(threads.filter(({ program }) => program.length).map(({ replicas }) => replicas)).toEqual([3]);
  expect(devices).toBe(3);
});

const models =
  '#define MODELS(X) X(Find, "find_bs1.om") X(Read, "read_bs1.om")\n#define PATH(name, path) path,\n';

const enumerations: [what: string, text: string][] = [
  ['with a count behind', '#define NAME(name, path) name,\nenum Model { MODELS(NAME) kCount };'],
  [
    'over two lines, by a macro of its own',
    'enum Model {\n#define X(name, path) name,\nMODELS(X)\n#undef X\nkCount };',
  ],
  ['behind another', '#define NAME(name, path) name,\nenum Model { First = -1, MODELS(NAME) kCount };'],
];

it.each(enumerations)(
  'models that an enumeration names by a macro, %s, are each its own',
  async (_what, text) => {
    const pipeline = await pipelineOf(`${head}${models}${text}
static const char *const kPaths[kCount] = { MODELS(PATH) };
int main() { aclrtSetDevice(0); aclrtStream s; aclrtCreateStream(&s); uint32_t ids[kCount];
  for (int i = 0; i < kCount; i++) aclmdlLoadFromFile(kPaths[i], &ids[i]);
  while (true) { aclmdlExecuteAsync(ids[Find], 0, 0, s); aclmdlExecuteAsync(ids[Read], 0, 0, s); aclrtSynchronizeStream(s); } }`);
    expect(pipeline.models.map(({ path }) => path)).toEqual(['find_bs1.om', 'read_bs1.om']);
  },
);

test('enumerations and tables without such macros stay as they are', async () => {
  const text = `${head}#define SHIFT(n) (1 << n)
enum Flag { None = 0, // one, two
  Async = SHIFT(1), /* STAGES(X) */ Pinned = SHIFT(2)
};
static const int kDevices[] = { SHIFT(0), SHIFT(1) + 1, Pinned };
${start}`;
  const analyzer = await analyzerOf({ 'main.cpp': text });
  expect(analyzer.notices()).toEqual([]);
  expect(analyzer.programs().map(({ pipeline }) => pipeline.devices)).toEqual([3]);
  analyzer.dispose();
});
