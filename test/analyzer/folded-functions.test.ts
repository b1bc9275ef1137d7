/** Functions made of others of the same text: `std::accumulate` over steps, a chain that a loop makes. */
import { describe, expect, it } from 'vitest';
import { callsIn, pipelineOf } from '../support/analyzer.ts';

const program = (all: string) => `#include <functional>
#include <numeric>
#include <vector>
#include "acl/acl.h"
using Step = std::function<void(int)>;
int main() {
  uint32_t id = 1; aclmdlDataset *in, *out; void *h, *d, *o; aclrtStream s;
  aclrtCreateStream(&s);
  Step copy = [=](int) { aclrtMemcpyAsync(d, 64, h, 64, ACL_MEMCPY_HOST_TO_DEVICE, s); };
  Step run = [=](int) { aclmdlExecuteAsync(id, in, out, s); };
  Step back = [=](int) { aclrtMemcpyAsync(h, 64, o, 64, ACL_MEMCPY_DEVICE_TO_HOST, s); };
  ${all}
  for (int k = 0; k < 1000; ++k) { all(k); aclrtSynchronizeStream(s); }
}`;

describe('functions folded into one', () => {
  it.each([
    [
      'from nothing',
      'std::vector<Step> v{copy, run, back}; Step all = std::accumulate(v.begin(), v.end(), Step([](int) {}), [](Step a, Step b) -> Step { return [a, b](int k) { a(k); b(k); }; });',
    ],
    [
      'from the first',
      'std::vector<Step> v{copy, run, back}; auto all = std::accumulate(std::next(v.cbegin()), v.cend(), v.front(), [](const Step &a, const Step &b) { return [a, b](int k) { a(k), b(k); }; });',
    ],
    [
      'by reduce',
      'std::vector<Step> v{copy, run, back}; auto then = [](Step a, Step b) { return Step([=](int k) { a(k); b(k); }); }; auto all = std::reduce(v.begin() + 1, v.end(), v[0], then);',
    ],
    [
      'from an empty one',
      'Step v[] = {copy, run, back}; Step all = std::accumulate(std::begin(v), std::end(v), Step{}, [](Step a, Step b) { return a ? Step([a, b](int k) { a(k); b(k); }) : b; });',
    ],
    [
      'by a loop',
      'std::vector<Step> v; v.push_back(copy); v.push_back(run); v.push_back(back); Step all = [](int) {}; for (auto &p : v) all = [all, p](int k) { all(k); p(k); };',
    ],
  ])('call each once: %s', async (_form, all) => {
    const pipeline = await pipelineOf(program(all));
    expect(callsIn(pipeline)).toEqual(['aclrtMemcpyAsync', 'aclmdlExecuteAsync', 'aclrtMemcpyAsync']);
    expect(pipeline.threads.map(({ entry }) => entry)).toEqual(['main']);
  });
});

describe('the ends of a container', () => {
  it.each([
    ['listed', 'std::vector<size_t> n{64, 32};'],
    ['filled by a loop', 'std::array<size_t, 2> n; for (size_t k = 0; k < 2; ++k) n[k] = 64 / (k + 1);'],
  ])('are its first and its last element: %s', async (_form, n) => {
    const { threads } = await pipelineOf(`#include <array>
#include <vector>
#include "acl/acl.h"
int main() {
  ${n}
  uint32_t id = 1; aclmdlDataset *in, *out; void *h, *d;
  for (int k = 0; k < 1000; ++k) {
    aclrtMemcpy(d, n.front(), h, n.front(), ACL_MEMCPY_HOST_TO_DEVICE);
    aclmdlExecute(id, in, out);
    aclrtMemcpy(h, n.back(), d, n.back(), ACL_MEMCPY_DEVICE_TO_HOST);
  }
}`);
    expect(JSON.stringify(threads).match(/"bytes":\d+/g)).toEqual(['"bytes":64', '"bytes":32']);
  });
});
