/** A pointer to a smart pointer: `p->reset(…)` is a method of the smart pointer, not of what that holds. */
import { expect, test } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';

const program = (create: string, made: string): string => `#include "acl/acl.h"
#include <memory>
#include <optional>
#include <vector>
aclmdlDataset *in, *out;
struct Model {
  uint32_t id = 0;
  void init() { aclmdlLoadFromFile("resnet50_bs8.om", &id); }
  void run() { aclmdlExecute(id, in, out); }
};
${create}
int main() {
  ${made}
  for (int k = 0; k < 500; k++) m->run();
}`;

const UNIQUE = 'std::unique_ptr<Model> m; create(&m);';

test.each([
  ['reset', 'void create(std::unique_ptr<Model> *p) { p->reset(new Model); (*p)->init(); }', UNIQUE],
  ['get', 'void create(std::unique_ptr<Model> *p) { p->reset(new Model); p->get()->init(); }', UNIQUE],
  [
    'shared',
    'void create(std::shared_ptr<Model> *p) { p->reset(new Model); (*p)->init(); }',
    'std::shared_ptr<Model> m; create(&m);',
  ],
  [
    'swap',
    'void create(std::unique_ptr<Model> *p) { auto n = std::make_unique<Model>(); n->init(); p->swap(n); }',
    UNIQUE,
  ],
  [
    'emplace',
    'void create(std::optional<Model> *p) { p->emplace(); (*p)->init(); }',
    'std::optional<Model> m; create(&m);',
  ],
  [
    'a member',
    'struct Maker { std::unique_ptr<Model> *slot; void go() { slot->reset(new Model); (*slot)->init(); } };',
    'std::unique_ptr<Model> m; Maker maker{&m}; maker.go();',
  ],
  ['auto', '', 'std::unique_ptr<Model> m; auto *p = &m; p->reset(new Model()); (*p)->init();'],
])('%s', async (_what, create, made) => {
  const { models } = await pipelineOf(program(create, made));
  expect(models.map(({ path }) => path)).toEqual(['resnet50_bs8.om']);
});
