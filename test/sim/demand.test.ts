/** What a cycle asks of every resource at the least, by hand. Times in ms. */
import { describe, expect, it } from 'vitest';
import { resolve } from '../../src/pipeline/resolve.ts';
import { demandsOf, StepCosts } from '../../src/sim/bounds/demand.ts';
import { flowOf } from '../../src/sim/bounds/flow.ts';
import { plainDevice, value } from './support/devices.ts';
import {
  callback,
  forever,
  host,
  infer,
  lock,
  pipelineOf,
  repeat,
  sleep,
  submit,
  thread,
  wait,
  type Step,
} from './support/programs.ts';

type Threads = Parameters<typeof pipelineOf>[0];

/** By resource: its kind, its servers and each thread's work in a cycle. */
function demands(threads: Threads, extra: object = {}, profile = plainDevice) {
  const pipeline = resolve(pipelineOf(threads, extra));
  const found = demandsOf(flowOf(pipeline), new StepCosts(pipeline, profile));
  return Object.fromEntries(found.map((d) => [d.resource, [d.kind, d.servers, ...d.cycleMs]]));
}
const lone = (...body: Step[]) => [thread('t', forever(...body))];
/** With a callback thread c that does nothing. */
const withC = (...body: Step[]) => [
  ...lone(...body),
  { ...thread('c', { kind: 'allocate' }), kind: 'callback' },
];

describe('the demand on the device', () => {
  it('is each engine’s work on all its servers, a branch by its share, a loop by its passes', () => {
    const branch = { kind: 'branch', share: 0.25, then: [infer(8)], otherwise: [infer(4)] };
    const found = demands(lone(repeat(3, submit('jpegd')), branch, submit('vpc'), wait));
    expect(found['jpegd']).toEqual(['engine', 2, 30]);
    expect(found['aicore']).toEqual(['engine', 1, 2 + 3]);
    // The completion holds the stream, not the engine.
    expect(found['vpc']).toEqual(['engine', 4, 1]);
    expect(found['stream s[0] of t']).toEqual(['stream', 1, 30 + 5 + 4]);
  });

  it('leaves out what nothing asks for', () => {
    const found = demands([...lone(infer(4), wait), thread('idle', forever(wait))]);
    expect(Object.keys(found).sort()).toEqual(['aicore', 'stream s[0] of t', 'thread t']);
    expect(demands(lone(repeat(0, submit('jpegd')), infer(4)))['jpegd']).toBeUndefined();
  });

  it('holds an engine and its stream while the scheduler starts a task, and the link for the bytes alone', () => {
    const profile = { ...plainDevice, scheduler: { ...plainDevice.scheduler, taskMs: value(0.5) } };
    const record = { kind: 'record', event: 'e', stream: 's' };
    const copy = submit('h2d', { work: { bytes: 3e6 } });
    const found = demands(withC(infer(4), copy, record, callback('c'), wait), {}, profile);
    expect(found['aicore']).toEqual(['engine', 1, 4.5, 0]);
    expect(found['link']).toEqual(['engine', 1, 3, 0]);
    expect(found['stream s[0] of t']).toEqual(['stream', 1, 4.5 + 4.5 + 0.5, 0]);
    expect(found['taskScheduler']).toEqual(['device', 1, 1.5, 0]);
  });

  it('is the traffic of the memory', () => {
    const engines = { ...plainDevice.engines };
    engines['vpc'] = { ...engines['vpc']!, trafficPerPixel: value(2) };
    const profile = {
      ...plainDevice,
      engines,
      memory: { ...plainDevice.memory, gigabytesPerSecond: value(10) },
    };
    // 2 x 2e6 bytes of 1e7 a ms, twice.
    const found = demands(lone(repeat(2, submit('vpc', { work: { pixels: 2e6 } })), wait), {}, profile);
    expect(found['memoryBandwidth']).toEqual(['device', 1, 0.8]);
  });
});

