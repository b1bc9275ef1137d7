/** Inputs made to harm: each costs at most itself, and the rest of the workspace is analysed. */
import { describe, expect, test } from 'vitest';
import { globMatches } from '../../src/analyzer/program/glob.ts';
import { readExecutables, STEPS } from '../../src/analyzer/program/build/cmake-executables.ts';
import { FolderIndex } from '../../src/analyzer/program/paths.ts';
import { analyzerOf, callsIn, pipelineOf, stepsOf } from '../support/analyzer.ts';

const main = (body: string, before = '') => `#include "acl/acl.h"
uint32_t id; aclmdlDataset *in, *out; aclrtStream stream;
${before}
int main() { while (true) { ${body} aclmdlExecute(id, in, out); } }
`;
const neighbour = { 'neighbour/main.cpp': main('') };

/** The codes of what is said of the files, after everything has been asked for. */
async function said(files: Record<string, string>): Promise<string[]> {
  const analyzer = await analyzerOf({ ...files, ...neighbour });
  try {
    expect(analyzer.programs().map(({ name }) => name)).toContain('neighbour');
    expect(analyzer.findings('neighbour/main.cpp').map(({ rule }) => rule)).toContain(
      'sync-model-execute-in-loop',
    );
    analyzer.findings();
    return analyzer.notices().map(({ code }) => code);
  } finally {
    analyzer.dispose();
  }
}

const INHERITED = [...Object.getOwnPropertyNames(Object.prototype), 'prototype', 'name', 'length'];

describe('names that all objects know', () => {
  test.each(INHERITED)('%s as a function, macro, type, field, label and variable', async (name) => {
    const calls = `auto t = ${name}(id); box.${name}(t); box.${name} = ${name}; ${name} y; sizeof(${name});`;
    const more = `std::vector<int> v; v.${name}(); std::${name}(v); if (${name}(id) < 0) return 1;`;
    const loop = `for (int i = 0; i < ${name}; i++) aclrtMemcpy(in, i, out, ${name}, ${name});`;
    await said({ 'a/main.cpp': main(calls + more + loop) });
    await said({ 'a/main.cpp': main(`${name}(id);`, `#define ${name}(x) aclmdlExecute(x, in, out)`) });
    await said({ 'a/main.cpp': main(`// acl-perf: ignore ${name} — why\n// acl-perf: ${name}=3\n`) });
  });
});

describe('build files', () => {
  const doubled = [...Array(31).keys()].map((n) => `set(V${n + 1} \${V${n}} \${V${n}})`).join('\n');
  const files = (count: number) => new FolderIndex([...Array(count).keys()].map((n) => `${n}.cpp`));

  test('a variable that doubles with each line is cut off and that is said', async () => {
    const cmake = `set(V0 a a)\n${doubled}\nadd_executable(x \${V31})`;
    expect(await said({ 'CMakeLists.txt': cmake, 'main.cpp': main('') })).toEqual(['build-file-limit']);
  });

  test.each([
    ['in quotes', `set(V0 a)\n${doubled.replace(/(\S+) (\S+)\)/g, '"$1$2")')}`],
    ['by appending', `set(V a)\n${'list(APPEND V ${V})\n'.repeat(40)}`],
    ['by many globs', 'file(GLOB S "*.cpp")\n'.repeat(1000)],
  ])('doubling %s is cut off', (_how, text) => {
    expect(readExecutables('CMakeLists.txt', text, files(1000)).isCut).toBe(true);
  });

  test('an ordinary one is far from the limit', () => {
    const text = 'file(GLOB S "*.cpp")\nadd_executable(x ${S})';
    const read = readExecutables('CMakeLists.txt', text, files(1000));
    expect(read).toMatchObject({ isCut: false, executables: [{ name: 'x' }] });
    expect(read.executables[0]?.sources).toHaveLength(1000);
    expect(STEPS).toBeGreaterThan(100 * 1000);
  });

  test.each([
    ['?*.cpp', 'a.cpp', true],
    ['?*.cpp', '.cpp', false],
    ['*a*b*', 'xaxbx', true],
    ['*a*b*', 'xbxax', false],
    ['a+(b).[c]', 'a+(b).[c]', true],
    ['', '', true],
    ['**x', 'aax', true],
    [`${'*'.repeat(30)}x`, 'a'.repeat(250), false],
    ['*a'.repeat(100), 'a'.repeat(250), true],
  ])('%s and %s', (pattern, name, matches) => {
    expect(globMatches(pattern, name)).toBe(matches);
  });

  test.each([
    '(',
    ')',
    'a'.repeat(48_000),
    '"'.repeat(5001),
    '"\\"'.repeat(5001),
    '('.repeat(48_000),
    'f(${',
  ])('text that is no CMake costs nothing else', async (text) => {
    await said({ 'CMakeLists.txt': text, 'main.cpp': main('') });
    await said({ 'CMakeLists.txt': `file(GLOB S "${text}?*[*")`, 'main.cpp': main('') });
  });
});

