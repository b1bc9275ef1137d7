/** What is made once and kept, though the text that makes it stands where a loop comes by. */
import { expect, test } from 'vitest';
import { analyzerOf } from '../support/analyzer.ts';
import { shapeOf } from '../support/shape.ts';

const lane = `#include "acl/acl.h"
struct Lane {
  aclrtStream stream; void *bytes; uint32_t model;
  Lane() { aclrtCreateStream(&stream); aclrtMalloc(&bytes, 4096, ACL_MEM_MALLOC_HUGE_FIRST); aclmdlLoadFromFile("resnet50_bs1.om", &model); }
  void submit() { aclmdlExecuteAsync(model, nullptr, nullptr, stream); }
};
`;
const rounds = (lane: string) =>
  `for (;;) { for (int i = 0; i < 16; i++) ${lane}.submit(); aclrtSynchronizeStream(${lane}.stream); }`;
const inMain = (body: string) => `int main() { aclInit(nullptr); aclrtSetDevice(0); ${body} }`;
const inThreads = (lane: string) =>
  `void work(aclrtContext c) { aclrtSetCurrentContext(c); ${rounds(lane)} }
${inMain('aclrtContext c; aclrtCreateContext(&c, 0); std::vector<std::thread> all; for (int i = 0; i < 3; i++) all.emplace_back(work, c); for (auto &t : all) t.join();')}`;

const shape = (threads: number, streams: number) =>
  `${threads} × forever(16(aclmdlExecuteAsync), wait); ${streams} streams`;

const programs: Record<string, [text: string, shape: string]> = {
  'a thread_local of a function': [
    `Lane &mine() { thread_local Lane one; return one; }\n${inThreads('mine()')}`,
    shape(3, 3),
  ],
  'a static thread_local of a lambda': [
    `${inMain('auto mine = []() -> Lane & { static thread_local Lane one; return one; };' + rounds('mine()'))}`,
    shape(1, 1),
  ],
  'a thread_local of a namespace': [`thread_local Lane mine;\n${inThreads('mine')}`, shape(3, 3)],
  'a thread_local of a class': [
    `struct Own { static thread_local Lane lane; };\nthread_local Lane Own::lane;\n${inThreads('Own::lane')}`,
    shape(3, 3),
  ],
  'a thread_local pointer that is filled when it is missing': [
    `Lane &mine() { thread_local std::unique_ptr<Lane> one; if (!one) one = std::make_unique<Lane>(); return *one; }\n${inThreads('mine()')}`,
    shape(3, 3),
  ],
  'a singleton of a loop': [
    `Lane &only() { static Lane one; return one; }\n${inMain(rounds('only()'))}`,
    shape(1, 1),
  ],
  'a singleton behind a pointer': [
    `class Only { public: static Only *get() { static auto *one = new Only; return one; } Lane lane; private: Only() = default; };\n${inMain(rounds('Only::get()->lane'))}`,
    shape(1, 1),
  ],
  'a singleton that threads share': [
    `Lane &only() { static Lane one; return one; }\n${inThreads('only()')}`,
    shape(3, 1),
  ],
  'a global that the loop is the first to touch': [
    `static Lane only;\n${inMain(rounds('only'))}`,
    shape(1, 1),
  ],
  'a global that threads are the first to touch': [`Lane only;\n${inThreads('only')}`, shape(3, 1)],
  'an inline static of a class': [
    `struct Whole { static inline Lane lane; };\n${inMain(rounds('Whole::lane'))}`,
    shape(1, 1),
  ],
  'what a flag lets happen once': [
    `std::once_flag flag; Lane *only;\nLane &theOne() { std::call_once(flag, [] { only = new Lane; }); return *only; }\n${inMain(rounds('theOne()'))}`,
    shape(1, 1),
  ],
  'what a static value is computed by': [
    `aclrtStream stream() { static const aclrtStream one = [] { aclrtStream made; aclrtCreateStream(&made); return made; }(); return one; }
uint32_t model;\n${inMain('aclmdlLoadFromFile("resnet50_bs1.om", &model); for (;;) { for (int i = 0; i < 16; i++) aclmdlExecuteAsync(model, nullptr, nullptr, stream()); aclrtSynchronizeStream(stream()); }')}`,
    shape(1, 1),
  ],
};

const MADE_ANEW = ['create-destroy-in-loop', 'alloc-in-loop', 'model-load-in-loop'];

async function read(text: string) {
  const analyzer = await analyzerOf({ 'main.cpp': lane + text });
  const [program] = analyzer.programs();
  const anew = analyzer.findings().filter(({ rule }) => MADE_ANEW.includes(rule));
  analyzer.dispose();
  return { shape: program && shapeOf(program.pipeline), anew: anew.map(({ rule }) => rule) };
}

for (const [name, [text, shape]] of Object.entries(programs))
  test(`${name} is made once`, async () => {
    expect(await read(text)).toEqual({ shape, anew: [] });
  });

test('what is no static is made in each pass', async () => {
  const text = inMain('for (;;) { Lane one; one.submit(); aclrtSynchronizeStream(one.stream); }');
  expect((await read(text)).anew.toSorted()).toEqual(MADE_ANEW.toSorted());
});