describe('the demand on the host', () => {
  /** A submission takes 6 ms: 3 in the thread, 2 in RT_SEND, 1 in RT_RECV. */
  const costly = {
    ...plainDevice,
    engines: { ...plainDevice.engines, aicore: { ...plainDevice.engines['aicore']!, hostMs: value(6) } },
    host: {
      ...plainDevice.host,
      submissionMs: value(12),
      submitShare: value(3 / 6),
      sendShare: value(2 / 6),
    },
  };

  it('is the work of threads and of submissions, but not sleeps', () => {
    const found = demands(lone(host(1), sleep(5), repeat(2, infer(4)), wait), {}, costly);
    expect(found['host cores']).toEqual(['host', 4, 1 + 2 * 6]);
    expect(found['RT_SEND']).toEqual(['host', 1, expect.closeTo(4, 12)]);
    expect(found['RT_RECV']).toEqual(['host', 1, expect.closeTo(2, 12)]);
    expect(found['thread t']?.slice(0, 2)).toEqual(['thread', 1]);
  });

  it('is the profile’s own submission for events and callbacks', () => {
    const on = (kind: string) => ({ kind, event: 'e', stream: 's' });
    const steps = [on('record'), on('streamWait'), on('resetEvent'), callback('c'), { kind: 'allocate' }];
    expect(demands(withC(...steps, infer(4), wait), {}, costly)['host cores']).toEqual([
      'host',
      4,
      4 * 12 + 6,
      0,
    ]);
  });

  it('gives RT_RECV nothing where the shares of the others are all', () => {
    const all = { ...costly, host: { ...costly.host, sendShare: value(0.75) } };
    expect(demands(lone(infer(4), wait), {}, all)['RT_RECV']).toBeUndefined();
  });

  it('is what a lock is held for', () => {
    const found = demands(lone(lock(host(2), infer(4), wait), host(1)), { processes: 3 });
    expect(found['lock m']).toEqual(['lock', 3, 6]);
  });
});

describe('what there is of each resource', () => {
  const device = { ...plainDevice, host: { ...plainDevice.host, submissionMs: value(1) } };
  const engine = (id: string) => ({ ...device.engines[id]!, hostMs: value(1) });
  const busy = {
    ...device,
    engines: { ...device.engines, aicore: engine('aicore'), jpegd: engine('jpegd') },
  };
  const count = (extra: object) => {
    const body = [
      infer(4),
      submit('jpegd', { stream: 'all' }),
      { kind: 'submit', engine: 'aicore', work: { milliseconds: 1 }, mode: 'sync' },
      { kind: 'submit', engine: 'aicore', work: { milliseconds: 1 } },
      lock(host(1)),
    ];
    const threads = [{ ...thread('t', forever(...body)), replicas: 5 }];
    const found = demands(threads, { processes: 2, devices: 3, ...extra }, busy);
    return Object.fromEntries(Object.entries(found).map(([resource, [, servers]]) => [resource, servers]));
  };

  it('grows with replicas, processes and devices', () => {
    expect(count({})).toEqual({
      aicore: 3,
      jpegd: 6,
      'host cores': 4,
      RT_SEND: 6,
      RT_RECV: 6,
      'stream s[0] of t': 10,
      'stream all[0]': 6,
      'stream of synchronous calls of t': 10,
      'stream default[0]': 6,
      'lock m': 2,
      'thread t': 10,
    });
  });

  it('is by thread: the threads’ demands stand in their order', () => {
    const found = demands([thread('a', forever(infer(4), wait)), thread('b', forever(infer(1), wait))]);
    expect(found['aicore']).toEqual(['engine', 1, 4, 1]);
    expect(found['thread b']).toEqual(['thread', 1, 0, 1]);
    expect(found['stream s[0] of a']).toEqual(['stream', 1, 4, 0]);
  });

  it('tells streams apart by their index', () => {
    const at = (index: number) => infer(1 + index, { stream: { id: 's', index } });
    const found = demands(lone(at(0), at(1), wait));
    expect(found['stream s[0] of t']).toEqual(['stream', 1, 1]);
    expect(found['stream s[1] of t']).toEqual(['stream', 1, 2]);
  });

  it('has the channels of decoders and encoders beside them, a thread’s own with its callbacks', () => {
    const channel = { servers: value(1), cost: { taskMs: value(6) } };
    const engines = { ...plainDevice.engines, vdec: { ...plainDevice.engines.jpegd, ...channel } };
    const sent = { kind: 'submit', engine: 'vdec', mode: 'async' };
    const called = { kind: 'callback', thread: 'c' };
    const both = [
      ...lone(sent, called),
      thread(
        'u',
        forever(sent, { kind: 'submit', engine: 'aicore', mode: 'async', work: { milliseconds: 1 } }),
      ),
      { ...thread('c', { kind: 'allocate' }), kind: 'callback' },
    ];
    const found = demands(both, {}, { ...plainDevice, engines });
    expect(found['stream of vdec of t']?.slice(0, 3)).toEqual(['stream', 1, 6]);
    expect(found['stream of vdec of u']).toEqual(['stream', 1, 0, 6, 0]);
    expect(found['stream default[0]']).toEqual(['stream', 1, 0, 1, 0]);
  });
});
