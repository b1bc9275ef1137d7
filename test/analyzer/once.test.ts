/** Guards that turn themselves off: what they hold is done in the first pass, and is no work of each frame. */
import { expect, it, test } from 'vitest';
import { analyzerOf, pipelineOf, stepsOf } from '../support/analyzer.ts';

const guards: [what: string, members: string, guard: string][] = [
  [
    'a member that its constructor sets',
    'bool ready_; Lane() : ready_(false) {}',
    'if (!ready_) { open(); ready_ = true; }',
  ],
  [
    'a member with an initializer, set by what is called',
    'bool ready_ = false; void openOnce() { open(); ready_ = true; }',
    'if (ready_ == false) openOnce();',
  ],
  ['a first pass that ends itself', 'bool first_ = true;', 'if (first_) { first_ = false; open(); }'],
  ['an atomic', 'std::atomic<bool> ready_{false};', 'if (!ready_.load()) { open(); ready_.store(true); }'],
  [
    'a way out of who was there before',
    'bool ready_ = false; void openOnce() { if (ready_) return; ready_ = true; open(); }',
    'openOnce();',
  ],
  [
    'a static of the function',
    'int openOnce() { static bool done = false; if (done) return 0; open(); done = true; return 0; }',
    'openOnce();',
  ],
  [
    'a flag that the end sets back',
    'bool ready_ = false; void close() { aclrtDestroyStream(s); ready_ = false; }',
    'if (!ready_) { open(); ready_ = true; }',
  ],
];
const program = (members: string, guard: string, rest = '') => `#include "acl/acl.h"
#include <atomic>
struct Lane { uint32_t id = 0; aclrtStream s; void *d; ${members}
  void open() { aclmdlLoadFromFile("m.om", &id); aclrtCreateStream(&s); aclrtMalloc(&d, 64, ACL_MEM_MALLOC_HUGE_FIRST); }
  void run() { ${guard} aclmdlExecuteAsync(id, nullptr, nullptr, s); ${rest} } };
int main() { aclrtSetDevice(0); Lane lane; for (int i = 0; i < 500; i++) lane.run(); aclrtSynchronizeStream(lane.s); }`;

it.each(guards)('set-up under %s is done once', async (_what, members, guard) => {
  const analyzer = await analyzerOf({ 'main.cpp': program(members, guard) });
  const rules = analyzer.findings().map(({ rule }) => rule);
  expect(rules.filter((rule) => /in-loop|never-destroyed/.test(rule) && rule !== 'batch-one-loop')).toEqual(
    [],
  );
  const [only] = analyzer.programs();
  expect(only && stepsOf(only.pipeline, 'submit').map(({ call }) => call)).toEqual(['aclmdlExecuteAsync']);
});

test('what each pass turns on again is done in each', async () => {
  const text = program('bool ready_ = false;', 'if (!ready_) { open(); ready_ = true; }', 'ready_ = false;');
  const analyzer = await analyzerOf({ 'main.cpp': text });
  expect(analyzer.findings().map(({ rule }) => rule)).toContain('model-load-in-loop');
});

test.each(['if (done) return;', 'if (done == true) { return; }'])(
  'who has been there goes away: %s',
  async (guard) => {
    const pipeline = await pipelineOf(`#include "acl/acl.h"
    static bool done = false; void *d;
    void init(size_t bytes) { ${guard} done = true; aclInit(nullptr); aclrtMemset(d, bytes, 0, bytes); }
    int main() { aclrtSetDevice(0); init(100); init(200); for (int i = 0; i < 900; i++) aclrtMemset(d, 1, 0, 1); }`);
    expect(stepsOf(pipeline, 'submit').map(({ work }) => work?.bytes)).toEqual([100, 1]);
  },
);

test('a loop over the arguments of the program has some', async () => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
    uint32_t id; int main(int argc, char **argv) { for (int i = 1; i < argc; ++i) aclmdlExecute(id, nullptr, nullptr); }`);
  expect(stepsOf(pipeline, 'repeat')).toMatchObject([{ times: 'argc - 1' }]);
  expect(pipeline.parameters[0]).toMatchObject({ name: 'argc', value: 65 });
});

test('a flag of that name of other objects is another one', async () => {
  const text = program('bool ready_ = false;', 'if (!ready_) { open(); ready_ = true; }').replace(
    'int main() {',
    `struct Frame { bool ready_ = false; void reset() { ready_ = false; } };
     int main() { Frame frame; frame.reset();`,
  );
  const rules = (await analyzerOf({ 'main.cpp': text })).findings().map(({ rule }) => rule);
  expect(rules).not.toContain('model-load-in-loop');
});

test('what turns off the flag of another object is done in each pass', async () => {
  const text = `#include "acl/acl.h"
struct Lane { bool ready = false; uint32_t id = 0; };
static Lane a, b;
int main() { aclrtSetDevice(0); for (int i = 0; i < 500; i++) {
  if (!a.ready) { aclmdlLoadFromFile("m.om", &a.id); b.ready = true; } aclmdlExecute(a.id, nullptr, nullptr); } }`;
  const rules = (await analyzerOf({ 'main.cpp': text })).findings().map(({ rule }) => rule);
  expect(rules).toContain('model-load-in-loop');
});
