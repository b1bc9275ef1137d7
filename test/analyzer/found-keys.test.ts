/** `find(key) == end()` of what is known to be there: the default behind it is not taken. */
import { expect, test } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const program = (before: string, body: string): string => `#include "acl/acl.h"
#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>
uint32_t id; aclmdlDataset *in, *out;
${before}
int main() {
  aclmdlLoadFromFile("resnet50_bs1.om", &id);
  ${body}
  for (int k = 0; k < n; k++) aclmdlExecute(id, in, out);
}`;

const TEXT = 'std::map<std::string, std::string> c; c["rounds"] = "900"; auto it = c.find("rounds");';
const NUMBER = 'std::map<int, int> c; c[3] = 900; auto it = c.find(3);';
const config = `struct Config {
  std::map<std::string, int> values{{"rounds", 900}};
  int get(const std::string &key, int usual) const {
    const auto it = values.find(key);
    if (it == values.cend()) return usual;
    return it->second;
  }
};`;

test.each([
  ['a text', '', `${TEXT} int n = it == c.end() ? 100 : atoi(it->second.c_str());`],
  ['the end first', '', `${TEXT} int n = c.end() == it ? 100 : std::stoi(it->second);`],
  [
    'what is emplaced',
    '',
    'std::unordered_map<std::string, int> c; c.emplace("rounds", 900); auto it = c.find("rounds"); int n = it == c.end() ? 100 : it->second;',
  ],
  ['two sides', '', `${NUMBER} int n = 100; if (it == c.end()) n = 100; else n = it->second;`],
  ['a function that leaves', config, 'Config config; int n = config.get("rounds", 100);'],
  [
    'a vector',
    '',
    'std::vector<int> v{3, 900}; auto it = std::find(v.begin(), v.end(), 900); int n = it == v.end() ? 100 : *it;',
  ],
  ['not the end', '', `${NUMBER} int n = it != c.end() ? it->second : 100;`],
])('%s', async (_what, before, body) => {
  const [loop] = stepsOf(await pipelineOf(program(before, body)), 'repeat');
  expect(loop?.times).toBe(900);
});

test('what run time may put there leaves it open', async () => {
  const body =
    'std::map<std::string, std::string> c; if (argc > 1) c["rounds"] = argv[1]; auto it = c.find("rounds"); int n = it == c.end() ? 100 : atoi(it->second.c_str());';
  const [loop] = stepsOf(
    await pipelineOf(program('', body).replace('main()', 'main(int argc, char **argv)')),
    'repeat',
  );
  expect(loop?.times).not.toBe(900);
  expect(loop?.times).not.toBe(100);
});
