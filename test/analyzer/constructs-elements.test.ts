/** Elements that one loop makes and that threads are given by place: each has what it is made of to itself. */
import { expect, test } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';
import { shapeOf } from '../support/shape.ts';

const head = `#include <acl/acl.h>
static void *host;
class Lane { public:
  Lane() { aclrtCreateStream(&stream); aclrtMalloc(&data, 64, ACL_MEM_MALLOC_HUGE_FIRST); }
  void run() { for (;;) { aclrtMemcpyAsync(data, 64, host, 64, ACL_MEMCPY_HOST_TO_DEVICE, stream); aclrtSynchronizeStream(stream); } }
  aclrtStream stream; void *data;
};
static void work(Lane &lane) { lane.run(); }
static void copy(aclrtStream stream, void *data) { for (;;) { aclrtMemcpyAsync(data, 64, host, 64, ACL_MEMCPY_HOST_TO_DEVICE, stream); aclrtSynchronizeStream(stream); } }
`;

const pass = 'forever(aclrtMemcpyAsync, wait)';

/** Bodies of `main` that start threads on two elements of what a loop made. */
const bodies: Record<string, string> = {
  'an array of objects':
    'Lane lanes[2]; std::thread a(work, std::ref(lanes[0])), b(work, std::ref(lanes[1]));',
  'a vector of objects':
    'std::vector<Lane> lanes(2); std::thread a(work, std::ref(lanes[0])); std::thread b(work, std::ref(lanes[1]));',
  'pointers that a loop puts in':
    'std::vector<std::unique_ptr<Lane>> lanes; for (int i = 0; i < 2; i++) lanes.push_back(std::make_unique<Lane>()); std::thread a(work, std::ref(*lanes[0])); std::thread b(work, std::ref(*lanes[1]));',
  'elements that lambdas name':
    'Lane lanes[2]; std::thread a([&] { lanes[0].run(); }); std::thread b([&] { lanes[1].run(); });',
  'addresses of elements':
    'Lane lanes[2]; std::thread a(&Lane::run, &lanes[0]); std::thread b(&Lane::run, &lanes[1]);',
  'arrays of handles': `aclrtStream streams[2]; void *data[2];
    for (int i = 0; i < 2; i++) { aclrtCreateStream(&streams[i]); aclrtMalloc(&data[i], 64, ACL_MEM_MALLOC_HUGE_FIRST); }
    std::thread a(copy, streams[0], data[0]); std::thread b(copy, streams[1], data[1]);`,
};

for (const [what, body] of Object.entries(bodies)) {
  test(`${what}: two threads have a stream and a buffer each`, async () => {
    const text = `${head}int main() { aclInit(nullptr); aclrtSetDevice(0); aclrtMallocHost(&host, 64); ${body} a.join(); b.join(); }`;
    const pipeline = await pipelineOf(text);
    expect(shapeOf(pipeline)).toBe(`1 × ${pass} | 1 × ${pass}; 2 streams`);
    const streams = pipeline.threads.map(
      ({ program }) => /"stream":\{"id":"(\w+)"/.exec(JSON.stringify(program))?.[1],
    );
    expect(new Set(streams.filter(Boolean)).size).toBe(2);
    const device = pipeline.buffers.filter(({ pool }) => pool === 'device');
    expect(device.map(({ count }) => count ?? 1)).toEqual([1, 1]);
  });
}

test('what elements only refer to stays one', async () => {
  const { streams } = await pipelineOf(`#include <acl/acl.h>
static void *host, *data;
struct Lane { aclrtStream stream; void run() { for (;;) { aclrtMemcpyAsync(data, 64, host, 64, ACL_MEMCPY_HOST_TO_DEVICE, stream); aclrtSynchronizeStream(stream); } } };
int main() { aclrtMallocHost(&host, 64); aclrtMalloc(&data, 64, ACL_MEM_MALLOC_HUGE_FIRST); aclrtStream one; aclrtCreateStream(&one);
  Lane lanes[2]; for (int i = 0; i < 2; i++) lanes[i].stream = one;
  std::thread a(&Lane::run, &lanes[0]); std::thread b(&Lane::run, &lanes[1]); }`);
  expect(streams).toHaveLength(1);
});

test('threads that a loop starts share one entry, whatever main names by place', async () => {
  const pipeline =
    await pipelineOf(`${head}int main() { aclrtMallocHost(&host, 64); std::vector<Lane> lanes(4);
    aclrtSynchronizeStream(lanes[0].stream); std::vector<std::thread> all; for (int i = 0; i < 4; i++) all.emplace_back(work, std::ref(lanes[i])); }`);
  expect(shapeOf(pipeline)).toBe(`4 × ${pass}; 4 streams`);
});
