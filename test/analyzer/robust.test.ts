import { describe, expect, test } from 'vitest';
import { worker } from './fixtures.ts';
import { analyzerOf, behaviour, callsIn, pipelineOf } from '../support/analyzer.ts';

const loop = (body: string) =>
  `int main() { uint32_t id; aclmdlDataset *in, *out; while (true) { ${body} } }`;

describe('input that is no ordinary program', () => {
  const inputs: Record<string, string> = {
    empty: '',
    binary: 'int main() {}\0\u0001\u0002',
    'cut in the middle': worker.slice(0, Math.floor(worker.length / 2)),
    'five megabytes': '// x\n'.repeat(1_000_000),
    'unclosed braces': '{'.repeat(5000),
    'deep parentheses': `int main() { int x = ${'('.repeat(3000)}1${')'.repeat(3000)}; }`,
    'deep blocks': `int main() { ${'if (a) {'.repeat(1500)}${'}'.repeat(1500)} }`,
    'long chain of calls': `int main() { a${'.b()'.repeat(3000)}; }`,
    'slow for the parser': `int main() { ${'a<'.repeat(16000)} }`,
    'too deep for the parser': `int main() { ${'x<y>('.repeat(3500)} }`,
    'macros that name each other':
      '#define A B\n#define B A\nint main() { int x = A; aclrtMalloc(&p, A, B); }',
    'classes that hold handles of each other':
      'typedef struct S *s_t; typedef struct C *c_t; typedef c_t ctx; struct S { ctx c; }; struct C { s_t s; }; struct W { s_t s; }; int main() { W w; aclrtSynchronizeDevice(); }',
    'functions that call each other':
      'void f(int n); void g(int n) { f(n); } void f(int n) { g(n); g(n); } int main() { f(1); }',
  };
  for (const [name, text] of Object.entries(inputs)) {
    test(name, async () => {
      const analyzer = await analyzerOf({ 'main.cpp': text });
      expect(Array.isArray(analyzer.programs())).toBe(true);
      expect(Array.isArray(analyzer.findings())).toBe(true);
      expect(Array.isArray(analyzer.notices())).toBe(true);
      analyzer.dispose();
    });
  }

  test('says what it could not read', async () => {
    const analyzer = await analyzerOf({
      'a.cpp': inputs.binary!,
      'b.cpp': '// line\n'.repeat(1_000_001),
      'c.cpp': 'aclError f( {',
    });
    expect(analyzer.notices('a.cpp').map(({ code }) => code)).toEqual(['binary']);
    expect(analyzer.notices('b.cpp').map(({ code }) => code)).toEqual(['too-large']);
    expect(analyzer.notices('c.cpp').map(({ code }) => code)).toContain('syntax-error');
    analyzer.dispose();
  });

  const slow = {
    'comparisons or templates': 'a<'.repeat(8000),
    'calls or comparisons': 'x<y>('.repeat(3500),
    'casts or products': '(a)*'.repeat(5000),
  };
  for (const [name, text] of Object.entries(slow)) {
    test(`gives up on 16 kB of ${name}, wherever it stands, and reads the next file`, async () => {
      const before = 'void f() { int a = g(1); }\n'.repeat(2000);
      const analyzer = await analyzerOf({
        'a.cpp': `int main() { ${text} }`,
        'b.cpp': `${before}int h() { ${text} }`,
        'c.cpp': loop('aclmdlExecute(id, in, out);'),
      });
      expect(analyzer.notices('a.cpp').map(({ code }) => code)).toEqual(['time-limit']);
      expect(analyzer.notices('b.cpp').map(({ code }) => code)).toEqual(['time-limit']);
      expect(analyzer.programs().map(({ pipeline }) => callsIn(pipeline))).toEqual([['aclmdlExecute']]);
      analyzer.dispose();
    });
  }

  test('stops following a program that multiplies without end', async () => {
    const calls = Array.from(
      { length: 30 },
      (_, n) => `void f${n}() { f${n + 1}(); f${n + 1}(); aclrtSynchronizeDevice(); }`,
    );
    const source = `${calls.toReversed().join('\n')}\nint main() { f0(); }`;
    const analyzer = await analyzerOf({ 'main.cpp': `void f30() {}\n${source}` });
    analyzer.programs();
    expect(analyzer.notices().map(({ code }) => code)).toEqual(['depth-limit']);
    analyzer.dispose();
  });
});