test('an argument of any form is no part of an expression', async () => {
  const work = 'void work() { while (true) aclmdlExecuteAsync(id, in, out, stream); }';
  const made = ['&(*slot)', '&slot[+]', '&a[(', '&($)', '&*++slot', '&(?<x>'].map(
    (slot) => `aclrtCreateContext(${slot}, 0); aclrtCreateStream(${slot}); aclrtSetCurrentContext(${slot});`,
  );
  for (const calls of made) {
    const text = `#include <thread>\n${main(`${calls} std::thread t(work); t.join();`, work)}`;
    await said({ 'main.cpp': text });
  }
});

describe('nesting and length', () => {
  const nested = (count: number, open: string, close: string, inside: string) =>
    open.repeat(count) + inside + close.repeat(count);
  const wait = 'aclrtSynchronizeStream(stream);';
  const cases = [...Array(1500).keys()].map((n) => `case ${n}: ${wait}`);

  test.each([
    ['loops', nested(30, 'for (int i = 0; i < n; i++) {', '}', wait)],
    ['cases', `switch (x) { ${cases.join(' ')} }`],
  ])('%s are followed whole, with work in proportion', async (_what, body) => {
    expect(await said({ 'main.cpp': main(body) })).toEqual([]);
    const { threads } = await pipelineOf(main(body));
    expect(threads).toHaveLength(1);
  });
});

test('the weightiest of many cases is the one that is taken, wherever it stands', async () => {
  const light = [...Array(99).keys()].map((n) => `case ${n}: aclrtSynchronizeStream(stream); break;`);
  const copy = 'aclrtMemcpyAsync(out, 8, in, 8, ACL_MEMCPY_HOST_TO_DEVICE, stream);';
  const heavy = `case 99: ${copy} aclmdlExecuteAsync(id, in, out, stream); break;`;
  const pipeline = await pipelineOf(main(`switch (x) { ${light.join(' ')} ${heavy} }`));
  expect(callsIn(pipeline)).toEqual(['aclrtMemcpyAsync', 'aclmdlExecuteAsync', 'aclmdlExecute']);
});

describe('48 kB on which an expression could run away', () => {
  const long = (text: string) => text.repeat(Math.ceil(48_000 / text.length));

  test.each([
    ['a word of a comment', `// acl-perf: ${long('a')}\n`],
    ['spaces behind a suppression', `// acl-perf: ignore${long(' ')}x — \n`],
    ['a name of the rest', `#define F(${long('a')}\nint f(...);\n`],
    ['comments that never end in a side of #if', `#if X\n{${long('/*')}\n#endif\n`],
    ['brackets of a name', `void f() { aclrtCreateStream(&s${long('[')}); }\n`],
  ])('%s', async (_what, text) => {
    expect(await said({ 'main.cpp': main('', text) })).not.toContain('program-failed');
  });

  test('arguments of macros in comments that never end', async () => {
    expect(await said({ 'main.cpp': main('') + long('AAA(/*') })).toEqual(['syntax-error']);
  });
});

test.each([
  ['__cplusplus >= 201103L && defined(NOWHERE)', []],
  ['__cplusplus >= 201103L && !defined(NOWHERE)', ['aclrtSynchronizeStream']],
  ["0x10u == 16 && 1'000 == 1000", ['aclrtSynchronizeStream']],
])('the literals of #if %s are whole', async (condition, calls) => {
  const body = `\n#if ${condition}\naclrtSynchronizeStream(stream);\n#endif\n`;
  const pipeline = await pipelineOf(main(body));
  expect(stepsOf(pipeline, 'wait').map(({ call }) => call)).toEqual(calls);
});

