/** What each kind of step does, on a device of round numbers where every time can be worked out by hand. */
import { describe, expect, it } from 'vitest';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import type { DeviceProfile } from '../../src/profile/profile.ts';
import { simulate } from '../../src/sim/index.ts';
import { plainDevice, value } from './support/devices.ts';

type Step = Record<string, unknown>;

const ms = (milliseconds: number, extra: object = {}): Step => ({
  kind: 'submit',
  engine: 'aicore',
  stream: 's',
  work: { milliseconds },
  ...extra,
});
const wait: Step = { kind: 'wait', target: 's' };
const host = (milliseconds: number, busy = true): Step => ({ kind: 'host', milliseconds, busy });
const repeat = (times: number, ...body: Step[]): Step => ({ kind: 'repeat', times, body });
const forever = (...body: Step[]): Step => ({ kind: 'repeat', body });

function run(threads: object[], extra: object = {}, profile: DeviceProfile = plainDevice) {
  const base = {
    streams: [{ id: 's' }, { id: 'u' }, { id: 'all', scope: 'program' }],
    events: [{ id: 'e', scope: 'program' }],
    queues: [{ id: 'q', capacity: 2 }],
  };
  return simulate(parsePipeline({ ...base, threads, ...extra }), profile, { timeline: true });
}
const one = (...program: Step[]) => [{ id: 't', program }];
/** Simulated ms from the start to the end of a program that ends. */
const duration = (...args: Parameters<typeof run>) => run(...args).run.simulatedMs;

describe('a stream', () => {
  it('runs its tasks one after the other, and streams run side by side', () => {
    expect(duration(one(ms(2), ms(3), wait))).toBe(5);
    const jpeg = (stream: string) => ({ kind: 'submit', engine: 'jpegd', stream });
    expect(duration(one(jpeg('s'), jpeg('s'), wait))).toBe(20);
    expect(duration(one(jpeg('s'), jpeg('u'), { kind: 'wait', for: 'device' }))).toBe(10);
  });

  it('goes on after the completion of a task, of which the host hears before', () => {
    const vpc = { kind: 'submit', engine: 'vpc', stream: 's' };
    expect(duration(one(vpc, vpc, wait, host(1)))).toBe(1 + 3 + 1 + 1 + 2);
  });

  it('of a thread is its own; that of the program is shared; without a name it is the default stream', () => {
    const two = (stream: string | undefined) => {
      const step = { kind: 'submit', engine: 'jpegd', ...(stream ? { stream } : {}) };
      return duration([{ id: 't', replicas: 2, program: [step, { kind: 'wait', for: 'device' }] }]);
    };
    expect(two('s')).toBe(10);
    expect(two('all')).toBe(20);
    expect(two(undefined)).toBe(20);
  });

  it('has an index: another is another stream', () => {
    const jpeg = (index: number) => ({ kind: 'submit', engine: 'jpegd', stream: { id: 's', index } });
    expect(duration(one(jpeg(0), jpeg(1), { kind: 'wait', for: 'device' }))).toBe(10);
    expect(duration(one(jpeg(1), jpeg(1), { kind: 'wait', for: 'device' }))).toBe(20);
  });
});

describe('a synchronous call', () => {
  it('waits for its own work', () => {
    expect(duration(one(ms(2, { mode: 'sync' }), host(1)))).toBe(3);
    expect(duration(one(ms(2), host(1)))).toBe(2);
  });

  it('that names no stream does not wait for the default stream', () => {
    const jpeg = { kind: 'submit', engine: 'jpegd' };
    const copy = { kind: 'submit', engine: 'h2d', mode: 'sync' };
    expect(duration(one(jpeg, copy, host(20)))).toBe(21);
  });
});

