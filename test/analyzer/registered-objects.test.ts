/** Registries that objects outside of functions fill before `main` begins: each that is registered is one of its own. */
import { expect, test } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const stages = `
#include "acl/acl.h"
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>
struct Stage { virtual ~Stage() = default; virtual bool open() = 0; virtual bool run() = 0; };
struct Net : Stage {
  uint32_t id; const char *path; aclmdlDataset *in, *out;
  explicit Net(const char *p) : path(p) {}
  bool open() override { in = aclmdlCreateDataset(); out = aclmdlCreateDataset(); return aclmdlLoadFromFile(path, &id) == ACL_SUCCESS; }
};
struct Find : Net { Find() : Net("yolov3_bs1.om") {} bool run() override { return aclmdlExecute(id, in, out) == ACL_SUCCESS; } };
struct Name : Net { Name() : Net("resnet50_bs1.om") {} bool run() override { return aclmdlExecute(id, in, out) == ACL_SUCCESS; } };
using Made = std::unique_ptr<Stage>;
using Maker = std::function<Made()>;
`;

const program = (registry: string, fill: string): string => `${stages}${registry}
int main() {
  std::vector<Made> all;
  ${fill}
  for (auto &s : all) if (!s->open()) return 1;
  for (int i = 0; i < 1000; ++i) for (const auto &s : all) if (!s->run()) return 1;
}`;

const map =
  'static std::map<std::string, Maker> &table() { static std::map<std::string, Maker> t; return t; }';
const byName = 'for (auto n : {"a", "b"}) all.push_back(table().at(n)());';

test.each([
  [
    'what a template of registrars assigns',
    `${map} template <class T> struct Add { explicit Add(const char *n) { table()[n] = [] { return std::make_unique<T>(); }; } };
     static Add<Find> a{"a"}; static Add<Name> b{"b"};`,
    byName,
  ],
  [
    'what it emplaces, made by a function template',
    `${map} template <class T> Made create() { return std::make_unique<T>(); }
     template <class T> struct Add { Add(const char *n) { table().emplace(n, &create<T>); } };
     #define ADD(T) static const Add<T> add_##T(#T)
     ADD(Find);
     ADD(Name);`,
    'for (auto &[name, make] : table()) all.push_back(make());',
  ],
  [
    'what objects of unnamed namespaces push',
    `static std::vector<std::function<Stage *()>> makers;
     namespace {
     struct AddFind { AddFind() { makers.push_back([] { return new Find; }); } } addFind;
     struct AddName { AddName() { makers.push_back([] { return new Name; }); } } addName;
     }`,
    'for (auto &make : makers) all.emplace_back(make());',
  ],
  [
    'what static fields start with',
    `${map} template <class T> bool add(const std::string &n) { table()[n] = [] { return std::make_unique<T>(); }; return true; }
     struct Known { static inline const bool first = add<Find>("a"); static const bool second; };
     const bool Known::second = add<Name>("b");`,
    byName,
  ],
])('%s', async (_what, registry, fill) => {
  const pipeline = await pipelineOf(program(registry, fill));
  expect(pipeline.models.map(({ path }) => path)).toEqual(['yolov3_bs1.om', 'resnet50_bs1.om']);
  expect(stepsOf(pipeline, 'repeat').map(({ times }) => times)).toEqual([1000]);
  expect(stepsOf(pipeline, 'submit').map(({ work }) => work)).toMatchObject([
    { model: 'id' },
    { model: 'id_2' },
  ]);
});

test('objects that put themselves into a list, whatever that is called', async () => {
  const pipeline = await pipelineOf(`
#include "acl/acl.h"
#include <string>
#include <vector>
class Plugin {
public:
  explicit Plugin(const std::string &path) : path_(path) { all().push_back(this); }
  static std::vector<Plugin *> &all() { static std::vector<Plugin *> list; return list; }
  void open() { aclmdlLoadFromFile(path_.c_str(), &id_); }
  virtual void run() = 0;
protected:
  std::string path_; uint32_t id_ = 0; aclmdlDataset *in_ = aclmdlCreateDataset(), *out_ = aclmdlCreateDataset();
};
struct Find : Plugin { Find() : Plugin("yolov3_bs1.om") {} void run() override { aclmdlExecute(id_, in_, out_); } };
struct Name : Plugin { Name() : Plugin("resnet50_bs1.om") {} void run() override { aclmdlExecute(id_, in_, out_); } };
static Find find;
static Name name;
int main() {
  for (Plugin *p : Plugin::all()) p->open();
  for (int i = 0; i < 1000; ++i) for (Plugin *p : Plugin::all()) p->run();
}`);
  expect(pipeline.models.map(({ path }) => path)).toEqual(['yolov3_bs1.om', 'resnet50_bs1.om']);
  expect(stepsOf(pipeline, 'submit')).toHaveLength(2);
  expect(stepsOf(pipeline, 'repeat')).toHaveLength(1);
});
