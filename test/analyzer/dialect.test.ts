/** Words that only the preprocessor or Qt know. */
import { expect, it, test } from 'vitest';
import { analyzerOf, callsIn, pipelineOf, stepsOf } from '../support/analyzer.ts';

const signal = `#include "acl/acl.h"
  #include <functional>
  #include <thread>
  #include <vector>
  template <class... A> struct Signal { std::vector<std::function<void(A...)>> all;
    template <class T> void connect(T *o, void (T::*f)(A...)) { all.emplace_back([o, f](A... a) { (o->*f)(a...); }); }
    void operator()(A... a) const { for (auto &one : all) one(a...); } };
  struct Worker { uint32_t id = 0; aclrtStream stream = nullptr;
    void process() { aclrtCreateStream(&stream); aclmdlLoadFromFile("m.om", &id); while (true) { aclmdlExecuteAsync(id, nullptr, nullptr, stream); aclrtSynchronizeStream(stream); } } };`;
const main =
  'int main() { aclrtSetDevice(0); Worker w; Owner o; o.started.connect(&w, &Worker::process); std::thread t([&] { o.run(); }); t.join(); }';

const owners: [what: string, text: string][] = [
  [
    'a macro that is empty',
    '#define raise\nstruct Owner { Signal<> started; void run() { raise started(); } };',
  ],
  [
    'a macro that is empty but for a comment',
    '#define raise // says only that it is one\nstruct Owner { Signal<> started; void run() { raise started(); } };',
  ],
  [
    'a macro for an access label',
    '#define events public\nclass Owner { events: Signal<> started; public: void run() { started(); } };',
  ],
  [
    "Qt's words without their headers",
    '#include <QObject>\nclass Owner : public QObject { Q_OBJECT\n signals: Signal<> started; public slots: void run() { emit started(); } };',
  ],
];

it.each(owners)('calls are seen behind %s', async (_what, owner) => {
  const pipeline = await pipelineOf(`${signal}\n${owner}\n${main}`);
  expect(pipeline.threads.filter(({ kind }) => kind === 'thread')).toHaveLength(1);
  expect(stepsOf(pipeline, 'submit').map(({ call }) => call)).toEqual(['aclmdlExecuteAsync']);
});

test('a name that is defined as empty stays in strings, in conditions of the preprocessor, and as part of others', async () => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
    #define m
    #ifdef m
    int main() { uint32_t id = 0; aclmdlLoadFromFile("m.om", &id); int mm = 3; for (int i = 0; i < mm; i++) aclmdlExecute(id, nullptr, nullptr); }
    #endif`);
  expect(pipeline.models).toMatchObject([{ path: 'm.om' }]);
  expect(stepsOf(pipeline, 'repeat')).toMatchObject([{ times: 3 }]);
});

test('without Qt, its words are names like others', async () => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
    int main() { uint32_t id = 0; aclmdlLoadFromFile("m.om", &id); int slots = 5; for (int emit = 0; emit < slots; emit++) aclmdlExecute(id, nullptr, nullptr); }`);
  expect(stepsOf(pipeline, 'repeat')).toMatchObject([{ times: 5 }]);
});

test('a lambda as a function pointer, by its plus, is called back', async () => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
    struct Sink { uint32_t id; void take() { aclmdlExecute(id, nullptr, nullptr); } };
    int main() { Sink sink; aclmdlLoadFromFile("m.om", &sink.id); aclvdecChannelDesc *d = aclvdecCreateChannelDesc();
      aclvdecSetChannelDescCallback(d, +[](acldvppStreamDesc *, acldvppPicDesc *, void *user) { static_cast<Sink *>(user)->take(); });
      for (int i = 0; i < 50; ++i) aclvdecSendFrame(d, acldvppCreateStreamDesc(), acldvppCreatePicDesc(), nullptr, &sink); }`);
  expect(pipeline.threads.find(({ kind }) => kind === 'callback')?.program).toMatchObject([
    { call: 'aclmdlExecute' },
  ]);
});

const endings: [what: string, before: string, body: string][] = [
  [
    'a check that brings its own semicolon',
    '#define CHECK(x) do { if ((x) != ACL_SUCCESS) return 1; } while (0);',
    'CHECK(aclmdlExecute(id, nullptr, nullptr))\n    CHECK(aclrtSynchronizeDevice())',
  ],
  [
    'a check in braces, with words behind it',
    '#define CHECK(x) { if ((x) != ACL_SUCCESS) return 1; }',
    'CHECK(aclmdlExecute(id, nullptr, nullptr)) // the model\n    CHECK(aclrtSynchronizeDevice()) /* all */',
  ],
  [
    'a check of another file, at the end of its block',
    '',
    'CHECK(aclmdlExecute(id, nullptr, nullptr))\n    if (i > 0)\n CHECK(aclrtSynchronizeDevice())',
  ],
];

