/** What a thread waits for, and what it does not: shown by when its next step starts. */
import { describe, expect, it } from 'vitest';
import {
  callback,
  duration,
  host,
  infer,
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

/** When the first host step after the given steps starts. */
const after = (...steps: Parameters<typeof thread>[1][]): number | undefined =>
  starts(run([thread('t', ...steps, host(1))]), 't')[0];
const jpeg = (stream: string) => submit('jpegd', { stream });

describe('a wait for a stream', () => {
  it('is over when the stream is, and at once where it already was', () => {
    expect(after(infer(2), wait)).toBe(2);
    expect(after(infer(2), wait, wait)).toBe(2);
    expect(after(wait)).toBe(0);
    expect(after(infer(2))).toBe(0);
  });

  it('is not for other streams', () => {
    expect(after(jpeg('u'), infer(2), wait)).toBe(2);
  });

  it('may be written as one for a task', () => {
    expect(after(jpeg('u'), infer(2), waitFor('task', 's'))).toBe(2);
  });

  it('of the default stream needs no name', () => {
    const nameless = { kind: 'submit', engine: 'aicore', work: { milliseconds: 3 } };
    expect(after(jpeg('u'), nameless, { kind: 'wait', for: 'stream' })).toBe(3);
  });
});

describe('a wait for the device', () => {
  it('is for all streams of the context, those of other threads too', () => {
    expect(after(jpeg('s'), infer(2, { stream: 'u' }), waitFor('device'))).toBe(10);
    const other = thread('other', jpeg('s'));
    const all = run([other, thread('t', sleep(1), waitFor('device'), host(1))]);
    expect(starts(all, 't')).toEqual([0, 10]);
  });

  it('is none where nothing is under way', () => {
    expect(after(waitFor('device'))).toBe(0);
  });

  it('is not for another device', () => {
    const program = [submit('jpegd'), waitFor('device'), host(1)];
    const two = run([thread('b', infer(30)), { id: 't', replicas: 2, program }], { devices: 2 });
    expect(starts(two, 't 1')).toEqual([10]);
    expect(starts(two, 't 0')).toEqual([30]);
  });
});

describe('a wait for an event', () => {
  const record = { kind: 'record', event: 'e', stream: 's' };

  it('is over when its stream has got to the record', () => {
    expect(after(infer(4), record, infer(5), waitFor('event', 'e'))).toBe(4);
  });
});

describe('a wait for threads', () => {
  it('by name is for all replicas of it', () => {
    const threads = [
      thread('t', waitFor('thread', 'a'), host(1)),
      thread('a', host(5)),
      thread('b', host(9)),
    ];
    expect(starts(run(threads), 't')).toEqual([5]);
  });

  it('without a name is for all others but itself, and not for callback threads, which never end', () => {
    const threads = [
      thread('t', callback('c'), waitFor('thread'), host(1)),
      thread('a', host(5)),
      { ...thread('c', host(2)), kind: 'callback' },
    ];
    expect(starts(run(threads), 't')).toEqual([5]);
  });

  it('is none for a thread that is over', () => {
    const threads = [thread('t', sleep(7), waitFor('thread', 'a'), host(1)), thread('a', host(5))];
    expect(starts(run(threads), 't')).toEqual([0, 7]);
    expect(duration(threads)).toBe(8);
  });

  it('ends for all that wait for the same thread', () => {
    const waiting = (id: string) => thread(id, waitFor('thread', 'a'), host(1));
    const both = run([waiting('t'), waiting('u'), thread('a', host(5))]);
    expect([starts(both, 't'), starts(both, 'u')]).toEqual([[5], [5]]);
  });
});

describe('a queue', () => {
  it('lets a try go on at once that finds it full, and drops the item', () => {
    const dropped = run([
      thread('t', repeat(5, put('q', { blocking: false })), host(1)),
      thread('u', sleep(3), repeat(2, take(), host(2))),
    ]);
    expect(starts(dropped, 't')).toEqual([0]);
    expect(starts(dropped, 'u')).toEqual([0, 3, 5]);
  });

  it('without a capacity has no end', () => {
    expect(after(repeat(100, put('p')))).toBe(0);
  });

  it('serves takers in the order in which they came', () => {
    const taker = (id: string) => thread(id, take(), host(1));
    const served = run([taker('a'), taker('b'), thread('giver', host(2), put(), host(3), put())]);
    expect([starts(served, 'a'), starts(served, 'b')]).toEqual([[2], [5]]);
  });
});

describe('a callback', () => {
  it('to a thread without replicas is taken in by nobody', () => {
    const nobody = { ...thread('c', host(2)), kind: 'callback', replicas: 0 };
    const calling = (blocking: boolean) =>
      run([thread('t', callback('c', { blocking }), infer(3), wait, host(1)), nobody]);
    expect(starts(calling(false), 't')).toEqual([3]);
    expect(() => calling(true)).toThrow('waits for a callback that c never takes in');
  });

  it('goes to the replica of the same number, or counted round', () => {
    const threads = [
      { id: 't', replicas: 3, program: [callback('c'), wait] },
      { id: 'c', kind: 'callback', replicas: 2, program: [host(4)] },
    ];
    const found = run(threads);
    expect([starts(found, 'c 0'), starts(found, 'c 1')]).toEqual([[0, 4], [0]]);
  });
});
