/** Functions that a template is given to call, and those of the program's own that are called as the system's are. */
import { expect, it, test } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

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

test('functions that the program declares with parameters of its own are none of the system', async () => {
  const text = (declared: string) => `#include "acl/acl.h"
struct Frame { int id; }; ${declared}
int main() { uint32_t m; aclmdlLoadFromFile("resnet50_bs1.om", &m); Frame f; while (read(f)) { aclmdlExecute(m, nullptr, nullptr); send(f); } }`;
  const own = await pipelineOf(text('bool read(Frame &f); void send(const Frame &f);'));
  expect(stepsOf(own, 'host')).toEqual([]);
});

test.each([
  'aclError (*finish)(aclrtStream) = aclrtSynchronizeStream;',
  'std::function<aclError(aclrtStream)> finish = aclrtSynchronizeStream;',
  'aclError (*finish)(aclrtStream){&aclrtSynchronizeStream};',
])('what a field begins with is called, though nothing has read it: %s', async (field) => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
struct Ops { ${field} };
int main() { Ops ops; uint32_t m; aclrtStream s; aclrtCreateStream(&s); aclmdlLoadFromFile("resnet50_bs1.om", &m);
  for (int i = 0; i < 99; i++) { aclmdlExecuteAsync(m, nullptr, nullptr, s); ops.finish(s); } }`);
  expect(stepsOf(pipeline, 'wait')).toMatchObject([{ for: 'stream' }]);
});
