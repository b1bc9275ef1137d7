/** Namespaces under another name. */
import { expect, it } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const head = `#include "acl/acl.h"
#include <algorithm>
#include <array>
#include <ranges>
#include <vector>
namespace rng = std::ranges;
namespace vw = std::views;
namespace app::detail { void run(uint32_t id) { aclmdlExecute(id, nullptr, nullptr); } }
namespace impl = app::detail;
`;

const programs: [what: string, times: unknown, main: string][] = [
  [
    'the standard’s, over a vector',
    16,
    'std::vector<int> v(16); rng::for_each(v, [&](int) { impl::run(id); });',
  ],
  ['the standard’s, over numbers', 12, 'rng::for_each(vw::iota(0, 12), [&](int) { impl::run(id); });'],
  ['the program’s own', 5, 'for (int i = 0; i < 5; i++) impl::run(id);'],
];

it.each(programs)('%s', async (_what, times, main) => {
  const pipeline = await pipelineOf(
    `${head}int main() { uint32_t id = 0; aclmdlLoadFromFile("m.om", &id); while (true) { ${main} aclrtSynchronizeDevice(); } }`,
  );
  expect(stepsOf(pipeline, 'submit')).toHaveLength(1);
  expect(stepsOf(pipeline, 'repeat').map((step) => step.times)).toEqual(['forever', times]);
});
