/** Lists in braces become what their place has a type for; a template's base and a tag decide by type. */
import { expect, test } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';
import { shapeOf } from '../support/shape.ts';

const head = `#include "acl/acl.h"
#include <thread>
uint32_t id; aclrtStream s; void *d, *h;
struct Load { int depth = 9; size_t bytes = 8; };
struct Plan { Load load; const char *name = ""; int frames[2] = {1, 1}; };
void go(int times) { for (int i = 0; i < times; i++) aclmdlExecuteAsync(id, nullptr, nullptr, s); aclrtSynchronizeStream(s); }
`;
const start =
  'aclInit(nullptr); aclrtSetDevice(0); aclrtCreateStream(&s); aclmdlLoadFromFile("a_bs1.om", &id);';
const inMain = (before: string, body: string) => `${head}${before}\nint main() { ${start} ${body} }`;
const once = (frames: number, depth: number) =>
  `1 × ${frames}(${depth}(aclmdlExecuteAsync), wait); 1 streams`;

const programs: Record<string, [text: string, shape: string]> = {
  'a list given to a parameter by value': [
    inMain(
      'void run(Plan p) { for (int f = 0; f < p.frames[1]; f++) go(p.load.depth); }',
      'run({{4}, "x", {7, 50}});',
    ),
    once(50, 4),
  ],
  'named fields within named fields, given by reference': [
    inMain(
      'void run(const Plan &p) { for (int f = 0; f < p.frames[0]; f++) go(p.load.depth); }',
      'run({.load = {.bytes = 3, .depth = 5}, .frames = {60, 2}});',
    ),
    once(60, 5),
  ],
  'what is not named keeps what the class says': [
    inMain('void run(Plan p) { for (int f = 0; f < 20; f++) go(p.load.depth); }', 'run({.name = "y"});'),
    once(20, 9),
  ],
  'a list that is returned, taken apart by name': [
    inMain(
      'Load load(int n) { if (n > 3) return {6, 1}; return {2, 1}; }',
      'const auto [depth, bytes] = load(4); for (int f = 0; f < 30; f++) go(depth);',
    ),
    once(30, 6),
  ],
  'a pair and a tuple that are returned as lists': [
    inMain(
      'std::pair<int, int> range() { return {5, 45}; }\nstd::tuple<Load, int> more() { return {Load{3, 1}, 2}; }',
      'auto [from, to] = range(); auto [load, rest] = more(); for (int f = from; f < to; f++) go(load.depth);',
    ),
    once(40, 3),
  ],
  'a pair that was declared, taken apart': [
    inMain(
      '',
      'std::pair<int, int> both{3, 70}; auto &[depth, frames] = both; for (int f = 0; f < frames; f++) go(depth);',
    ),
    once(70, 3),
  ],
  'a list that is assigned': [
    inMain('', 'Load load; load = {8, 1}; for (int f = 0; f < 10; f++) go(load.depth);'),
    once(10, 8),
  ],
  'a map of lists': [
    inMain(
      'const std::map<std::string, Load> table = {{"small", {2, 1}}, {"large", {7, 2}}};',
      'for (int f = 0; f < 25; f++) go(table.at("large").depth);',
    ),
    once(25, 7),
  ],
  'a list of lists': [
    inMain(
      'std::vector<std::vector<int>> all = {{1, 2}, {3, 4}};',
      'for (int f = 0; f < 35; f++) go(all[1][0]);',
    ),
    once(35, 3),
  ],
  'a base that is given the class itself': [
    inMain(
      `template <class T> struct Base { void run() { for (int f = 0; f < T::frames; f++) static_cast<T *>(this)->one(); } };
struct Own : Base<Own> { static constexpr int frames = 15; void one() { go(4); } };`,
      'Own own; own.run();',
    ),
    once(15, 4),
  ],
  'a base whose parameter has the name of another in the class': [
    inMain(
      `template <int N> struct Loop { int count = N; void run() { for (int f = 0; f < N; f++) go(count); } };
template <int N> struct Twice : Loop<N * 2> {};`,
      'Twice<3> twice; twice.run();',
    ),
    once(6, 6),
  ],
  'a tag that chooses an overload': [
    inMain(
      `struct Fast { using tag = std::true_type; }; struct Slow { using tag = std::false_type; };
void pass(std::true_type) { go(5); }\nvoid pass(std::false_type) { aclmdlExecute(id, nullptr, nullptr); }
template <class P> void run() { for (int f = 0; f < 12; f++) pass(typename P::tag{}); }`,
      'run<Slow>();',
    ),
    '1 × 12(aclmdlExecute); 0 streams',
  ],
  'a table of settings, one thread for each of its rows': [
    inMain(
      `struct Row { int depth; int frames; };
const std::map<std::string, Row> rows = {{"a", {2, 11}}, {"b", {3, 12}}};
void work(Row row) { for (int f = 0; f < row.frames; f++) go(row.depth); }`,
      'std::vector<std::thread> all; for (auto [name, row] : rows) all.emplace_back(work, row); for (auto &t : all) t.join();',
    ),
    '1 × 11(2(aclmdlExecuteAsync), wait) | 1 × 12(3(aclmdlExecuteAsync), wait); 1 streams',
  ],
  'rows that all say the same, which are replicas': [
    inMain(
      `struct Row { int depth; int frames; };
std::vector<Row> rows = {{2, 11}, {2, 11}};
void work(Row row) { for (int f = 0; f < row.frames; f++) go(row.depth); }`,
      'std::vector<std::thread> all; for (const auto &row : rows) all.emplace_back(work, row); for (auto &t : all) t.join();',
    ),
    '2 × 11(2(aclmdlExecuteAsync), wait); 1 streams',
  ],
  'fields behind one of the class itself': [
    inMain(
      `struct Row { static constexpr int spare = 12; int depth; static int made; int frames; };
void work(Row row) { for (int f = 0; f < row.frames; f++) go(row.depth); }`,
      'work(Row{2, 11});',
    ),
    once(11, 2),
  ],
  'a table of pictures, which is what the frames are': [
    inMain(
      'struct Picture { int width; int height; };\nstd::vector<Picture> all = {{640, 480}, {320, 240}, {64, 48}};',
      'for (auto &one : all) go(4);',
    ),
    once(3, 4),
  ],
};

for (const [name, [text, shape]] of Object.entries(programs))
  test(name, async () => {
    expect(shapeOf(await pipelineOf(text))).toBe(shape);
  });

test('what run time lists stays open', async () => {
  const text = `${head}void run(Plan p) { for (int f = 0; f < 20; f++) go(p.load.depth); }
int main(int argc, char **argv) { ${start} run({{atoi(argv[1])}}); }`;
  const { unknowns, parameters } = await pipelineOf(text);
  expect(unknowns.map(({ code }) => code)).toEqual(['loop-count']);
  expect(parameters.filter(({ kind }) => kind === 'open').map(({ name }) => name)).toEqual(['argv_1']);
});
