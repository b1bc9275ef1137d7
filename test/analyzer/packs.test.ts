/** Arguments that a template takes as a pack and gives on, and what containers make of arguments in place. */
import { expect, it } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const LANE = `class Lane {
  public:
    Lane(unsigned depth, const void *host, size_t bytes) : depth_(depth), host_(host), bytes_(bytes) {}
    void run() {
      aclrtCreateStream(&stream_);
      aclrtMalloc(&dev_, bytes_, ACL_MEM_MALLOC_HUGE_FIRST);
      for (;;) {
        for (unsigned i = 0; i < depth_; ++i) aclrtMemcpyAsync(dev_, bytes_, host_, bytes_, ACL_MEMCPY_HOST_TO_DEVICE, stream_);
        aclrtSynchronizeStream(stream_);
      }
    }
  private:
    unsigned depth_; const void *host_; size_t bytes_; void *dev_ = nullptr; aclrtStream stream_ = nullptr;
  };`;

const uses: [what: string, declared: string, body: string][] = [
  [
    'a list that makes its element in place',
    '',
    'std::list<Lane> lanes; auto &lane = lanes.emplace_back(12, host, 4096); lane.run();',
  ],
  [
    'a deque that does, at its front',
    '',
    'std::deque<Lane> lanes; Lane &lane = lanes.emplace_front(12u, host, 4096u); lane.run();',
  ],
  [
    'a factory',
    'template <class T, class... A> std::unique_ptr<T> make(A &&...a) { return std::unique_ptr<T>(new T(std::forward<A>(a)...)); }',
    'auto lane = make<Lane>(12, host, 4096); lane->run();',
  ],
  [
    'a factory that gives on to another',
    'template <class T, class... A> std::unique_ptr<T> make(A &&...a) { return std::make_unique<T>(std::forward<A>(a)...); }',
    'auto lane = make<Lane>(12, host, 4096); lane->run();',
  ],
  [
    'a function with its object',
    'template <class F, class... A> void call(F &&f, A &&...args) { auto bound = std::bind(std::forward<F>(f), std::forward<A>(args)...); bound(); }',
    'Lane lane(12, host, 4096); call(&Lane::run, &lane);',
  ],
  [
    'a function with its arguments',
    'template <class F, class... A> void call(F f, A... args) { f(args...); } void work(unsigned depth, const void *host, size_t bytes) { Lane lane(depth, host, bytes); lane.run(); }',
    'call(work, 12, host, 4096);',
  ],
  [
    'a lambda that takes them along',
    'template <class F, class... A> void call(F f, A... args) { auto go = [=] { f(args...); }; go(); } void work(unsigned depth, const void *host, size_t bytes) { Lane lane(depth, host, bytes); lane.run(); }',
    'call(work, 12, host, 4096);',
  ],
  [
    'none at all',
    'template <class F, class... A> void call(F f, A... args) { f(12, args...); } const void *file; void work(unsigned depth) { Lane lane(depth, file, 4096); lane.run(); }',
    'file = host; call(work);',
  ],
];

const program = (declared: string, body: string): string => `#include "acl/acl.h"
  #include <deque>
  #include <functional>
  #include <list>
  #include <memory>
  #include <ranges>
  ${declared}
  int main() {
    aclInit(nullptr); aclrtSetDevice(0);
    void *host = nullptr; aclrtMallocHost(&host, 4096);
    ${body}
  }`;

it.each(uses)('%s', async (_what, declared, body) => {
  const pipeline = await pipelineOf(program(LANE + declared, body));
  expect(stepsOf(pipeline, 'repeat').map(({ times }) => times)).toEqual(['forever', 12]);
  expect(stepsOf(pipeline, 'submit').map(({ work }) => work?.bytes)).toEqual([4096]);
  expect(pipeline.streams).toHaveLength(1);
  expect(pipeline.unknowns).toEqual([]);
});

const COPY = 'aclrtMemcpyAsync(dev, 4096, host, 4096, ACL_MEMCPY_HOST_TO_DEVICE, s);';

const ranges: [what: string, body: string, times: number | string][] = [
  ['held in a variable', `auto all = std::views::iota(0, 18); for (int i : all) { ${COPY} }`, 18],
  [
    'from a number of a named type',
    `for (auto i : std::views::iota(std::size_t{2}, std::size_t{20})) { ${COPY} }`,
    18,
  ],
  [
    'given to an algorithm',
    `const auto all = std::ranges::iota_view(0, 18); std::ranges::for_each(all, [&](int) { ${COPY} });`,
    18,
  ],
  [
    'with some taken',
    `auto all = std::views::iota(0, 40); for (int i : all | std::views::take(18)) { ${COPY} }`,
    18,
  ],
];

it.each(ranges)('numbers of a range %s', async (_what, body, times) => {
  const open =
    'aclrtStream s = nullptr; aclrtCreateStream(&s); void *dev = nullptr; aclrtMalloc(&dev, 4096, ACL_MEM_MALLOC_HUGE_FIRST);';
  const pipeline = await pipelineOf(program('', `${open} for (;;) { ${body} aclrtSynchronizeStream(s); }`));
  expect(stepsOf(pipeline, 'repeat').map((step) => step.times)).toEqual(['forever', times]);
});
