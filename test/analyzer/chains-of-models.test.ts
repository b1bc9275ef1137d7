/** Loops over models that only run time counts: one frame goes through all of them, or each has frames of its own. */
import { expect, it, test } from 'vitest';
import { loadProfile } from '../../src/profile/load.ts';
import { simulate } from '../../src/sim/index.ts';
import { pipelineOf } from '../support/analyzer.ts';
import { framesAPass } from '../support/frames.ts';

const head = `#include "acl/acl.h"
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>
aclmdlDataset *make(size_t n, void **p) {
  aclrtMalloc(p, n, ACL_MEM_MALLOC_HUGE_FIRST);
  aclmdlDataset *d = aclmdlCreateDataset(); aclmdlAddDatasetBuffer(d, aclCreateDataBuffer(*p, n)); return d; }
struct Model { uint32_t id; void *buf; aclmdlDataset *out; Model *next = nullptr;
  explicit Model(const char *path) { aclmdlLoadFromFile(path, &id); out = make(4096, &buf); }
  aclmdlDataset *run(aclmdlDataset *x) { aclmdlExecute(id, x, out); return out; } };
struct Lane { uint32_t id; void *dev, *host; aclmdlDataset *in, *out; };
struct Step { uint32_t id; aclmdlDataset *in, *out; }; std::vector<Step> plan_of(const char *file);
struct Tensor { aclmdlDataset *ds; };
struct Stage { virtual bool run(Tensor &t) = 0; };
struct ModelStage : Stage { Model m; explicit ModelStage(const char *p) : m(p) {} bool run(Tensor &t) override { t.ds = m.run(t.ds); return true; } };
`;
const begin = `aclInit(0); aclrtSetDevice(0); aclrtStream s; aclrtCreateStream(&s); void *dev, *host, *other;
  aclmdlDataset *in = make(4096, &dev), *second = make(4096, &other); aclrtMallocHost(&host, 4096);`;
const up = 'aclrtMemcpy(dev, 4096, host, 4096, ACL_MEMCPY_HOST_TO_DEVICE);';
const down = 'aclrtMemcpy(host, 4096, dev, 4096, ACL_MEMCPY_DEVICE_TO_HOST);';
const main = (before: string, pass: string): string =>
  `${head}int main(int argc, char **argv) { ${begin} ${before} while (true) { ${pass} } }`;

const models = 'std::vector<Model> models; for (int i = 1; i < argc; ++i) models.push_back(Model(argv[i]));';
const ids =
  'std::vector<uint32_t> ids; for (int i = 1; i < argc; ++i) { uint32_t id; aclmdlLoadFromFile(argv[i], &id); ids.push_back(id); }';
const lanes = `std::vector<Lane> lanes(argc - 1); for (auto &l : lanes) { aclmdlLoadFromFile("resnet50.om", &l.id);
  l.in = make(4096, &l.dev); l.out = aclmdlCreateDataset(); aclrtMallocHost(&l.host, 4096); }`;
const copies = 'for (auto &l : lanes) aclrtMemcpy(l.dev, 4096, l.host, 4096, ACL_MEMCPY_HOST_TO_DEVICE);';

