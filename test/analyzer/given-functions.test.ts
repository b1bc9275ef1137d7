/** Functions that a template is given to call. */
import { expect, it } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';

const makers: [what: string, declared: string, made: string][] = [
  [
    'what makes and what ends a handle',
    'template <auto Make, auto End> std::shared_ptr<void> owned() { void *raw = nullptr; Make(&raw); return {raw, [](void *p) { End(p); }}; }',
    'auto s = owned<aclrtCreateStream, aclrtDestroyStream>(); void *st = s.get();',
  ],
  [
    'a function of its own type',
    'template <aclError (*Make)(void **)> void *made() { void *raw = nullptr; Make(&raw); return raw; }',
    'void *st = made<aclrtCreateStream>();',
  ],
  [
    'a function of the program',
    'void *make() { void *raw = nullptr; aclrtCreateStream(&raw); return raw; } template <auto Make> struct Holder { void *h = Make(); };',
    'Holder<make> holder; void *st = holder.h;',
  ],
];

it.each(makers)('%s', async (_what, declared, made) => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
    #include <memory>
    ${declared}
    int main() { uint32_t id = 0; aclmdlLoadFromFile("m.om", &id); ${made} while (true) aclmdlExecuteAsync(id, nullptr, nullptr, st); }`);
  expect(pipeline.streams).toHaveLength(1);
  expect(pipeline.unknowns.map(({ code }) => code)).not.toContain('stream-origin');
});
