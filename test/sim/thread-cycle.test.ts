/** The shortest cycle of a thread alone, worked out by hand. Times in ms. */
import { describe, expect, it } from 'vitest';
import { resolve } from '../../src/pipeline/resolve.ts';
import { StepCosts } from '../../src/sim/bounds/demand.ts';
import { leastCycleMs } from '../../src/sim/bounds/thread-cycle.ts';
import { plainDevice, value } from './support/devices.ts';
import {
  callback,
  host,
  infer,
  lock,
  pipelineOf,
  put,
  repeat,
  sleep,
  submit,
  thread,
  wait,
  waitFor,
  type Step,
} from './support/programs.ts';

function least(steps: Step[], profile = plainDevice): number {
  const pipeline = resolve(
    pipelineOf([thread('t', ...steps), { ...thread('c', host(9)), kind: 'callback' }]),
  );
  return leastCycleMs(pipeline.threads[0]?.program ?? [], new StepCosts(pipeline, profile));
}
const branch = (share: number, then: Step[], otherwise: Step[] = []): Step => ({
  kind: 'branch',
  share,
  then,
  otherwise,
});
/** A submission takes 6 ms of the host: 3 in the thread, 2 in RT_SEND, 1 in RT_RECV; its start 0.5 of the scheduler. */
const costly = {
  ...plainDevice,
  engines: { ...plainDevice.engines, aicore: { ...plainDevice.engines['aicore']!, hostMs: value(6) } },
  host: { ...plainDevice.host, submissionMs: value(6), submitShare: value(3 / 6), sendShare: value(2 / 6) },
  scheduler: { ...plainDevice.scheduler, taskMs: value(0.5) },
};

describe('a thread', () => {
  it('takes the time of its own steps, sleeps and those in loops and locks among them', () => {
    expect(least([])).toBe(0);
    expect(least([host(2), sleep(3), repeat(4, host(5)), lock(host(7)), put('p')])).toBe(2 + 3 + 20 + 7);
  });

  it('does not wait for what it submits, unless it says so', () => {
    expect(least([infer(4), host(1)])).toBe(1);
    expect(least([infer(4), wait, host(1)])).toBe(5);
    expect(least([infer(4), waitFor('task', 's'), host(1)])).toBe(5);
    expect(least([infer(4, { mode: 'sync' }), host(1)])).toBe(5);
  });

  it('waits for the stream that it names, or for all of the device', () => {
    const both = [submit('jpegd', { stream: 'u' }), infer(4)];
    expect(least([...both, wait])).toBe(4);
    expect(least([...both, { kind: 'wait', target: 'u' }])).toBe(10);
    expect(least([...both, waitFor('device')])).toBe(10);
    expect(least([infer(4), waitFor('event', 'e')])).toBe(0);
    const indexed = infer(7, { stream: { id: 's', index: 1 } });
    expect(least([indexed, wait])).toBe(0);
    expect(least([indexed, { kind: 'wait', target: { id: 's', index: 1 } }])).toBe(7);
  });

  it('waits for a synchronous call alone where that names no stream', () => {
    const nameless = { kind: 'submit', engine: 'aicore', work: { milliseconds: 3 } };
    expect(
      least([
        { kind: 'submit', engine: 'jpegd' },
        { ...nameless, mode: 'sync' },
      ]),
    ).toBe(3);
    expect(least([nameless, { kind: 'wait', for: 'stream' }])).toBe(3);
    expect(least([nameless, nameless, { kind: 'wait', for: 'stream' }])).toBe(6);
  });

  it('hears of the end of a task at once, its stream goes on after the completion', () => {
    expect(least([submit('vpc'), wait])).toBe(1);
    expect(least([submit('vpc'), infer(2), wait])).toBe(1 + 3 + 2);
  });

  it('submits, RT_SEND brings it, the scheduler starts it, one after the other', () => {
    expect(least([infer(10)], costly)).toBeCloseTo(3, 12);
    expect(least([infer(10), wait], costly)).toBeCloseTo(3 + 2 + 0.5 + 10, 12);
    // RT_SEND is busy with the first when the second comes, where the thread is faster.
    const swift = { ...costly, host: { ...costly.host, submitShare: value(1 / 6), sendShare: value(4 / 6) } };
    const second = infer(1, { stream: 'u' });
    expect(least([infer(1), second, { kind: 'wait', target: 'u' }], swift)).toBeCloseTo(1 + 4 + 4 + 1.5, 12);
  });

  it('pays for events and callbacks as for submissions, callbacks without the scheduler', () => {
    const record = { kind: 'record', event: 'e', stream: 's' };
    expect(least([record, wait], costly)).toBeCloseTo(5.5, 12);
    expect(least([callback('c'), wait], costly)).toBeCloseTo(5, 12);
    expect(least([{ kind: 'allocate' }], costly)).toBe(0);
  });
});

describe('a branch', () => {
  it('counts by its share', () => {
    expect(least([branch(0.25, [host(8)], [host(4)])])).toBe(2 + 3);
    expect(least([branch(0.25, [infer(8)], [infer(4)]), wait])).toBe(2 + 3);
    expect(least([branch(0.5, [infer(4)]), wait], costly)).toBeCloseTo((3 + 2 + 0.5 + 4) / 2, 12);
    expect(least([branch(0.5, [submit('vpc')]), infer(2), wait])).toBeCloseTo(0.5 + 1.5 + 2, 12);
  });

  it('holds up nobody for sure', () => {
    expect(least([infer(4), branch(0.5, [wait])])).toBe(0);
    expect(least([branch(0.5, [infer(4, { mode: 'sync' })])])).toBe(0);
    expect(least([infer(4), branch(1, [wait])])).toBe(4);
  });
});

describe('a cycle of very many steps', () => {
  it('is followed up to 20,000 of them', () => {
    // A loop and its 19,998 steps, and the wait.
    expect(least([repeat(19_998, infer(1)), wait])).toBe(19_998);
  });

  it('counts the host’s own time beyond', () => {
    expect(least([repeat(20_000, infer(1)), wait])).toBe(0);
    expect(least([repeat(20_000, infer(1), host(2)), wait])).toBe(40_000);
    expect(least([repeat(20_000, infer(1)), wait], costly)).toBeCloseTo(60_000, 6);
    expect(least([branch(0.5, [repeat(30_000, host(1))])])).toBe(15_000);
    expect(least([host(5), { kind: 'repeat', body: [host(1)] }])).toBe(5);
  });
});
