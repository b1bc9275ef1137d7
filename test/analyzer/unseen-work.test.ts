/** What functions take that the program declares and nothing at hand defines: open, where they are given a frame's data. */
import { expect, it } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const program = (declared: string, called: string) => `#include "acl/acl.h"
#include <vector>
${declared}
int main() {
  uint32_t m; aclmdlLoadFromFile("resnet50_bs1.om", &m);
  aclmdlDataset *in = aclmdlCreateDataset(), *out = aclmdlCreateDataset();
  void *device, *host; aclrtMalloc(&device, 602112, ACL_MEM_MALLOC_HUGE_FIRST); aclrtMallocHost(&host, 602112);
  std::vector<float> samples(480000);
  std::vector<int64_t> shape{1, 3, 224, 224};
  aclrtStream stream; aclrtCreateStream(&stream);
  while (true) {
    ${called}
    aclrtMemcpy(device, 602112, host, 602112, ACL_MEMCPY_HOST_TO_DEVICE);
    aclmdlExecute(m, in, out);
  }
}`;

it.each([
  ['memory of the runtime', 'void Letterbox(void *to);', 'Letterbox(host);', 'Letterbox'],
  ['a container', 'float Loudness(const std::vector<float> &of);', 'Loudness(samples);', 'Loudness'],
  [
    'its elements',
    'std::vector<float> Mel(const float *, size_t);',
    'auto mel = Mel(samples.data(), samples.size());',
    'Mel',
  ],
  [
    'an object with a container',
    'struct Shot { int id; std::vector<uint8_t> nv12; }; bool Grab(Shot &to);',
    'Shot shot; if (!Grab(shot)) break;',
    'Grab',
  ],
  [
    'a namespace',
    'namespace dsp { int Gain(void *, float); }',
    'if (dsp::Gain(host, 2.0f) != 0) break;',
    'Gain',
  ],
])('%s', async (_given, declared, called, what) => {
  const pipeline = await pipelineOf(program(declared, called));
  expect(stepsOf(pipeline, 'host').map((step) => [step.what, step.milliseconds])).toEqual([
    [what, `${what}_ms`],
  ]);
  expect(pipeline.unknowns).toContainEqual(
    expect.objectContaining({ code: 'host-cost', detail: what, parameter: `${what}_ms` }),
  );
  const parameter = pipeline.parameters.find(({ name }) => name === `${what}_ms`);
  expect(parameter).toMatchObject({ value: 0.5, unit: 'ms', kind: 'open' });
});

it.each([
  [
    'an object of texts',
    'struct Row { std::string name; std::vector<int64_t> dims; }; bool Next(Row &to);',
    'Row row; Next(row);',
  ],
  ['a number', 'int Notify(int id);', 'Notify(3);'],
  ['a shape', 'void Check(const std::vector<int64_t> &dims);', 'Check(shape);'],
  ['memory of the device', 'void Look(void *at);', 'Look(device);'],
  ['a stream too', 'void Launch(void *from, aclrtStream on);', 'Launch(host, stream);'],
])('takes none where it is given %s', async (_given, declared, called) => {
  expect(stepsOf(await pipelineOf(program(declared, called)), 'host')).toEqual([]);
});

it('goes by the comment that says what it costs', async () => {
  const called = 'Letterbox(host); // acl-perf: cost=3.2ms';
  const pipeline = await pipelineOf(program('void Letterbox(void *to);', called));
  expect(stepsOf(pipeline, 'host')[0]?.milliseconds).toBe(3.2);
  expect(pipeline.unknowns.map(({ code }) => code)).not.toContain('host-cost');
});
