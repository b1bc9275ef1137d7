/** Macros that are given a declaration to assign to. */
import { expect, it } from 'vitest';
import { callsIn, pipelineOf, stepsOf } from '../support/analyzer.ts';

const RUNNER = `struct Runner {
    uint32_t m = 0;
    aclmdlDataset *in = aclmdlCreateDataset(), *out = aclmdlCreateDataset();
    bool Run() { return aclmdlExecute(m, in, out) == ACL_SUCCESS; }
  };
  template <typename T> struct Or { Or(T v) : v_(std::move(v)) {} bool ok() const { return true; } T &value() { return v_; } T v_; };
  std::unique_ptr<Runner> create() { auto r = std::make_unique<Runner>(); aclmdlLoadFromFile("m.om", &r->m); return r; }
  Or<std::unique_ptr<Runner>> open() { return create(); }`;

const uses: [what: string, macro: string, use: string][] = [
  [
    'a pointer',
    '#define ASSIGN_OR_RETURN(lhs, expr) auto tmp = (expr); if (!tmp) return 1; lhs = std::move(tmp)',
    'ASSIGN_OR_RETURN(std::unique_ptr<Runner> r, create());',
  ],
  [
    'a name of its own for what is between',
    '#define TRY_IMPL(tmp, lhs, expr) auto tmp = (expr); if (!tmp.ok()) { return 1; } lhs = std::move(tmp.value())\n#define TRY_GET(lhs, expr) TRY_IMPL(CONCAT(tmp_, __LINE__), lhs, expr)',
    'TRY_GET(auto r, open());',
  ],
  [
    'a reference',
    '#define LET(lhs, expr) lhs = (expr); if (!r) return 2',
    'auto all = create(); LET(const std::unique_ptr<Runner> &r, std::move(all));',
  ],
  [
    'a plain pointer',
    '#define LET(lhs, expr) lhs = (expr)',
    'auto all = create(); LET(Runner *r, all.get());',
  ],
];

it.each(uses)('%s', async (_what, macro, use) => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
    #include <memory>
${macro}
    ${RUNNER}
    int main() {
      aclInit(nullptr); aclrtSetDevice(0);
      ${use}
      for (int i = 0; i < 300; ++i) r->Run();
    }`);
  expect(callsIn(pipeline)).toEqual(['aclmdlExecute']);
  expect(stepsOf(pipeline, 'repeat').map(({ times }) => times)).toEqual([300]);
});

it('leaves products and constructors what they are', async () => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
    #include <functional>
#define CHECK_EQ(a, b) if ((a) != (b)) return 1
    struct LANE {
      LANE(unsigned depth, std::function<void(int)> done);
      unsigned depth_;
    };
    LANE::LANE(unsigned depth, std::function<void(int)> done) : depth_(depth) {}
    int main() {
      const int w = 4, h = 5, n = 20;
      uint32_t m = 0; aclmdlLoadFromFile("m.om", &m);
      LANE lane{20, nullptr};
      CHECK_EQ(w * h, static_cast<int>(n));
      for (unsigned i = 0; i < lane.depth_; ++i) aclmdlExecute(m, nullptr, nullptr);
    }`);
  expect(stepsOf(pipeline, 'repeat').map(({ times }) => times)).toEqual([20]);
});
