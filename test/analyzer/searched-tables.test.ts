/** Searches of a table of settings: what is sought is known, and so is what is found. */
import { expect, it, test } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';

const CONFIGS = '{"tiny", "yolo.om", 1, 4}, {"base", "resnet50.om", 2, 16}, {"big", "vit.om", 4, 8}';
const array = `static const Config configs[] = {${CONFIGS}};`;
const list = `static const std::vector<Config> configs = {${CONFIGS}};`;
const byText = `static const std::map<std::string, Config> configs = {{"tiny", {"tiny", "yolo.om", 1, 4}}, {"base", {"base", "resnet50.om", 2, 16}}};`;
const byNumber = `static const std::map<int, Config> configs = {{1, {"tiny", "yolo.om", 1, 4}}, {8, {"base", "resnet50.om", 2, 16}}, {32, {"big", "vit.om", 4, 8}}};`;

const program = (table: string, search: string): string => `
#include "acl/acl.h"
#include <algorithm>
#include <cstring>
#include <map>
#include <string>
#include <thread>
#include <vector>
struct Config { const char *name; const char *path; int threads; int batch; };
${table}
void work(const char *path, int batch) {
  aclrtStream s; aclrtCreateStream(&s);
  uint32_t id; aclmdlLoadFromFile(path, &id);
  aclmdlDataset *in = aclmdlCreateDataset(), *out = aclmdlCreateDataset();
  for (int n = 0; n < batch; ++n) { aclmdlExecuteAsync(id, in, out, s); aclrtSynchronizeStream(s); }
}
int main(int argc, char **argv) {
  ${search}
  std::vector<std::thread> pool;
  for (int t = 0; t < c->threads; ++t) pool.emplace_back(work, c->path, c->batch);
  for (auto &t : pool) t.join();
}`;

const literalName = 'const char *want = "base";';
const argument = 'const char *want = "base"; if (argc > 1) want = argv[1];';
const orDefault = 'std::string want = argc > 1 ? argv[1] : "base";';
const ofArray = 'std::begin(configs), std::end(configs)';
const ofList = 'configs.begin(), configs.end()';
const isWanted = '[&](const Config &one) { return want == one.name; }';

const searches: [what: string, table: string, search: string][] = [
  ['find_if over an array', array, `${orDefault} auto c = std::find_if(${ofArray}, ${isWanted});`],
  [
    'find_if over a vector, with a check',
    list,
    `${orDefault} auto c = std::find_if(${ofList}, ${isWanted}); if (c == configs.end()) return 1;`,
  ],
  ['ranges::find_if', list, `${orDefault} auto c = std::ranges::find_if(configs, ${isWanted});`],
  [
    'lower_bound with an order',
    list,
    'auto c = std::lower_bound(configs.begin(), configs.end(), 10, [](const Config &one, int n) { return one.threads * 5 < n; });',
  ],
  [
    'upper_bound with an order',
    list,
    'auto c = std::upper_bound(configs.begin(), configs.end(), 5, [](int n, const Config &one) { return n < one.threads * 5; });',
  ],
  [
    'map.find',
    byText,
    'auto it = configs.find("base"); if (it == configs.end()) return 1; const Config *c = &it->second;',
  ],
  ['map.lower_bound', byNumber, 'auto it = configs.lower_bound(5); const Config *c = &it->second;'],
  ['map.upper_bound', byNumber, 'auto it = configs.upper_bound(1); const Config *c = &it->second;'],
  [
    'strcmp in each pass',
    array,
    `${literalName} const Config *c = nullptr; for (const auto &one : configs) if (strcmp(one.name, want) == 0) c = &one;`,
  ],
  [
    'strcmp and a break',
    array,
    `${literalName} const Config *c = &configs[0]; for (const auto &one : configs) { if (!strcmp(one.name, want)) { c = &one; break; } }`,
  ],
  [
    'strcmp of an argument with a default',
    array,
    `${argument} const Config *c = &configs[0]; for (const auto &one : configs) { if (strcmp(one.name, want) == 0) { c = &one; break; } }`,
  ],
  [
    'strcasecmp',
    array,
    'const Config *c = nullptr; for (const auto &one : configs) if (!strcasecmp(one.name, "BASE")) { c = &one; break; }',
  ],
  [
    'strncmp',
    array,
    'const Config *c = nullptr; for (const auto &one : configs) if (!strncmp(one.name, "base-v2", 4)) { c = &one; break; }',
  ],
  [
    'a number and a break',
    array,
    'const Config *c = nullptr; int want = 2; for (const auto &one : configs) { if (one.threads == want) { c = &one; break; } }',
  ],
  [
    'a function that returns it',
    `${array} static const Config *named(const char *name) { for (const auto &one : configs) if (!strcmp(one.name, name)) return &one; return nullptr; }`,
    'const Config *c = named("base");',
  ],
  [
    'an index, to the element',
    array,
    `${orDefault} const Config *c = nullptr; for (size_t k = 0; k < 3; ++k) if (want == configs[k].name) { c = &configs[k]; break; }`,
  ],
  [
    'an index that is kept',
    array,
    `${literalName} int at = 0; for (int k = 0; k < 3; ++k) { if (!strcmp(configs[k].name, want)) at = k; } const Config *c = &configs[at];`,
  ],
  [
    'an index of names beside',
    `${array} static const char *names[] = {"tiny", "base", "big"};`,
    `${literalName} int at = 0; for (int k = 0; k < 3; ++k) if (strcmp(names[k], want) == 0) { at = k; break; } const Config *c = &configs[at];`,
  ],
];

it.each(searches)('%s finds the settings that are meant', async (_what, table, search) => {
  const { threads, models } = await pipelineOf(program(table, search));
  expect(threads.map(({ replicas }) => replicas)).toEqual([2]);
  expect(models.map(({ path }) => path)).toEqual(['resnet50.om']);
  expect(threads[0]?.program).toMatchObject([{ times: 16 }]);
});

test('what is sought is not known: the settings are left open, and that is said', async () => {
  const search = `const char *want = getenv("MODEL"); auto c = std::find_if(${ofArray}, [&](const Config &one) { return strcmp(one.name, want) == 0; });`;
  const { models, unknowns } = await pipelineOf(program(array, search));
  expect(models.map(({ path }) => path)).not.toContain('yolo.om');
  expect(unknowns.map(({ code }) => code)).toContain('model-identity');
});

test('of texts of which one is not known, a comparison says nothing', async () => {
  const search = `const char *want = readName(); int t = 3; if (strcmp(want, "base") == 0) t = 5; Config one{"", "vit.om", t, 4}; Config *c = &one;`;
  const { threads } = await pipelineOf(program('const char *readName();', search));
  expect(threads.map(({ replicas }) => replicas)).not.toEqual([1]);
});
