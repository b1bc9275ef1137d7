/** Loops over classes of a program's own: how often they run their `begin`, `end`, `++` and `!=` say. */
import { expect, test } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';
import { shapeOf } from '../support/shape.ts';

const program = (before: string, body: string) => `#include "acl/acl.h"
#include <cstdlib>
#include <thread>
#include <vector>
static uint32_t model; static aclrtStream streams[4];
static void go(aclrtStream s) { aclmdlExecuteAsync(model, nullptr, nullptr, s); }
static void done(int lane) { aclrtSynchronizeStream(streams[lane]); }
${before}
int main(int argc, char **argv) {
  aclInit(nullptr); aclrtSetDevice(0);
  aclmdlLoadFromFile("resnet50_bs1.om", &model);
  for (aclrtStream &s : streams) aclrtCreateStream(&s);
  ${body}
}
`;

const aggregate = `struct Range {
  struct It { int v; int operator*() const { return v; } It &operator++() { ++v; return *this; } bool operator!=(It o) const { return v != o.v; } };
  int a, b; It begin() const { return It{a}; } It end() const { return It{b}; }
};`;

const nested = `class Range {
public:
  class It {
  public:
    explicit It(unsigned v) : v_(v) {}
    unsigned operator*() const { return v_; }
    It &operator++() { ++v_; return *this; }
    bool operator!=(const It &o) const { return v_ != o.v_; }
  private:
    unsigned v_;
  };
  Range(unsigned from, unsigned to) : from_(from), to_(to) {}
  It begin() const { return It(from_); }
  It end() const { return It(to_); }
private:
  unsigned from_, to_;
};`;

const template = `template <class T> class Range {
public:
  struct iterator {
    T at, step;
    T operator*() const { return at; }
    iterator &operator++() { at += step; return *this; }
    iterator operator++(int) { auto old = *this; ++*this; return old; }
    bool operator==(const iterator &o) const { return at >= o.at; }
    bool operator!=(const iterator &o) const { return !(*this == o); }
  };
  Range(T from, T to, T step) : from_(from), to_(to), step_(step) {}
  iterator begin() const { return {from_, step_}; }
  iterator end() const { return {to_, step_}; }
private:
  T from_, to_, step_;
};
template <class T> Range<T> range(T from, T to, T step = 1) { return Range<T>(from, to, step); }`;

const countdown = `struct End {};
class Countdown {
public:
  explicit Countdown(int n) : left_(n) {}
  Countdown begin() const { return *this; }
  End end() const { return {}; }
  int operator*() const { return left_; }
  Countdown &operator++() { --left_; return *this; }
  bool operator!=(End) const { return left_ > 0; }
private:
  int left_;
};`;

const free = `struct Upto { int n; };
struct Step { int v; int operator*() const { return v; } void operator++() { v += 1; } bool operator==(const Step &) const = default; };
Step begin(const Upto &) { return {0}; }
Step end(const Upto &u) { return {u.n}; }`;

const pieces = `struct Piece { int from, count; };
class Pieces {
public:
  struct It { int at, size; Piece operator*() const { return Piece{at, size}; } It &operator++() { at += size; return *this; } bool operator!=(const It &o) const { return at < o.at; } };
  Pieces(int total, int size) : total_(total), size_(size) {}
  It begin() const { return It{0, size_}; }
  It end() const { return It{total_, size_}; }
private:
  int total_, size_;
};`;

const held = `class Lanes {
public:
  explicit Lanes(int n) { for (int i = 0; i < n; ++i) { aclrtStream s; aclrtCreateStream(&s); all_.push_back(s); } }
  std::vector<aclrtStream>::iterator begin() { return all_.begin(); }
  auto end() { return all_.end(); }
private:
  std::vector<aclrtStream> all_;
};`;

const pointing = `class Lanes {
public:
  class It {
  public:
    It(Lanes *all, size_t at) : all_(all), at_(at) {}
    aclrtStream &operator*() const { return all_->lanes_[at_]; }
    It &operator++() { at_++; return *this; }
    friend bool operator!=(const It &a, const It &b) { return a.at_ != b.at_; }
  private:
    Lanes *all_; size_t at_;
  };
  Lanes() { for (aclrtStream &s : lanes_) aclrtCreateStream(&s); }
  It begin() { return It(this, 0); }
  It end() { return It(this, 3); }
private:
  aclrtStream lanes_[3];
};`;

