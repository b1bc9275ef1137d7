/** A call that stands in braces is made once. */
import { expect, it } from 'vitest';
import { callsIn, pipelineOf } from '../support/analyzer.ts';

const RUN = 'aclmdlExecute(model, in, out)';

const forms: [what: string, declared: string, pass: string, times?: number][] = [
  ['a variable of a class', 'struct St { int code = 0; };', `St s{${RUN}}; if (s.code) return 1;`],
  ['a variable made with =', 'struct St { int code; };', `St s = {${RUN}}; if (s.code) return 1;`],
  ['a constant made of a named class', 'struct St { int code; };', `const auto s = St{${RUN}};`],
  ['a field by name', 'struct St { int code; };', `St s{.code = ${RUN}};`],
  ['braces in braces', 'struct In { int code; }; struct Ex { In in; int more; };', `Ex e{{${RUN}}, 2};`],
  ['parentheses', 'struct St { int code; };', `St s(${RUN});`],
  ['an argument', 'struct St { int code; }; void look(St) {}', `look(St{${RUN}});`],
  ['what new makes', 'struct St { int code; };', `auto *s = new St{${RUN}}; delete s;`],
  ['what is made for a pointer', 'struct St { int code; };', `auto s = std::make_unique<St>(${RUN});`],
  ['an element', 'struct St { int code; };', `std::vector<St> all; all.push_back(St{${RUN}});`],
  [
    'an element that is made in place',
    'struct St { int code; };',
    `std::vector<St> all; all.emplace_back(${RUN});`,
  ],
  ['a list of one', 'struct St { int code; }; St run() { return {RUN}; }', 'std::vector<St> all{run()};'],
  ['an array', 'struct St { int code; };', `St all[] = {{${RUN}}, {${RUN}}};`, 2],
  ['what is returned', 'struct St { int code; }; St run() { return St{RUN}; }', 'if (run().code) return 1;'],
  ['a list that is returned', 'struct St { int code; }; St run() { return {RUN}; }', 'St s = run();'],
  [
    'a member of a list of initializers',
    'struct St { int code; }; struct Job { St st; Job() : st{RUN} {} };',
    'Job job;',
  ],
  ['a member as it is declared', 'struct St { int code; }; struct Job { St st{RUN}; };', 'Job job;'],
  ['a class with a constructor', 'struct St { int code; St(int c) : code{c} {} };', `St s{${RUN}};`],
  ['a member of what a call gives', 'struct Un; Un *run() { RUN; return nullptr; }', 'auto v = run()->code;'],
  ['two calls', 'struct St { int a, b; };', `St s{${RUN}, ${RUN}};`, 2],
];

it.each(forms)('%s', async (_what, declared, pass, times = 1) => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
    #include <memory>
    #include <vector>
    static uint32_t model = 0;
    static aclmdlDataset *in = aclmdlCreateDataset(), *out = aclmdlCreateDataset();
    ${declared.replace('RUN', RUN)}
    int main() {
      aclInit(nullptr); aclrtSetDevice(0); aclmdlLoadFromFile("m.om", &model);
      for (int i = 0; i < 300; ++i) { ${pass} }
    }`);
  expect(callsIn(pipeline)).toEqual(Array(times).fill('aclmdlExecute'));
});
