/** `T x(a);` at file scope makes an object where `a` is a value, and declares a function where it is a type. */
import { expect, it } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const head = `#include "acl/acl.h"
#define SLOTS 5
#define ALSO SLOTS
template <typename T> struct Q {
  explicit Q(size_t limit, size_t extra = 0) : limit_(limit + extra) {}
  void put(T v) { std::unique_lock<std::mutex> l(m_); cv_.wait(l, [this] { return q_.size() < limit_; }); q_.push(v); cv_.notify_all(); }
  T take() { std::unique_lock<std::mutex> l(m_); cv_.wait(l, [this] { return !q_.empty(); }); T v = q_.front(); q_.pop(); cv_.notify_all(); return v; }
  size_t limit_; std::queue<T> q_; std::mutex m_; std::condition_variable cv_;
};
namespace conf { const int rows = 5, cols = 1; enum { Deep = 5 }; }
struct Limits { static constexpr int most = 5; };
static int deep() { return 5; }
static void *host, *device;
`;

async function queues(declared: string, inMain = '') {
  const pipeline = await pipelineOf(`${head}${declared}
int main() {
  aclrtMallocHost(&host, 64); aclrtMalloc(&device, 64, ACL_MEM_MALLOC_HUGE_FIRST);
  ${inMain}
  std::thread t([&] { for (;;) { void *p = g.take(); aclrtMemcpy(device, 64, p, 64, ACL_MEMCPY_HOST_TO_DEVICE); } });
  for (int i = 0; i < 100; i++) g.put(host);
}`);
  const value = new Map(pipeline.parameters.map((one) => [one.name, one.value]));
  const sides = [...stepsOf(pipeline, 'enqueue'), ...stepsOf(pipeline, 'dequeue')].length;
  return {
    sides,
    capacities: pipeline.queues.map(({ capacity = '' }) => value.get(`${capacity}`) ?? capacity),
  };
}

const made = [
  'static Q<void *> g(SLOTS);',
  'static Q<void *> g(ALSO);',
  'Q<void *> g(conf::rows);',
  'using namespace conf; Q<void *> other(Deep), g(rows);',
  'Q<void *> g(conf::Deep);',
  'static Q<void *> g(Limits::most);',
  'Q<void *> g(deep());',
  'Q<void *> g(conf::rows * conf::cols);',
  'Q<void *> first(conf::Deep); Q<void *> &g(first);',
];

it.each(made)('%s makes a queue', async (declared) => {
  expect(await queues(declared)).toEqual({ sides: 2, capacities: [5] });
});

it('adds up what several values make', async () => {
  const { capacities } = await queues('Q<void *> g(SLOTS, conf::rows);');
  expect(capacities).toEqual(['SLOTS + rows']);
});

it('reads products in a body, too', async () => {
  expect(await queues('', 'Q<void *> g(conf::rows * conf::cols);')).toEqual({ sides: 2, capacities: [5] });
});

it('makes an object of a constant that is not at hand, whose value it leaves open', async () => {
  expect(await queues('static Q<void *> g(limits::unseen);')).toMatchObject({ sides: 2 });
});

it.each([
  'Q<void *> g(Limits);',
  'static Q<void *> g(int);',
  'extern Q<void *> g(Limits *one, Limits &other);',
  'Q<void *> g(size_t);',
])('%s declares a function', async (declared) => {
  expect(await queues(declared)).toEqual({ sides: 0, capacities: [] });
});
