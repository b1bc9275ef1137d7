/** Paths of models that are put together of parts: where these are known, so are the model and its batch. */
import { expect, test } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';

async function pathsOf(body: string, declared = ''): Promise<unknown[]> {
  const { models } = await pipelineOf(`
#include "acl/acl.h"
#include <cstdio>
#include <filesystem>
#include <format>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
namespace fs = std::filesystem;
${declared}
int main() {
  uint32_t id;
  aclmdlDataset *in = aclmdlCreateDataset(), *out = aclmdlCreateDataset();
  ${body}
  for (int i = 0; i < 100; ++i) aclmdlExecute(id, in, out);
}`);
  return models.map(({ path }) => path);
}

test.each([
  ['a sum', 'const std::string file = "nets/resnet50_bs" + std::to_string(batch) + ".om";', 'file.c_str()'],
  [
    'a sum with a letter',
    `const std::string dir = "nets"; auto file = dir + '/' + "resnet50_bs" + std::to_string(batch) + ".om";`,
    'file.c_str()',
  ],
  [
    'what is appended',
    `std::string file = "nets"; file += '/'; file += "resnet50_bs"; file.append(std::to_string(batch)); file += ".om";`,
    'file.data()',
  ],
  ['snprintf', 'char file[64]; snprintf(file, sizeof(file), "%s/resnet50_bs%d.om", "nets", batch);', 'file'],
  [
    'sprintf into what becomes a string',
    'char text[64]; sprintf(text, "nets/resnet50_bs%u.om", batch); std::string file(text);',
    'file.c_str()',
  ],
  ['std::format', 'auto file = std::format("{}/resnet50_bs{}.om", "nets", batch);', 'file.c_str()'],
  [
    'a stream',
    'std::ostringstream file; file << "nets/" << "resnet50_bs" << batch << ".om";',
    'file.str().c_str()',
  ],
  [
    'a path',
    'const fs::path dir{"nets"}; const fs::path file = dir / ("resnet50_bs" + std::to_string(batch) + ".om");',
    'file.string().c_str()',
  ],
  ['a function', '', 'pathOf("nets", batch).c_str()'],
])('%s', async (_what, compose, file) => {
  const declared =
    'static std::string pathOf(const std::string &dir, int b) { return dir + "/" + "resnet50" + "_bs" + std::to_string(b) + ".om"; }';
  const paths = await pathsOf(`const int batch = 8; ${compose} aclmdlLoadFromFile(${file}, &id);`, declared);
  expect(paths).toEqual(['nets/resnet50_bs8.om']);
});

test('zeros before a number', async () => {
  expect(
    await pathsOf('char file[64]; sprintf(file, "resnet50_bs%02d.om", 8); aclmdlLoadFromFile(file, &id);'),
  ).toEqual(['resnet50_bs08.om']);
});

test('what a file may say otherwise is what it is by default', async () => {
  const declared = `class Settings {
  std::map<std::string, int> values_;
public:
  explicit Settings(const char *p) { std::ifstream f(p); std::string k; int v; while (f >> k >> v) values_[k] = v; }
  int get(const std::string &k, int d) const { auto it = values_.find(k); return it == values_.end() ? d : it->second; }
};`;
  const body =
    'Settings s("a.cfg"); const std::string file = "resnet50_bs" + std::to_string(s.get("batch", 16)) + ".om"; aclmdlLoadFromFile(file.c_str(), &id);';
  expect(await pathsOf(body, declared)).toEqual(['resnet50_bs16.om']);
});

test('a part that only run time knows leaves the text open', async () => {
  const paths = await pathsOf(
    'char file[64]; sprintf(file, "resnet50_bs%d.om", 8); sprintf(file, "%s.om", getenv("NET")); aclmdlLoadFromFile(file, &id);',
  );
  expect(paths).toEqual(['file']);
});