const chains: Record<string, [before: string, pass: string]> = {
  'each given what the one before returns': [
    models,
    `${up} aclmdlDataset *x = in; for (auto &m : models) x = m.run(x); ${down}`,
  ],
  'on two sets of data in turn': [
    ids,
    `${up} for (size_t k = 0; k < ids.size(); ++k) { aclmdlExecute(ids[k], in, second); std::swap(in, second); }`,
  ],
  'on two sets of data by an index': [
    `std::vector<std::unique_ptr<Model>> net; std::ifstream f(argv[1]); std::string line;
     while (std::getline(f, line)) net.push_back(std::make_unique<Model>(line.c_str())); aclmdlDataset *ds[2] = {in, second}; int at = 0;`,
    `${up} for (auto &m : net) { aclmdlExecuteAsync(m->id, ds[at], ds[1 - at], s); at = 1 - at; } aclrtSynchronizeStream(s);`,
  ],
  'on the output at the place before': [
    `${ids} std::vector<aclmdlDataset *> outs; for (int i = 1; i < argc; ++i) outs.push_back(aclmdlCreateDataset());`,
    `${up} for (size_t i = 0; i < ids.size(); ++i) aclmdlExecute(ids[i], i == 0 ? in : outs[i - 1], outs[i]);`,
  ],
  'in a linked list': [
    `Model *first = nullptr, **end = &first; for (int i = 1; i < argc; ++i) { *end = new Model(argv[i]); end = &(*end)->next; }`,
    `${up} aclmdlDataset *x = in; for (Model *m = first; m; m = m->next) { aclmdlExecute(m->id, x, m->out); x = m->out; }`,
  ],
  'behind an interface': [
    'std::vector<std::unique_ptr<Stage>> stages; for (int i = 1; i < argc; ++i) stages.push_back(std::make_unique<ModelStage>(argv[i]));',
    'Tensor t{in}; for (auto &one : stages) if (!one->run(t)) return 1;',
  ],
  'all on one input': [models, `${up} for (auto &m : models) aclmdlExecute(m.id, in, m.out);`],
  'of a map that a file fills, on one input': [
    `std::map<std::string, Model *> byName; std::ifstream f(argv[1]); std::string name;
     while (f >> name) byName[name] = new Model(name.c_str());`,
    `${up} for (auto &[key, m] : byName) aclmdlExecute(m->id, in, m->out);`,
  ],
  'that are one, run on its own output': [
    'uint32_t id; aclmdlLoadFromFile("unet.om", &id);',
    `${up} for (int t = 0; t < 20; ++t) { aclmdlExecute(id, in, second); std::swap(in, second); } ${down}`,
  ],
};

it.each(Object.entries(chains))('models %s are one frame', async (_how, [before, pass]) => {
  expect(await framesAPass(main(before, pass))).toBeCloseTo(1);
});

test('a chain of models with a batch finishes the batch', async () => {
  const batched = models.replace('models.push_back', '\n// acl-perf: batch=8\nmodels.push_back');
  const text = main(batched, `${up} aclmdlDataset *x = in; for (auto &m : models) x = m.run(x);`);
  const loaded = text.replace(
    '{ aclmdlLoadFromFile(path',
    '{\n// acl-perf: batch=8\naclmdlLoadFromFile(path',
  );
  expect(await framesAPass(loaded)).toBeCloseTo(8);
});

const each: Record<string, [before: string, pass: string]> = {
  'that copies its own input': [
    lanes,
    'for (auto &l : lanes) { aclrtMemcpy(l.dev, 4096, l.host, 4096, ACL_MEMCPY_HOST_TO_DEVICE); aclmdlExecute(l.id, l.in, l.out); }',
  ],
  'of a file of its own, with an input that was copied before': [
    lanes.replace('"resnet50.om"', 'argv[1]'),
    `${copies} for (auto &l : lanes) aclmdlExecute(l.id, l.in, l.out);`,
  ],
  'of one file, with an input that was copied before': [
    lanes,
    `${copies} for (auto &l : lanes) aclmdlExecuteAsync(l.id, l.in, l.out, s); aclrtSynchronizeStream(s);`,
  ],
};

it.each(Object.entries(each))('each model %s finishes a frame', async (_what, [before, pass]) => {
  expect(await framesAPass(main(before, pass))).toBeCloseTo(4);
});

test('where nothing tells, a pass is one frame, and that is said; a comment decides', async () => {
  const text = (comment: string): string =>
    main(
      'std::vector<Step> plan = plan_of(argv[1]);',
      `${comment}\nfor (auto &p : plan) aclmdlExecuteAsync(p.id, p.in, p.out, s); aclrtSynchronizeStream(s);`,
    );
  const isAsked = async (comment: string): Promise<boolean> =>
    (await pipelineOf(text(comment))).unknowns.some(({ code }) => code === 'frame');
  expect([await framesAPass(text('')), await isAsked('')]).toEqual([1, true]);
  expect([await framesAPass(text('\n// acl-perf: frame')), await isAsked('\n// acl-perf: frame')]).toEqual([
    4,
    false,
  ]);
});

test('the latency of a frame that goes through several models is that of all of them', async () => {
  const text = main(models, 'aclmdlDataset *x = in; for (auto &m : models) x = m.run(x);');
  const { qps, latency } = simulate(await pipelineOf(text), loadProfile('ascend310'));
  expect(latency.medianMs).toBeCloseTo(1000 / qps, 0);
});
