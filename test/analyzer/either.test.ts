/** What run time may put in the place of something else: neither side is lost. */
import { expect, it } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const head = `#include "acl/acl.h"
#include <functional>
#include <memory>
#include <cstring>
uint32_t id; aclmdlDataset *in, *out;
void real() { aclmdlExecute(id, in, out); }
void dry() {}
struct Base { virtual ~Base() {} virtual void step() = 0; };
struct Real : Base { void step() override { real(); } };
struct Dry : Base { void step() override {} };
struct Ops { void (*step)(); };
const Ops realOps = {real}, dryOps = {dry};
`;
const asked = 'if (argc > 1 && strcmp(argv[1], "--dry-run") == 0)';

const forms: [what: string, main: string][] = [
  ['a function', `void (*step)() = real; ${asked} step = dry; while (true) step();`],
  ['a table of functions', `const Ops *ops = &realOps; ${asked} ops = &dryOps; while (true) ops->step();`],
  ['an object behind its base', `Real r; Dry d; Base *b = &r; ${asked} b = &d; while (true) b->step();`],
  [
    'an owned object',
    `std::unique_ptr<Base> b = std::make_unique<Real>(); ${asked} b = std::make_unique<Dry>(); while (true) b->step();`,
  ],
  ['a function object', `std::function<void()> f = real; ${asked} f = dry; while (true) f();`],
  ['the other way round', `std::function<void()> f = dry; ${asked} f = real; while (true) f();`],
];

it.each(forms)('%s', async (_what, main) => {
  const pipeline = await pipelineOf(`${head}int main(int argc, char **argv) { ${main} }`);
  expect(stepsOf(pipeline, 'submit')).toHaveLength(1);
});
