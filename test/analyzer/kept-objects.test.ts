/** Objects outside of functions, static locals and those of a thread: they end with the program, or with their thread. */
import { expect, it } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';

const LANE = `#include "acl/acl.h"
#include <memory>
#include <thread>
struct Lane { aclrtStream s; uint32_t id; Lane() { aclrtCreateStream(&s); aclmdlLoadFromFile("resnet50_bs1.om", &id); }
  void run() { aclmdlExecuteAsync(id, nullptr, nullptr, s); }
  ~Lane() { aclrtSynchronizeStream(s); aclmdlUnload(id); aclrtDestroyStream(s); } };`;
const begin = 'aclInit(nullptr); aclrtSetDevice(0);';
const loop = (call: string) => `for (int i = 0; i < 1000; i++) ${call};`;

const programs: Record<string, string> = {
  'a global': `${LANE} static std::unique_ptr<Lane> lane;
    int main() { ${begin} lane = std::make_unique<Lane>(); ${loop('lane->run()')} }`,
  'a static local': `${LANE} Lane &lane() { static Lane one; return one; } int main() { ${begin} ${loop('lane().run()')} }`,
  'one of a thread': `${LANE} void work() { aclrtSetDevice(0); thread_local Lane lane; ${loop('lane.run()')} }
    int main() { ${begin} std::thread t(work); t.join(); }`,
};

it.each(Object.entries(programs))('%s: all calls of its destructor are followed', async (_what, text) => {
  expect((await pipelineOf(text)).coverage?.verdict).toBe('complete');
});

it.each(Object.entries(programs))(
  '%s: what its destructor waits for comes behind all else',
  async (_what, text) => {
    const { threads } = await pipelineOf(text);
    const worker = threads.find(({ program }) => program.length > 0);
    expect(worker?.program).toMatchObject([
      { kind: 'repeat', times: 1000, body: [{ kind: 'submit' }] },
      { kind: 'wait', call: 'aclrtSynchronizeStream' },
    ]);
  },
);
