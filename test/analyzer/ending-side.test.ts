/** What a loop does as the count in its body ends it is done once, behind its passes. */
import { expect, test } from 'vitest';
import type { Step } from '../../src/pipeline/pipeline.ts';
import { pipelineOf } from '../support/analyzer.ts';

const RUN = 'aclmdlExecuteAsync(model, in, out, stream);';
const WAIT = 'aclrtSynchronizeStream(stream);';

const shape = (steps: readonly Step[]): string =>
  steps
    .map((step) => (step.kind === 'repeat' ? `${String(step.times)}(${shape(step.body)})` : step.kind))
    .join(' ');

const shapeOf = async (round: string): Promise<string> => {
  const { threads } = await pipelineOf(`#include "acl/acl.h"
aclrtStream stream; uint32_t model; aclmdlDataset *in, *out;
int main() {
  aclrtCreateStream(&stream); aclmdlLoadFromFile("resnet50_bs1.om", &model);
  for (;;) { ${round} }
}`);
  return shape(threads[0]?.program ?? []);
};

test.each([
  ['asked first', `int i = 0; while (true) { if (i == 32) { ${WAIT} break; } ${RUN} i++; }`],
  ['asked last', `int i = 0; while (true) { ${RUN} if (++i == 32) { ${WAIT} break; } }`],
  ['of a loop that only steps', `for (int i = 0;; ++i) { if (i == 32) { ${WAIT} break; } ${RUN} }`],
  ['on the other side', `for (int i = 0;; ++i) { if (i < 32) { ${RUN} } else { ${WAIT} break; } }`],
  [
    'of a function',
    `auto run = [](int i) { for (;;) { if (i >= 32) { ${WAIT} return; } ${RUN} ++i; } }; run(0);`,
  ],
])('%s', async (_what, round) => {
  expect(await shapeOf(round)).toBe('forever(32(submit) wait)');
});
