import { describe, expect, it } from 'vitest';
import type { Task } from '../../../src/sim/device/task.ts';
import { HostQueue, Mutex, Reports } from '../../../src/sim/host/sync.ts';
import type { HostThread } from '../../../src/sim/host/thread.ts';

/** Threads and tasks that say what happens to them. */
function bench() {
  const log: string[] = [];
  const thread = (name: string) =>
    ({
      begin: (at: number) => log.push(`${name} begins a frame of ${at}`),
      released: () => log.push(`${name} goes on`),
    }) as unknown as HostThread;
  const task = (birth: number) =>
    ({ birth, stream: { advance: () => log.push(`stream of ${birth} goes on`) } }) as unknown as Task;
  return { log, thread, task };
}

describe('a queue between threads', () => {
  it('keeps items in order up to its capacity', () => {
    const { log, thread } = bench();
    const queue = new HostQueue('q', 2);
    expect([queue.put(1), queue.put(2), queue.put(3)]).toEqual([true, true, false]);
    expect([queue.get(thread('a')), queue.get(thread('b')), queue.get(thread('c'))]).toEqual([
      true,
      true,
      false,
    ]);
    expect(log).toEqual(['a begins a frame of 1', 'b begins a frame of 2']);
  });

  it('hands an item to the thread that waits longest, without keeping it', () => {
    const { log, thread } = bench();
    const queue = new HostQueue('q', 1);
    queue.get(thread('a'));
    queue.get(thread('b'));
    expect([queue.put(1), queue.put(2), queue.put(3), queue.put(4)]).toEqual([true, true, true, false]);
    expect(log).toEqual(['a begins a frame of 1', 'a goes on', 'b begins a frame of 2', 'b goes on']);
  });

  it('takes the item of the thread that waits longest when a place is free, and lets it go on', () => {
    const { log, thread } = bench();
    const queue = new HostQueue('q', 1);
    queue.put(1);
    queue.holdPut(thread('x'), 2);
    queue.holdPut(thread('y'), 3);
    for (const taker of ['a', 'b', 'c']) expect(queue.get(thread(taker))).toBe(true);
    expect(queue.get(thread('d'))).toBe(false);
    expect(log).toEqual([
      'a begins a frame of 1',
      'x goes on',
      'b begins a frame of 2',
      'y goes on',
      'c begins a frame of 3',
    ]);
  });
});

describe('a mutex', () => {
  it('has one owner, and is handed over in turn', () => {
    const { log, thread } = bench();
    const mutex = new Mutex('m');
    expect([mutex.lock(thread('a')), mutex.lock(thread('b')), mutex.lock(thread('c'))]).toEqual([
      true,
      false,
      false,
    ]);
    mutex.unlock();
    expect(mutex.lock(thread('d'))).toBe(false);
    mutex.unlock();
    mutex.unlock();
    mutex.unlock();
    expect(log).toEqual(['b goes on', 'c goes on', 'd goes on']);
    expect(mutex.lock(thread('e'))).toBe(true);
  });
});

describe('reports', () => {
  it('are taken in the order in which they were posted', () => {
    const { log, thread, task } = bench();
    const reports = new Reports('r');
    reports.post(task(1));
    reports.post(task(2));
    expect([reports.take(thread('a')), reports.take(thread('a')), reports.take(thread('a'))]).toEqual([
      true,
      true,
      false,
    ]);
    expect(log).toEqual(['a begins a frame of 1', 'a begins a frame of 2']);
  });

  it('wake the thread that waits, once', () => {
    const { log, thread, task } = bench();
    const reports = new Reports('r');
    reports.take(thread('a'));
    reports.post(task(1));
    reports.post(task(2));
    expect(log).toEqual(['a begins a frame of 1', 'a goes on']);
    expect(reports.take(thread('a'))).toBe(true);
  });

  it('that block hold their stream until a thread takes them in', () => {
    const { log, thread, task } = bench();
    const reports = new Reports('r');
    reports.post(task(1), () => task(1).stream.advance());
    expect(log).toEqual([]);
    reports.take(thread('a'));
    expect(log).toEqual(['a begins a frame of 1', 'stream of 1 goes on']);
    reports.done();
    expect(log).toHaveLength(2);
  });

  it('that block hold it until a callback thread has dealt with them, each once', () => {
    const { log, thread, task } = bench();
    const reports = new Reports('r');
    reports.serves = true;
    reports.post(task(1), () => task(1).stream.advance());
    reports.post(task(2));
    reports.take(thread('a'));
    expect(log).toEqual(['a begins a frame of 1']);
    reports.done();
    reports.done();
    expect(log.slice(1)).toEqual(['stream of 1 goes on']);
    reports.take(thread('a'));
    reports.done();
    expect(log.slice(2)).toEqual(['a begins a frame of 2']);
  });
});
