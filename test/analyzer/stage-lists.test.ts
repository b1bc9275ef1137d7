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
};

for (const [name, body] of Object.entries(lists)) {
  test(name, async () => {
    const pipeline = await pipelineOf(`#include "acl/acl.h"
static void Up(int) { aclrtMemcpy(device, 64, host, 64, ACL_MEMCPY_HOST_TO_DEVICE); }
static void Scale(int) { acldvppVpcResizeAsync(channel, in, out, config, stream); }
static void Run(int) { aclmdlExecute(1, input, output); }
int main() { ${body} }
`);
    expect(callsIn(pipeline)).toEqual(ALL);
    expect(pipeline.threads).toHaveLength(1);
  });
}
