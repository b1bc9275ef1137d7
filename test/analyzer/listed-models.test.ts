/** Lanes and threads that a loop makes of a list of models: each has the model of its own file. */
import { expect, it } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const program = (before: string, body: string) => `#include "acl/acl.h"
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>
struct Lane { aclrtStream stream; uint32_t model; aclmdlDataset *in, *out;
  explicit Lane(const std::string &f) { aclrtCreateStream(&stream); aclmdlLoadFromFile(f.c_str(), &model); }
  void run() { aclmdlExecuteAsync(model, in, out, stream); aclrtSynchronizeStream(stream); } };
struct Config { std::string path; int depth; };
static const char *const FILES[] = {"resnet50_bs1.om", "yolov3_bs1.om"};
${before}
int main() { aclrtSetDevice(0); ${body} }`;

const RUN = 'for (int n = 0; n < 900; n++) for (auto &l : lanes) l.run();';
const work = `static void work(const char *file) { aclrtSetDevice(0); Lane l(file); for (int n = 0; n < 900; n++) l.run(); }`;
const vector = 'std::vector<Lane> lanes;';

it.each([
  ['by index', '', `${vector} for (int i = 0; i < 2; i++) lanes.emplace_back(FILES[i]); ${RUN}`],
  [
    'of configurations',
    'static const std::vector<Config> configs{{"resnet50_bs1.om", 2}, {"yolov3_bs1.om", 4}};',
    `${vector} for (const auto &c : configs) lanes.emplace_back(c.path); ${RUN}`,
  ],
  [
    'of a list without a name, into a map',
    '',
    `std::map<std::string, std::unique_ptr<Lane>> lanes;
     for (std::string f : {"resnet50_bs1.om", "yolov3_bs1.om"}) lanes[f] = std::make_unique<Lane>(f);
     for (int n = 0; n < 900; n++) for (auto &[name, lane] : lanes) lane->run();`,
  ],
  [
    'in threads',
    work,
    `std::vector<std::thread> all; for (auto f : FILES) all.emplace_back(work, f); for (auto &t : all) t.join();`,
  ],
  [
    'in threads that capture',
    work,
    `std::vector<std::thread> all; for (auto f : FILES) all.emplace_back([f] { work(f); }); for (auto &t : all) t.join();`,
  ],
])('%s', async (_how, before, body) => {
  const pipeline = await pipelineOf(program(before, body));
  expect(pipeline.models.map(({ path }) => path).toSorted()).toEqual(['resnet50_bs1.om', 'yolov3_bs1.om']);
  const executed = stepsOf(pipeline, 'submit').map(({ work: { model } }) => model);
  expect(executed.toSorted()).toEqual(pipeline.models.map(({ id }) => id).toSorted());
  expect(pipeline.threads.every(({ replicas = 1 }) => replicas === 1)).toBe(true);
});

it('a list of one model, or of other texts, leaves them replicas', async () => {
  const same = 'for (auto f : {"a.txt", "b.txt"}) all.emplace_back(work, f);';
  const load =
    'static void work(const char *name) { aclrtSetDevice(0); Lane l("resnet50_bs1.om"); for (;;) l.run(); }';
  const { threads } = await pipelineOf(program(load, `std::vector<std::thread> all; ${same}`));
  expect(threads.find(({ program: steps }) => steps.length > 0)?.replicas).toBe(2);
});
