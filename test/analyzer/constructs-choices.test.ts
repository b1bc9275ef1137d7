/** Several ways of which run time picks one: registries, tables, factories, kinds of messages. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Pipeline, Step } from '../../src/pipeline/pipeline.ts';
import { analyzerOf, callsIn, pipelineOf, stepsOf } from '../support/analyzer.ts';

/** The rules that comments name on their lines, and those that they say do not fire: `// no alloc-in-loop`. */
function namedIn(text: string): { wanted: string[]; unwanted: string[] } {
  const lines = text.split('\n').slice(1);
  const all = lines.flatMap((line, index) => {
    const [, comment = ''] = /\/\/(.*)$/.exec(line) ?? [];
    return [...comment.matchAll(/(no )?\b([a-z]+(?:-[a-z]+){2,})\b/g)].map(([, no, rule]) => ({
      no: no !== undefined,
      text: `${index + 2} ${rule}`,
    }));
  });
  const of = (no: boolean) => all.filter((one) => one.no === no).map((one) => one.text);
  return { wanted: of(false), unwanted: of(true) };
}

const files = [
  'a01-registered-case',
  'a01c-registrar-object',
  'a01e-named-table',
  'a02-default-overwritten',
  'a02c-no-loader',
  'a03-poll-null',
  'a05c-negative-is-choice',
  'a08-concrete-base',
  'a09b-missing-pimpl',
  'a10-switch-dispatch',
  'a12-cleanup-on-the-way-out',
  'a33-map-string-key',
  'b5-factory',
];

for (const name of files) {
  test(`${name}: findings stand where an expert puts them`, async () => {
    const text = readFileSync(`test/cases/constructs/${name}.cpp`, 'utf8');
    const analyzer = await analyzerOf({ 'main.cpp': text });
    const found = analyzer.findings().map(({ rule, range }) => `${range.line} ${rule}`);
    const { wanted, unwanted } = namedIn(text);
    expect(found).toEqual(expect.arrayContaining(wanted));
    expect(found.filter((one) => unwanted.includes(one))).toEqual([]);
    expect(found.filter((one) => one.includes('init-in-loop'))).toEqual([]);
  });
}

const head = `#include <acl/acl.h>
#include <functional>
#include <map>
#include <string>
uint32_t id; aclmdlDataset *in, *out; void *h, *d;
void run() { for (int i = 0; i < 100; i++) aclmdlExecute(id, in, out); }
void copy() { for (int i = 0; i < 100; i++) aclrtMemcpy(h, 64, d, 64, ACL_MEMCPY_DEVICE_TO_HOST); }
`;

/** Programs that do either `run` or `copy`, by a name that the user gives. */
const either: Record<string, string> = {
  'a map of functions, called through an iterator': `
    std::map<std::string, std::function<void()>> table{};
    int main(int, char **argv) { table["run"] = run; table["copy"] = copy; auto it = table.find(argv[1]); if (it != table.end()) it->second(); }`,
  'a map of functions, called by index': `
    std::map<std::string, void (*)()> table;
    int main(int, char **argv) { table["run"] = run; table["copy"] = copy; const std::string n = argv[1]; table[n](); }`,
  'an array that is searched until it is found': `
    struct Entry { const char *name; void (*go)(); };
    static const Entry all[] = {{"run", run}, {"copy", copy}};
    int main(int, char **argv) { for (const auto &e : all) { if (strcmp(e.name, argv[1]) == 0) { e.go(); break; } } }`,
  'cases whose heads and registrars a macro makes': `
    std::map<std::string, std::function<void()>> &table() { static std::map<std::string, std::function<void()>> t; return t; }
    struct Registrar { Registrar(const char *name, std::function<void()> f) { table()[name] = f; } };
    #define CASE_IMPL(NAME, LINE) static void case_##NAME##_##LINE(); static Registrar reg_##NAME##_##LINE(#NAME, case_##NAME##_##LINE); static void case_##NAME##_##LINE()
    #define CASE(NAME) CASE_IMPL(NAME, 1)
    CASE(Run) { run(); }
    CASE(Copy) { copy(); }
    int main(int, char **argv) { table().at(argv[1])(); }`,
  'an interface of which a registry makes one by name': `
    struct Job { virtual ~Job() {} virtual void go() = 0; };
    struct RunJob : Job { void go() override { run(); } };
    struct CopyJob : Job { void go() override { copy(); } };
    std::map<std::string, std::function<Job *()>> &makers() { static std::map<std::string, std::function<Job *()>> m; return m; }
    template <typename T> struct Maker { explicit Maker(const char *n) { makers()[n] = [] { return static_cast<Job *>(new T); }; } };
    static Maker<RunJob> a("run"); static Maker<CopyJob> b("copy");
    int main(int, char **argv) { Job *job = makers().at(argv[1])(); job->go(); }`,
};

