/** Threads of processes: their names, what is their own and what they share, and the cores that they work on. */
import { describe, expect, it } from 'vitest';
import { plainDevice, value } from '../support/devices.ts';
import {
  callback,
  duration,
  forever,
  host,
  infer,
  lock,
  modelOf,
  put,
  repeat,
  run,
  sleep,
  starts,
  submit,
  take,
  thread,
  wait,
  waitFor,
} from '../support/programs.ts';

const oneCore = { ...plainDevice, host: { ...plainDevice.host, cores: value(1) } };
const lanesOf = (...args: Parameters<typeof run>) => [
  ...new Set((run(...args).timeline ?? []).map(({ lane }) => lane)),
];

describe('names', () => {
  it('of threads are their entries, with replica and process where there are several', () => {
    const one = [{ ...thread('t', host(1)), entry: 'Work' }];
    expect(lanesOf(one)).toEqual(['Work']);
    expect(lanesOf([{ ...one[0]!, replicas: 2 }])).toEqual(['Work 0', 'Work 1']);
    expect(lanesOf(one, { processes: 2 })).toEqual(['process 0 Work', 'process 1 Work']);
  });

  it('of engines have their server and their device where there are several', () => {
    const jpeg = [thread('t', submit('jpegd'), infer(1), wait)];
    expect(lanesOf(jpeg)).toEqual(['jpegd 0', 'aicore']);
    const two = lanesOf([{ ...thread('t', infer(1), wait), replicas: 2 }], { devices: 2 });
    expect(two).toEqual(['device 0 aicore', 'device 1 aicore']);
  });
});

describe('what is a thread’s own', () => {
  const record = { kind: 'record', event: 'e', stream: 'u' };
  it('are events of scope thread, not those of the program', () => {
    const first = thread('a', submit('jpegd', { stream: 'u' }), record);
    const threads = [first, thread('b', sleep(1), waitFor('event', 'e'), host(1))];
    const other = { id: 'other', scope: 'program' };
    expect(starts(run(threads, { events: [{ id: 'e', scope: 'program' }] }), 'b')).toEqual([0, 10]);
    expect(() => run(threads, { events: [other, { id: 'e', scope: 'thread' }] })).toThrow(
      'deadlock: b waits for event e, which nothing records',
    );
  });

  it('are events by their index', () => {
    const at = (kind: string, index: number, stream: string) => ({ kind, event: { id: 'e', index }, stream });
    const program = [submit('jpegd', { stream: 'u' }), at('record', 0, 'u'), at('record', 1, 's')];
    const until = (index: number) => ({ kind: 'wait', for: 'event', target: { id: 'e', index } });
    expect(starts(run([thread('t', ...program, until(1), host(1))]), 't')).toEqual([0]);
    expect(starts(run([thread('t', ...program, until(0), host(1))]), 't')).toEqual([10]);
  });

  it('are streams by their name, index and device', () => {
    const jpeg = (stream: unknown) => submit('jpegd', { stream });
    const both = (a: unknown, b: unknown) => duration([thread('t', jpeg(a), jpeg(b), waitFor('device'))]);
    expect(both('s', 's')).toBe(20);
    expect(both('s', 'u')).toBe(10);
    expect(both({ id: 's', index: 1 }, 's')).toBe(10);
    const shared = { ...thread('t', jpeg('all'), waitFor('device')), replicas: 2 };
    expect(duration([shared])).toBe(20);
    expect(duration([shared], { devices: 2 })).toBe(10);
  });

  it('is the stream of its synchronous calls that name none', () => {
    const sync = { kind: 'submit', engine: 'jpegd', mode: 'sync' };
    expect(duration([{ ...thread('t', sync), replicas: 2 }])).toBe(10);
    expect(duration([thread('t', sync, sync)])).toBe(20);
  });
});

