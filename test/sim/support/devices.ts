/** A device of round numbers, on which answers can be worked out by hand. */
import { loadProfile } from '../../../src/profile/load.ts';
import type { DeviceProfile, Value } from '../../../src/profile/profile.ts';

export const value = (number: number): Value => ({
  value: number,
  unit: 'ms',
  source: 'test',
  confidence: 'measured',
});

const ascend310 = loadProfile('ascend310');
const free = { cost: {}, hostMs: value(0) };

/**
 * 2 JPEGD of 10 ms, one AI Core that takes what its step says, 4 VPC of 1 ms and 3 ms of completion; 4 host cores;
 * neither scheduler nor host take time, and no service time varies.
 */
export const plainDevice: DeviceProfile = {
  ...ascend310,
  id: 'plain',
  engines: {
    jpegd: { ...free, servers: value(2), cost: { taskMs: value(10) } },
    aicore: { ...free, servers: value(1) },
    vpc: { ...free, servers: value(4), cost: { taskMs: value(1) }, completionMs: value(3) },
    h2d: { ...free, servers: value(1) },
    d2h: { ...free, servers: value(1) },
    aicpu: { ...free, servers: value(4) },
  },
  link: { requestMs: value(1), gigabytesPerSecond: value(1) },
  scheduler: { taskMs: value(0), switchMs: value(0) },
  host: {
    ...ascend310.host,
    submissionMs: value(0),
    wakeMs: value(0),
    wakeCpuMs: value(0),
    cores: value(4),
  },
  memory: { ...ascend310.memory, interference: value(0) },
  variation: value(0),
};
