/** Threads that are started for each frame and waited for in the same pass, and threads that share a loop. */
import { expect, test } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';

const program = (body: string) => `#include "acl/acl.h"
static uint32_t finds, sorts; static void *host, *device;
static void Load() { aclmdlLoadFromFile("yolov3_bs1.om", &finds); aclmdlLoadFromFile("resnet50_bs1.om", &sorts); }
static void Find() { aclmdlExecute(finds, nullptr, nullptr); }
static void Sort() { aclmdlExecute(sorts, nullptr, nullptr); }
int main() { Load(); ${body} }
`;

/** Ways to run both models at once for each frame. */
const forks: Record<string, string> = {
  'std::async and get':
    'auto a = std::async(std::launch::async, Find); std::future<void> b = std::async(std::launch::async, [] { Sort(); }); a.get(); b.wait();',
  'threads and join': 'std::thread a(Find), b(Sort); a.join(); b.join();',
  pthread:
    'pthread_t a, b; pthread_create(&a, nullptr, [](void *) -> void * { Find(); return nullptr; }, nullptr); pthread_create(&b, nullptr, [](void *) -> void * { Sort(); return nullptr; }, nullptr); pthread_join(a, nullptr); pthread_join(b, nullptr);',
};

for (const [name, both] of Object.entries(forks)) {
  test(`${name} in each pass are threads that take a start and give back an end`, async () => {
    const { threads, queues } = await pipelineOf(
      program(
        `while (true) { aclrtMemcpy(device, 64, host, 64, ACL_MEMCPY_HOST_TO_DEVICE); ${both} aclrtMemcpy(host, 64, device, 64, ACL_MEMCPY_DEVICE_TO_HOST); }`,
      ),
    );
    expect(queues.map(({ initial }) => initial)).toEqual([undefined, undefined, 0, 0]);
    const kinds = threads.map(({ program: [loop] }) =>
      loop?.kind === 'repeat' ? loop.body.map(({ kind }) => kind) : [],
    );
    expect(kinds).toEqual([
      ['submit', 'enqueue', 'enqueue', 'dequeue', 'dequeue', 'submit'],
      ['dequeue', 'submit', 'enqueue'],
      ['dequeue', 'submit', 'enqueue'],
    ]);
    expect(threads.map(({ program: [loop] }) => loop?.kind === 'repeat' && loop.frameLoop)).toEqual([
      true,
      true,
      true,
    ]);
  });
}

test('a team of four in each of 500 passes is four threads', async () => {
  const { threads } = await pipelineOf(
    program(
      'for (int f = 0; f < 500; f++) { aclrtMemcpy(device, 64, host, 64, ACL_MEMCPY_HOST_TO_DEVICE); std::vector<std::thread> team; for (int i = 0; i < 4; i++) team.emplace_back(Sort); for (auto &one : team) one.join(); }',
    ),
  );
  expect(threads).toMatchObject([
    { program: [{ times: 500, body: [{ kind: 'submit' }, { times: 4 }, { times: 4 }] }] },
    { replicas: 4 },
  ]);
});

test('threads that are started once and waited for at the end are no team', async () => {
  const { threads, queues } = await pipelineOf(
    program(
      'std::vector<std::thread> all; for (int i = 0; i < 4; i++) all.emplace_back([] { for (int f = 0; f < 100; f++) Sort(); }); for (auto &one : all) one.join();',
    ),
  );
  expect(queues).toEqual([]);
  expect(threads).toMatchObject([{ replicas: 4 }]);
});

test('threads of a region share a loop in it', async () => {
  const { threads } = await pipelineOf(
    program(
      '\n#pragma omp parallel num_threads(4)\n{ aclrtSetDevice(0);\n#pragma omp for schedule(dynamic)\nfor (int i = 0; i < 4000; i++) Sort(); }',
    ),
  );
  expect(threads).toMatchObject([{ replicas: 4, program: [{ times: 1000 }] }]);
});

test('devices that run time counts are as many as it says', async () => {
  const { devices } = await pipelineOf(`#include "acl/acl.h"
static void Work(int id) { aclrtSetDevice(id); for (int i = 0; i < 100; i++) aclmdlExecute(1, nullptr, nullptr); }
int main() { uint32_t count = 0; aclrtGetDeviceCount(&count); std::vector<std::thread> all;
  for (uint32_t d = 0; d < count; d++) all.emplace_back(Work, d);
  for (auto &one : all) one.join(); }
`);
  expect(devices).toBe('count');
});