it.each(endings)('%s is a statement of its own', async (_what, before, body) => {
  const analyzer = await analyzerOf({
    'main.cpp': `#include "acl/acl.h"\n${before}\nint main() { uint32_t id = 0; for (int i = 0; i < 5; i++) {\n    ${body}\n  }\n  return 0; }`,
  });
  const [program] = analyzer.programs();
  expect(analyzer.notices()).toEqual([]);
  const steps = program ? [...stepsOf(program.pipeline, 'submit'), ...stepsOf(program.pipeline, 'wait')] : [];
  const lines = body.split('\n').flatMap((line, at) => (line.includes('CHECK') ? [at + 4] : []));
  expect(steps.map(({ source }) => source?.line)).toEqual(lines);
});

const RUN = '#define RUN aclmdlExecuteAsync(7, nullptr, nullptr, s);';
const WAIT = '#define WAIT_ALL(s) do { aclrtSynchronizeStream(s); } while (0);';

const sameLine: [what: string, body: string][] = [
  ['an assignment', 'RUN x = 0; WAIT_ALL(s) x = i;'],
  ['another one', 'RUN WAIT_ALL(s) ++x;'],
  ['what the next line begins', 'RUN\n x = 0;\n WAIT_ALL(s)\n (void)x;'],
  ['an else', 'if (x > 3) RUN else RUN WAIT_ALL(s) x++;'],
  ['its own semicolon again', 'RUN; WAIT_ALL(s);'],
];

it.each(sameLine)('a macro that ends its own statement, before %s, loses nothing', async (_what, body) => {
  const pipeline = await pipelineOf(
    `#include "acl/acl.h"\n${RUN}\n${WAIT}\nint main() { aclrtStream s; aclrtCreateStream(&s); int x = 0; for (int i = 0; i < 10; i++) { ${body} } return x; }`,
  );
  const [loop] = stepsOf(pipeline, 'repeat');
  expect(loop).toMatchObject({ times: 10 });
  expect(callsIn(pipeline)).toContain('aclmdlExecuteAsync');
  expect(stepsOf(pipeline, 'wait')).toHaveLength(1);
});

const heads: [what: string, text: string][] = [
  [
    'the head of a function',
    '#define ENTRY(name) int name()\nuint32_t id;\nENTRY(main)\n{ for (int i = 0; i < 7; i++) aclmdlExecute(id, nullptr, nullptr); }',
  ],
];

it.each(heads)('a macro on a line of its own that makes %s does not end there', async (_what, text) => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"\n${text}`);
  expect(stepsOf(pipeline, 'repeat')).toMatchObject([{ times: 7 }]);
});

test('what a macro says of a class to the linker is no part of its name', async () => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
    struct BASE { virtual void run() = 0; };
    class LIB_API Lane final : public BASE { uint32_t id; public: void run() override { aclmdlExecute(id, nullptr, nullptr); } };
    class LAST final { public: void run() { aclrtSynchronizeDevice(); } };
    int main() { Lane lane; LAST last; for (int i = 0; i < 5; i++) { lane.run(); last.run(); } }`);
  expect(stepsOf(pipeline, 'submit').map(({ call }) => call)).toEqual(['aclmdlExecute']);
  expect(stepsOf(pipeline, 'wait')).toHaveLength(1);
});

const endless: [what: string, macro: string, head: string][] = [
  ['for', '#define FOREVER for (;;)', 'FOREVER {'],
  ['while, on the line before its block', '#define LOOP while (1)', 'LOOP\n      {'],
  ['a part of the head', '#define EVER ;;', 'for (EVER) {'],
];

it.each(endless)('a macro for the head of an endless loop is one: %s', async (_what, macro, head) => {
  const pipeline = await pipelineOf(`#include "acl/acl.h"
    ${macro}
    uint32_t id; volatile int stop;
    int main() { ${head} if (stop) break; for (int i = 0; i < 7; i++) aclmdlExecute(id, nullptr, nullptr); } }`);
  expect(stepsOf(pipeline, 'repeat')).toMatchObject([{ times: 'forever' }, { times: 7 }]);
});
