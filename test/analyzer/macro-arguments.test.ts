/** Statements that a macro is given: what it times or repeats is done as it stands there. */
import { expect, test } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';
import type { Step } from '../../src/pipeline/pipeline.ts';

const program = (macro: string, use: string): string => `#include "acl/acl.h"
#include <chrono>
#define NOW std::chrono::steady_clock::now()
${macro}
int main() {
  aclrtSetDevice(0);
  aclrtStream stream; aclrtCreateStream(&stream);
  uint32_t model; aclmdlLoadFromFile("resnet50.om", &model);
  long ns = 0;
  ${use}
  return ns > 0;
}`;

const run = 'aclmdlExecuteAsync(model, nullptr, nullptr, stream);';
const wait = 'aclrtSynchronizeStream(stream);';
const loop = `for (int i = 0; i < 1000; ++i) { ${run} } ${wait}`;
const value = '#define TIMED(body) ({ auto b = NOW; do { body; } while (0); (long)(NOW - b).count(); })';
const statement =
  '#define TIMED(body) do { auto b = NOW; do { body; } while (0); ns = (NOW - b).count(); } while (0)';
const lambda =
  '#define TIMED(body) [&] { auto b = NOW; do { body; } while (0); return (long)(NOW - b).count(); }()';
const rest = '#define TIMED(...) do { auto b = NOW; __VA_ARGS__; ns = (NOW - b).count(); } while (0)';

/** What is done, with the passes of each loop. */
function told(steps: readonly Step[]): string {
  return steps
    .map((step) => {
      if (step.kind === 'repeat') return `${String(step.times)} x (${told(step.body)})`;
      return step.kind === 'submit' ? 'run' : step.kind;
    })
    .join(', ');
}

const cases: [what: string, macro: string, use: string, is: string][] = [
  ['a statement expression is given a loop', value, `ns = TIMED({ ${loop} });`, '1000 x (run), wait'],
  ['a macro of statements is given a loop', statement, `TIMED({ ${loop} });`, '1000 x (run), wait'],
  ['a lambda of a macro is given a loop', lambda, `ns = TIMED({ ${loop} });`, '1000 x (run), wait'],
  [
    'a macro of any arguments is given a loop',
    rest,
    `TIMED({ int a = 1, b = 2; ${loop} });`,
    '1000 x (run), wait',
  ],
  ['a macro that nobody knows is given a loop', '', `TIMED("run", { ${loop} });`, '1000 x (run), wait'],
  [
    'a macro is given what uses it again',
    value,
    `ns = TIMED({ for (int i = 0; i < 1000; ++i) { ns += TIMED({ ${run} ${wait} }); } });`,
    '1000 x (run, wait)',
  ],
  [
    'a macro of a loop is given its body',
    '#define TIMES(n, body) do { for (int k = 0; k < (n); ++k) { body; } } while (0)',
    `TIMES(500, { ${run} if (ns == 0) { ${wait} } });`,
    '500 x (run, wait)',
  ],
  [
    'a macro calls the lambda it is given',
    '#define DO(work) (work)()',
    `DO(([&] { for (int i = 0; i < 1000; ++i) { ${run} ${wait} } }));`,
    '1000 x (run, wait)',
  ],
  [
    'a macro is given calls without a block',
    value,
    `for (int i = 0; i < 1000; ++i) ns = TIMED(aclmdlExecuteAsync(model, nullptr, nullptr, stream); ${wait.slice(0, -1)});`,
    '1000 x (run, wait)',
  ],
  [
    'a number is that of the last expression of a block',
    '',
    `int n = ({ int k = 2; k * 500; }); for (int i = 0; i < n; ++i) { ${run} ${wait} }`,
    '1000 x (run, wait)',
  ],
  [
    'what is done where a check fails is no part of each pass',
    '#define CHECK(ok, work) do { if (!(ok)) { work; } } while (0)',
    `for (int i = 0; i < 1000; ++i) { aclError e = ${run} CHECK(e == ACL_SUCCESS, ${wait.slice(0, -1)}; return 1); }`,
    '1000 x (run)',
  ],
  ['a macro is given two blocks', statement, `TIMED({ ns = 1; } { ${loop} });`, '1000 x (run), wait'],
  [
    'a macro is given a block and calls',
    rest,
    `for (int i = 0; i < 1000; ++i) TIMED({ ns = 1; } ${run} ${wait.slice(0, -1)});`,
    '1000 x (run, wait)',
  ],
  [
    'a macro is given a block and calls behind a number',
    '#define TIMES(n, ...) do { for (int k = 0; k < (n); ++k) { __VA_ARGS__; } } while (0)',
    `TIMES(500, {\n    ns = 1;\n  }\n  ${run} ${wait.slice(0, -1)});`,
    '500 x (run, wait)',
  ],
  [
    'a block may end with what is given on',
    statement,
    `TIMED({ ns = 1; } TIMED({ ${loop} }));`,
    '1000 x (run), wait',
  ],
];

test.each(cases)('%s', async (_, macro, use, is) => {
  const { threads } = await pipelineOf(program(macro, use));
  expect(threads.map((thread) => told(thread.program))).toEqual([is]);
});
