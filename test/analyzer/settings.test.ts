/** Settings that a loop asks in each pass: each is one mode, by its default, and the others are named. */
import { describe, expect, test } from 'vitest';
import { resolve } from '../../src/pipeline/resolve.ts';
import type { ResolvedStep } from '../../src/pipeline/resolved.ts';
import { walk } from '../../src/pipeline/walk.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { analyzerOf, pipelineOf } from '../support/analyzer.ts';

const head = `#include <acl/acl.h>
#include <cstring>
#include <memory>
#include <string>
uint32_t id; aclmdlDataset *in, *out; aclrtStream s; void *h, *d;
void sync() { aclmdlExecute(id, in, out); }
void async() { aclmdlExecuteAsync(id, in, out, s); }
void copy() { aclrtMemcpy(h, 64, d, 64, ACL_MEMCPY_DEVICE_TO_HOST); }
`;
const loop = (body: string) => `for (int i = 0; i < 100; i++) { ${body} }`;

function callsAt(pipeline: Pipeline, settings: Record<string, number>): string {
  const calls = (steps: readonly ResolvedStep[]) =>
    [...walk(steps)].flatMap((step) =>
      step.kind === 'submit' ? [step.call.replace(/^acl(rt|mdl)/, '')] : [],
    );
  return resolve(pipeline, settings)
    .threads.flatMap(({ program }) => calls(program))
    .join(' ');
}

/** Of each program: its mode, the default, and what is submitted at each choice. */
const programs: Record<string, { text: string; mode: string; at: string; calls: Record<string, string> }> = {
  'a flag that the command line turns on': {
    text: `int main(int argc, char **argv) { bool quick = false;
      for (int i = 1; i < argc; i++) { if (strcmp(argv[i], "--quick") == 0) quick = true; }
      ${loop('if (quick) async(); else sync();')} }`,
    mode: 'quick',
    at: 'false',
    calls: { false: 'Execute', true: 'ExecuteAsync' },
  },
  'one of several flags, each of which goes on with the next word': {
    text: `struct Flags { bool both = true; bool log = false; };
      Flags read(int argc, char **argv) { Flags f; for (int i = 1; i < argc; i++) { std::string a = argv[i];
        if (a == "--log") { f.log = true; continue; } if (a == "--one") { f.both = false; continue; } } return f; }
      int main(int argc, char **argv) { Flags f = read(argc, argv); ${loop('sync(); if (f.both) copy();')} }`,
    mode: 'both',
    at: 'true',
    calls: { true: 'Execute Memcpy', false: 'Execute' },
  },
  'an enumerator that getopt picks': {
    text: `enum class How { Once, Twice, Copied }; int getopt(int, char **, const char *);
      static How how(int argc, char **argv) { How picked = How::Twice; int c;
        while ((c = getopt(argc, argv, "oc")) != -1) { switch (c) { case 'o': picked = How::Once; break; case 'c': picked = How::Copied; break; } }
        return picked; }
      int main(int argc, char **argv) { How picked = how(argc, argv);
      ${loop('switch (picked) { case How::Once: sync(); break; case How::Twice: sync(); sync(); break; case How::Copied: copy(); break; }')} }`,
    mode: 'picked',
    at: 'Twice',
    calls: { Once: 'Execute', Twice: 'Execute Execute', Copied: 'Memcpy' },
  },
  'a structure that is filled by reference and shared': {
    text: `enum Kind { PLAIN, STREAMED }; struct Settings { Kind kind = STREAMED; }; void readYaml(const std::string &, Settings &);
      struct Engine { std::shared_ptr<Settings> own; explicit Engine(std::shared_ptr<Settings> given) : own(given) {}
        void step() { if (own->kind == PLAIN) { sync(); copy(); } else async(); } };
      int main(int, char **argv) { auto given = std::make_shared<Settings>(); readYaml(argv[1], *given); Engine e(given); ${loop('e.step();')} }`,
    mode: 'kind',
    at: 'STREAMED',
    calls: { STREAMED: 'ExecuteAsync', PLAIN: 'Execute Memcpy' },
  },
  'a text that is compared in the loop, with a default where there is no argument': {
    text: `int main(int argc, char **argv) { const char *how = argc > 1 ? argv[1] : "plain";
      ${loop('if (!strcmp(how, "copied")) { sync(); copy(); } else sync();')} }`,
    mode: 'how',
    at: 'plain',
    calls: { plain: 'Execute', copied: 'Execute Memcpy' },
  },
  'a level, of which only some are named': {
    text: `int main(int argc, char **argv) { int level = 1; if (argc > 1) level = atoi(argv[1]);
      ${loop('if (level == 0) sync(); else if (level == 1) { sync(); sync(); } else copy();')} }`,
    mode: 'level',
    at: '1',
    calls: { 0: 'Execute', 1: 'Execute Execute', other: 'Memcpy' },
  },
  'a number that C uses for a flag': {
    text: `int main(int argc, char **argv) { int verbose = 0; if (argc > 2 && !strcmp(argv[2], "-v")) verbose = 1;
      ${loop('sync(); if (verbose) copy();')} }`,
    mode: 'verbose',
    at: '0',
    calls: { 0: 'Execute', 1: 'Execute Memcpy' },
  },
  'a flag without a default, asked in two places': {
    text: `bool wanted(const char *); int main(int, char **argv) { const bool quick = wanted(argv[1]);
      ${loop('if (quick) async(); else sync(); if (!quick) copy();')} }`,
    mode: 'quick',
    at: 'true',
    calls: { true: 'ExecuteAsync', false: 'Execute Memcpy' },
  },
  'the class that a factory picks by name': {
    text: `struct Way { virtual ~Way() = default; virtual void go() = 0; };
      struct Plain : Way { void go() override { sync(); } }; struct Copied : Way { void go() override { sync(); copy(); } };
      std::unique_ptr<Way> make(const std::string &name) { if (name == "copied") return std::make_unique<Copied>(); return std::make_unique<Plain>(); }
      int main(int, char **argv) { auto way = make(argv[1]); ${loop('way->go();')} }`,
    mode: 'way',
    at: 'Copied',
    calls: { Plain: 'Execute', Copied: 'Execute Memcpy' },
  },
  'the class of an object on which several functions are called, one of which gives the device no work': {
    text: `#include <stdexcept>
      struct Detector { virtual ~Detector() = default; virtual bool open() = 0; virtual int detect() = 0; virtual void close() = 0; };
      struct Mock : Detector { bool open() override { return true; } int detect() override { return 1; } void close() override {} };
      struct Real : Detector { bool open() override { aclmdlLoadFromFile("m.om", &id); return true; } int detect() override { sync(); copy(); return 2; } void close() override { aclmdlUnload(id); } };
      std::unique_ptr<Detector> make(const std::string &kind) {
        if (kind == "mock") return std::make_unique<Mock>();
        if (kind == "real") return std::make_unique<Real>();
        throw std::runtime_error(kind);
      }
      int main(int, char **argv) { auto detector = make(argv[1]); if (!detector->open()) return 1;
        ${loop('if (detector->detect() < 0) break;')} detector->close(); }`,
    mode: 'detector',
    at: 'Real',
    calls: { Mock: '', Real: 'Execute Memcpy' },
  },
};