test.each([
  ['blocks', '{'.repeat(600), '}'.repeat(600)],
  ['conditions', 'if (id) {'.repeat(600), '}'.repeat(600)],
  ['brackets', `id = ${'('.repeat(600)}`, `id${')'.repeat(600)};`],
])('%s that are nested deeper than is read are said', async (_of, before, after) => {
  expect(await said({ 'a/main.cpp': main(`${before}${after}`) })).toContain('nesting-limit');
});

describe('a chain of thousands costs the value at its end', () => {
  const chain = (first: string, each: (n: number) => string) =>
    [first, ...[...Array(5000).keys()].map((n) => each(n + 1))].join('\n');
  const call = (n: string) => `aclrtMemcpy(out, ${n}, in, ${n}, ACL_MEMCPY_HOST_TO_DEVICE);`;

  test.each([
    ['macros', chain('#define A0 1', (n) => `#define A${n} A${n - 1}+1`), 'A5000'],
    [
      'macros that are called',
      chain('#define A0(x) x', (n) => `#define A${n}(x) (A${n - 1}(x)+1)`),
      'A5000(1)',
    ],
    ['constants', chain('const int a0 = 1;', (n) => `const int a${n} = a${n - 1}+1;`), 'a5000'],
    ['enumerators', `enum { ${chain('a0 = 1,', (n) => `a${n} = a${n - 1}+1,`)} };`, 'a5000'],
    ['templates', 'template <int N> struct F { static const int v = F<N - 1>::v + 1; };', 'F<5000>::v'],
    ['members', chain('struct S0 { int x = 4; };', (n) => `struct S${n} { S${n - 1} m; };`), 'sizeof(S5000)'],
  ])('of %s', async (_of, before, value) => {
    const pipeline = await pipelineOf(main(`S5000 s; ${call(value)}`, before));
    expect(callsIn(pipeline)).toEqual(['aclrtMemcpy', 'aclmdlExecute']);
    expect(await said({ 'a/main.cpp': main(`S5000 s; ${call(value)}`, before) })).not.toContain(
      'program-failed',
    );
  });

  test('of namespaces, conditions and arguments of templates', async () => {
    const spaces = `${'namespace a {'.repeat(5000)} const int x = 4; ${'}'.repeat(5000)}`;
    const conditions = `${'#if 1\n'.repeat(5000)}const int y = 4;\n${'#endif\n'.repeat(5000)}`;
    const map = `${'std::map<int,'.repeat(3000)}int${'>'.repeat(3000)} v;`;
    expect(await said({ 'a/main.cpp': main('', spaces) })).toEqual(['nesting-limit']);
    expect(await said({ 'a/main.cpp': main('', conditions) })).toEqual(['nesting-limit']);
    expect(await said({ 'a/main.cpp': main(map) })).toEqual([]);
  });

  test('of calls that each nest deep ends with a word, not with the stack', async () => {
    const before = chain('int f0(int x) { return x; }', (n) =>
      n > 39
        ? ''
        : `int f${n}(int x) { ${'if (x > 0) {'.repeat(100)} return f${n - 1}(x) + 1; ${'}'.repeat(100)} }`,
    );
    expect(await said({ 'a/main.cpp': main('f39(rand());', before) })).toEqual(['depth-limit']);
  });
});

test('of thousands of functions that nothing calls, some are read and all are counted', async () => {
  const count = 2500;
  const functions = Array.from(
    { length: count },
    (_, i) => `void f${i}(int n) { aclmdlExecute(id, in, out); }`,
  );
  const analyzer = await analyzerOf({ 'a/a.cpp': main('').replace(/int main.*/s, functions.join('\n')) });
  const programs = analyzer.programs();
  expect(programs.length).toBeGreaterThan(100);
  expect(programs.length).toBeLessThan(1000);
  expect(analyzer.coverage(new Set(['a/a.cpp'])).calls).toBe(count);
  analyzer.dispose();
});
