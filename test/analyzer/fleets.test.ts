/** Workers that nested loops make, some for each device: all of them count, and the devices are those of their own loop. */
import { expect, it, test } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';

const head = `
#include "acl/acl.h"
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>
static void serve(int32_t device) {
    aclrtSetDevice(device);
    aclrtStream s; aclrtCreateStream(&s);
    for (;;) { aclmdlExecuteAsync(1, nullptr, nullptr, s); aclrtSynchronizeStream(s); }
}
struct Worker {
    explicit Worker(int32_t d, int w = 0) : device(d), place(w) {}
    int32_t device; int place; std::thread thread;
    void Start() { thread = std::thread(&Worker::Main, this); }
    void Main() { serve(device); }
};
`;

async function sizesOf(body: string, before = ''): Promise<unknown> {
  const { threads, devices } = await pipelineOf(`${head}${before} int main() { aclInit(nullptr); ${body} }`);
  return { threads: threads.map(({ replicas }) => replicas), devices };
}

const each = 'for (int d = 0; d < 3; d++) for (int w = 0; w < 2; w++)';
const joined = 'for (auto &x : t) x.join();';
const sixOnThree = { threads: [6], devices: 3 };

const fleets: [what: string, body: string, sizes: unknown][] = [
  [
    'pushed as pointers, started by a loop over them',
    `std::vector<Worker *> all; ${each} all.push_back(new Worker(d)); for (auto *w : all) w->Start();`,
    sixOnThree,
  ],
  [
    'owned, by a list of ids, started by index',
    `std::vector<std::unique_ptr<Worker>> all; for (int d : {0, 1, 2}) for (int w = 0; w < 2; w++) all.emplace_back(std::make_unique<Worker>(d, w));
     for (size_t i = 0; i < all.size(); i++) all[i]->Start();`,
    sixOnThree,
  ],
  [
    'by value',
    `std::vector<Worker> all; ${each} all.emplace_back(d, w); for (auto &w : all) w.Start();`,
    sixOnThree,
  ],
  ['started at once', `std::vector<std::thread> t; ${each} t.emplace_back(serve, d); ${joined}`, sixOnThree],
  [
    'started by lambdas that capture the device',
    `std::vector<std::thread> t; ${each} t.push_back(std::thread([d] { serve(d); })); ${joined}`,
    sixOnThree,
  ],
  [
    'the device the inner variable',
    `std::vector<std::thread> t; for (int w = 0; w < 2; w++) for (int d = 0; d < 3; d++) t.emplace_back(serve, d); ${joined}`,
    sixOnThree,
  ],
  [
    'in a list for each device',
    `std::vector<std::vector<std::thread>> t(3); ${each} t[d].emplace_back(serve, d); for (auto &v : t) for (auto &x : v) x.join();`,
    sixOnThree,
  ],
  [
    'three loops deep',
    `std::vector<int> ids{0, 1, 2, 3}; std::vector<std::thread> t;
     for (int id : ids) for (int w = 0; w < 2; w++) for (int k = 0; k < 2; k++) t.emplace_back(serve, id); ${joined}`,
    { threads: [16], devices: 4 },
  ],
  [
    'a device for each of all',
    `std::vector<std::thread> t; ${each} t.emplace_back(serve, d * 2 + w); ${joined}`,
    { threads: [6], devices: 6 },
  ],
  [
    'in a map of lists',
    `std::map<int, std::vector<std::unique_ptr<Worker>>> all; ${each} all[d].push_back(std::make_unique<Worker>(d, w)); for (auto &[d, v] : all) for (auto &w : v) w->Start();`,
    sixOnThree,
  ],
  [
    'in a map of lists under names',
    `std::map<std::string, std::vector<std::thread>> t; ${each} t["npu" + std::to_string(d)].emplace_back(serve, d); for (auto &p : t) for (auto &x : p.second) x.join();`,
    sixOnThree,
  ],
  [
    'at places of their own',
    `std::vector<std::thread> t(6); ${each} t[d * 2 + w] = std::thread(serve, d); ${joined}`,
    sixOnThree,
  ],
  [
    'by a thread for each device',
    `auto group = [](int d) { std::vector<std::thread> t; for (int w = 0; w < 2; w++) t.emplace_back(serve, d); ${joined} };
     std::vector<std::thread> t; for (int d = 0; d < 3; d++) t.emplace_back(group, d); ${joined}`,
    { threads: [3, 6], devices: 3 },
  ],
  [
    'more on one device than on another',
    `const int per[] = {2, 4, 1}; std::vector<std::thread> t; for (int d = 0; d < 3; d++) for (int w = 0; w < per[d]; w++) t.emplace_back(serve, d); ${joined}`,
    { threads: [2, 4, 1], devices: 3 },
  ],
];