/** The branches of a Pipeline with the calls on either side. */
function sidesOf(pipeline: Pipeline): string[][] {
  const calls = (steps: readonly Step[]): string[] =>
    steps.flatMap((step) => {
      if (step.kind === 'repeat') return calls(step.body);
      return step.kind === 'submit' ? [step.call] : [];
    });
  const branches = (steps: readonly Step[]): string[][] =>
    steps.flatMap((step) => {
      if (step.kind === 'repeat') return branches(step.body);
      if (step.kind !== 'branch') return [];
      return [
        calls(step.then),
        ...(branches(step.otherwise).length ? branches(step.otherwise) : [calls(step.otherwise)]),
      ];
    });
  return pipeline.threads.flatMap(({ program }) => branches(program)).filter((side) => side.length);
}

for (const [what, body] of Object.entries(either)) {
  test(`${what}: one of them runs, and no side is lost`, async () => {
    const pipeline = await pipelineOf(head + body);
    expect(sidesOf(pipeline).toSorted()).toEqual([['aclmdlExecute'], ['aclrtMemcpy']]);
  });
}

test('a container of handlers that are all called runs each of them', async () => {
  const pipeline = await pipelineOf(
    `${head}int main() { std::function<void()> all[] = {run, copy}; for (auto &one : all) one(); }`,
  );
  expect(sidesOf(pipeline)).toEqual([]);
  expect(callsIn(pipeline)).toEqual(['aclmdlExecute', 'aclrtMemcpy']);
});

test('kinds of messages share the passes, a mode that is fixed for the run does not', async () => {
  const cases =
    'case 1: aclmdlExecute(id, in, out); break; case 2: aclrtMemcpy(h, 64, d, 64, ACL_MEMCPY_DEVICE_TO_HOST); break;';
  const shares = async (body: string) =>
    (await pipelineOf(head + body)).parameters
      .filter(({ unit }) => unit === 'share')
      .map(({ value }) => value);
  const message = 'struct Msg { int kind; }; Msg next();';
  expect(
    await shares(`${message} int main() { while (true) { Msg m = next(); switch (m.kind) { ${cases} } } }`),
  ).toEqual([0.5]);
  const chosen = `int parse(char *); int main(int, char **argv) { int mode = parse(argv[1]); while (true) switch (mode) { ${cases} } }`;
  expect(await shares(chosen)).toEqual([]);
  const { parameters } = await pipelineOf(head + chosen);
  expect(parameters.find(({ name }) => name === 'mode')).toMatchObject({ value: 0, choices: ['1', '2'] });
});

test('a class whose header is absent is known by the definitions of its members', async () => {
  const text = readFileSync('test/cases/constructs/a09-missing-header.cpp', 'utf8');
  const pipeline = await pipelineOf(text);
  expect(pipeline.threads.map(({ kind }) => kind)).toEqual(['thread']);
  expect(callsIn(pipeline)).toEqual(['aclmdlExecuteAsync']);
});

