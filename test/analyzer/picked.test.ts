/** Registries: of the entries of a table a value of run time picks one, which is a mode of the program. */
import { expect, it, test } from 'vitest';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { callsAt, pipelineOf, stepsOf } from '../support/analyzer.ts';

const head = `#include "acl/acl.h"
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>
aclmdlDataset *in, *out; aclrtStream s; uint32_t id; void *h, *d;
struct Job { virtual ~Job() = default; virtual void run() = 0; };
struct Infer : Job { void run() override { for (int i = 0; i < 100; i++) aclmdlExecute(id, in, out); } };
struct Fetch : Job { void run() override { for (int i = 0; i < 100; i++) aclrtMemcpy(h, 64, d, 64, ACL_MEMCPY_DEVICE_TO_HOST); } };
struct Clear : Job { void run() override { for (int i = 0; i < 100; i++) aclrtMemset(d, 64, 0, 64); } };
`;
const registry = `using Maker = std::function<std::unique_ptr<Job>()>;
struct Registry { std::map<std::string, Maker> makers; static Registry &get() { static Registry one; return one; }
  bool add(const char *name, Maker m) { makers[name] = m; return true; }
  std::unique_ptr<Job> make(const std::string &name) { auto at = makers.find(name); return at == makers.end() ? nullptr : at->second(); } };
`;
const byName = `struct Row { const char *name; void (*start)(); void (*work)(); };
void none() {} void load() { aclmdlLoadFromFile("m.om", &id); }
void infer() { Infer().run(); } void fetch() { Fetch().run(); } void clear() { Clear().run(); }
const Row rows[] = {{"infer", load, infer}, {"fetch", none, fetch}, {"clear", none, clear}};
`;
const table =
  'std::map<std::string, std::shared_ptr<Job>> all; all["infer"] = std::make_shared<Infer>(); all["fetch"] = std::make_shared<Fetch>(); all["clear"] = std::make_shared<Clear>();';

const programs: [what: string, mode: string, text: string][] = [
  [
    'objects that a map holds',
    'name',
    `int main(int, char **v) { ${table} std::string name = v[1]; auto at = all.find(name); if (at == all.end()) return 1; at->second->run(); }`,
  ],
  [
    'factories that static objects register',
    'kind',
    `${registry}#define KNOWN(name, T) static bool known_##T = Registry::get().add(name, [] { return std::make_unique<T>(); });
KNOWN("infer", Infer)
KNOWN("fetch", Fetch)
KNOWN("clear", Clear)
struct Config { std::string kind; }; Config read(const char *);
int main(int, char **v) { Config c = read(v[1]); auto job = Registry::get().make(c.kind); if (!job) return 1; job->run(); }`,
  ],
  [
    'addresses that a class is given',
    'chosen',
    `struct App { std::map<std::string, Job *> all; std::string chosen; Job *job = nullptr;
  void add(const std::string &name, Job *one) { all.emplace(name, one); } void ask(char *a) { chosen = a; }
  bool pick() { auto at = all.find(chosen); if (at == all.end()) return false; job = at->second; return true; } };
int main(int, char **v) { Infer a; Fetch b; Clear c; App app; app.add("infer", &a); app.add("fetch", &b); app.add("clear", &c); app.ask(v[1]); if (!app.pick()) return 1; app.job->run(); }`,
  ],
  [
    'rows of functions in a map',
    'v_1',
    `${byName}const std::map<std::string, Row> all = {{"infer", rows[0]}, {"fetch", rows[1]}, {"clear", rows[2]}};
int main(int, char **v) { const Row &row = all.at(v[1]); row.start(); row.work(); }`,
  ],
  [
    'rows that a loop searches',
    'v_1',
    `${byName}int main(int, char **v) { for (const Row &row : rows) { if (strcmp(row.name, v[1]) == 0) { row.start(); row.work(); return 0; } } return 1; }`,
  ],
  [
    'rows that a function searches',
    'v_1',
    `${byName}const Row *find(const char *name) { for (const Row &row : rows) if (!strcmp(row.name, name)) return &row; return nullptr; }
int main(int, char **v) { const Row *row = find(v[1]); if (!row) return 1; row->start(); row->work(); }`,
  ],
];

const choicesOf = ({ parameters }: Pipeline) =>
  parameters.flatMap(({ name, choices }) => (choices ? [[name, ...choices]] : []));

it.each(programs)('%s are the choices of a mode, each with what it does', async (_what, mode, text) => {
  const pipeline = await pipelineOf(head + text);
  expect(choicesOf(pipeline)).toEqual([[mode, 'infer', 'fetch', 'clear']]);
  const calls = [0, 1, 2].map((choice) => callsAt(pipeline, { [mode]: choice }).flat());
  expect(calls).toEqual([['aclmdlExecute'], ['aclrtMemcpy'], ['aclrtMemset']]);
});

test('a name that has a default picks its entry by default', async () => {
  const pipeline =
    await pipelineOf(`${head}struct Options { std::string job = "fetch"; }; bool readOptions(const char *, Options &);
    int main(int, char **v) { ${table} Options o; readOptions(v[1], o); all[o.job]->run(); }`);
  expect(callsAt(pipeline, {}).flat()).toEqual(['aclrtMemcpy']);
  expect(choicesOf(pipeline)).toEqual([['job', 'fetch', 'infer', 'clear']]);
});

test('a list of names gives each of its threads one entry, and not each entry all of them', async () => {
  const pipeline = await pipelineOf(`${head}${registry}std::vector<std::string> names(const char *);
    int main(int, char **v) { Registry r; r.add("infer", [] { return std::make_unique<Infer>(); }); r.add("fetch", [] { return std::make_unique<Fetch>(); });
    std::vector<std::unique_ptr<Job>> jobs; std::vector<std::thread> threads;
    for (auto &name : names(v[1])) { jobs.push_back(r.make(name)); threads.emplace_back([job = jobs.back().get()] { aclrtSetDevice(0); job->run(); }); }
    for (auto &one : threads) one.join(); }`);
  expect(pipeline.threads.filter(({ kind }) => kind === 'thread')).toHaveLength(1);
  expect(callsAt(pipeline, {}).flat()).toEqual(['aclmdlExecute']);
});

test('a key that is known picks its entry alone', async () => {
  const pipeline = await pipelineOf(`${head}int main() { ${table} all.at("clear")->run(); }`);
  expect(choicesOf(pipeline)).toEqual([]);
  expect(stepsOf(pipeline, 'submit').map(({ call }) => call)).toEqual(['aclrtMemset']);
});
