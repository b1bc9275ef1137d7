/** Waits for what an earlier pass recorded: the first passes wait for nothing. */
import { describe, expect, test } from 'vitest';
import { loadProfile } from '../../src/profile/load.ts';
import { simulate } from '../../src/sim/index.ts';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const program = (wait: string, before = '') => `#include "acl/acl.h"
int main() { uint32_t id = 1; aclrtStream run, copy; aclrtCreateStream(&run); aclrtCreateStream(&copy);
  aclrtEvent done; aclrtCreateEvent(&done); ${before}
  for (int i = 0; i < 100; i++) {
    ${wait}
    aclmdlExecuteAsync(id, nullptr, nullptr, run);
    aclrtRecordEvent(done, run);
  }
  aclrtSynchronizeStream(run); }`;

const rateOf = async (source: string): Promise<number> =>
  simulate(await pipelineOf(source), loadProfile('ascend310')).qps;

describe('a wait for the event of an earlier pass', () => {
  test.each([
    ['behind the first', 'if (i > 0) aclrtSynchronizeEvent(done);'],
    ['behind the second', 'if (i >= 2) { aclrtSynchronizeEvent(done); }'],
    ['of a stream', 'if (i != 0) aclrtStreamWaitEvent(copy, done);'],
    ['now and then', 'if (i % 4 == 3) aclrtSynchronizeEvent(done);'],
  ])('%s is no deadlock', async (_when, wait) => {
    expect(stepsOf(await pipelineOf(program(wait)), 'record')).toHaveLength(2);
    expect(await rateOf(program(wait))).toBeGreaterThan(100);
  });

  test('that is recorded before the loop needs no other record', async () => {
    const source = program('if (i > 0) aclrtSynchronizeEvent(done);', 'aclrtRecordEvent(done, run);');
    expect(stepsOf(await pipelineOf(source), 'record').length).toBeLessThanOrEqual(2);
  });

  test.each([
    ['by the host', 'aclrtSynchronizeEvent(done);'],
    ['by a stream', 'aclrtStreamWaitEvent(copy, done);'],
  ])('that the set-up has recorded is no deadlock, waited for %s', async (_who, wait) => {
    const source = program(wait, 'for (int i = 0; i < 2; i++) aclrtRecordEvent(done, run);');
    expect(stepsOf(await pipelineOf(source), 'record')).toHaveLength(2);
    expect(await rateOf(source)).toBeGreaterThan(100);
  });

  test('without a condition waits for ever in the first pass', async () => {
    const source = program('aclrtSynchronizeEvent(done);');
    expect(stepsOf(await pipelineOf(source), 'record')).toHaveLength(1);
    await expect(rateOf(source)).rejects.toThrow(/waits for event/);
  });
});
