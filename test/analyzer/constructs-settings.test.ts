/** Numbers that a program starts with and that run time may change: the default is what is predicted, and it is open. */
import { expect, test } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';
import { shapeOf } from '../support/shape.ts';

const head = `#include <acl/acl.h>
#include <fstream>
#include <map>
#include <string>
uint32_t id; aclmdlDataset *in, *out;
struct Config { int depth = 32; };
void work(int n) { for (int i = 0; i < n; i++) aclmdlExecute(id, in, out); }
`;

/** By where the number comes from: what follows `head`. */
const settings: Record<string, string> = {
  'a stream': 'int main() { Config c; std::ifstream f("c"); f >> c.depth; work(c.depth); }',
  'a map, through a helper that is given the place': `void assign(const std::map<std::string, std::string> &all, const char *key, int *at) { if (auto it = all.find(key); it != all.end()) *at = std::stoi(it->second); }
    int main() { Config c; std::map<std::string, std::string> all; assign(all, "depth", &c.depth); work(c.depth); }`,
  'a map, asked by the name of the field': `int main() { Config c; std::map<std::string, std::string> all; auto it = all.find("depth"); if (it != all.end()) c.depth = std::stoi(it->second); work(c.depth); }`,
  'a getter with a default': `class Options { std::map<std::string, std::string> all_; public: int get(const std::string &key, int fallback) const { auto it = all_.find(key); if (it == all_.end()) return fallback; return std::stoi(it->second); } };
    int main() { Options o; work(o.get("depth", 32)); }`,
  'options, read in a loop': `int main(int argc, char **argv) { int depth = 32, o; while ((o = getopt(argc, argv, "d:")) != -1) switch (o) { case 'd': depth = atoi(optarg); break; } work(depth); }`,
  'an optional':
    'std::optional<int> ask(const char *); int main() { int n = ask("depth").value_or(32); work(n); }',
  'a value of a JSON file': `int main() { std::ifstream f("c.json"); auto j = nlohmann::json::parse(f); Config c; c.depth = j.value("depth", c.depth); work(c.depth); }`,
  'a call that writes to it':
    'int main(int argc, char **argv) { int n = 32; sscanf(argv[1], "%d", &n); work(n); }',
};

for (const [what, body] of Object.entries(settings)) {
  test(`a number that ${what} may change is open and has its default`, async () => {
    const pipeline = await pipelineOf(head + body);
    expect(shapeOf(pipeline)).toBe('1 × 32(aclmdlExecute); 0 streams');
    expect(pipeline.parameters).toEqual(
      expect.arrayContaining([expect.objectContaining({ value: 32, kind: 'open' })]),
    );
  });
}

test('two objects that are read alike keep defaults of their own', async () => {
  const pipeline = await pipelineOf(`${head}void read(int *at) { *at = atoi(getenv("N")); }
    int main() { int few = 3, many = 50; read(&few); read(&many); work(few); work(many); }`);
  expect(shapeOf(pipeline)).toBe('1 × 3(aclmdlExecute), 50(aclmdlExecute); 0 streams');
});

test('a container has as many elements as a setting says', async () => {
  const pipeline = await pipelineOf(`${head}struct Slot { int place; };
    int main(int argc, char **argv) { Config c; if (argc > 1) c.depth = atoi(argv[1]); std::vector<Slot> slots; slots.reserve(c.depth);
      for (int i = 0; i < c.depth; i++) slots.emplace_back(); for (auto &one : slots) aclmdlExecute(id, in, out); }`);
  expect(shapeOf(pipeline)).toBe('1 × 32(aclmdlExecute); 0 streams');
});
