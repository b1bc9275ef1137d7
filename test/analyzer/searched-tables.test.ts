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
#include <array>
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
  [
    'find_if over a std::array in double braces, as a pointer or null',
    `static const std::array<Config, 3> configs{{${CONFIGS}}};`,
    `${orDefault} auto it = std::find_if(${ofList}, [&](const auto &one) { return want == one.name; });
     const Config *c = it == configs.end() ? nullptr : &*it;`,
  ],
  [
    'a std::array in double braces, by its index',
    `static const std::array<Config, 3> configs{{${CONFIGS}}};`,
    'const Config *c = &configs[1];',
  ],
  [
    'the distance to what lower_bound finds in a list beside',
    `${list} static const std::vector<int> limits = {1, 4, 8};`,
    'auto at = std::lower_bound(limits.begin(), limits.end(), 3) - limits.begin(); const Config *c = &configs[at];',
  ],
  [
    'std::distance to what find finds in a list of names',
    `${list} static const std::vector<std::string> names = {"tiny", "base", "big"};`,
    'auto at = std::distance(names.begin(), std::find(names.begin(), names.end(), "base")); const Config *c = &configs[at];',
  ],
  [
    'the one before what map.upper_bound finds',
    byNumber,
    'auto it = configs.upper_bound(9); --it; const Config *c = &it->second;',
  ],
  ['std::prev of map.upper_bound', byNumber, 'const Config *c = &std::prev(configs.upper_bound(9))->second;'],
  [
    'max_element by an order',
    `static const Config configs[] = {{"tiny", "yolo.om", 1, 4}, {"base", "resnet50.om", 2, 16}, {"big", "vit.om", 0, 8}};`,
    `auto c = std::max_element(${ofArray}, [](const Config &a, const Config &b) { return a.threads < b.threads; });`,
  ],
  [
    'min_element of a list of numbers beside',
    `${array} static const int costs[] = {7, 3, 5};`,
    'auto at = std::min_element(std::begin(costs), std::end(costs)) - std::begin(costs); const Config *c = &configs[at];',
  ],
  [
    'pairs, by find_if',
    `static const std::vector<std::pair<std::string, Config>> configs = {{"tiny", {"tiny", "yolo.om", 1, 4}}, {"base", {"base", "resnet50.om", 2, 16}}};`,
    'auto it = std::find_if(begin(configs), end(configs), [](auto &one) { return one.first == "base"; }); const Config *c = &it->second;',
  ],
  [
    'pairs, by a loop',
    `static const std::vector<std::pair<std::string, Config>> configs = {{"tiny", {"tiny", "yolo.om", 1, 4}}, {"base", {"base", "resnet50.om", 2, 16}}};`,
    'const Config *c = nullptr; for (const auto &[name, config] : configs) if (name == "base") c = &config;',
  ],
  [
    'a loop that steps on while it is another',
    list,
    `size_t k = 0; while (k < configs.size() && configs[k].threads != 2) ++k; const Config *c = &configs[k];`,
  ],
  [
    'a pointer that steps on to a sentinel',
    `static const Config configs[] = {${CONFIGS}, {nullptr, nullptr, 0, 0}};`,
    'const Config *c = configs; while (c->name && strcmp(c->name, "base") != 0) ++c; if (!c->name) return 1;',
  ],
  [
    'a for loop that only breaks',
    list,
    `size_t k = 0; for (; k + 1 < configs.size(); ++k) if (configs[k].batch > 4) break; const Config *c = &configs[k];`,
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

test('a loop that steps on by what run time says is followed as any other', async () => {
  const search = `int k = 0; while (k < 3 && configs[k].threads < argc) ++k; Config one{"", "vit.om", 1, 4}; Config *c = &one;`;
  const { threads } = await pipelineOf(program(array, search));
  expect(threads.map(({ replicas }) => replicas)).toEqual([1]);
});

test.each([
  'while (!stop) { if (lane->round() != ACL_SUCCESS) { break; } }',
  'for (; !stop;) if (lane->round() != ACL_SUCCESS) break;',
  'while (lanes[0].round() == ACL_SUCCESS) ++rounds;',
])('what works in what it asks is no search: %s', async (loop) => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
#include <atomic>
struct Lane {
  aclrtStream s; uint32_t id; aclmdlDataset *in, *out;
  aclError round() { aclmdlExecuteAsync(id, in, out, s); return aclrtSynchronizeStream(s); }
};
std::atomic<bool> stop{false};
int rounds = 0;
int main() {
  aclInit(nullptr); aclrtSetDevice(0);
  Lane lanes[1]; Lane *lane = &lanes[0];
  aclrtCreateStream(&lane->s);
  aclmdlLoadFromFile("resnet50.om", &lane->id);
  ${loop}
}`);
  expect(pipeline.threads[0]?.program).toMatchObject([
    { kind: 'repeat', times: 'forever', body: [{ kind: 'submit' }, { kind: 'wait' }] },
  ]);
});
