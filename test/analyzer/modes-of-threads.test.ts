/** A flag that is set once at the start of a thread is a mode of the run, as it is in main. */
import { expect, test } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const head = `#include "acl/acl.h"
#include <thread>
#include <vector>
struct Config { bool flag(const char *) const; int count(const char *) const; };
Config read(const char *);
uint32_t id; aclmdlDataset *in, *out; aclrtStream s;
`;
const work = `for (int i = 0; i < 1000; ++i) { aclmdlExecuteAsync(id, in, out, s); if (slow) aclrtSynchronizeStream(s); }
  aclrtSynchronizeStream(s);`;
const body = `bool slow = false; if (c.count("slow")) { slow = c.flag("slow"); } ${work}`;
const main = (start: string): string =>
  `int main(int argc, char **argv) { Config c = read(argv[1]); ${start} }`;
const pipe = `void pipe(Config c) { ${body} }\n`;

const programs: [what: string, text: string][] = [
  ['a function', pipe + main('std::thread t(pipe, c); t.join();')],
  ['a lambda', main(`std::thread t([c] { ${body} }); t.join();`)],
  ['a function that a lambda calls', pipe + main('std::thread t([c] { pipe(c); }); t.join();')],
  [
    'a method',
    `struct W { std::thread t; void run(Config c) { ${body} } void start(Config c) { t = std::thread(&W::run, this, c); } };\n${main('W w; w.start(c); w.t.join();')}`,
  ],
  [
    'threads in a list',
    pipe +
      main(
        'std::vector<std::thread> ts; for (int k = 0; k < 2; ++k) ts.emplace_back(pipe, c); for (auto &t : ts) t.join();',
      ),
  ],
  [
    'pthread_create',
    `Config c; void *pipe(void *) { ${body} return nullptr; }\nint main() { pthread_t t; pthread_create(&t, nullptr, pipe, nullptr); pthread_join(t, nullptr); }`,
  ],
];

test.each(programs)('the flag of %s is a mode', async (_, text) => {
  const pipeline = await pipelineOf(head + text);
  expect(stepsOf(pipeline, 'branch').map(({ share }) => share)).toEqual(['slow']);
  expect(pipeline.parameters.find(({ name }) => name === 'slow')?.choices).toEqual(['false', 'true']);
});

test.each([
  [
    'others that it sets',
    'bool slow = false; void pipe() { slow = true; while (true) aclrtMemset(nullptr, 64, 0, 64); }',
    'std::thread t(pipe);',
  ],
  [
    'its own that its passes set',
    `void pipe(Config c) { bool slow = false; for (int i = 0; i < 9; ++i) { slow = c.flag("x"); aclmdlExecute(id, in, out); if (slow) aclrtSynchronizeStream(s); } }`,
    'Config d; std::thread t(pipe, d);',
  ],
])('a flag of %s is none', async (_, before, start) => {
  const pipeline = await pipelineOf(
    `${head}${before}\nint main() { ${start} ${before.startsWith('bool') ? work : ''} t.join(); }`,
  );
  expect(pipeline.parameters.filter(({ choices }) => choices)).toEqual([]);
});