const each = (loop: string) => `for (;;) { ${loop} go(streams[0]); done(0); }`;
const passes = (times: number) => `1 × forever(${times}(aclmdlExecuteAsync), wait); 1 streams`;

const programs: Record<string, [before: string, body: string, shape: string]> = {
  'a nested iterator class': [nested, each('for (unsigned i : Range(0, 64))'), passes(64)],
  'a member to walk over': [
    nested,
    `const Range all(8, 20); ${each('for (const auto &i : all)')}`,
    passes(12),
  ],
  'an aggregate': [aggregate, each('for (int i : Range{3, 10})'), passes(7)],
  'a template with steps, made by a function': [template, each('for (auto i : range(0, 30, 4))'), passes(8)],
  'an iterator that is its range and counts down to a sentinel': [
    countdown,
    each('for (int i : Countdown(12))'),
    passes(12),
  ],
  'functions outside, and a comparison by default': [free, each('for (int i : Upto{16})'), passes(16)],
  'pieces of a whole': [
    pieces,
    each('for (const auto &[from, count] : Pieces(96, 32)) for (int k = 0; k < count; ++k)'),
    '1 × forever(3(32(aclmdlExecuteAsync)), wait); 1 streams',
  ],
  'an iterator that is written out': [
    nested,
    `const Range all(0, 24); ${each('for (auto it = all.begin(); it != all.end(); ++it)')}`,
    passes(24),
  ],
  'threads, each with its number': [
    `${aggregate}
static void work(int lane) { for (;;) { for (int i : Range{0, 8}) go(streams[lane]); done(lane); } }`,
    'std::vector<std::thread> all; for (int lane : Range{0, 4}) all.emplace_back(work, lane); for (auto &t : all) t.join();',
    '4 × forever(8(aclmdlExecuteAsync), wait); 4 streams',
  ],
  'what a container that it holds begins and ends with': [
    held,
    'Lanes lanes(3); for (;;) { for (auto s : lanes) go(s); for (auto &s : lanes) aclrtSynchronizeStream(s); }',
    '1 × forever(3(aclmdlExecuteAsync), 3(wait)); 3 streams',
  ],
};

for (const [name, [before, body, shape]] of Object.entries(programs)) {
  test(`a range of the program’s own: ${name}`, async () => {
    const pipeline = await pipelineOf(program(before, body));
    expect(shapeOf(pipeline)).toBe(shape);
    expect(pipeline.unknowns).toEqual([]);
  });
}

test('a range up to what only run time knows has that number', async () => {
  const body = `const int count = std::atoi(argv[1]); ${each('for (int i : Range{0, count})')}`;
  const { threads, parameters } = await pipelineOf(program(aggregate, body));
  expect(threads).toMatchObject([{ program: [{ body: [{ times: 'argv_1' }, {}] }] }]);
  expect(parameters.map(({ name }) => name)).toContain('argv_1');
});

test('the number of a pass tells which stream it takes', async () => {
  const body = 'for (;;) { for (int i : Range{0, 24}) go(streams[i % 2]); done(0); done(1); }';
  const { threads } = await pipelineOf(program(aggregate, body));
  expect(threads).toMatchObject([{ program: [{ body: [{ times: 24, turns: 2 }, {}, {}] }] }]);
});

test('an iterator that points to elements gives each pass its own', async () => {
  const body =
    'Lanes lanes; for (;;) { for (aclrtStream &s : lanes) go(s); for (auto &s : lanes) aclrtSynchronizeStream(s); }';
  const { threads } = await pipelineOf(program(pointing, body));
  expect(threads).toMatchObject([
    {
      program: [
        {
          body: [
            { times: 3, turns: 3 },
            { times: 3, turns: 3 },
          ],
        },
      ],
    },
  ]);
});

test('of a list that only run time knows the open number is named after what is called', async () => {
  const list = `struct Node { aclrtStream s; Node *next; };
struct List {
  struct It { Node *n; Node &operator*() const { return *n; } It &operator++() { n = n->next; return *this; } bool operator!=(It o) const { return n != o.n; } };
  Node *head; It begin() { return {head}; } It end() { return {nullptr}; }
};
List load(const char *file);`;
  const body = 'for (;;) { for (auto &node : load("a.txt")) go(node.s); done(0); }';
  const { unknowns } = await pipelineOf(program(list, body));
  expect(unknowns.filter(({ code }) => code === 'loop-count')).toMatchObject([{ parameter: 'load_times' }]);
});
