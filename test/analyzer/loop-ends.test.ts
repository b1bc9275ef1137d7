/** What a loop without end asks behind its work may end it some day, and is no sign that the first pass is the last. */
import { expect, it } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';

const asked = [
  'access("/run/stop", F_OK) == 0',
  'fread(buffer, 1, 64, file) == 0',
  'read(fd, buffer, 4) == 0',
  'sem_trywait(&stop) == 0',
  'pthread_mutex_trylock(&ended) == 0',
  'camera.read(frame) == 0',
];

const program = (body: string): string => `#include <acl/acl.h>
int main() { uint32_t m; aclmdlLoadFromFile("resnet50_bs1.om", &m); ${body} }`;

it.each(asked)('goes on after %s', async (condition) => {
  for (const head of ['for (;;)', 'while (true)']) {
    const pipeline = await pipelineOf(
      program(`${head} { aclmdlExecute(m, in, out); if (${condition}) break; }`),
    );
    expect(pipeline.threads[0]?.program).toMatchObject([
      { kind: 'repeat', times: 'forever', frameLoop: true },
    ]);
  }
});

it.each([
  'for (;;) { aclError r = aclmdlExecute(m, in, out); if (r == ACL_SUCCESS) break; }',
  'for (;;) { if (aclmdlExecute(m, in, out) == 0) break; usleep(10); }',
])('%s tries until it goes well', async (body) => {
  const pipeline = await pipelineOf(program(`for (int i = 0; i < 100; i++) { ${body} }`));
  expect(pipeline.threads[0]?.program).toMatchObject([{ times: 100, body: [{ kind: 'submit' }] }]);
});

it.each([
  ['i < FRAMES + WARMUP', true],
  ['i < warmup + frames', true],
  ['i < WARMUP', false],
  ['i < warmup', false],
])('a loop while %s has frames: %s', async (condition, isFrameLoop) => {
  const pipeline = await pipelineOf(
    `#define FRAMES 2000\n#define WARMUP 20\n${program(`const int frames = 500, warmup = 5; for (int i = 0; ${condition}; i++) aclmdlExecute(m, in, out);`)}`,
  );
  const [loop] = pipeline.threads[0]?.program ?? [];
  expect(loop?.kind === 'repeat' && loop.frameLoop === true).toBe(isFrameLoop);
});
