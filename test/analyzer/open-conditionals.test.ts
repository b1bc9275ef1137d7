/** `c ? a : b` where only run time knows `c`. */
import { expect, test } from 'vitest';
import { callsAt, callsIn, pipelineOf, stepsOf } from '../support/analyzer.ts';
import { INFER_OR_COPY } from '../support/infer-or-copy.ts';

const picks: Record<string, string> = {
  functions: 'auto f = argc > 2 ? infer : copy; f();',
  'calls for the whole run': 'int r = argc > 2 ? (infer(), 1) : (copy(), 2); use(r);',
  'objects that are made':
    'std::unique_ptr<Stage> s(getenv("FAST") ? static_cast<Stage *>(new Infer) : new Copy); for (int i = 0; i < 9; i++) s->run();',
  'objects that are there':
    'Infer a; Copy b; Stage &s = argc > 2 ? static_cast<Stage &>(a) : b; for (int i = 0; i < 9; i++) s.run();',
};

for (const [name, body] of Object.entries(picks)) {
  test(`${name}: one of the two is a mode`, async () => {
    const pipeline = await pipelineOf(`${INFER_OR_COPY}int main(int argc, char **argv) { ${body} }`);
    const mode = pipeline.parameters.find(({ choices }) => choices);
    expect(mode?.choices).toHaveLength(2);
    const each = [0, 1].map((value) => callsAt(pipeline, { [mode?.name ?? '']: value }).flat());
    expect(each).toEqual([['aclmdlExecute'], ['aclrtMemcpy']]);
  });
}

test('what a pass does by what it sees is a branch with a share', async () => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
bool isKey(int i);
int main() {
  for (int i = 0; i < 9; i++) {
    aclError ret = isKey(i) ? aclmdlExecute(1, in, out) : aclrtMemcpy(d, 64, h, 64, ACL_MEMCPY_HOST_TO_DEVICE);
    if (ret != ACL_SUCCESS) return 1;
  }
}`);
  const [branch] = stepsOf(pipeline, 'branch');
  expect(typeof branch?.share).toBe('string');
  expect(callsIn(pipeline)).toEqual(['aclmdlExecute', 'aclrtMemcpy']);
});

test('two buffers in turn, or a number, are no choice', async () => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
int main(int argc, char **argv) {
  void *a, *b; aclrtMalloc(&a, 64, 0); aclrtMalloc(&b, 64, 0);
  int n = argc > 2 ? 3 : 4;
  for (int i = 0; i < 9; i++) { void *p = i % 2 ? a : b; aclrtMemset(p, 64, n, 64); }
}`);
  expect(callsIn(pipeline)).toEqual(['aclrtMemset']);
  expect(pipeline.parameters.filter(({ choices }) => choices)).toEqual([]);
});
