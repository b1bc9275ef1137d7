/** Work that is dealt out over threads by index: the last ones may find nothing left, the others do theirs. */
import { expect, it } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';

const shards: Record<string, string> = {
  'what is left, or nothing': 'first >= total ? 0 : std::min(per, total - first)',
  'its share, or nothing': 'first >= total ? 0 : per',
  'its share where there is one': 'first < total ? per : 0',
  'the rest for the last': 'first + per > total ? total - first : per',
};

it.each(Object.entries(shards))('%s', async (_name, count) => {
  const pipeline = await pipelineOf(`#include <acl/acl.h>
void score(int device, size_t batches) {
  aclrtSetDevice(device); aclrtStream s; aclrtCreateStream(&s); uint32_t m; aclmdlLoadFromFile("resnet50.om", &m);
  for (size_t b = 0; b < batches; ++b) { aclmdlExecuteAsync(m, in, out, s); aclrtSynchronizeStream(s); }
}
int main() {
  const size_t devices = 4, total = 1000, per = (total + devices - 1) / devices;
  std::vector<std::thread> workers;
  for (size_t d = 0; d < devices; ++d) { size_t first = d * per; size_t count = ${count}; workers.emplace_back([=] { score(d, count); }); }
  for (auto &w : workers) w.join();
}`);
  const worker = pipeline.threads.find(({ kind }) => kind === 'thread');
  expect(worker?.replicas).toBe(4);
  expect(worker?.program).toMatchObject([
    { kind: 'repeat', frameLoop: true, body: [{ kind: 'submit' }, { kind: 'wait' }] },
  ]);
});

it('an index that begins again is no such thing', async () => {
  const pipeline = await pipelineOf(`#include <acl/acl.h>
int main() { aclrtStream st[2]; for (int i = 0; i < 2; i++) aclrtCreateStream(&st[i]); uint32_t m; aclmdlLoadFromFile("resnet50.om", &m);
  int at = 0; for (int i = 0; i < 100; i++) { aclmdlExecuteAsync(m, in, out, st[at]); aclrtSynchronizeStream(st[at]); at = at + 1 == 2 ? 0 : at + 1; } }`);
  expect(JSON.stringify(pipeline.threads)).toContain('"turns"');
});
