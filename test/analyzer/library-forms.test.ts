/** Folds over packs, tuples that are applied, walks by other iterators, sizes by quotients and literals of text views. */
import { expect, it, test } from 'vitest';
import { callsIn, pipelineOf } from '../support/analyzer.ts';

const head = `
#include "acl/acl.h"
#include <tuple>
#include <vector>
#include <string>
#include <string_view>
#include <unordered_map>
using namespace std::literals;
uint32_t model; aclmdlDataset *in, *out; aclrtStream stream; void *d, *h;
struct Upload { bool operator()(int) const { return aclrtMemcpyAsync(d, 64, h, 64, ACL_MEMCPY_HOST_TO_DEVICE, stream) == 0; } void apply() const { (*this)(0); } };
struct Infer { bool operator()(int) const { return aclmdlExecuteAsync(model, in, out, stream) == 0; } void apply() const { (*this)(0); } };
`;

const both = ['aclrtMemcpyAsync', 'aclmdlExecuteAsync'];
const inMain = (body: string) => `int main() { aclrtCreateStream(&stream); ${body} }`;

const folds: [what: string, text: string][] = [
  [
    'with a comma, of a lambda',
    inMain('auto run = [](const auto &...s) { (s.apply(), ...); }; for (;;) run(Upload{}, Infer{});'),
  ],
  [
    'with &&, of a template',
    `template <typename... S> bool run(const S &...s) { return (s(1) && ...); } ${inMain('for (;;) run(Upload{}, Infer{});')}`,
  ],
  [
    'from the left',
    `template <typename... S> void run(S &&...s) { (..., s.apply()); } ${inMain('for (;;) run(Upload{}, Infer{});')}`,
  ],
  [
    'in what is applied to a tuple',
    inMain(
      'const std::tuple<Upload, Infer> all; for (;;) std::apply([](const auto &...s) { (s(1), ...); }, all);',
    ),
  ],
  [
    'in what is applied to what is made a tuple',
    inMain(
      'auto all = std::make_tuple(Upload{}, Infer{}); for (;;) std::apply([](auto &...s) { (s.apply(), ...); }, all);',
    ),
  ],
];

it.each(folds)('a fold %s does all of the pack', async (_what, text) => {
  expect(callsIn(await pipelineOf(head + text))).toEqual(both);
});

test('a function that is applied to a tuple is called at once, with its parts', async () => {
  const body = `std::tuple<aclmdlDataset *, aclmdlDataset *> io{in, out};
    for (int i = 0; i < 500; ++i) { std::apply([&](auto *a, auto *b) { aclmdlExecuteAsync(model, a, b, stream); }, io); aclrtSynchronizeStream(stream); }`;
  const { threads } = await pipelineOf(head + inMain(body));
  expect(threads).toHaveLength(1);
  expect(threads[0]?.program).toMatchObject([
    { times: 500, body: [{ call: 'aclmdlExecuteAsync' }, { for: 'stream' }] },
  ]);
});

test.each(['cbegin() cend()', 'begin() end()', 'rbegin() rend()'])(
  'elements by %s are known',
  async (ends) => {
    const [first, last] = ends.split(' ');
    const before = 'struct Slot { size_t bytes = 4096; void *p; };';
    const body = `std::vector<Slot> all(8); while (true) for (auto it = all.${first}; it != all.${last}; ++it) aclrtMemcpyAsync(d, it->bytes, h, it->bytes, ACL_MEMCPY_HOST_TO_DEVICE, stream);`;
    const { threads } = await pipelineOf(head + before + inMain(body));
    expect(threads[0]?.program).toMatchObject([{ body: [{ times: 8, body: [{ work: { bytes: 4096 } }] }] }]);
  },
);

test('a container that is filled as often as a quotient says has that size', async () => {
  const before = 'constexpr size_t frames = 24, batch = 8;';
  const body = `std::vector<int> v; for (size_t b = 0; b < frames / batch; ++b) v.emplace_back(1);
    while (true) for (size_t b = 0; b < v.size(); ++b) aclmdlExecuteAsync(model, in, out, stream);`;
  const { threads, unknowns } = await pipelineOf(head + before + inMain(body));
  expect(threads[0]?.program).toMatchObject([{ body: [{ times: 'floor(frames / batch)' }] }]);
  expect(unknowns.map(({ code }) => code)).not.toContain('loop-count');
});

test('the text of a view with its suffix is a path', async () => {
  const before = 'constexpr auto path = "models/resnet50_bs8.om"sv;';
  const body = 'aclmdlLoadFromFile(path.data(), &model); while (true) aclmdlExecute(model, in, out);';
  expect((await pipelineOf(head + before + inMain(body))).models).toMatchObject([
    { path: 'models/resnet50_bs8.om' },
  ]);
});

test.each([
  [': values_{{"model", "resnet50_bs1.om"}, {"loops", "600"}} {}', ''],
  [': values_({{"model", "resnet50_bs1.om"}, {"loops", "600"}}) {}', ''],
  ['{}', '{{"model", "resnet50_bs1.om"}, {"loops", "600"}}'],
])('a map that is filled by its constructor %s has its entries', async (constructor, initial) => {
  const before = `class Options { public: Options() ${constructor}
    const std::string &Get(const std::string &key) const { return values_.at(key); }
    private: std::unordered_map<std::string, std::string> values_${initial}; };`;
  const body = `Options o; aclmdlLoadFromFile(o.Get("model").c_str(), &model);
    const int loops = std::stoi(o.Get("loops")); for (int k = 0; k < loops; ++k) aclmdlExecute(model, in, out);`;
  const { threads, models } = await pipelineOf(head + before + inMain(body));
  expect(models).toMatchObject([{ path: 'resnet50_bs1.om' }]);
  expect(threads[0]?.program).toMatchObject([{ times: 600 }]);
});