describe('loops', () => {
  it('without a body that does anything are passed over', () => {
    expect(starts(run([thread('t', repeat(3, { kind: 'allocate' }), host(1))]), 't')).toEqual([0]);
    expect(starts(run([thread('t', repeat(0, host(5)), host(1))]), 't')).toEqual([0]);
  });

  it('start over each time that they are come to', () => {
    expect(duration([thread('t', repeat(2, repeat(3, host(1)), host(10)))])).toBe(26);
  });

  it('count as passes of the thread where they are the outermost, callbacks too', () => {
    const model = modelOf([
      thread('t', forever(repeat(5, host(1)), callback('c'), wait)),
      { ...thread('c', host(1)), kind: 'callback' },
    ]);
    model.engine.run(60.5);
    expect(model.threads.map(({ passes }) => passes)).toEqual([10, 10]);
  });

  it('cost no event for a step that takes no time', () => {
    const events = (...steps: Parameters<typeof thread>[1][]) => run([thread('t', ...steps)]).run.events;
    expect(events(host(1), host(0), host(0), host(1))).toBe(events(host(1), host(1)));
  });
});

describe('the cores of the host', () => {
  it('are lent for a step of work, not for a sleep, and given back once', () => {
    const threads = [
      thread('a', host(1), sleep(1), host(1)),
      thread('b', sleep(3), host(4), host(1)),
      thread('c', sleep(3), host(4), host(1)),
    ];
    const shared = run(threads, {}, oneCore);
    expect(starts(shared, 'b')).toEqual([0, 3, 7]);
    expect(starts(shared, 'c')).toEqual([0, 3, 11]);
  });

  it('are given in the order in which they are asked for', () => {
    const threads = [3, 2, 1].map((ms) => thread(`after ${ms}`, sleep(ms), host(4), host(1)));
    const shared = run(threads, {}, oneCore);
    expect([1, 2, 3].map((ms) => starts(shared, `after ${ms}`)[2])).toEqual([5, 9, 13]);
  });

  it('are fewer while RT_SEND spins', () => {
    const profile = {
      ...oneCore,
      host: { ...oneCore.host, submissionQueue: value(1) },
    };
    const threads = [
      thread('deep', repeat(3, infer(5)), wait),
      thread('b', sleep(1), host(2), host(1)),
      thread('c', sleep(1.5), host(2), host(1)),
    ];
    const last = (device: typeof oneCore) => ['b', 'c'].map((id) => starts(run(threads, {}, device), id)[2]);
    expect(last(oneCore)).toEqual([3, 5]);
    // RT_SEND spins from 0 to 5, when a place is free.
    expect(last(profile)).toEqual([7, 9]);
  });
});

describe('the latency of frames', () => {
  it('is that of the oldest of those that a thread puts together', () => {
    const found = run([
      thread('a', forever(repeat(2, host(1)), put())),
      thread('b', forever(take(), infer(1), wait)),
    ]);
    expect(found.latency.medianMs / 3).toBeCloseTo(1, 1);
    expect(found.latency.p99Ms / 3).toBeCloseTo(1, 1);
  });

  it('of host work alone is from its first step', () => {
    const found = run([thread('a', forever(repeat(4, host(1)), host(2)))]);
    expect(found.latency.medianMs / 6).toBeCloseTo(1, 1);
    expect(found.qps).toBeCloseTo(1000 / 6, 3);
  });

  it('in a callback thread is from the submission of the callback', () => {
    const c = { ...thread('c', submit('vpc', { completes: 1, mode: 'sync' })), kind: 'callback' };
    const found = run([thread('a', forever(host(5), infer(3), callback('c', { blocking: true }), wait)), c]);
    expect(found.latency.medianMs / 4).toBeCloseTo(1, 1);
  });
});

describe('a mutex', () => {
  it('is shared by the threads of a process, not by processes', () => {
    const threads = [{ ...thread('t', lock(host(3))), replicas: 2 }];
    expect(duration(threads)).toBe(6);
    expect(duration([{ ...threads[0]!, replicas: 1 }], { processes: 2 })).toBe(3);
  });
});
