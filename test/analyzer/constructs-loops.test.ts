/** Loops that count, in the forms that programs of ours use: as many passes as C++ makes. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { evaluate } from '../../src/pipeline/evaluate.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const infer = 'aclmdlExecute(model, input, output);';

function program(before: string, body: string): string {
  return `#include "acl/acl.h"\n${before}\nint main(int argc, char **argv) {\n${body}\nreturn 0;\n}\n`;
}

function caseOf(name: string): string {
  return readFileSync(new URL(`../cases/constructs/${name}`, import.meta.url), 'utf8');
}

/** The passes of each loop, open numbers at their defaults. */
function passesIn(pipeline: Pipeline): (number | 'forever')[] {
  const values = Object.fromEntries(pipeline.parameters.map(({ name, value }) => [name, value]));
  return stepsOf(pipeline, 'repeat').map(({ times }) =>
    times === 'forever' ? times : evaluate(times, values),
  );
}

const cases: Record<string, (number | 'forever')[]> = {
  'c06-views-iota.cpp': [800],
  'c08-iterator-loop.cpp': ['forever', 64],
  'c14-pointer-walk.cpp': ['forever', 32],
  'c15-side-effect-condition.cpp': [2500, 900, 900, 900],
  'c16-for_each.cpp': ['forever', 32],
  'c39-vector-brace-count.cpp': ['forever', 32],
  'a25-bounded-retry.cpp': ['forever'],
  'b3-detections.cpp': ['forever', 4],
  'b6-bsf-nested.cpp': ['forever', 'forever', 1],
  'b13-partial-send.cpp': ['forever'],
};

for (const [name, passes] of Object.entries(cases)) {
  test(`${name} makes as many passes as C++ does`, async () => {
    expect(passesIn(await pipelineOf(caseOf(name)))).toEqual(passes);
  });
}

/** A loop that makes 12 passes: what stands before `main`, and the loop itself. */
const loops: Record<string, [before: string, loop: string]> = {
  'counts down in its condition': ['', `int n = 12; while (n--) ${infer}`],
  'counts down before it asks': ['', `int n = 13; while (--n) ${infer}`],
  'counts at its end': ['', `int n = 0; do { ${infer} } while (++n < 12);`],
  'counts down by ten to zero and takes that too': ['', `for (int i = 110; i >= 0; i -= 10) ${infer}`],
  'moves two counters towards each other': ['', `for (int i = 0, j = 24; i < j; ++i, --j) ${infer}`],
  'breaks by a count at its start': ['', `int i = 0; for (;;) { if (i++ >= 12) break; ${infer} }`],
  'breaks by a count at its end': ['', `int i = 0; for (;;) { ${infer} if (++i == 12) break; }`],
  'clears its flag by a count': [
    '',
    `bool on = true; int i = 0; while (on) { ${infer} if (++i >= 12) on = false; }`,
  ],
  'takes its number from an atomic': [
    '',
    `std::atomic<int> next{0}; while (next.fetch_add(1) < 12) ${infer}`,
  ],
  'keeps the count in a local': [
    '',
    `int next = 0; while (true) { const int i = next++; if (i >= 12) break; ${infer} }`,
  ],
  'counts in a member': [
    `struct Run { int left = 12; void go() { while (left-- > 0) ${infer} } };`,
    'Run run; run.go();',
  ],
  'counts through a field': [
    'struct Job { int done = 0; };',
    `Job job; while (job.done < 12) { ${infer} ++job.done; }`,
  ],
  'does a batch at a time': [
    '',
    `int done = 0; while (done < 96) { int n = std::min(8, 96 - done); ${infer} done += n; }`,
  ],
  'jumps back': ['', `int i = 0;\nagain:\n${infer}\nif (++i < 12) goto again;`],
  'walks a vector by std::next': [
    '',
    `std::vector<int> v(12); for (auto it = std::begin(v), end = std::end(v); it != end; it = std::next(it)) ${infer}`,
  ],
  'walks backwards over a vector': [
    '',
    `std::vector<int> v(12); for (auto it = v.rbegin(); it != v.rend(); ++it) ${infer}`,
  ],
  'walks to an end that was asked before': [
    '',
    `std::vector<int> v(12); auto it = v.cbegin(); const auto last = v.cend(); while (it != last) { ${infer} ++it; }`,
  ],
  'walks a pointer over an array': [
    'static int frames[12];',
    `for (int *p = frames, *e = frames + 12; p < e; p++) ${infer}`,
  ],
  'walks a span': ['', `std::vector<int> v(12); for (int &x : std::span(v)) ${infer}`],
  'takes so many of an endless view': [
    '',
    `for (auto i : std::views::iota(0) | std::views::take(12)) ${infer}`,
  ],
  'walks the values of an enum': [
    'enum class Side { A, B, C, End = 12 };',
    `for (Side s = Side::A; s != Side::End; s = static_cast<Side>(static_cast<int>(s) + 1)) ${infer}`,
  ],
  'calls for each of a range': [
    '',
    `std::vector<int> v(12); std::ranges::for_each(v, [&](int) { ${infer} });`,
  ],
};

for (const [name, [before, loop]] of Object.entries(loops)) {
  test(`a loop that ${name} makes twelve passes`, async () => {
    expect(passesIn(await pipelineOf(program(before, loop)))).toEqual([12]);
  });
}

test('a count that run time may set is open, and falls back to the number given', async () => {
  const count = 'const int times = argc > 1 ? std::atoi(argv[1]) : 320;';
  const pipeline = await pipelineOf(program('', `${count}\nfor (int i = 0; i < times; ++i) ${infer}`));
  expect(pipeline.parameters).toContainEqual(
    expect.objectContaining({ name: 'times', value: 320, kind: 'open' }),
  );
  expect(stepsOf(pipeline, 'repeat')).toMatchObject([{ times: 'times' }]);
});

test('what only the first pass does has no share in an endless loop', async () => {
  const pipeline = await pipelineOf(caseOf('b2-first-frame.cpp'));
  expect(stepsOf(pipeline, 'branch')).toMatchObject([{ share: 0 }]);
});

test('a counter that is set back holds once in a round, and says nothing about the first pass', async () => {
  const body = `int n = 0; while (true) { ${infer} if (++n == 8) { aclrtSynchronizeDevice(); n = 0; } }`;
  expect(stepsOf(await pipelineOf(program('', body)), 'branch')).toMatchObject([
    { share: 1 / 8, periodic: true },
  ]);
});

test('a try that is repeated until it goes well is made once', async () => {
  const body = `while (true) { aclError ret = 1; int tries = 0; while (ret != ACL_SUCCESS && tries < 5) { ret = ${infer} ++tries; } }`;
  expect(passesIn(await pipelineOf(program('', body)))).toEqual(['forever']);
});

test('a guard that is released early holds nothing of what follows', async () => {
  expect(stepsOf(await pipelineOf(caseOf('c40-unlock-before-task.cpp')), 'lock')).toEqual([]);
});

test('a loop that works in its condition does not only wait', async () => {
  const { threads } = await pipelineOf(`#include <acl/acl.h>
static aclError round(aclrtStream s) { aclmdlExecuteAsync(1, nullptr, nullptr, s); return aclrtSynchronizeStream(s); }
int main() { aclrtStream s; aclrtCreateStream(&s); while (round(s) == ACL_SUCCESS) {} }`);
  expect(JSON.stringify(threads)).toContain('aclmdlExecuteAsync');
});