describe('an engine', () => {
  it('has its servers, and serves streams in the order in which they come', () => {
    const jpeg = { kind: 'submit', engine: 'jpegd', stream: 's' };
    const all = run([{ id: 't', replicas: 3, program: [jpeg, wait] }]);
    expect(all.run.simulatedMs).toBe(20);
    expect(all.utilization['jpegd']).toBeCloseTo(30 / 40, 6);
  });

  it('stays with a stream as long as the profile says', () => {
    const order = (burst: number) => {
      const profile = { ...plainDevice, scheduler: { ...plainDevice.scheduler, burst: value(burst) } };
      const threads = ['a', 'b'].map((id) => ({ id, program: [repeat(3, ms(1, { call: id })), wait] }));
      return (run(threads, {}, profile).timeline ?? [])
        .filter(({ lane }) => lane === 'aicore')
        .map(({ name }) => name)
        .join('');
    };
    expect(order(1)).toBe('ababab');
    expect(order(2)).toBe('aabbab');
    expect(order(1000)).toBe('aaabbb');
  });

  it('costs the scheduler a start, more for a change of stream, more yet beyond the streams at hand', () => {
    const scheduler = { taskMs: value(1), switchMs: value(2), residentStreams: value(1) };
    const aicore = { ...plainDevice.engines['aicore']!, reloadMs: value(8) };
    const profile = { ...plainDevice, scheduler, engines: { ...plainDevice.engines, aicore } };
    expect(duration(one(ms(5), ms(5), wait), {}, profile)).toBe(1 + 5 + 1 + 5);
    const three = [{ id: 't', replicas: 3, program: [ms(5), wait] }];
    // Two streams are active at the second start: the last was likely of the other by half, and half are not at hand.
    expect(duration(three, {}, profile)).toBe(1 + 5 + (1 + 1 + 4 + 5) + (1 + 5));
  });

  it('may see another cost for a change of stream than the scheduler has', () => {
    const scheduler = { taskMs: value(1), switchMs: value(2) };
    const aicore = { ...plainDevice.engines['aicore']!, switchMs: value(0) };
    const profile = { ...plainDevice, scheduler, engines: { ...plainDevice.engines, aicore } };
    expect(duration(one(ms(5), wait), {}, profile)).toBe(6);
  });
});

describe('copies', () => {
  const copy = (engine: string, bytes: number) => ({ kind: 'submit', engine, stream: 's', work: { bytes } });

  it('take their request and their bytes', () => {
    expect(duration(one(copy('h2d', 4e6), wait))).toBe(5);
  });

  it('share the link in both directions, while requests overlap', () => {
    const servers = { ...plainDevice.engines['h2d']!, servers: value(2) };
    const profile = { ...plainDevice, engines: { ...plainDevice.engines, h2d: servers, d2h: servers } };
    const threads = ['h2d', 'd2h'].map((engine) => ({ id: engine, program: [copy(engine, 4e6), wait] }));
    const both = run(threads, {}, profile);
    expect(both.run.simulatedMs).toBe(1 + 4 + 4);
    expect(both.utilization['link']).toBeCloseTo(8 / 9, 6);
    const idle = Object.values(both.idle['link'] ?? {}).reduce((sum, share) => sum + share, 0);
    expect(idle).toBeCloseTo(1 / 9, 6);
  });
});

describe('memory bandwidth', () => {
  it('slows down what asks for more than there is', () => {
    const engine = { ...plainDevice.engines['aicore']!, servers: value(2), trafficPerByte: value(1) };
    const profile: DeviceProfile = {
      ...plainDevice,
      engines: { ...plainDevice.engines, aicore: engine },
      memory: { ...plainDevice.memory, gigabytesPerSecond: value(1) },
    };
    const task = { kind: 'submit', engine: 'aicore', stream: 's', work: { milliseconds: 10, bytes: 1e7 } };
    expect(duration(one(task, wait), {}, profile)).toBeCloseTo(10, 9);
    const two = run([{ id: 't', replicas: 2, program: [task, wait] }], {}, profile);
    expect(two.run.simulatedMs).toBeCloseTo(20, 9);
    expect(two.utilization['memoryBandwidth']).toBeCloseTo(1, 6);
  });

  it('makes engines collide by both their shares', () => {
    const engine = { ...plainDevice.engines['aicore']!, servers: value(2), trafficPerByte: value(1) };
    const profile: DeviceProfile = {
      ...plainDevice,
      engines: { ...plainDevice.engines, aicore: engine },
      memory: { ...plainDevice.memory, gigabytesPerSecond: value(10), interference: value(2) },
    };
    const task = { kind: 'submit', engine: 'aicore', stream: 's', work: { milliseconds: 10, bytes: 2e7 } };
    const two = run([{ id: 't', replicas: 2, program: [task, wait] }], {}, profile);
    expect(two.run.simulatedMs).toBeCloseTo(10 * (1 + 2 * 0.2 * 0.2), 9);
  });
});

describe('events', () => {
  it('hold a stream until another has recorded them', () => {
    const record = { kind: 'record', event: 'e', stream: 'u' };
    const hold = { kind: 'streamWait', event: 'e', stream: 's' };
    const slow = { kind: 'submit', engine: 'jpegd', stream: 'u' };
    expect(duration(one(slow, record, hold, ms(2), wait))).toBe(12);
    expect(duration(one(record, host(1), hold, ms(2), wait))).toBe(3);
  });

  it('hold again once reset', () => {
    const on = (kind: string, stream: string) => ({ kind, event: 'e', stream });
    const slow = { kind: 'submit', engine: 'jpegd', stream: 'u' };
    const program = [
      on('record', 'u'),
      host(1),
      on('resetEvent', 's'),
      slow,
      on('record', 'u'),
      on('streamWait', 's'),
      ms(2),
      wait,
    ];
    expect(duration(one(...program))).toBe(1 + 10 + 2);
  });

  it('let the host wait', () => {
    const record = { kind: 'record', event: 'e', stream: 's' };
    const until = { kind: 'wait', for: 'event', target: 'e' };
    expect(duration(one(ms(4), record, until, host(1)))).toBe(5);
    expect(duration(one(record, host(1), until, host(1)))).toBe(2);
  });
});

