/** Lanes that one loop makes of a list of devices and another one starts: none of the devices is lost, however that is written. */
import { expect, it, test } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';

const head = `#include "acl/acl.h"
#include <algorithm>
#include <array>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <thread>
#include <vector>
void serve(int device) {
  aclrtSetDevice(device); aclrtStream s; aclrtCreateStream(&s); uint32_t m; aclmdlLoadFromFile("m_bs1.om", &m);
  while (true) { aclmdlExecuteAsync(m, nullptr, nullptr, s); aclrtSynchronizeStream(s); }
}
class Lane {
 public:
  explicit Lane(int device) : device_(device) {}
  void start() { thread_ = std::thread([this] { serve(device_); }); }
  void join() { thread_.join(); }
 private:
  int device_; std::thread thread_;
};
struct Bare { int device = 0; std::thread t; void start() { t = std::thread(&Bare::main, this); } void main() { serve(device); } void join() { t.join(); } };
int next = 0; int draw() { return next++; }
std::vector<int> idsIn(const char *text);
`;

const pipelineOfMain = (body: string) =>
  pipelineOf(`${head} int main(int argc, char **argv) { aclInit(nullptr); ${body} }`);

/** How many threads run, and on how many devices. */
async function lanesOf(body: string): Promise<unknown> {
  const { threads, devices } = await pipelineOfMain(body);
  const working = threads.filter(({ program }) => program.length > 0);
  return { threads: working.reduce((sum, { replicas }) => sum + Number(replicas), 0), devices };
}

const startAndJoin = 'for (auto &l : all) l->start(); for (auto &l : all) l->join();';
const ofValues = startAndJoin.replaceAll('->', '.');
const ofMap = 'for (auto &[id, l] : all) l.start(); for (auto &[id, l] : all) l.join();';
const owned = 'std::vector<std::unique_ptr<Lane>> all;';
const make = 'all.push_back(std::make_unique<Lane>(id));';
const listed = 'std::set<int> ids{0, 1, 5};';

const lists: [what: string, body: string][] = [
  ['a set', `${listed} ${owned} for (int id : ids) ${make}`],
  ['a vector', `std::vector<int> ids{0, 1, 5}; ${owned} for (int id : ids) ${make}`],
  ['an array', `const int ids[] = {0, 1, 5}; ${owned} for (int id : ids) ${make}`],
  ['a list without a name', `${owned} for (int id : {0, 1, 5}) ${make}`],
  ['a vector without a name', `${owned} for (int id : std::vector<int>{0, 1, 5}) ${make}`],
  ['an array that its items type', `${owned} for (int id : std::array{0, 1, 5}) ${make}`],
  ['a list that auto names', `auto ids = {0, 1, 5}; ${owned} for (int id : ids) ${make}`],
  [
    'an array by its places',
    `const int ids[] = {0, 1, 5}; ${owned} for (int i = 0; i < 3; i++) all.emplace_back(new Lane(ids[i]));`,
  ],
  [
    'the keys of a map',
    `std::map<int, int> ids{{0, 9}, {1, 8}, {5, 7}}; ${owned} for (auto &[id, port] : ids) ${make}`,
  ],
  [
    'the keys of entries',
    `std::map<int, int> ids{{0, 9}, {1, 8}, {5, 7}}; ${owned} for (auto &e : ids) all.push_back(std::make_unique<Lane>(e.first));`,
  ],
  [
    'what a map has under names',
    `std::map<std::string, int> ids{{"a", 0}, {"b", 1}, {"c", 5}}; ${owned} for (auto &[name, id] : ids) ${make}`,
  ],
  [
    'a counter that a function counts up',
    `${owned} for (int i = 0; i < 3; i++) all.push_back(std::make_unique<Lane>(draw()));`,
  ],
  [
    'a counter of a lambda that generates them',
    `${owned} std::generate_n(std::back_inserter(all), 3, [n = 0]() mutable { return std::make_unique<Lane>(n++); });`,
  ],
];

it.each(lists)('lanes made of %s are on a device each', async (_what, body) => {
  expect(await lanesOf(`${body} ${startAndJoin}`)).toEqual({ threads: 3, devices: 3 });
});

