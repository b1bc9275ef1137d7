/** A flag that a pass sets and a later one asks is followed from pass to pass, whoever knows how many passes there are. */
import { expect, it } from 'vitest';
import { walk } from '../../src/pipeline/walk.ts';
import type { Step } from '../../src/pipeline/pipeline.ts';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const program = (count: string): string => `#include <vector>
#include "acl/acl.h"
struct Half { void *host, *device; aclmdlDataset *in, *out; aclrtEvent done; bool busy = false; };
int main(int argc, char **argv) {
  const size_t n = ${count};
  aclInit(nullptr); aclrtSetDevice(0);
  aclrtStream s; aclrtCreateStream(&s);
  uint32_t id; aclmdlLoadFromFile("resnet50_bs16.om", &id);
  Half halves[2];
  for (Half &h : halves) aclrtCreateEvent(&h.done);
  auto collect = [&](Half &h) {
    if (!h.busy) return;
    aclrtSynchronizeEvent(h.done);
    h.busy = false;
  };
  for (size_t b = 0; b < n; ++b) {
    Half &h = halves[b & 1];
    collect(h);
    aclmdlExecuteAsync(id, h.in, h.out, s);
    aclrtRecordEvent(h.done, s);
    h.busy = true;
  }
  collect(halves[0]);
  collect(halves[1]);
}`;

it.each([
  ['the program', '1000'],
  ['an argument', 'atoi(argv[1])'],
  ['the arguments, by batches', '(argc - 1) / 16'],
])('a wait behind a flag is in the loop, for each of two events, where %s counts', async (_who, count) => {
  const frames = stepsOf(await pipelineOf(program(count)), 'repeat').filter(({ frameLoop }) => frameLoop);
  const waits = frames.flatMap(({ body, turns }) =>
    [...walk<Step>(body)].flatMap((step) => (step.kind === 'wait' ? [{ for: step.for, turns }] : [])),
  );
  expect(waits).toEqual([{ for: 'event', turns: 2 }]);
});

const ring = (before: string, ask: string, note: string): string => `#include <cstdlib>
#include "acl/acl.h"
struct Half { aclmdlDataset *in, *out; aclrtEvent done; int state = 0; long frame = -1; };
int main(int argc, char **argv) {
  const int n = atoi(argv[1]);
  aclInit(nullptr); aclrtSetDevice(0);
  aclrtStream s; aclrtCreateStream(&s);
  uint32_t id; aclmdlLoadFromFile("resnet50_bs16.om", &id);
  Half halves[2];
  for (Half &h : halves) aclrtCreateEvent(&h.done);
  ${before}
  for (int b = 0; b < n; ++b) {
    Half &h = halves[b % 2];
    if (${ask}) aclrtSynchronizeEvent(h.done);
    aclmdlExecuteAsync(id, h.in, h.out, s);
    aclrtRecordEvent(h.done, s);
    ${note}
  }
}`;

it.each([
  ['an array of flags', 'bool busy[2] = {};', 'busy[b % 2]', 'busy[b % 2] = true;'],
  ['a state', '', 'h.state == 1', 'h.state = 1;'],
  ['the frame that it holds', '', 'h.frame >= 0', 'h.frame = b;'],
  ['the number of the pass', '', 'b >= 2', ''],
  ['how many are under way', 'int pending = 0;', 'pending == 2', 'if (pending < 2) pending++;'],
])(
  '%s says whether a slot is waited for: the event of two passes before',
  async (_what, before, ask, note) => {
    const pipeline = await pipelineOf(ring(before, ask, note));
    const [loop] = stepsOf(pipeline, 'repeat').filter(({ frameLoop }) => frameLoop);
    expect(loop).toMatchObject({
      turns: 2,
      body: [{ kind: 'wait', for: 'event' }, { kind: 'submit' }, { kind: 'record' }],
    });
    const [awaited] = stepsOf(pipeline, 'wait').map(({ target }) => target);
    expect(awaited?.turns).toEqual(stepsOf(pipeline, 'record').at(-1)?.event.turns);
  },
);
