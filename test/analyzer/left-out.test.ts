import { describe, expect, test } from 'vitest';
import { choiceOf, macrosIn, sidesLeftOut } from '../../src/analyzer/syntax/left-out.ts';
import { runtimeCallsIn } from '../../src/analyzer/acl/calls-in-text.ts';
import { analyzerOf } from '../support/analyzer.ts';

const sides = (text: string, defines: Record<string, string> = {}) =>
  sidesLeftOut(text, new Map(Object.entries(defines)));

describe('sides that are left out', () => {
  test.each([
    ['#ifdef X\na\n#endif', ['a'], { macro: 'X', value: '1' }],
    ['#ifndef X\na\n#else\nb\n#endif', ['b'], { macro: 'X', value: '1' }],
    ['#define X\n#ifndef X\na\n#else\nb\n#endif', ['a'], { macro: 'X', value: undefined }],
    ['#if V >= 3\na\n#else\nb\n#endif', ['a'], { macro: 'V', value: '3' }],
    ['#define V 5\n#if V < 4\na\n#endif', ['a'], { macro: 'V', value: undefined }],
    ['#if MODE == 1\n#elif MODE == 2\na\n#else\nb\n#endif', ['', 'a'], undefined],
    ['#if defined(A) && defined(B)\na\n#endif', ['a'], undefined],
    ['#if defined(A) || defined(B)\na\n#endif', ['a'], { macro: 'A', value: '1' }],
    ['#ifdef X\n#ifdef Y\na\n#endif\n#endif', ['#ifdef Y\na\n#endif'], { macro: 'X', value: '1' }],
  ])('%j', (text, left, choice) => {
    const found = sides(text);
    expect(found.map(({ start, end }) => text.slice(start, end).trim())).toEqual(left);
    if (found.length === 1) expect(choiceOf(found[0]!)).toEqual(choice);
  });

  test('a definition on a side that is left out is none', () => {
    expect(sides('#if 0\n#define X\n#endif\n#ifdef X\na\n#endif')).toHaveLength(2);
    expect(sides('#ifdef X\na\n#endif', { X: '1' })).toEqual([]);
  });

  test('what is put aside by #if 0 asks of no macro', () => {
    expect(macrosIn(['#if 0 // later'])).toEqual([]);
  });

  test('half a conditional is no trouble', () => {
    expect(sides('#endif\n#else\n#elif X\n')).toEqual([]);
    expect(sides('#ifdef X\na')).toHaveLength(1);
  });
});

test('calls of the runtime are told from words in comments and strings', () => {
  const text =
    'aclrtMemcpy(a); // aclrtFree(a)\n/* aclrtMalloc(x) */ f("aclInit("); acl_own(1); hi_mpi_init(); /* ';
  expect(runtimeCallsIn(text)).toEqual(['aclrtMemcpy', 'hi_mpi_init']);
});

test('notices after an edit are those of the new text', async () => {
  const source = `#ifdef A\nvoid f() { aclrtMemcpy(a, 1, b, 1, k); }\n#endif\nint main() { f(); }`;
  const analyzer = await analyzerOf({ 'main.cpp': source });
  expect(analyzer.notices().map(({ data }) => data.option)).toEqual(['--define A']);
  analyzer.update({ file: 'main.cpp', text: `#define A\n${source}` });
  expect(analyzer.notices()).toEqual([]);
  analyzer.dispose();
});