describe('a setting that is asked in a loop', () => {
  test.each(Object.entries(programs))('%s', async (_, { text, mode, at, calls }) => {
    const pipeline = await pipelineOf(head + text);
    const named = pipeline.parameters.flatMap(({ name, choices, value }) =>
      choices ? [[name, choices[value]]] : [],
    );
    expect(named).toEqual([[mode, at]]);
    const choices = pipeline.parameters.find(({ name }) => name === mode)?.choices ?? [];
    const found = choices.map((choice, value) => [choice, callsAt(pipeline, { [mode]: value })]);
    expect(Object.fromEntries(found)).toEqual(calls);
  });
});

test('an amount that the command line gives stays a number, though the program asks whether it is 0', async () => {
  const { parameters } = await pipelineOf(`${head}int main(int argc, char **argv) { int rounds = 20;
    if (argc > 1) rounds = atoi(argv[1]); if (rounds == 0) return -1; for (int i = 0; i < rounds; i++) sync(); }`);
  expect(parameters.find(({ name }) => name === 'rounds')).toMatchObject({ value: 20, kind: 'open' });
  expect(parameters.filter(({ choices }) => choices)).toEqual([]);
});

test('a finding of a setting says in which it holds', async () => {
  const analyzer = await analyzerOf({
    'main.cpp': head + (programs['a number that C uses for a flag']?.text ?? ''),
  });
  const copies = analyzer.findings().filter(({ modes }) => modes?.length);
  expect(copies.map(({ modes }) => modes?.map(({ mode, choice }) => `${mode}=${choice}`))).not.toEqual([]);
  analyzer.dispose();
});