describe('host threads', () => {
  it('share the cores: more work than cores takes longer, sleeps do not', () => {
    const profile = { ...plainDevice, host: { ...plainDevice.host, cores: value(2) } };
    const three = (busy: boolean) =>
      duration([{ id: 't', replicas: 3, program: [host(4, busy)] }], {}, profile);
    expect(three(true)).toBe(8);
    expect(three(false)).toBe(4);
  });

  it('hold a mutex one at a time, in turn', () => {
    const lock = { kind: 'lock', mutex: 'm', body: [host(3)] };
    expect(duration([{ id: 't', replicas: 3, program: [lock, host(1)] }])).toBe(10);
  });

  it('take a branch for its share', () => {
    const branch = { kind: 'branch', share: 0.25, then: [host(4)], otherwise: [host(1)] };
    const mean = duration(one(repeat(4000, branch))) / 4000;
    expect(mean).toBeGreaterThan(1.65);
    expect(mean).toBeLessThan(1.85);
    expect(duration(one({ ...branch, share: 0 }))).toBe(1);
    expect(duration(one({ ...branch, share: 1 }, host(1)))).toBe(5);
  });

  it('repeat loops within loops', () => {
    expect(duration(one(repeat(3, host(1), repeat(2, host(10))), repeat(0, host(100))))).toBe(63);
  });

  it('join others', () => {
    const join = (target?: string) => ({ kind: 'wait', for: 'thread', ...(target ? { target } : {}) });
    const threads = [
      { id: 'main', kind: 'main', program: [join('a'), host(1)] },
      { id: 'a', replicas: 2, program: [host(5)] },
      { id: 'b', program: [host(9)] },
    ];
    expect(run(threads).timeline?.find(({ lane }) => lane === 'main')?.startMs).toBe(5);
    threads[0]!.program = [join(), host(1)];
    expect(duration(threads)).toBe(10);
  });

  it('run once for each process, on all devices', () => {
    const jpeg = { kind: 'submit', engine: 'jpegd', stream: 's' };
    const threads = [{ id: 't', replicas: 2, program: [jpeg, wait] }];
    expect(duration(threads, { processes: 2 })).toBe(20);
    expect(duration(threads, { processes: 2, devices: 2 })).toBe(10);
    expect(run(threads, { processes: 2, devices: 2 }).utilization['jpegd']).toBeCloseTo(1, 6);
  });
});

describe('queues', () => {
  const put = { kind: 'enqueue', queue: 'q' };
  const take = { kind: 'dequeue', queue: 'q' };

  it('hand items on, hold a taker while empty and a giver while full', () => {
    const threads = [
      { id: 'giver', program: [repeat(5, host(1), put), host(1)] },
      { id: 'taker', program: [host(10), repeat(5, take, host(2))] },
    ];
    const boxes = run(threads).timeline ?? [];
    // Two items are in at 2 ms; the third waits for the first to be taken at 10, the fifth for the third at 14.
    expect(boxes.filter(({ lane }) => lane === 'giver').map(({ startMs }) => startMs)).toEqual([
      0, 1, 2, 10, 12, 14,
    ]);
    expect(boxes.filter(({ lane }) => lane === 'taker').map(({ startMs }) => startMs)).toEqual([
      0, 10, 12, 14, 16, 18,
    ]);
  });

  it('drop what a try does not get in', () => {
    const threads = [
      { id: 'giver', program: [repeat(5, { ...put, blocking: false }), host(1)] },
      { id: 'taker', program: [host(10), repeat(2, take, host(2))] },
    ];
    expect(duration(threads)).toBe(14);
  });
});

