/** Bounds stand beside a range that may go past them: then what they hold for is said. */
import { expect, it } from 'vitest';
import { aclPerf, folderWith } from '../support/acl-perf.ts';

it('says that bounds which the range goes past are those of the times that are assumed', async () => {
  const folder = folderWith({
    'main.cpp': `#include "acl/acl.h"
int main() {
    aclInit(nullptr);
    aclrtSetDevice(0);
    uint32_t id;
    aclmdlLoadFromFile("resnet50_bs1.om", &id);
    aclmdlDataset *in = aclmdlCreateDataset(), *out = aclmdlCreateDataset();
    while (true) {
        aclmdlExecute(id, in, out);
    }
}
`,
  });
  const rows = async (...given: string[]): Promise<string> =>
    (await aclPerf(['predict', 'main.cpp', ...given], { cwd: folder })).stdout;
  const text = await rows();
  const [, low, high] = (/range (\S+) to (\S+)\)/.exec(text) ?? []).map(Number);
  const [, least, most] = (/Bounds +(\S+) … (\S+) QPS/.exec(text) ?? []).map(Number);
  const isPassed = Number(low) < Number(least) || Number(high) > Number(most);
  expect(isPassed).toBe(true);
  expect(text).toMatch(/Bounds .* QPS, at the times that are assumed$/m);
  expect(await rows('--locale', 'zh-cn')).toMatch(/（按假定的耗时）$/m);
});