const kept: [what: string, body: string][] = [
  ['by value', `std::vector<Lane> all; for (int id : ids) all.emplace_back(id); ${ofValues}`],
  ['in a linked list', `std::list<Lane> all; for (int id : ids) all.emplace_back(id); ${ofValues}`],
  ['in a deque', `std::deque<Lane> all; for (int id : ids) all.emplace_back(id); ${ofValues}`],
  [
    'as shared pointers',
    `std::vector<std::shared_ptr<Lane>> all; for (int id : ids) all.push_back(std::make_shared<Lane>(id)); ${startAndJoin}`,
  ],
  [
    'as plain pointers',
    `std::vector<Lane *> all; for (int id : ids) all.push_back(new Lane(id)); ${startAndJoin}`,
  ],
  [
    'with a field that is set',
    `std::array<Bare, 3> all; int at = 0; for (int id : ids) all[at++].device = id; ${ofValues}`,
  ],
  [
    'in a map by try_emplace',
    `std::map<int, Lane> all; for (int id : ids) all.try_emplace(id, id); ${ofMap}`,
  ],
  [
    'in a map by insert_or_assign',
    `std::map<int, Lane> all; for (int id : ids) all.insert_or_assign(id, Lane(id)); ${ofMap}`,
  ],
  ['in a map by emplace', `std::map<int, Lane> all; for (int id : ids) all.emplace(id, id); ${ofMap}`],
  [
    'in a map of which the key is set when they start',
    `std::map<int, Bare> all; for (int id : ids) all[id]; for (auto &[id, l] : all) { l.device = id; l.start(); } for (auto &[id, l] : all) l.join();`,
  ],
  [
    'started by an index',
    `${owned} for (int id : ids) ${make} for (size_t i = 0; i < all.size(); i++) all[i]->start();`,
  ],
  [
    'started by an iterator',
    `${owned} for (int id : ids) ${make} for (auto it = all.begin(); it != all.end(); ++it) (*it)->start();`,
  ],
  [
    'started by for_each',
    `${owned} for (int id : ids) ${make} std::for_each(all.begin(), all.end(), [](auto &l) { l->start(); });`,
  ],
];

it.each(kept)('lanes of a list that are kept %s are on a device each', async (_what, body) => {
  expect(await lanesOf(`${listed} ${body}`)).toEqual({ threads: 3, devices: 3 });
});

const named: [what: string, body: string][] = [
  [
    'added one after the other',
    `std::vector<Lane> all; all.emplace_back(0); all.emplace_back(1); all.emplace_back(5); ${ofValues}`,
  ],
  [
    'put at their places',
    `${owned} all.resize(3); all[0] = std::make_unique<Lane>(0); all[1] = std::make_unique<Lane>(1); all[2] = std::make_unique<Lane>(5); ${startAndJoin}`,
  ],
  [
    'listed by address',
    'Lane a(0), b(1), c(5); for (Lane *l : {&a, &b, &c}) l->start(); a.join(); b.join(); c.join();',
  ],
];

it.each(named)('lanes that are %s and started by a loop are each on its own', async (_what, body) => {
  const { threads } = await pipelineOfMain(body);
  expect(threads.map(({ replicas, device }) => [replicas, device])).toEqual([
    [1, 0],
    [1, 1],
    [1, 2],
  ]);
});

test('a device that a list names twice is one', async () => {
  expect(
    await lanesOf(`std::vector<int> ids{0, 0, 5}; ${owned} for (int id : ids) ${make} ${startAndJoin}`),
  ).toEqual({
    threads: 3,
    devices: 2,
  });
});

test('several lanes for each device of a list are as many times more', async () => {
  const body = `${listed} ${owned} for (int id : ids) for (int k = 0; k < 2; k++) ${make} ${startAndJoin}`;
  expect(await lanesOf(body)).toEqual({ threads: 6, devices: 3 });
});

const isAsked = async (body: string): Promise<boolean> =>
  (await pipelineOfMain(body)).unknowns.some(({ code }) => code === 'device-count');

test('ids of run time are one each of a list, and it is said that nothing tells them', async () => {
  const body = `${owned} for (int id : idsIn(argv[1])) ${make} ${startAndJoin}`;
  const { threads, devices } = await pipelineOfMain(body);
  expect(devices).toBe(threads.find(({ program }) => program.length > 0)?.replicas);
  expect(await isAsked(body)).toBe(true);
});

test.each([
  [
    'many threads that are given an id of run time',
    'int id = atoi(argv[1]); std::vector<std::thread> t; for (int i = 0; i < 3; i++) t.emplace_back(serve, id);',
    true,
  ],
  ['one thread that is', 'std::thread t(serve, atoi(argv[1])); t.join();', false],
  [
    'ids that are all known',
    `${listed} std::vector<std::thread> t; for (int id : ids) t.emplace_back(serve, id);`,
    false,
  ],
])('%s: is it said that devices are not known?', async (_what, body, asked) => {
  expect(await isAsked(body)).toBe(asked);
});