test('what an unseen class holds is one thing for each of its objects', async () => {
  const methods = `#include "lane.hpp"
    #include <acl/acl.h>
    Lane::Lane(uint32_t model) : model_(model) { aclrtCreateStream(&stream_); }
    void Lane::run() { for (int i = 0; i < 8; i++) aclmdlExecuteAsync(model_, in_, out_, stream_); aclrtSynchronizeStream(stream_); }
    int main() { uint32_t m; aclmdlLoadFromFile("a.om", &m); Lane a(m), b(m); while (true) { a.run(); b.run(); } }`;
  const pipeline = await pipelineOf(methods);
  expect(pipeline.streams).toHaveLength(2);
  expect(pipeline.models).toHaveLength(1);
});

test('what the first pass alone does is no part of the steady loop, nor is what ends it', async () => {
  const loop = (side: string) =>
    `${head.slice(0, head.indexOf('void run'))}bool more(); void tear() { aclrtSynchronizeDevice(); aclrtMemcpy(h, 64, d, 64, ACL_MEMCPY_DEVICE_TO_HOST); aclFinalize(); }
    int main() { int n = 0; while (true) { ${side} aclmdlExecute(id, in, out); n++; } }`;
  const rules = async (side: string) => {
    const analyzer = await analyzerOf({ 'main.cpp': loop(side) });
    return analyzer.findings().map(({ rule }) => rule);
  };
  const steady = ['sync-model-execute-in-loop'];
  expect(await rules('')).toEqual(steady);
  expect(await rules('if (n == 0) tear();')).toEqual(steady);
  expect(await rules('if (!more()) { tear(); break; }')).toEqual(steady);
  expect(await rules('if (!more()) { tear(); return 1; }')).toEqual(steady);
  expect(await rules('if (more()) { tear(); }')).toContain('runtime-init-in-loop');
});

test('a side that waits for more is not dropped, and does not stop the pass', async () => {
  const take = (side: string) =>
    `${head}void *next(); int main() { while (true) { void *item = next(); ${side} aclmdlExecute(id, in, out); } }`;
  for (const side of [
    'if (!item) { usleep(1000); continue; }',
    'if (item == nullptr) { sleep(1); continue; }',
  ]) {
    const analyzer = await analyzerOf({ 'main.cpp': take(side) });
    expect(analyzer.findings().map(({ rule }) => rule)).toContain('host-io-in-loop');
    expect(callsIn(await pipelineOf(take(side)))).toEqual(['aclmdlExecute']);
  }
});

test('a negative number of what is no status chooses; one of a status is an error', async () => {
  const calls = async (condition: string) =>
    callsIn(await pipelineOf(`${head}int pick(); int main() { ${condition} aclrtSynchronizeDevice(); }`));
  expect(await calls('int camera = pick(); if (camera < 0) run(); else copy();')).toEqual([
    'aclmdlExecute',
    'aclrtMemcpy',
  ]);
  expect(await calls('int camera = pick(); if (camera < 0) { copy(); return -1; } run();')).toEqual([
    'aclmdlExecute',
  ]);
  expect(await calls('int ret = pick(); if (ret < 0) copy(); else run();')).toEqual(['aclmdlExecute']);
});

test('a mode whose default run time may overwrite keeps both sides, and its default is the headline', async () => {
  const program = (fill: string) => `${head}struct Mode { std::string name{"copy"}; };
    bool read(const char *path, Mode *mode);
    int main(int, char **argv) { Mode mode; ${fill} if (mode.name == "run") run(); else copy(); }`;
  const modes = async (fill: string) =>
    (await pipelineOf(program(fill))).parameters.flatMap(({ name, value, choices }) =>
      choices ? [[name, choices[value]]] : [],
    );
  expect(await modes('read(argv[1], &mode);')).toEqual([['name', 'copy']]);
  expect(await modes('if (argv[1]) mode.name = argv[1];')).toEqual([['name', 'copy']]);
  expect(await modes('')).toEqual([]);
});

test('an error text that is not empty ends a loop, and ordinarily there is none', async () => {
  const text = readFileSync('test/cases/constructs/a22-error-string-break.cpp', 'utf8');
  expect(stepsOf(await pipelineOf(text), 'repeat')).toMatchObject([{ times: 1000 }]);
});
