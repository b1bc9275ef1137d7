/** Algorithms that fill a container do what a loop would: what each pass puts in is told apart, and how many there are is known. */
import { expect, it } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';

const program = (fill: string) => `#include <algorithm>
#include <map>
#include <memory>
#include <thread>
#include <vector>
#include "acl/acl.h"
struct Lane {
  explicit Lane(int at) : device(at) {}
  void run() {
    aclrtSetDevice(device);
    uint32_t id; aclmdlLoadFromFile("resnet50_bs16.om", &id);
    for (int i = 0; i < 500; ++i) aclmdlExecute(id, nullptr, nullptr);
  }
  int device;
};
using Owned = std::unique_ptr<Lane>;
int main() {
  const std::vector<int> cards{1, 2, 3};
  std::vector<std::thread> crew;
  ${fill}
  for (auto &one : crew) one.join();
}`;

const EACH = 'for (auto &lane : lanes) crew.emplace_back(&Lane::run, lane.get());';
const OF_IDS = `std::vector<Owned> lanes; for (int at : ids) lanes.push_back(std::make_unique<Lane>(at)); ${EACH}`;
const ALL = 'cards.begin(), cards.end()';
const MADE = '[](int at) { return std::make_unique<Lane>(at); }';

it.each([
  [
    'transform, adding',
    `std::vector<Owned> lanes; std::transform(${ALL}, std::back_inserter(lanes), ${MADE}); ${EACH}`,
  ],
  [
    'transform, in place',
    `std::vector<Owned> lanes(3); std::transform(${ALL}, lanes.begin(), ${MADE}); ${EACH}`,
  ],
  [
    'transform of a range',
    `std::vector<Owned> lanes; std::ranges::transform(cards, std::back_inserter(lanes), ${MADE}); ${EACH}`,
  ],
  [
    'transform into a map',
    `std::map<int, Owned> lanes;
     std::transform(${ALL}, std::inserter(lanes, lanes.end()), [](int at) { return std::make_pair(at, std::make_unique<Lane>(at)); });
     for (auto &entry : lanes) crew.emplace_back(&Lane::run, entry.second.get());`,
  ],
  [
    'transform into threads',
    `std::transform(${ALL}, std::back_inserter(crew), [](int at) { return std::thread([at] { Lane(at).run(); }); });`,
  ],
  [
    'generate, counting beside',
    `std::vector<Owned> lanes(3); int next = 1;
     std::generate(lanes.begin(), lanes.end(), [&next] { return std::make_unique<Lane>(next++); }); ${EACH}`,
  ],
  ['copy', `std::vector<int> ids; std::copy(${ALL}, std::back_inserter(ids)); ${OF_IDS}`],
  ['move', `std::vector<int> ids; std::move(${ALL}, std::back_inserter(ids)); ${OF_IDS}`],
  ['insert', `std::vector<int> ids; ids.insert(ids.end(), ${ALL}); ${OF_IDS}`],
  ['assign', `std::vector<int> ids{7}; ids.assign(${ALL}); ${OF_IDS}`],
  ['iota', `std::vector<int> ids(3); std::iota(ids.begin(), ids.end(), 1); ${OF_IDS}`],
])('%s', async (_algorithm, fill) => {
  const { devices, threads } = await pipelineOf(program(fill));
  const working = threads.filter((thread) => thread.program.length > 0);
  expect([devices, working.map(({ replicas }) => replicas)]).toEqual([3, [3]]);
});

it('asks each element for what copy_if takes', async () => {
  const some = `std::vector<int> ids; std::copy_if(${ALL}, std::back_inserter(ids), [](int at) { return at != 2; }); ${OF_IDS}`;
  const { threads, parameters } = await pipelineOf(program(some));
  expect(threads.map(({ replicas }) => replicas)).toEqual(['ids_size']);
  expect(parameters.map(({ name, kind }) => [name, kind])).toContainEqual(['ids_size', 'open']);
});

it('takes a part of a range for no whole one', async () => {
  const first = `std::vector<int> ids; std::copy(cards.begin(), cards.begin() + 2, std::back_inserter(ids)); ${OF_IDS}`;
  const { threads } = await pipelineOf(program(first));
  expect(threads.map(({ replicas }) => replicas)).not.toEqual([3]);
});
