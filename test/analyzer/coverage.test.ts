/** How much of a program is understood: each call of the runtime is followed, or listed with the reason why not. */
import { describe, expect, it } from 'vitest';
import type { Coverage } from '../../src/pipeline/coverage.ts';
import { analyzerOf } from '../support/analyzer.ts';

async function coverageOf(files: Record<string, string> | string): Promise<Coverage> {
  const analyzer = await analyzerOf(typeof files === 'string' ? { 'main.cpp': files } : files);
  const [program] = analyzer.programs();
  analyzer.dispose();
  if (!program?.pipeline.coverage) throw new Error('no coverage');
  return program.pipeline.coverage;
}

const NET = `struct Net { uint32_t id; aclmdlDataset *in, *out;
  void forward() { aclmdlExecute(id, in, out); aclrtSynchronizeDevice(); } };`;

const WORKING =
  'int main() { uint32_t m; aclmdlDataset *i, *o; for (int n = 0; n < 9; n++) aclmdlExecute(m, i, o); }';

describe('coverage', () => {
  it('is complete where every call is followed, those in macros and lambdas too', async () => {
    const coverage = await coverageOf(`
#define CHECK(x) do { if ((x) != 0) { aclGetRecentErrMsg(); return 1; } } while (0)
#define RUN(id, in, out) aclmdlExecute(id, in, out)
int main() {
  uint32_t id = 0; aclmdlDataset *in = nullptr, *out = nullptr;
  CHECK(aclInit(nullptr));
  auto step = [&] { RUN(id, in, out); };
  for (int i = 0; i < 10; i++) step();
}`);
    expect(coverage).toMatchObject({ verdict: 'complete', calls: 3, followed: 2 });
    expect(coverage.unread).toMatchObject([{ function: 'CHECK', calls: 1, work: 0, reason: 'path' }]);
  });

  it('is none where main comes to nothing of it, and names function, line and reason', async () => {
    const coverage = await coverageOf(`${NET}\nint main() { return 0; }`);
    expect(coverage).toMatchObject({ verdict: 'none', calls: 2, followed: 0 });
    expect(coverage.unread).toMatchObject([
      { function: 'Net::forward', range: { line: 2 }, calls: 2, work: 1, reason: 'unused' },
    ]);
  });

  it('says of a library that it has no main, and counts a model that is named by its number', async () => {
    const coverage = await coverageOf(`
static void start() { aclInit(nullptr); }
void run() { aclmdlExecute(1, nullptr, nullptr); aclmdlExecute(2, nullptr, nullptr); }`);
    expect(coverage).toMatchObject({ verdict: 'partial', calls: 3, followed: 2 });
    expect(coverage.unread).toMatchObject([{ function: 'start', reason: 'no-main' }]);
  });

  it('is partial where one part is followed', async () => {
    const coverage = await coverageOf(`${NET}\nvoid (Net::*table[])() = {&Net::forward};\n${WORKING}`);
    expect(coverage).toMatchObject({ verdict: 'partial', calls: 3, followed: 1 });
    expect(coverage.unread).toMatchObject([{ function: 'Net::forward', reason: 'not-reached' }]);
  });

  it('is complete beside functions that nothing names but each other', async () => {
    const other =
      'static int pick(Net &n, int depth);\nint pick(Net &n, int depth) { n.forward(); return pick(n, depth - 1); }';
    const coverage = await coverageOf({
      'main.cpp': `#include "net.h"\n${WORKING}`,
      'net.h': `${NET}\n${other}\n`,
    });
    expect(coverage).toMatchObject({ verdict: 'complete', calls: 3, followed: 1 });
    expect(coverage.unread).toMatchObject([{ function: 'Net::forward', calls: 2, reason: 'unused' }]);
  });

  it.each([
    ['in a string', 'const char *symbol = "run_net";'],
    [
      'pasted together by a macro',
      '#define CALL(what) run_##what\nvoid serve() { CALL(net)(); } void (*server)() = serve;',
    ],
    ['for an argument alone', '#define JOIN(a, b) a##b\nvoid (*server)() = JOIN(run_, net);'],
    ['in a macro', '#define SERVE() run_net()'],
  ])('takes no function for unused that is named %s', async (_, by) => {
    const run = 'void run_net() { uint32_t m; aclmdlDataset *i, *o; aclmdlExecute(m, i, o); }';
    const { unread } = await coverageOf(`${run}\n${by}\n${WORKING}`);
    expect(unread.map(({ reason }) => reason)).not.toContain('unused');
  });

  it('is complete where a class that is not declared is known by its methods', async () => {
    const coverage = await coverageOf(
      `#include "worker.hpp"\nvoid Worker::run() { aclmdlExecute(id_, in_, out_); }\nint main() { Worker w; w.run(); }`,
    );
    expect(coverage).toMatchObject({ verdict: 'complete', calls: 1, followed: 1 });
  });

  it('names the directive of a side that is not compiled, inside a function and around one', async () => {
    const coverage = await coverageOf(`
#ifdef WITH_DVPP
void decode() { acldvppVpcResizeAsync(c, i, o, r, s); }
#endif
int main() {
  uint32_t m; aclmdlDataset *i, *o;
  for (int n = 0; n < 9; n++) {
#if USE_ASYNC
    aclmdlExecuteAsync(m, i, o, 0);
#else
    aclmdlExecute(m, i, o);
#endif
  }
}`);
    expect(coverage).toMatchObject({ verdict: 'partial', calls: 3, followed: 1 });
    expect(coverage.unread).toMatchObject([
      { function: 'decode', reason: 'other-side', detail: '#ifdef WITH_DVPP' },
      { function: 'main', reason: 'other-side', detail: '#if USE_ASYNC' },
    ]);
  });

  it('counts a call that another program follows for that one alone', async () => {
    const analyzer = await analyzerOf({
      'net.h': `#pragma once\n${NET}`,
      'infer.cpp': '#include "net.h"\nint main() { Net n; for (int i = 0; i < 9; i++) n.forward(); }',
      'convert.cpp': '#include "net.h"\nint main() { return 0; }',
    });
    const verdicts = analyzer.programs().map(({ name, pipeline }) => [name, pipeline.coverage?.calls]);
    const whole = analyzer.coverage(new Set(['net.h', 'infer.cpp', 'convert.cpp']));
    analyzer.dispose();
    expect(Object.fromEntries(verdicts)).toEqual({ infer: 2, convert: 0 });
    expect(whole).toMatchObject({ verdict: 'complete', calls: 2, followed: 2 });
  });

  it('is the same after an edit as from fresh', async () => {
    const before = `${NET}\nint main() { return 0; }`;
    const after = `${NET}\nint main() { Net n; for (int i = 0; i < 9; i++) n.forward(); }`;
    const analyzer = await analyzerOf({ 'main.cpp': before });
    expect(analyzer.programs()[0]?.pipeline.coverage?.verdict).toBe('none');
    analyzer.update({ file: 'main.cpp', text: after });
    expect(analyzer.programs()[0]?.pipeline.coverage).toEqual(await coverageOf(after));
    analyzer.dispose();
  });

  it('counts no call of the host, and nothing of a program that calls nothing', async () => {
    const coverage = await coverageOf('#include <cstdio>\nint main() { printf("x"); fopen("a", "r"); }');
    expect(coverage).toEqual({ verdict: 'complete', calls: 0, followed: 0, unread: [] });
  });
});
