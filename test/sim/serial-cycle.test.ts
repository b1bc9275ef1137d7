/** The lower bound: all work of a cycle one after the other, each part as slow as it can get. By hand, times in ms. */
import { describe, expect, it } from 'vitest';
import { resolve } from '../../src/pipeline/resolve.ts';
import type { DeviceProfile } from '../../src/profile/profile.ts';
import { boundsOf } from '../../src/sim/bounds/bounds.ts';
import { plainDevice, value } from './support/devices.ts';
import {
  forever,
  host,
  infer,
  lock,
  pipelineOf,
  put,
  repeat,
  sleep,
  submit,
  take,
  thread,
  wait,
  type Step,
} from './support/programs.ts';

/** ms a frame at the lower bound, of a thread in a loop of these steps. */
function longest(steps: Step[], profile: DeviceProfile = plainDevice): number {
  const pipeline = resolve(pipelineOf([thread('t', forever(...steps))]));
  return 1000 / boundsOf(pipeline, profile).lower;
}
const waking = { ...plainDevice, host: { ...plainDevice.host, wakeMs: value(1) } };

describe('the longest cycle', () => {
  it('has the work of all its steps, sleeps and completions too', () => {
    expect(
      longest([host(2), sleep(3), submit('jpegd'), repeat(2, submit('vpc')), infer(4), wait]),
    ).toBeCloseTo(2 + 3 + 10 + 2 * (1 + 3) + 4, 6);
  });

  it('has the work of streams that overlap, one after the other', () => {
    expect(longest([submit('vpc', { stream: 'u' }), infer(4)])).toBeCloseTo(1 + 3 + 4, 6);
  });

  it('has a wake for its begin, each wait, lock and queue, and three for a submission', () => {
    expect(longest([infer(4)], waking)).toBeCloseTo(4 + 1 + 3, 6);
    expect(longest([infer(4), wait, wait], waking)).toBeCloseTo(4 + 1 + 3 + 2, 6);
    expect(longest([lock(infer(4))], waking)).toBeCloseTo(4 + 1 + 3 + 1, 6);
    expect(longest([host(1), infer(4), put('p')], waking)).toBeCloseTo(1 + 4 + 1 + 3 + 1, 6);
    expect(longest([repeat(2, infer(4, { completes: 1 }))], waking)).toBeCloseTo((2 * (4 + 3) + 1) / 2, 6);
  });

  it('has the costs of submission, of the scheduler and of a change of stream for every task', () => {
    const engines = { ...plainDevice.engines };
    engines['aicore'] = { ...engines['aicore']!, hostMs: value(5) };
    const profile = { ...plainDevice, engines, scheduler: { taskMs: value(1), switchMs: value(2) } };
    expect(longest([infer(4)], profile)).toBeCloseTo(4 + 5 + 1 + 2, 6);
    engines['aicore'] = { ...engines['aicore'], switchMs: value(0.5), reloadMs: value(8) };
    expect(longest([infer(4)], profile)).toBeCloseTo(4 + 5 + 1 + 0.5 + 8, 6);
    const record = { kind: 'record', event: 'e', stream: 's' };
    expect(longest([infer(4), record], profile)).toBeCloseTo(18.5 + 1 + 2, 6);
  });
});

describe('a task that moves memory', () => {
  /** 10 GB/s, of which two tasks that use all of it slow each other down to half. */
  const moving = (servers: number, interference: number): DeviceProfile => ({
    ...plainDevice,
    engines: {
      ...plainDevice.engines,
      aicore: { servers: value(servers), cost: {}, trafficPerByte: value(1), hostMs: value(0) },
      vpc: { servers: value(1), cost: {}, trafficPerByte: value(1), hostMs: value(0) },
    },
    memory: { ...plainDevice.memory, gigabytesPerSecond: value(10), interference: value(interference) },
  });
  const task = (engine: string, milliseconds: number, bytes: number) =>
    submit(engine, { work: { milliseconds, bytes } });

  it('is slower by the interference of its share with all others', () => {
    // 2e7 bytes in 10 ms are a fifth of the bandwidth.
    expect(longest([task('aicore', 10, 2e7)], moving(1, 2))).toBeCloseTo(14, 6);
    expect(longest([task('aicore', 10, 0)], moving(1, 2))).toBeCloseTo(10, 6);
  });

  it('is slower where all that may run at once ask for more than there is', () => {
    expect(longest([task('aicore', 10, 2e7)], moving(8, 2))).toBeCloseTo(16, 6);
    const two = [task('vpc', 10, 9e7), task('aicore', 10, 2e7)];
    expect(longest(two, moving(3, 0))).toBeCloseTo(2 * 10 * (0.9 + 0.6), 6);
    expect(longest(two, moving(3, 10))).toBeCloseTo(10 * (1 + 9) + 10 * (1 + 2), 6);
  });

  it('is not slower where it moves nothing or takes no time', () => {
    const beside = (other: Step) => longest([host(5), other, task('vpc', 10, 3e8)], moving(1, 0));
    expect(beside(task('aicore', 10, 0))).toBeCloseTo(5 + 10 + 30, 6);
    expect(beside(task('aicore', 0, 1e6))).toBeCloseTo(5 + 30, 6);
  });

  it('counts of each engine the task that moves most', () => {
    const both = [task('aicore', 10, 6e7), task('aicore', 10, 2e7), task('vpc', 10, 9e7)];
    expect(longest(both, moving(1, 0))).toBeCloseTo(3 * 10 * (0.6 + 0.9), 6);
    expect(longest(both.toReversed(), moving(1, 0))).toBeCloseTo(3 * 10 * (0.6 + 0.9), 6);
  });
});

describe('threads that a frame goes through', () => {
  it('work one after the other, those that feed it too', () => {
    const threads = [thread('a', forever(host(2), put())), thread('b', forever(take(), infer(4), wait))];
    const { lower } = boundsOf(resolve(pipelineOf(threads)), plainDevice);
    expect(1000 / lower).toBeCloseTo(6, 6);
  });

  it('wake at every queue', () => {
    const threads = [thread('a', forever(host(2), put())), thread('b', forever(take(), infer(4), wait))];
    const { lower } = boundsOf(resolve(pipelineOf(threads)), waking);
    expect(1000 / lower).toBeCloseTo(1 + 2 + 1 + (1 + 1 + 4 + 3 + 1), 6);
  });

  it('count by how often they run for a frame', () => {
    const threads = [
      thread('a', forever(host(2), put())),
      thread('b', forever(repeat(3, take()), infer(4), wait)),
    ];
    const { lower } = boundsOf(resolve(pipelineOf(threads)), plainDevice);
    expect(1000 / lower).toBeCloseTo(3 * 2 + 4, 6);
  });

  it('leave out those that end', () => {
    const threads = [thread('once', host(50)), thread('b', forever(infer(4), wait))];
    const { lower } = boundsOf(resolve(pipelineOf(threads)), plainDevice);
    expect(1000 / lower).toBeCloseTo(4, 6);
  });
});
