/** What stands behind a loop without an end is not come to: the first such loop is the program's steady state. */
import { expect, test } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';
import { shapeOf } from '../support/shape.ts';

const program = (body: string) => `#include "acl/acl.h"
extern bool running, ready;
int main() {
  aclInit(nullptr); aclrtSetDevice(0);
  uint32_t model, other; aclrtStream s; aclrtCreateStream(&s);
  aclmdlLoadFromFile("resnet50_bs1.om", &model); aclmdlLoadFromFile("yolov3_bs1.om", &other);
  ${body}
}
`;

const execute = (model: string) => `aclmdlExecuteAsync(${model}, nullptr, nullptr, s)`;
const once = '1 × forever(aclmdlExecuteAsync, wait); 1 streams';

/** Ways to write two loops of which the second is never come to, and what the thread does. */
const programs: Record<string, [body: string, shape?: string]> = {
  'two that end when a call fails': [
    `while (${execute('model')} == ACL_SUCCESS && aclrtSynchronizeStream(s) == ACL_SUCCESS) {}
  while (${execute('other')} == ACL_SUCCESS && aclrtSynchronizeStream(s) == ACL_SUCCESS) {}`,
  ],
  'two for (;;)': [
    `for (;;) { ${execute('model')}; aclrtSynchronizeStream(s); }
  for (;;) { ${execute('other')}; }`,
  ],
  'two do … while': [
    `do { if (${execute('model')} != ACL_SUCCESS) break; aclrtSynchronizeStream(s); } while (running);
  do { ${execute('other')}; } while (running);`,
  ],
  'what is left over at the end': [
    `while (running) { ${execute('model')}; aclrtSynchronizeStream(s); }
  ${execute('other')}; aclrtSynchronizeStream(s);`,
  ],
  'within a loop over channels': [
    `for (int i = 0; i < 4; ++i) { for (;;) { ${execute('model')}; aclrtSynchronizeStream(s); } ${execute('other')}; }`,
    '1 × 4(forever(aclmdlExecuteAsync, wait)); 1 streams',
  ],
  'behind one that warms up': [
    `for (int i = 0; i < 10; ++i) ${execute('model')};
  while (true) { ${execute('model')}; aclrtSynchronizeStream(s); }
  while (true) { ${execute('other')}; }`,
    '1 × 10(aclmdlExecuteAsync), forever(aclmdlExecuteAsync, wait); 1 streams',
  ],
};

for (const [name, [body, shape = once]] of Object.entries(programs)) {
  test(`of loops without an end the first counts: ${name}`, async () => {
    expect(shapeOf(await pipelineOf(program(body)))).toBe(shape);
  });
}

test('a loop that waits until something is ready ends', async () => {
  const body = `while (!ready) { aclrtSynchronizeDevice(); } while (running) { ${execute('model')}; aclrtSynchronizeStream(s); }`;
  expect(shapeOf(await pipelineOf(program(body)))).toBe(once);
});
