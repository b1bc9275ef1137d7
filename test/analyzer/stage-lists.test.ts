/** Stages that are kept with their names, in pairs or under keys, and run in the order in which they were put in. */
import { expect, test } from 'vitest';
import { callsIn, pipelineOf } from '../support/analyzer.ts';

const ALL = ['aclrtMemcpy', 'acldvppVpcResizeAsync', 'aclmdlExecute'];

/** By what keeps the stages how they are put in and run. */
const lists: Record<string, string> = {
  'pairs of a name and a function': `std::vector<std::pair<std::string, std::function<void(int)>>> stages;
    stages.push_back({"up", Up}); stages.emplace_back("scale", Scale); stages.push_back(std::make_pair("run", Run));
    for (int i = 0; i < 9; i++) for (auto &[name, stage] : stages) stage(i);`,
  'pairs by first and second': `std::vector<std::pair<int, void (*)(int)>> stages;
    stages.push_back({1, Up}); stages.push_back({2, Scale}); stages.push_back({3, &Run});
    for (int i = 0; i < 9; i++) for (const auto &stage : stages) stage.second(i);`,
  'a map by a list of its keys': `std::map<std::string, std::function<void(int)>> stages; std::vector<std::string> order;
    auto add = [&](const std::string &key, std::function<void(int)> stage) { stages[key] = stage; order.push_back(key); };
    add("up", Up); add("scale", Scale); add("run", Run);
    for (int i = 0; i < 9; i++) for (const auto &key : order) stages.at(key)(i);`,
  'what a registry makes by names': `Registry::one().add("up", Up); Registry::one().add("scale", Scale); Registry::one().add("run", Run);
    std::vector<std::function<void(int)>> stages; std::vector<std::string> names = {"up", "scale", "run"};
    for (auto &name : names) { auto stage = Registry::one().make(name); if (!stage) continue; stages.push_back(stage); }
    for (int i = 0; i < 9; i++) for (auto &stage : stages) stage(i);`,
  'what a function finds in a table of its own': `std::vector<std::function<void(int)>> stages;
    for (const std::string &name : std::vector<std::string>{"up", "scale", "run"}) stages.push_back(Find(name));
    for (int i = 0; i < 9; i++) for (auto &stage : stages) stage(i);`,
};

for (const [name, body] of Object.entries(lists)) {
  test(name, async () => {
    const pipeline = await pipelineOf(`#include "acl/acl.h"
static void Up(int) { aclrtMemcpy(device, 64, host, 64, ACL_MEMCPY_HOST_TO_DEVICE); }
static void Scale(int) { acldvppVpcResizeAsync(channel, in, out, config, stream); }
static void Run(int) { aclmdlExecute(1, input, output); }
static const std::map<std::string, std::function<void(int)>> table = {{"up", Up}, {"scale", Scale}, {"run", Run}};
std::function<void(int)> Find(const std::string &key) { return table.at(key); }
struct Registry {
  static Registry &one() { static Registry only; return only; }
  void add(const std::string &key, std::function<void(int)> stage) { all_[key] = std::move(stage); }
  std::function<void(int)> make(const std::string &key) const { return look(key); }
  std::function<void(int)> look(const std::string &key) const {
    auto found = all_.find(key);
    return found == all_.end() ? nullptr : found->second;
  }
  std::map<std::string, std::function<void(int)>> all_;
};
int main() { ${body} }
`);
    expect(callsIn(pipeline)).toEqual(ALL);
    expect(pipeline.threads).toHaveLength(1);
  });
}
