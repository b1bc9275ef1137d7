/** Algorithms that ask each element: what the question does is done for each of them. */
import { expect, it, test } from 'vitest';
import { callsIn, pipelineOf, stepsOf } from '../support/analyzer.ts';

const head = `#include "acl/acl.h"
#include <algorithm>
#include <memory>
#include <vector>
aclmdlDataset *in, *out; void *h, *d;
struct Stage { virtual ~Stage() = default; virtual bool open() = 0; virtual bool run() = 0; };
struct Base : Stage { uint32_t id; const char *path; explicit Base(const char *p) : path(p) {}
  bool open() override { return aclmdlLoadFromFile(path, &id) == ACL_SUCCESS; }
  bool run() override { return aclmdlExecute(id, in, out) == ACL_SUCCESS; } };
struct Det : Base { Det() : Base("yolov3_bs1.om") {} }; struct Cls : Base { Cls() : Base("resnet50_bs1.om") {} };
`;
const opening = (ask: string): string => `${head}
int main() { std::vector<std::unique_ptr<Stage>> st; st.push_back(std::make_unique<Det>()); st.push_back(std::make_unique<Cls>());
  ${ask}
  for (int i = 0; i < 1000; ++i) for (const auto &s : st) if (!s->run()) return 1; }`;

it.each([
  ['if (!std::all_of(st.begin(), st.end(), [](auto &s) { return s->open(); })) return 1;'],
  ['if (std::any_of(st.begin(), st.end(), [](auto &s) { return !s->open(); })) return 1;'],
  ['if (!std::ranges::none_of(st, [](auto &s) { return !s->open(); })) return 1;'],
  ['if (!std::ranges::all_of(st, &Stage::open)) return 1;'],
  [
    'auto bad = std::find_if_not(st.begin(), st.end(), [](auto &s) { return s->open(); }); if (bad != st.end()) return 1;',
  ],
])('%s', async (ask) => {
  const pipeline = await pipelineOf(opening(ask));
  expect(pipeline.models.map(({ path }) => path)).toEqual(['yolov3_bs1.om', 'resnet50_bs1.om']);
  expect(pipeline.unknowns.filter(({ code }) => code === 'model-origin')).toEqual([]);
});

test('frames that a question is asked of are a loop', async () => {
  const pipeline = await pipelineOf(`${head} struct Frame { void *data; }; uint32_t model;
float infer(const Frame &f) { aclrtMemcpy(d, 64, f.data, 64, ACL_MEMCPY_HOST_TO_DEVICE); aclmdlExecute(model, in, out); return 0; }
int main() { aclmdlLoadFromFile("resnet50_bs1.om", &model); std::vector<Frame> frames(1000);
  return std::count_if(frames.begin(), frames.end(), [](const Frame &f) { return infer(f) > 0.5f; }) > 0; }`);
  expect(stepsOf(pipeline, 'repeat')).toMatchObject([{ times: 1000, frameLoop: true }]);
  expect(callsIn(pipeline)).toEqual(['aclrtMemcpy', 'aclmdlExecute']);
});

test('a question that does no work is asked of nobody', async () => {
  const pipeline =
    await pipelineOf(`${head} int main() { std::vector<int> v(8); uint32_t id; aclmdlLoadFromFile("a.om", &id);
  while (std::any_of(v.begin(), v.end(), [](int x) { return x == 0; })) aclmdlExecute(id, in, out); }`);
  expect(stepsOf(pipeline, 'repeat')).toHaveLength(1);
});
