/** Fields that an initializer names. */
import { expect, it } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const objects: [what: string, declared: string, read: string, bytes: number][] = [
  ['all, in a constant', 'constexpr G g{.w = 64, .h = 32};', 'g.size()', 2048],
  ['behind `=`', 'const G g = {.w = 64, .h = 32};', 'g.size()', 2048],
  ['one of them, the other with its default', 'G g{.h = 10};', 'g.size()', 1000],
  ['of a temporary', 'auto g = G{.w = 8};', 'g.size()', 160],
  ['by a name that is said', 'G g{.w = 2 * 4, .h = N};', 'g.w', 8],
];

it.each(objects)('%s', async (_what, declared, read, bytes) => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
    constexpr int N = 3;
    struct G { unsigned w = 100; unsigned h = 20; unsigned size() const { return w * h; } };
    ${declared}
    int main() { void *to, *from; while (true) aclrtMemcpy(to, ${read}, from, ${read}, ACL_MEMCPY_HOST_TO_DEVICE); }`);
  expect(stepsOf(pipeline, 'submit').map(({ work }) => work)).toEqual([{ bytes }]);
});