it.each(fleets)('workers of nested loops, %s', async (_what, body, sizes) => {
  expect(await sizesOf(body)).toEqual(sizes);
});

test('workers that functions in each other add are as many as all their loops make', async () => {
  const before = `std::vector<Worker *> fleet;
    static void addDevice(int d, int per) { for (int w = 0; w < per; w++) fleet.push_back(new Worker{d, w}); }
    static void addAll(int devices, int per) { for (int d = 0; d < devices; d++) addDevice(d, per); }`;
  expect(await sizesOf('addAll(3, 2); for (auto *w : fleet) w->Start();', before)).toEqual(sixOnThree);
});

test('objects with streams of their own that are started by index are started once each', async () => {
  const before = `struct Lane { aclrtStream s; void Run() { while (true) { aclmdlExecuteAsync(1, nullptr, nullptr, s); aclrtSynchronizeStream(s); } } };`;
  const body = `std::vector<Lane *> all; for (int d = 0; d < 3; d++) { auto *one = new Lane; aclrtCreateStream(&one->s); all.push_back(one); }
    std::vector<std::thread> t; for (int i = 0; i < 3; i++) t.emplace_back(&Lane::Run, all[i]); ${joined}`;
  const { threads } = (await sizesOf(body, before)) as { threads: number[] };
  expect(threads.reduce((sum, one) => sum + one, 0)).toBe(3);
});

const shape = async (body: string): Promise<unknown> => {
  const text = `${head} int main() { aclrtStream s; aclrtCreateStream(&s); ${body} }`;
  const [main] = (await pipelineOf(text)).threads;
  return JSON.stringify(main?.program.map((step) => ('times' in step ? step.times : step.kind)));
};
const run = 'aclmdlExecuteAsync(1, nullptr, nullptr, s);';

test('what a loop puts in twice, or loops one after the other put in, is counted together', async () => {
  const twice = 'std::vector<int> v; for (int i = 0; i < 4; i++) { v.push_back(i); v.push_back(i); }';
  const after = 'for (int i = 0; i < 3; i++) v.push_back(i);';
  expect(await shape(`${twice} ${after} for (size_t i = 0; i < v.size(); i++) ${run}`)).toBe('[11]');
});

test('what is emptied in each pass holds what the last pass put in', async () => {
  const body = `std::vector<int> v; for (int f = 0; f < 100; f++) { for (int i = 0; i < 8; i++) v.push_back(i);
    for (size_t i = 0; i < v.size(); i++) ${run} v.clear(); }`;
  const { threads } = await pipelineOf(
    `${head} int main() { aclrtStream s; aclrtCreateStream(&s); ${body} }`,
  );
  expect(threads[0]?.program).toMatchObject([{ times: 100, body: [{ times: 8 }] }]);
});

const chosen: [what: string, body: string][] = [
  [
    'a mask of the command line',
    'unsigned mask = strtoul(argv[1], nullptr, 16); for (int i = 0; i < 8; i++) if (mask & (1u << i)) t.emplace_back(serve, i);',
  ],
  [
    'a function that is not at hand',
    'for (int i = 0; i < 8; i++) { if (!enabled(i)) continue; t.emplace_back(serve, i); }',
  ],
];

it.each(chosen)('which threads start is told by %s: all count, and that is said', async (_what, body) => {
  const text = `${head} bool enabled(int device); int main(int argc, char **argv) { std::vector<std::thread> t; ${body} ${joined} }`;
  const { threads, unknowns } = await pipelineOf(text);
  expect(threads.map(({ replicas }) => replicas)).toEqual([8]);
  expect(unknowns.filter(({ code }) => code === 'thread-count')).toMatchObject([{ detail: 'serve' }]);
});

test('threads that every pass starts are no doubt', async () => {
  const { unknowns } = await pipelineOf(
    `${head} int main() { std::vector<std::thread> t; ${each} t.emplace_back(serve, d); ${joined} }`,
  );
  expect(unknowns.map(({ code }) => code)).not.toContain('thread-count');
});
