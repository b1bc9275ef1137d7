/** Objects made of lambdas, one for each alternative of a variant. */
import { expect, it } from 'vitest';
import { analyzerOf, callsIn, pipelineOf, stepsOf } from '../support/analyzer.ts';

const head = `#include "acl/acl.h"
#include <variant>
#include <vector>
template <class... Fs> struct overloaded : Fs... { using Fs::operator()...; };
template <class... Fs> overloaded(Fs...) -> overloaded<Fs...>;
struct Submit { int count; }; struct Drain {}; struct Copy { unsigned bytes; };
using Command = std::variant<Submit, Drain, Copy>;
aclrtStream s; uint32_t id; void *to, *from;
`;
const EXECUTE = '[&](const Submit &) { aclmdlExecuteAsync(id, nullptr, nullptr, s); }';
const WAIT = '[&](const Drain &) { aclrtSynchronizeStream(s); }';
const REST = '[&](auto &&) { aclrtMemcpyAsync(to, 4, from, 4, ACL_MEMCPY_HOST_TO_DEVICE, s); }';

const programs: [what: string, calls: string[], main: string][] = [
  [
    'elements of a script, each by its own',
    ['aclmdlExecuteAsync', 'wait'],
    `const std::vector<Command> script{Submit{64}, Drain{}};
     while (true) for (const Command &one : script) std::visit(overloaded{${EXECUTE}, ${WAIT}}, one);`,
  ],
  [
    'the one that takes any, where none takes it',
    ['aclrtMemcpyAsync'],
    `Command one = Copy{4}; while (true) std::visit(overloaded{${EXECUTE}, ${REST}}, one);`,
  ],
  [
    'a set with a name of its own',
    ['wait'],
    `auto run = overloaded{${EXECUTE}, ${WAIT}, ${REST}}; Command one = Drain{}; while (true) std::visit(run, one);`,
  ],
];

it.each(programs)('%s', async (_what, calls, main) => {
  const pipeline = await pipelineOf(`${head}int main() { aclrtCreateStream(&s); ${main} }`);
  const waits = stepsOf(pipeline, 'wait').map(() => 'wait');
  expect([...callsIn(pipeline), ...waits]).toEqual(calls);
});

it('are read without a notice', async () => {
  const analyzer = await analyzerOf({ 'main.cpp': `${head}int main() { aclInit(nullptr); }` });
  expect(analyzer.notices()).toEqual([]);
  analyzer.dispose();
});

const received: [what: string, text: string][] = [
  [
    'an optional of one',
    'std::optional<Command> next(); void run() { while (auto one = next()) std::visit(take, *one); }',
  ],
  [
    'one that is returned',
    'Command next(); void run() { while (true) { Command one = next(); std::visit(take, one); } }',
  ],
  ['what no declaration tells', 'void run() { while (true) std::visit(take, mailbox.next()); }'],
];

it.each(received)('what comes from elsewhere may be any alternative: %s', async (_what, text) => {
  const pipeline = await pipelineOf(`${head}
    #include <optional>
    const auto take = overloaded{${EXECUTE}, ${WAIT}, [](const Copy &) {}};
    ${text} int main() { aclrtCreateStream(&s); aclmdlLoadFromFile("m.om", &id); run(); }`);
  expect(stepsOf(pipeline, 'submit').map(({ call }) => call)).toContain('aclmdlExecuteAsync');
  expect(stepsOf(pipeline, 'wait')).toHaveLength(1);
});