describe('callbacks', () => {
  const call = (blocking: boolean) => ({ kind: 'callback', thread: 'c', stream: 's', blocking });
  const callback = { id: 'c', kind: 'callback', program: [host(3)] };

  it('hold the stream while they run, if they block', () => {
    expect(duration([{ id: 't', program: [ms(2), call(true), ms(2), wait, host(1)] }, callback])).toBe(8);
    const loose = run([{ id: 't', program: [ms(2), call(false), ms(2), wait, host(1)] }, callback]);
    expect(loose.run.simulatedMs).toBe(5);
  });

  it('run once for each report, one after the other', () => {
    const boxes = run([{ id: 't', program: [call(false), call(false), wait] }, callback]).timeline ?? [];
    expect(boxes.filter(({ lane }) => lane === 'c').map(({ startMs }) => startMs)).toEqual([0, 3]);
  });

  it('are taken in by a thread that waits for reports, which frees the stream at once', () => {
    const report = { id: 'c', program: [repeat(2, { kind: 'wait', for: 'report' }, host(3))] };
    const threads = [{ id: 't', program: [ms(2), call(true), ms(2), call(true), wait] }, report];
    const boxes = run(threads).timeline ?? [];
    expect(boxes.filter(({ lane }) => lane === 'c').map(({ startMs }) => startMs)).toEqual([2, 5]);
    expect(boxes.filter(({ lane }) => lane === 'aicore').map(({ startMs }) => startMs)).toEqual([0, 2]);
  });
});

describe('latency', () => {
  it('is from a frame’s first submission to its end', () => {
    const { latency } = run(one(forever({ kind: 'submit', engine: 'jpegd', stream: 's' }, ms(2), wait)));
    expect(latency.medianMs / 12).toBeCloseTo(1, 1);
    expect(latency.p99Ms / 12).toBeCloseTo(1, 1);
  });

  it('of frames copied first and worked on later counts the wait between', () => {
    const copy = { kind: 'submit', engine: 'h2d', stream: 's' };
    const { latency } = run(one(forever(repeat(10, copy), repeat(10, ms(1)))));
    // The stream is behind by so many that each stands in line; the n-th is over n after the copies of its group.
    const waited = run(one(forever(repeat(10, copy), repeat(10, ms(1)), wait))).latency;
    expect(latency.p99Ms - latency.medianMs).toBeGreaterThan(3);
    // Who waits for the last has none before: all are submitted at 0 and there at 20.
    expect(waited.medianMs).toBeGreaterThan(19.5);
    expect(waited.p99Ms).toBeLessThan(20.5);
  });

  it('goes with the frame from thread to thread', () => {
    const threads = [
      { id: 'a', program: [forever(host(5), { kind: 'enqueue', queue: 'q' })] },
      { id: 'b', program: [forever({ kind: 'dequeue', queue: 'q' }, ms(3), wait)] },
    ];
    expect(run(threads).latency.medianMs / 8).toBeCloseTo(1, 1);
  });

  const copyOut = { kind: 'submit', engine: 'd2h', stream: 's', work: { milliseconds: 4 } };

  it('ends with the work that the thread does at the result', () => {
    const { latency } = run(one(forever(ms(2), copyOut, wait, host(3))));
    expect(latency.medianMs / 9).toBeCloseTo(1, 1);
  });

  it('ends with the wait for all of a group, and the work behind it', () => {
    const { latency } = run(one(forever(repeat(4, ms(2)), wait, host(3))));
    // The first of four, begun at 0, is over at 11 as the last is.
    expect(latency.p99Ms / 11).toBeCloseTo(1, 1);
  });

  it('ends on the device where nobody waits', () => {
    const { latency } = run(one(forever(host(20), ms(2), copyOut)));
    expect(latency.medianMs / 26).toBeCloseTo(1, 1);
  });

  it('holds no sleep behind the result, and nothing of the next frame', () => {
    const { latency } = run(one(forever(ms(2), copyOut, wait, { ...host(30), busy: false })));
    expect(latency.medianMs / 6).toBeCloseTo(1, 1);
    const taking = [
      { id: 'a', program: [forever(host(20), { kind: 'enqueue', queue: 'q' })] },
      {
        id: 'b',
        program: [
          { kind: 'dequeue', queue: 'q' },
          forever(ms(2), wait, { kind: 'dequeue', queue: 'q' }, host(9)),
        ],
      },
    ];
    expect(run(taking).latency.medianMs / 31).toBeCloseTo(1, 1);
  });

  it('of a batch is that of its oldest frame', () => {
    const models = [{ id: 'm', batch: 4, milliseconds: 1 }];
    const copy = { kind: 'submit', engine: 'h2d', stream: 's', mode: 'sync' };
    const infer = { kind: 'submit', engine: 'aicore', stream: 's', work: { model: 'm' } };
    const { latency, qps, callsPerSecond } = run(one(forever(repeat(4, copy), infer, wait)), { models });
    expect(latency.medianMs / 5).toBeCloseTo(1, 1);
    expect(qps).toBeCloseTo(800, 3);
    expect(callsPerSecond).toBeCloseTo(200, 3);
  });
});