test('a part with errors leaves the rest of the Pipeline', async () => {
  const source = `void broken( { int ; }\n${loop('aclmdlExecute(id, in, out);')}`;
  expect(callsIn(await pipelineOf(source))).toEqual(['aclmdlExecute']);
});

describe('preprocessor conditionals', () => {
  const source = `
#ifdef USE_DVPP
void stage() { acldvppJpegDecodeAsync(c, d, 1, o, s); }
#else
void stage() { aclrtMemcpy(a, 1, b, 1, ACL_MEMCPY_HOST_TO_DEVICE); }
#endif
${loop('stage(); aclmdlExecute(id, in, out);')}`;

  test('what nothing defines is left out', async () => {
    expect(callsIn(await pipelineOf(source))).toEqual(['aclrtMemcpy', 'aclmdlExecute']);
  });

  test('a setting chooses the other side', async () => {
    const pipeline = await pipelineOf(source, { defines: { USE_DVPP: '1' } });
    expect(callsIn(pipeline)).toEqual(['acldvppJpegDecodeAsync', 'aclmdlExecute']);
  });

  test('a brace that both sides share does not break the function', async () => {
    const split = `
int main() {
#ifdef X
    while (g()) {
#else
    while (true) {
#endif
        aclmdlExecute(id, in, out);
    }
}`;
    expect(callsIn(await pipelineOf(split))).toEqual(['aclmdlExecute']);
  });
});

test('a file of 20,000 lines is read, also with white space at its end', async () => {
  const filler = Array.from(
    { length: 2500 },
    (_, n) => `
static int helper_${n}(const std::vector<int> &values, int limit)
{
    int sum = 0;
    for (size_t i = 0; i < values.size(); i++) {
        if (values[i] > limit) sum += values[i] * ${n};
    }
    return sum;
}`,
  );
  const analyzer = await analyzerOf({
    'main.cpp': `${filler.join('')}\n${loop('aclmdlExecute(id, in, out);')}\n\n`,
  });
  expect(analyzer.notices()).toEqual([]);
  expect(analyzer.findings().length).toBeGreaterThan(0);
  analyzer.dispose();
});

test('after edits the analysis is that of the new text', async () => {
  const analyzer = await analyzerOf({ 'main.cpp': worker });
  analyzer.programs();
  let text = worker;
  const replace = (from: string, to: string) => {
    const startOffset = text.indexOf(from);
    text = text.replace(from, () => to);
    const edit = {
      startOffset,
      oldEndOffset: startOffset + from.length,
      newEndOffset: startOffset + to.length,
    };
    analyzer.update({ file: 'main.cpp', text, edit });
    return analyzer.programs()[0]?.pipeline;
  };
  for (const [from, to] of [
    ['#define COUNT_TIME 64', '#define COUNT_TIME 32'],
    ['void *work', '// a comment\n\nvoid *work'],
    ['aclrtSynchronizeStream(stream[n])', 'aclrtSynchronizeDevice()'],
    ['int main() {', 'int main() { {'],
    ['int main() { {', 'int main() {'],
    ['for (int i = 0; i <', 'for (int i = 0; i x<'],
    ['aclError copy_in', '// two\n// lines\naclError copy_in'],
    ['for (int i = 0; i x<', 'for (int i = 0; i <'],
  ] as const) {
    const pipeline = replace(from, to);
    const fresh = await analyzerOf({ 'main.cpp': text });
    const [expected] = fresh.programs();
    expect(pipeline && behaviour(pipeline)).toEqual(expected && behaviour(expected.pipeline));
    expect(analyzer.findings().map(({ rule, range }) => `${rule} ${range.line}`)).toEqual(
      fresh.findings().map(({ rule, range }) => `${rule} ${range.line}`),
    );
    fresh.dispose();
  }
  analyzer.dispose();
});

test('an edit of one program leaves the other as it was', async () => {
  const analyzer = await analyzerOf({ 'a/main.cpp': worker, 'b/main.cpp': worker });
  const before = analyzer.programs();
  analyzer.update({ file: 'a/main.cpp', text: worker.replace('THREAD_COUNT 6', 'THREAD_COUNT 2') });
  const after = analyzer.programs();
  expect(after[1]!.pipeline).toBe(before[1]!.pipeline);
  expect(after[0]!.pipeline).not.toBe(before[0]!.pipeline);
  analyzer.remove('b/main.cpp');
  expect(analyzer.programs()).toHaveLength(1);
  analyzer.dispose();
});
