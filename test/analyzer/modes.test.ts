/** What is fixed for a run but open in the source: an alternative, not a share. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { analyzerOf, callsAt, pipelineOf } from '../support/analyzer.ts';

const head = `#include <acl/acl.h>
#include <string>
#include <thread>
uint32_t id; aclmdlDataset *in, *out; aclrtStream s; void *h, *d;
void run() { for (int i = 0; i < 100; i++) aclmdlExecute(id, in, out); }
void copy() { for (int i = 0; i < 100; i++) aclrtMemcpy(h, 64, d, 64, ACL_MEMCPY_DEVICE_TO_HOST); }
`;

const choicesOf = ({ parameters }: Pipeline) =>
  parameters.flatMap(({ name, value, choices }) => (choices ? [[name, choices[value], ...choices]] : []));

/** Of each program: its mode with its default and its choices, and what its threads submit by default and in the other one. */
const programs: Record<string, { text: string; mode: (string | undefined)[]; calls: string[][][] }> = {
  'the run mode in the loop': {
    text: `int main() { aclrtRunMode m; aclrtGetRunMode(&m);
      for (int i = 0; i < 100; i++) { if (m == ACL_HOST) aclrtMemcpy(d, 64, h, 64, ACL_MEMCPY_HOST_TO_DEVICE); aclmdlExecute(id, in, out); } }`,
    mode: ['run_mode', 'ACL_HOST', 'ACL_HOST', 'ACL_DEVICE'],
    calls: [[['aclrtMemcpy', 'aclmdlExecute']], [['aclmdlExecute']]],
  },
  'a guard that leaves on the board': {
    text: `bool onBoard; int copyIn(bool board) { if (board) { aclrtMemset(d, 64, 0, 64); return 0; } aclrtMemcpy(d, 64, h, 64, ACL_MEMCPY_HOST_TO_DEVICE); return 0; }
      int main() { aclrtRunMode m; aclrtGetRunMode(&m); onBoard = m == ACL_DEVICE;
      for (int i = 0; i < 100; i++) { copyIn(onBoard); aclmdlExecute(id, in, out); } }`,
    mode: ['run_mode', 'ACL_HOST', 'ACL_HOST', 'ACL_DEVICE'],
    calls: [[['aclrtMemcpy', 'aclmdlExecute']], [['aclrtMemset', 'aclmdlExecute']]],
  },
  'a conditional expression': {
    text: `int main() { aclrtRunMode m; aclrtGetRunMode(&m);
      for (int i = 0; i < 100; i++) { m == ACL_HOST ? aclrtMemcpy(d, 64, h, 64, ACL_MEMCPY_HOST_TO_DEVICE) : aclrtMemset(d, 64, 0, 64); aclmdlExecute(id, in, out); } }`,
    mode: ['run_mode', 'ACL_HOST', 'ACL_HOST', 'ACL_DEVICE'],
    calls: [[['aclrtMemcpy', 'aclmdlExecute']], [['aclrtMemset', 'aclmdlExecute']]],
  },
  'a text with a default': {
    text: `struct Mode { std::string name{"copy"}; }; bool read(const char *, Mode *);
      int main(int, char **argv) { Mode mode; read(argv[1], &mode); if (mode.name == "run") run(); else copy(); }`,
    mode: ['name', 'copy', 'copy', 'run'],
    calls: [[['aclrtMemcpy']], [['aclmdlExecute']]],
  },
  'a flag with a default': {
    text: `struct Config { bool fast = false; }; bool read(const char *, Config *);
      int main(int, char **argv) { Config c; read(argv[1], &c); if (!c.fast) copy(); else run(); }`,
    mode: ['fast', 'false', 'false', 'true'],
    calls: [[['aclrtMemcpy']], [['aclmdlExecute']]],
  },
  'a thread that only one mode starts': {
    text: `struct Mode { std::string name{"threads"}; }; bool read(const char *, Mode *);
      int main(int, char **argv) { Mode mode; read(argv[1], &mode);
      if (mode.name == "threads") { std::thread t(run); t.join(); return 0; } copy(); }`,
    mode: ['name', 'threads', 'threads', '!threads'],
    calls: [[[], ['aclmdlExecute']], [['aclrtMemcpy']]],
  },
};

for (const [what, { text, mode, calls }] of Object.entries(programs)) {
  test(`${what} is one of several ways for the whole run`, async () => {
    const pipeline = await pipelineOf(head + text);
    expect(choicesOf(pipeline)).toEqual([mode]);
    const [name = ''] = mode;
    const other = pipeline.parameters.find((one) => one.name === name)?.value === 0 ? 1 : 0;
    expect(callsAt(pipeline, {})).toEqual(calls[0]);
    expect(callsAt(pipeline, { [name]: other })).toEqual(calls[1]);
  });
}

test('where the program gives up in the other mode, it has one only', async () => {
  const pipeline = await pipelineOf(`${head}int main() { aclrtRunMode m; aclrtGetRunMode(&m);
    if (m != ACL_HOST) { return -1; } run(); }`);
  expect(choicesOf(pipeline)).toEqual([]);
});

test('a finding of another mode says which, and memory of that mode is given back in it', async () => {
  const analyzer = await analyzerOf({
    'main.cpp': readFileSync('test/cases/constructs/a06-run-mode-helper.cpp', 'utf8'),
  });
  const found = analyzer.findings().map(({ rule, modes }) => [rule, modes?.map(({ choice }) => choice)]);
  expect(found).toEqual([
    ['alloc-in-loop', ['ACL_DEVICE']],
    ['sync-model-execute-in-loop', undefined],
  ]);
});
